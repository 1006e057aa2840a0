"""Several collections in one server: each on its own, and hidden from whom may not read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from qa.collection_file import Collection
from qa.indexing.build import build_with_report
from qa.web import strings
from qa.web.app import application
from qa.web.authentication.keys import Keys
from qa.web.documents.corpus import Corpus
from qa.web.limits import Limits
from qa.web.page.handlers import Handlers
from qa.web.service.live import LiveIndex
from qa.web.service.rights import is_for_editors, reading_only
from qa.web.service.service import Service
from qa.web.service.shared import Shared
from qa.web.several import applications
from tests.support.webs import BASE, TOKEN, Ready, WordEmbedder, build_by, rebuilding_service

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ANNA = {"Authorization": f"Bearer {TOKEN}"}
BEN = {"Authorization": "Bearer another-token-of-ben"}
KEYS = Keys({"anna": TOKEN, "ben": "another-token-of-ben"}, {"ben": ["papers"]})
TEXTS = {"contracts": "The rent is due on Monday.", "papers": "Zebras eat grass."}


def services_below(folder: Path, limits: Limits | None = None) -> list[Service]:
    """Return a service over each of :data:`TEXTS`, and one over nothing."""
    shared = Shared(limits)
    made = []
    for name, text in TEXTS.items():
        corpus, index = folder / name, folder / f"{name}-index"
        corpus.mkdir()
        (corpus / f"{name}.txt").write_text(text)
        build_with_report([corpus], into=index, embedder=WordEmbedder()).index.generation.close()
        named = Collection(name, name.title(), index, corpus)
        live = Ready(index, WordEmbedder())
        made.append(Service(live, Corpus(corpus, index), collection=named, shared=shared))
    nothing = Collection("empty", "<b>Nothing</b>", folder / "nothing")
    return [*made, Service(LiveIndex(nothing.index), collection=nothing, shared=shared)]


@pytest.fixture
def services(tmp_path: Path) -> list[Service]:
    return services_below(tmp_path)


@pytest.fixture
def client(services: list[Service]) -> Iterator[TestClient]:
    """A client of a server on this machine, without tokens."""
    with TestClient(applications(services), base_url=BASE) as opened:
        yield opened


@pytest.fixture(scope="module")
def locked_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the server of two users."""
    return tmp_path_factory.mktemp("locked")


@pytest.fixture(scope="module")
def server_of_two(locked_folder: Path) -> Iterator[TestClient]:
    """A client of a server where Ben may read the papers only, for tests that change nothing."""
    app = applications(services_below(locked_folder), keys=KEYS)
    with TestClient(app, base_url=BASE, follow_redirects=False) as opened:
        yield opened


@pytest.fixture
def locked(server_of_two: TestClient) -> TestClient:
    """That client, of nobody's session."""
    server_of_two.cookies.clear()
    return server_of_two


def doc_ids(client: TestClient, name: str) -> list[str]:
    """Return the documents of a collection."""
    return [row["doc_id"] for row in client.get(f"/c/{name}/api/documents").json()]


def test_collections_that_build_at_once_keep_answering(
    client: TestClient, services: list[Service]
) -> None:
    """While two build, one of them in vain, both are asked, listed and switched between."""
    (services[1].corpus.root / "papers.txt").write_text("")  # type: ignore[union-attr]
    for _ in range(3):
        for name in TEXTS:
            assert client.post(f"/c/{name}/api/build").status_code == 202
        while any(client.get(f"/c/{name}/api/build").json()["running"] for name in TEXTS):
            for name, text in TEXTS.items():
                question = {"question": " ".join(text.split()[:3])}
                assert client.post(f"/c/{name}/api/ask", json=question).status_code == 200
                assert doc_ids(client, name)
                assert client.get(f"/c/{name}/").status_code == 200
            assert len(client.get("/api/collections").json()) == 3
    states = [client.get(f"/c/{name}/api/build").json() for name in TEXTS]
    assert [bool(state["error"]) for state in states] == [False, True]
    assert states[0]["built"] >= 3


def test_each_collection_has_page_and_interface_below_its_path(client: TestClient) -> None:
    """Its title names it, its scripts and its reference are there, and its documents only."""
    for name in TEXTS:
        page = client.get(f"/c/{name}/").text
        assert strings.COLLECTION_PAGE.format(title=name.title()) in page
        assert f'"root":"{BASE}/c/{name}"' in page
        assert client.get(f"/c/{name}/quoth/frame/main.js").status_code == 200
        assert f"/c/{name}/openapi.json" in client.get(f"/c/{name}/docs").text
        assert doc_ids(client, name) == [f"{name}.txt"]
    assert client.get("/c/papers").url.path == "/c/papers/"
    assert client.get("/c/papers/api/documents/contracts.txt").status_code == 404
    unknown = client.get("/c/papers/api/nothing").json()
    assert unknown["detail"].endswith("/c/papers/docs")


def test_a_question_is_answered_by_its_collection(client: TestClient) -> None:
    """The other one has other words."""
    for name, text in TEXTS.items():
        for question in ("When is the rent due?", "What do zebras eat?"):
            answer = client.post(f"/c/{name}/api/ask", json={"question": question}).json()
            found = {quote["text"] for quote in (*answer["quotes"], *answer["nearest"])}
            assert found <= {text}
    assert client.get("/metrics").text.count('quoth_questions_total{outcome="found"}') == 1


def test_the_root_leads_to_the_first_collection(client: TestClient) -> None:
    """No operation of a collection is at the root."""
    assert client.get("/", follow_redirects=False).headers["location"] == "/c/contracts/"
    assert client.post("/api/ask", json={"question": "x"}).status_code == 404
    assert client.get("/favicon.ico").headers["content-type"].startswith("image/svg")
    assert client.get("/docs").status_code == 200


def test_the_collections_are_listed(client: TestClient) -> None:
    """With what a program needs to go on; a title is text."""
    assert client.get("/api/collections").json() == [
        {
            "name": name,
            "title": title,
            "path": f"/c/{name}/",
            "documents": documents,
            "state": state,
            "may_change": state != "empty",  # that one has no folder
        }
        for name, title, documents, state in (
            ("contracts", "Contracts", 1, "ready"),
            ("papers", "Papers", 1, "ready"),
            ("empty", "<b>Nothing</b>", 0, "empty"),
        )
    ]
    assert "<b>Nothing" not in client.get("/c/empty/").text


def test_a_server_without_names_lists_its_only_collection(tmp_path: Path) -> None:
    """At the root."""
    with TestClient(application(rebuilding_service(tmp_path)), base_url=BASE) as client:
        (only,) = client.get("/api/collections").json()
    assert (only["name"], only["path"], only["documents"]) == ("", "/", 2)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("GET", "api/documents"),
        ("GET", "api/documents/contracts.txt"),
        ("PUT", "api/documents/new.txt"),
        ("DELETE", "api/documents/contracts.txt"),
        ("POST", "api/ask"),
        ("POST", "api/build"),
        ("GET", "api/health"),
        ("GET", "docs"),
        ("GET", "openapi.json"),
        ("GET", "config"),
        ("GET", "quoth/frame/main.js"),
        ("POST", "gradio_api/run/predict"),
    ],
)
def test_what_a_user_may_not_read_does_not_exist(
    locked: TestClient, locked_folder: Path, method: str, path: str
) -> None:
    """The answer is that of a name that nobody uses, and nothing changes."""
    hidden = locked.request(method, f"/c/contracts/{path}", headers=BEN)
    unused = locked.request(method, f"/c/unused/{path}", headers=BEN)
    assert (hidden.status_code, unused.status_code) == (404, 404)
    assert hidden.text.replace("contracts", "unused") == unused.text
    assert [file.name for file in (locked_folder / "contracts").iterdir()] == ["contracts.txt"]


def test_a_user_sees_the_collections_that_this_user_may_read(locked: TestClient) -> None:
    """In the list and at the root, and a user without names all of them."""

    def seen(headers: dict[str, str]) -> tuple[list[str], str]:
        listed = locked.get("/api/collections", headers=headers).json()
        return [one["name"] for one in listed], locked.get("/", headers=headers).headers["location"]

    assert seen(ANNA) == (["contracts", "papers", "empty"], "/c/contracts/")
    assert seen(BEN) == (["papers"], "/c/papers/")
    assert locked.get("/c/papers/api/documents", headers=BEN).status_code == 200


def test_a_stranger_learns_no_name(locked: TestClient) -> None:
    """Whether a collection exists or not; probes of the whole server need no token."""
    for name in ("papers", "unused"):
        assert locked.get(f"/c/{name}/api/health").status_code == 401
        page = locked.get(f"/c/{name}/", headers={"Accept": "text/html"})
        assert (page.status_code, page.headers["location"]) == (303, "/login")
    assert locked.get("/api/health").status_code == 200
    assert locked.get("/api/ready").status_code in {200, 503}
    assert locked.get("/api/collections").status_code == 401


def test_a_session_has_the_rights_of_its_user(locked: TestClient) -> None:
    """As a token has."""
    locked.post("/login", data={"token": "another-token-of-ben"})
    assert locked.get("/c/papers/api/documents").status_code == 200


def test_a_build_changes_one_collection(client: TestClient, tmp_path: Path) -> None:
    """Its state is not that of the others."""
    (tmp_path / "papers" / "new.txt").write_text("Okapis eat leaves.")
    inner = TestClient(client.app, base_url=f"{BASE}/c/papers")
    assert build_by(inner)["error"] is None
    assert doc_ids(client, "papers") == ["new.txt", "papers.txt"]
    assert doc_ids(client, "contracts") == ["contracts.txt"]
    assert client.get("/c/contracts/api/build").json()["built"] == 0


def test_a_server_is_ready_when_no_collection_loads_any_more(services: list[Service]) -> None:
    """One without an index does not make it wait."""
    with TestClient(applications(services), base_url=BASE) as client:
        assert client.get("/api/ready").status_code == 503
        services[-1].live.load()
        assert client.get("/api/ready").json() == {"status": "ready"}
        assert client.get("/c/empty/api/ready").status_code == 503


def test_limits_hold_below_the_path_and_for_all_collections_together(tmp_path: Path) -> None:
    """An upload may be larger than another body; who asks one asks less of the other."""
    services = services_below(tmp_path, Limits(body=100, upload=1000, a_minute=3))
    with TestClient(applications(services), base_url=BASE) as client:
        put = client.put("/c/papers/api/documents/a.txt", content=b"x" * 500)
        assert put.status_code == 201
        large = client.post("/c/papers/api/ask", content=b"x" * 500)
        assert large.status_code == 413
        body = {"question": ""}
        assert client.post("/c/contracts/api/ask", json=body).status_code == 422
        assert client.post("/c/papers/api/ask", json=body).status_code == 429
    assert services[0].gate is services[1].gate


def test_a_damaged_collection_is_listed_and_the_others_answer(
    services: list[Service], tmp_path: Path
) -> None:
    """Its state says so."""
    (tmp_path / "papers-index" / "CURRENT").write_text("nonsense")
    with TestClient(applications(services), base_url=BASE) as client:
        states = {one["name"]: one["state"] for one in client.get("/api/collections").json()}
        assert states == {"contracts": "ready", "papers": "unusable", "empty": "empty"}
        assert doc_ids(client, "contracts") == ["contracts.txt"]
        assert client.get("/c/papers/api/index").status_code == 503


CHANGES = (
    ("PUT", "/api/documents/new.txt"),
    ("DELETE", "/api/documents/papers.txt"),
    ("GET", "/api/removed"),
    ("POST", "/api/removed/papers.txt/restore"),
    ("POST", "/api/build"),
)


@pytest.fixture
def guarded(services: list[Service]) -> Iterator[TestClient]:
    """A client of a server where Anna edits the papers, and Ben may read them."""
    services[1].editors = frozenset({"anna"})
    app = applications(services, keys=KEYS)
    with TestClient(app, base_url=BASE, follow_redirects=False) as opened:
        yield opened


def test_who_may_only_read_changes_nothing(guarded: TestClient, tmp_path: Path) -> None:
    """Every change is refused with the reason, and leaves everything as it was."""
    before = sorted(path.name for path in (tmp_path / "papers").rglob("*"))
    for method, path in CHANGES:
        answer = guarded.request(method, f"/c/papers{path}", headers=BEN, content=b"x")
        assert answer.status_code == 403, path
        assert answer.json()["detail"] == strings.NO_EDITOR.format(title="Papers")
    assert sorted(path.name for path in (tmp_path / "papers").rglob("*")) == before
    put = guarded.put("/c/papers/api/documents/new.txt", headers=ANNA, content=b"Okapis sleep.")
    assert put.status_code == 201
    assert guarded.post("/c/papers/api/build", headers=ANNA).status_code == 202


def test_who_may_only_read_asks_and_checks(guarded: TestClient) -> None:
    """The list of collections says what they may do, so that the page shows no more."""
    asked = guarded.post("/c/papers/api/ask", headers=BEN, json={"question": "Zebras eat"})
    assert asked.status_code == 200
    checked = guarded.post("/c/papers/api/check", headers=BEN, json={"claim": "Zebras eat grass."})
    assert checked.status_code == 200
    for headers, expected in ((BEN, [False]), (ANNA, [True, True, False])):
        listed = guarded.get("/api/collections", headers=headers).json()
        assert [one["may_change"] for one in listed] == expected  # the last has no folder


def test_every_operation_that_is_no_question_is_for_editors(guarded: TestClient) -> None:
    """Also one that is added later: nothing that changes is open because it was forgotten."""
    operations = guarded.get("/c/papers/openapi.json", headers=BEN).json()["paths"]
    changing = {
        (method.upper(), path)
        for path, methods in operations.items()
        for method in methods
        if is_for_editors(method.upper(), path)
    }
    assert changing == {
        ("PUT", "/api/documents/{doc_id}"),
        ("DELETE", "/api/documents/{doc_id}"),
        ("GET", "/api/removed"),
        ("POST", "/api/removed/{removed_id}/restore"),
        ("POST", "/api/build"),
    }


def test_an_empty_collection_invites_only_editors_to_add(
    guarded: TestClient, services: list[Service], tmp_path: Path
) -> None:
    """What a reader sees offers nothing that the server would refuse."""
    with reading_only(only=True):
        shown = Handlers(services[1]).greeting()
        services[1].live.root = tmp_path / "gone"
        empty = Handlers(services[1]).greeting()
    assert strings.UNBUILT_OPEN not in shown
    assert strings.UNBUILT_OPEN not in empty
    assert strings.UNBUILT_OPEN in Handlers(services[1]).greeting()

"""Documents are added, replaced, removed and restored over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.testclient import TestClient

from qa.web import strings
from qa.web.app import application
from qa.web.documents.removed import REMOVED
from qa.web.service.service import Service
from tests.support.webs import (
    BASE,
    TEXT,
    build_by,
    files_below,
    ready_service,
    sha256_of,
    statuses,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_a_document_is_added_asked_and_removed(client: TestClient, tmp_path: Path) -> None:
    """The list shows each step. The removed file is in a folder that no build reads."""
    text = "Okapis eat leaves in the forest."
    assert client.put("/api/documents/new/okapi.txt", content=text.encode()).status_code == 201
    assert statuses(client)["new/okapi.txt"] == "new"
    state = build_by(client)
    assert (state["error"], state["built"]) == (None, 1)
    assert statuses(client)["new/okapi.txt"] == "indexed"
    document = client.get("/api/documents/new/okapi.txt").json()
    assert (document["text"], document["media_type"]) == (text, "text/plain")
    only = {"question": "What do okapis eat?", "documents": ["new/*"], "min_confidence": 0}
    answer = client.post("/api/ask", json=only).json()
    assert answer["quotes"][0]["text"] == text
    removed = client.delete("/api/documents/new/okapi.txt")
    aside = tmp_path / "corpus" / REMOVED / "new" / "okapi.txt"
    assert (removed.status_code, removed.json()["path"]) == (200, str(aside))
    assert statuses(client)["new/okapi.txt"] == "missing"
    build_by(client)
    assert "new/okapi.txt" not in statuses(client)
    assert aside.read_text() == text


def test_a_file_is_replaced_only_where_the_request_says_so(
    client: TestClient, tmp_path: Path
) -> None:
    """By its ETag or ``*``. A refused request changes nothing; a replaced file is set aside."""
    corpus = tmp_path / "corpus"
    before = files_below(corpus)
    path, new = "/api/documents/zebras.md", b"Zebras eat hay."
    known = client.get(path).headers["ETag"]
    for headers, status in (
        ({}, 409),
        ({"If-None-Match": "*"}, 412),
        ({"If-None-Match": f"W/{known}"}, 412),
        ({"If-None-Match": '"another"'}, 409),
        ({"If-Match": '"another", "third"'}, 412),
        ({"If-Match": f"W/{known}"}, 412),
        ({"If-Match": ""}, 412),
    ):
        refused = client.put(path, content=new, headers=headers)
        assert (refused.status_code, refused.headers["ETag"]) == (status, known), headers
        assert refused.headers["content-type"] == "application/problem+json"
        assert files_below(corpus) == before
    replaced = client.put(path, content=new, headers={"If-Match": f'"another", {known}'})
    assert (replaced.status_code, replaced.headers["ETag"]) == (204, f'"{sha256_of(new)}"')
    assert files_below(corpus) == {
        **before,
        "zebras.md": new,
        f"{REMOVED}/zebras.md": before["zebras.md"],
    }
    assert client.put(path, content=b"Once more.", headers={"If-Match": "*"}).status_code == 204
    assert files_below(corpus)[f"{REMOVED}/.2/zebras.md"] == new


def test_the_same_bytes_change_nothing(client: TestClient, tmp_path: Path) -> None:
    """They need no condition, and nothing is set aside."""
    before = files_below(tmp_path / "corpus")
    same = client.put("/api/documents/zebras.md", content=TEXT.encode())
    assert (same.status_code, same.headers["ETag"]) == (204, f'"{sha256_of(TEXT.encode())}"')
    assert files_below(tmp_path / "corpus") == before


def test_a_file_that_must_exist_is_not_created(client: TestClient, tmp_path: Path) -> None:
    """``If-Match`` requires an existing file. The folder of the new one is not made either."""
    before = sorted((tmp_path / "corpus").rglob("*"))
    refused = client.put("/api/documents/new/a.txt", content=b"text", headers={"If-Match": "*"})
    assert refused.status_code == 412
    assert sorted((tmp_path / "corpus").rglob("*")) == before
    created = client.put("/api/documents/new/a.txt", content=b"t", headers={"If-None-Match": "*"})
    assert created.status_code == 201


def test_what_was_removed_is_restored(client: TestClient, tmp_path: Path) -> None:
    """Under its name; over another file only where the request says so, or under a new name."""
    before = files_below(tmp_path / "corpus")
    client.delete("/api/documents/zebras.md")
    (listed,) = client.get("/api/removed").json()
    assert (listed["id"], listed["doc_id"]) == ("zebras.md", "zebras.md")
    assert listed["bytes"] == len(TEXT.encode())
    restored = client.post("/api/removed/zebras.md/restore")
    expected = {"doc_id": "zebras.md", "sha256": sha256_of(TEXT.encode())}
    assert (restored.status_code, restored.json()) == (200, expected)
    assert files_below(tmp_path / "corpus") == before
    assert client.get("/api/removed").json() == []
    client.delete("/api/documents/zebras.md")
    client.put("/api/documents/zebras.md", content=b"Hay.")
    assert client.post("/api/removed/zebras.md/restore").status_code == 409
    other = client.post("/api/removed/zebras.md/restore", params={"to": "zebras (2).md"})
    assert other.json()["doc_id"] == "zebras (2).md"
    client.delete("/api/documents/zebras%20(2).md")
    swapped = client.post(
        "/api/removed/zebras%20(2).md/restore",
        params={"to": "zebras.md"},
        headers={"If-Match": f'"{sha256_of(b"Hay.")}"'},
    )
    assert swapped.status_code == 200
    assert files_below(tmp_path / "corpus") == {**before, f"{REMOVED}/zebras.md": b"Hay."}
    assert client.post("/api/removed/none.md/restore").status_code == 404
    for to in ("../a.md", ".hidden.md", "a.exe"):
        answer = client.post("/api/removed/zebras.md/restore", params={"to": to})
        assert answer.status_code == 422, to


def test_without_a_folder_nothing_can_be_changed(tmp_path: Path) -> None:
    """The detail says how to start the server with one."""
    live = ready_service(tmp_path).live
    with TestClient(application(Service(live)), base_url=BASE) as client:
        for method, path in (
            ("PUT", "/api/documents/a.txt"),
            ("DELETE", "/api/documents/zebras.md"),
            ("POST", "/api/removed/zebras.md/restore"),
            ("POST", "/api/build"),
        ):
            answer = client.request(method, path)
            assert answer.status_code == 409
            assert answer.json()["detail"] == strings.READ_ONLY
        assert client.get("/api/build").json()["running"] is False

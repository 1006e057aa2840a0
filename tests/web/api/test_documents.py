"""Documents over HTTP: added, listed, built, asked, shown, removed; nothing leaves the folder."""

from __future__ import annotations

import errno
import gc
import hashlib
import json
import os
import sys
import time
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from fpdf import FPDF
from PIL import Image, ImageChops
from starlette.testclient import TestClient

from qa.errors import DocumentError
from qa.evaluation.question_sets import read_questions
from qa.files.hashing import sha256_of_text
from qa.indexing.build import build_with_report
from qa.pipeline import load
from qa.web import strings
from qa.web.app import application
from qa.web.service.corpus import REMOVED, Corpus
from qa.web.service.feedback import FILE, read_feedback
from qa.web.service.listing import listed
from qa.web.service.live import LiveIndex
from qa.web.service.service import Service
from tests.support.library import AxisEmbedder, deleted_files
from tests.support.webs import TEXT, WordEmbedder, ready_service, write_corpus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa.embedders.sentence_transformer import Embedder
    from qa.index.search import Index

BASE = "http://localhost:7860"
GRASS = "Zebras eat grass."


class Rebuilt(LiveIndex):
    """A live index whose model is there already; it follows every build."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self._embedder: Embedder | None = WordEmbedder()
        self._loaded.set()

    @contextmanager
    def current(self) -> Iterator[Index]:
        """Yield the newest, and close it."""
        index = load(self.root, embedder=self._embedder)
        yield index
        index.generation.close()


@pytest.fixture
def service(tmp_path: Path) -> Service:
    corpus = write_corpus(tmp_path)
    root = tmp_path / "index"
    build_with_report([corpus], into=root, embedder=WordEmbedder()).index.generation.close()
    return Service(Rebuilt(root), Corpus(corpus, root))


@pytest.fixture
def client(service: Service) -> Iterator[TestClient]:
    with TestClient(application(service), base_url=BASE) as opened:
        yield opened


def built(client: TestClient) -> dict[str, object]:
    """Build, wait for the end, and return how it ended."""
    assert client.post("/api/build").status_code == 202
    for _ in range(300):
        state: dict[str, object] = client.get("/api/build").json()
        if not state["running"]:
            return state
        time.sleep(0.05)
    raise AssertionError(state)


def statuses(client: TestClient) -> dict[str, str]:
    """Return doc_id → status."""
    return {row["doc_id"]: row["status"] for row in client.get("/api/documents").json()}


def grass() -> str:
    """Return the reference of a sentence of the corpus."""
    start = TEXT.index(GRASS)
    return f"zebras.md:{start}:{start + len(GRASS)}:{sha256_of_text(GRASS)[:16]}"


def test_a_document_is_added_asked_and_removed(client: TestClient, tmp_path: Path) -> None:
    """Each step shows in the list; what is removed is kept in a folder that no build reads."""
    text = "Okapis eat leaves in the forest."
    assert client.put("/api/documents/new/okapi.txt", content=text.encode()).status_code == 201
    assert statuses(client)["new/okapi.txt"] == "new"
    state = built(client)
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
    built(client)
    assert "new/okapi.txt" not in statuses(client)
    assert aside.read_text() == text


def test_a_document_that_cannot_be_read_is_listed_with_the_reason(client: TestClient) -> None:
    """The others are indexed all the same; a changed one is told until it is built."""
    client.put("/api/documents/broken.pdf", content=b"no PDF")
    hay = b"# Zebras\n\nZebras eat hay now.\n"
    client.put("/api/documents/zebras.md", content=hay, headers={"If-Match": "*"})
    assert statuses(client)["zebras.md"] == "changed"
    built(client)
    rows = {row["doc_id"]: row for row in client.get("/api/documents").json()}
    assert rows["broken.pdf"]["status"] == "refused"
    assert "is no PDF" in rows["broken.pdf"]["reason"]
    assert rows["zebras.md"]["status"] == "indexed"


def files_below(folder: Path) -> dict[str, bytes]:
    """Return POSIX path → bytes of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_file_is_replaced_only_where_the_request_says_so(
    client: TestClient, tmp_path: Path
) -> None:
    """By its ETag or ``*``; until then it stays as it was, and afterwards it is set aside."""
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


def sha256_of(content: bytes) -> str:
    """Return the sha256 of bytes, in hex."""
    return hashlib.sha256(content).hexdigest()


def test_the_same_bytes_change_nothing(client: TestClient, tmp_path: Path) -> None:
    """They need no condition, and nothing is set aside."""
    before = files_below(tmp_path / "corpus")
    same = client.put("/api/documents/zebras.md", content=TEXT.encode())
    assert (same.status_code, same.headers["ETag"]) == (204, f'"{sha256_of(TEXT.encode())}"')
    assert files_below(tmp_path / "corpus") == before


def test_a_file_that_must_exist_is_not_created(client: TestClient, tmp_path: Path) -> None:
    """``If-Match`` asks for one that is there; the folder it would lie in is not made either."""
    before = sorted((tmp_path / "corpus").rglob("*"))
    refused = client.put("/api/documents/new/a.txt", content=b"text", headers={"If-Match": "*"})
    assert refused.status_code == 412
    assert sorted((tmp_path / "corpus").rglob("*")) == before
    created = client.put("/api/documents/new/a.txt", content=b"t", headers={"If-None-Match": "*"})
    assert created.status_code == 201


def test_every_file_is_listed_with_its_tag(client: TestClient) -> None:
    """As it lies in the folder, also when the index has another one."""
    client.put("/api/documents/okapi.txt", content=b"An okapi.")
    client.put("/api/documents/zebras.md", content=b"Hay.", headers={"If-Match": "*"})
    rows = {row["doc_id"]: row["sha256"] for row in client.get("/api/documents").json()}
    assert rows["okapi.txt"] == sha256_of(b"An okapi.")
    assert rows["zebras.md"] == sha256_of(b"Hay.")
    answer = client.get("/api/documents/zebras.md")
    assert answer.headers["ETag"] == f'"{sha256_of(TEXT.encode())}"'


@pytest.mark.parametrize("target", ["pipe", "/dev/zero"])
def test_a_file_that_never_ends_does_not_stop_the_list(
    client: TestClient, tmp_path: Path, target: str
) -> None:
    """A named pipe, and a device behind a link, are listed before a build has refused them."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "corpus" / "endless.txt").symlink_to(tmp_path / target)
    found = {row["doc_id"]: row for row in client.get("/api/documents").json()}
    assert (found["endless.txt"]["status"], found["endless.txt"]["sha256"]) == ("new", None)


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


@pytest.mark.skipif(os.name == "nt", reason="names are always Unicode there")
def test_a_name_that_is_no_utf8_is_removed_and_restored(client: TestClient, tmp_path: Path) -> None:
    """Its bytes are spelt in every answer, and the list of removed files goes on to be read."""
    odd = tmp_path / "corpus" / os.fsdecode(b"z\xff") / os.fsdecode(b"oka\xfepi.txt")
    odd.parent.mkdir()
    odd.write_text("An okapi.")
    name = "z\\udcff/oka\\udcfepi.txt"
    removed = client.delete(f"/api/documents/{name}")
    assert (removed.status_code, removed.json()["doc_id"]) == (200, name)
    (listed,) = client.get("/api/removed").json()
    assert listed["path"].endswith(f"/{REMOVED}/{name}")
    assert not odd.exists()
    assert client.post(f"/api/removed/{name}/restore").status_code == 200
    assert odd.read_text() == "An okapi."


def test_files_of_one_name_are_set_aside_one_by_one(client: TestClient) -> None:
    """Each is listed under the name it had, and comes back alone."""
    for text in (b"One.", b"Two.", b"Three."):
        assert client.put("/api/documents/a/b.txt", content=text).status_code == 201
        assert client.delete("/api/documents/a/b.txt").status_code == 200
    rows = client.get("/api/removed").json()
    assert {row["doc_id"] for row in rows} == {"a/b.txt"}
    assert sorted(row["id"] for row in rows) == [".2/a/b.txt", ".3/a/b.txt", "a/b.txt"]
    assert client.post("/api/removed/.2/a/b.txt/restore").json()["sha256"] == sha256_of(b"Two.")


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder beside the corpus with a document, which nothing may touch."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "will.txt").write_text("The last will.")
    return folder


def test_what_lies_behind_a_link_is_not_moved(
    client: TestClient, tmp_path: Path, elsewhere: Path
) -> None:
    """Whether a folder is the link, one above it, or the file: the sentence says where it leads."""
    corpus = tmp_path / "corpus"
    (corpus / "case").symlink_to(elsewhere)
    (corpus / "one.txt").symlink_to(elsewhere / "will.txt")
    (elsewhere / "deep").mkdir()
    (elsewhere / "deep" / "b.txt").write_text("B.")
    before = files_below(elsewhere)
    for name in ("case/will.txt", "case/deep/b.txt", "one.txt"):
        for refused in (
            client.delete(f"/api/documents/{name}"),
            client.put(f"/api/documents/{name}", content=b"x", headers={"If-Match": "*"}),
        ):
            assert refused.status_code == 422, name
            assert str(elsewhere) in refused.json()["detail"]
        assert files_below(elsewhere) == before
    assert (corpus / "one.txt").is_symlink()
    assert client.get("/api/removed").json() == []


def test_a_folder_for_removed_files_that_is_a_link_takes_none(
    client: TestClient, tmp_path: Path, elsewhere: Path
) -> None:
    """Nothing is moved there, listed from there, or restored from there."""
    (tmp_path / "corpus" / REMOVED).symlink_to(elsewhere)
    assert client.delete("/api/documents/zebras.md").status_code == 422
    assert (tmp_path / "corpus" / "zebras.md").exists()
    assert client.get("/api/removed").json() == []
    assert client.post("/api/removed/will.txt/restore").status_code == 404
    assert files_below(elsewhere) == {"will.txt": b"The last will."}


def test_a_link_that_comes_between_check_and_use_leads_nowhere(
    service: Service, tmp_path: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that becomes a link once the file was found in it is refused."""
    corpus = service.corpus
    assert corpus
    folder = tmp_path / "corpus" / "case"
    folder.mkdir()
    (folder / "will.txt").write_text("A draft.")
    found = corpus.files()

    def files() -> dict[str, Path]:
        folder.rename(tmp_path / "corpus" / "moved")
        folder.symlink_to(elsewhere)
        return found

    monkeypatch.setattr(corpus, "files", files)
    with pytest.raises(DocumentError, match="leads to"):
        corpus.remove("case/will.txt")
    assert files_below(elsewhere) == {"will.txt": b"The last will."}


def test_a_move_to_another_device_loses_nothing(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is copied and then removed, both ways; where the copy fails, it stays."""

    def elsewhere(*_: object, **__: object) -> None:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("os.replace", elsewhere)
    monkeypatch.setattr("os.link", elsewhere)
    before = files_below(tmp_path / "corpus")
    with monkeypatch.context() as patch:
        patch.setattr("shutil.copyfileobj", full)
        assert client.delete("/api/documents/zebras.md").status_code == 409
    assert files_below(tmp_path / "corpus") == before
    assert client.delete("/api/documents/zebras.md").status_code == 200
    moved = files_below(tmp_path / "corpus")
    assert moved[f"{REMOVED}/zebras.md"] == before["zebras.md"]
    assert "zebras.md" not in moved
    assert client.post("/api/removed/zebras.md/restore").status_code == 200
    assert files_below(tmp_path / "corpus") == before


def test_nothing_is_put_into_the_index(tmp_path: Path) -> None:
    """Where its folder lies in that of the documents."""
    corpus = write_corpus(tmp_path)
    build_with_report([corpus], into=corpus / "index", embedder=WordEmbedder())
    inside = Service(Rebuilt(corpus / "index"), Corpus(corpus, corpus / "index"))
    before = files_below(corpus)
    with TestClient(application(inside), base_url=BASE) as client:
        assert client.put("/api/documents/index/a.txt", content=b"x").status_code == 422
    assert files_below(corpus) == before


@pytest.mark.parametrize(
    "name",
    [
        "..%2Fevil.txt",
        "%2E%2E/evil.txt",
        "a/../../evil.txt",
        "%2Fetc%2Fevil.txt",
        "a//b.txt",
        ".hidden.txt",
        ".removed/a.txt",
        "a%00b.txt",
        "a%0Ab.txt",
        "a%E2%80%AEtxt.md",
        "C:%5Cevil.txt",
        "a%5C..%5Cevil.txt",
        "x" * 250 + ".txt",
        "script.js",
        "noending",
    ],
)
def test_no_name_leads_out_of_the_folder(client: TestClient, tmp_path: Path, name: str) -> None:
    """It is refused with the reason, and nothing is written anywhere."""
    before = sorted(tmp_path.rglob("*"))
    sent = client.put(f"/api/documents/{name}", content=b"text")
    assert sent.status_code in {404, 405, 422}, sent.text
    assert sorted(tmp_path.rglob("*")) == before


def test_a_link_in_the_folder_leads_nowhere_else(client: TestClient, tmp_path: Path) -> None:
    """A folder that is a link to elsewhere takes no upload."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "corpus" / "link").symlink_to(tmp_path / "elsewhere")
    assert client.put("/api/documents/link/a.txt", content=b"text").status_code == 422
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_where_no_folder_is_told_nothing_can_be_changed(tmp_path: Path) -> None:
    """The sentence says how to start it with one."""
    told = ready_service(tmp_path)
    with TestClient(application(Service(told.live)), base_url=BASE) as client:
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


def test_a_build_that_fails_says_why_and_leaves_the_index(client: TestClient) -> None:
    """What was asked before can be asked still."""
    for name in ("zebras.md", "hostile.txt"):
        client.delete(f"/api/documents/{name}")
    assert "No document with text" in str(built(client)["error"])
    assert client.post("/api/ask", json={"question": "What do zebras eat?"}).status_code == 200


def test_a_build_in_the_page_writes_to_no_cluster(
    client: TestClient, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where questions go to one that is away: the folder's index is built, and a note says so."""
    client.put("/api/documents/okapi.txt", content=b"Okapis eat leaves.")
    monkeypatch.setenv("QA_STORE", "milvus://127.0.0.1:9")
    state = built(client)
    monkeypatch.delenv("QA_STORE")
    assert state["error"] is None
    assert "questions go to the cluster" in str(state["notes"])
    assert statuses(client)["okapi.txt"] == "indexed"


def test_what_is_not_there_is_told(client: TestClient) -> None:
    """As a problem that a program can read."""
    answer = client.get("/api/documents/none.txt")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 404
    assert client.delete("/api/documents/none.txt").status_code == 404


def test_feedback_becomes_a_question_set(client: TestClient, service: Service) -> None:
    """One line a question, whatever was said how often; ``qa eval`` reads it."""
    said = {"question": "What do zebras eat?", "reference": grass()}
    for verdict in ("wrong", "right", "right"):
        assert client.post("/api/feedback", json={**said, "verdict": verdict}).status_code == 204
    other = {**said, "question": "Who eats flies?", "verdict": "wrong"}
    assert client.post("/api/feedback", json=other).status_code == 204
    path = service.live.root / FILE
    texts = {"zebras.md": TEXT}
    first, second = read_questions(path, texts)
    assert (first.question, len(first.gold)) == ("What do zebras eat?", 1)
    assert TEXT[first.gold[0].span.start : first.gold[0].span.end] == GRASS
    assert second.gold == ()
    kept = json.loads(path.read_text().splitlines()[1])
    assert kept["wrong"][0]["text"] == GRASS
    stale = {**said, "reference": grass()[:-1] + "x", "verdict": "right"}
    assert client.post("/api/feedback", json=stale).status_code == 404


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\x1e"])
def test_no_line_separator_in_a_quote_breaks_the_feedback(
    client: TestClient, service: Service, sign: str
) -> None:
    """Whatever Unicode calls a new line; nor does one that an earlier version wrote as it is."""
    path = service.live.root / FILE
    quoted = {"doc_id": "old.txt", "start": 0, "end": 3, "text": f"a{sign}b"}
    row = {"question": "What is old?", "answers": [quoted], "mine": f"{sign}!"}
    path.write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    said = {"question": f"What do zebras{sign}eat?", "reference": grass(), "verdict": "right"}
    for _ in range(2):
        assert client.post("/api/feedback", json=said).status_code == 204
    old, _ = read_feedback(path).values()
    assert old == {**row}


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"answers": []}',
        '{"question": "a", "answers": [{"doc_id": "a"}]}',
        '{"question": "a", "wrong": [{"doc_id": "a", "start": -1, "end": 2}]}',
        '{"question": "a", "question": "b"}',
        '{"question": "first"}',
    ],
)
def test_a_damaged_line_of_feedback_is_named_and_nothing_is_lost(
    client: TestClient, service: Service, line: str
) -> None:
    """The file stays as it is until somebody has looked at the line."""
    path = service.live.root / FILE
    content = f'{{"question": "first"}}\n\n{line}\n{{"question": "last"}}\n'
    path.write_text(content, encoding="utf-8")
    said = {"question": "What do zebras eat?", "reference": grass(), "verdict": "right"}
    answer = client.post("/api/feedback", json=said)
    assert answer.status_code == 503
    assert answer.json()["detail"].startswith(f"Line 3 of {str(path)!r} cannot be read (")
    assert path.read_text(encoding="utf-8") == content


def test_the_page_of_a_pdf_is_drawn_with_the_quote_marked(tmp_path: Path) -> None:
    """The marked picture differs from the bare page just where the words stand."""
    corpus, root = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    pdf = FPDF()
    pdf.set_font("Helvetica", size=14)
    for words in ("Giraffes are tall.", "Lions sleep a lot. Lions hunt at night."):
        pdf.add_page()
        pdf.multi_cell(0, 10, words)
    pdf.output(str(corpus / "animals.pdf"))
    embedder = AxisEmbedder(("giraffes", "lions", "hunt"))
    index = build_with_report([corpus], into=root, embedder=embedder).index
    live = Rebuilt(root)
    live._embedder = embedder
    with TestClient(application(Service(live, Corpus(corpus, root))), base_url=BASE) as client:
        text = index.document("animals.pdf").text
        words = "Lions hunt at night."
        start = text.index(words)
        referred = f"animals.pdf:{start}:{start + len(words)}:{sha256_of_text(words)[:16]}"
        answer = client.get("/api/page", params={"reference": referred})
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
        marked = yellow(answer.content)
        assert marked is not None
        left, top, right, bottom = marked
        assert right - left > 150
        assert bottom - top < 45
        (corpus / "animals.pdf").write_bytes((corpus / "animals.pdf").read_bytes() + b"\n")
        changed = client.get("/api/page", params={"reference": referred})
        assert changed.status_code == 422
        assert "has changed since it was indexed" in changed.json()["detail"]


def yellow(png: bytes) -> tuple[int, int, int, int] | None:
    """Return the box around what is marked in a picture."""
    red, _, blue = Image.open(BytesIO(png)).convert("RGB").split()
    marked = ImageChops.subtract(red, blue).point(lambda value: 255 * (value > 50))
    return marked.getbbox()


@pytest.mark.skipif(sys.platform != "linux", reason="/proc lists what is open")
def test_builds_leave_no_deleted_file_open(service: Service, tmp_path: Path) -> None:
    """However many a server makes while it runs; no garbage collector helps."""
    builder, corpus = service.builder, tmp_path / "corpus"
    assert builder is not None
    gc.disable()
    try:
        for number in range(20):
            (corpus / "new.txt").write_text(f"Okapi number {number} eats leaves.")
            builder.start()
            while builder.state.running:
                time.sleep(0.01)
        assert builder.state.built == 20
        listed(tmp_path / "index", service.corpus)
        assert deleted_files(tmp_path / "index") == []
    finally:
        gc.enable()

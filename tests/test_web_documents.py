"""Documents over HTTP: added, listed, built, asked, shown, removed; nothing leaves the folder."""

from __future__ import annotations

import json
import time
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from fpdf import FPDF
from library import AxisEmbedder
from PIL import Image, ImageChops
from starlette.testclient import TestClient
from webs import TEXT, WordEmbedder, ready_service, write_corpus

from qa.hashing import sha256_of_text
from qa.pipeline import build_with_report, load
from qa.question_sets import read_questions
from qa.web import strings
from qa.web.application import application
from qa.web.corpus import REMOVED, Corpus
from qa.web.feedback import FILE, read_feedback
from qa.web.live import LiveIndex
from qa.web.service import Service

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa.embedding import Embedder
    from qa.index import Index

BASE = "http://localhost:7860"
GRASS = "Zebras eat grass."


class Rebuilt(LiveIndex):
    """A live index whose model is there already; it follows every build."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self._embedder: Embedder | None = WordEmbedder()
        self._loaded.set()

    def current(self) -> Index:
        """Return the newest."""
        return load(self.root, embedder=self._embedder)


@pytest.fixture
def service(tmp_path: Path) -> Service:
    corpus = write_corpus(tmp_path)
    root = tmp_path / "index"
    build_with_report([corpus], into=root, embedder=WordEmbedder())
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
    assert client.put("/api/documents/new/okapi.txt", content=text.encode()).status_code == 204
    assert statuses(client)["new/okapi.txt"] == "new"
    state = built(client)
    assert (state["error"], state["built"]) == (None, 1)
    assert statuses(client)["new/okapi.txt"] == "indexed"
    document = client.get("/api/documents/new/okapi.txt").json()
    assert (document["text"], document["media_type"]) == (text, "text/plain")
    only = {"question": "What do okapis eat?", "documents": ["new/*"], "min_confidence": 0}
    answer = client.post("/api/ask", json=only).json()
    assert answer["quotes"][0]["text"] == text
    assert client.delete("/api/documents/new/okapi.txt").status_code == 204
    assert statuses(client)["new/okapi.txt"] == "missing"
    built(client)
    assert "new/okapi.txt" not in statuses(client)
    assert (tmp_path / "corpus" / REMOVED / "new" / "okapi.txt").read_text() == text


def test_a_document_that_cannot_be_read_is_listed_with_the_reason(client: TestClient) -> None:
    """The others are indexed all the same; a changed one is told until it is built."""
    client.put("/api/documents/broken.pdf", content=b"no PDF")
    client.put("/api/documents/zebras.md", content=b"# Zebras\n\nZebras eat hay now.\n")
    assert statuses(client)["zebras.md"] == "changed"
    built(client)
    rows = {row["doc_id"]: row for row in client.get("/api/documents").json()}
    assert rows["broken.pdf"]["status"] == "refused"
    assert "is no PDF" in rows["broken.pdf"]["reason"]
    assert rows["zebras.md"]["status"] == "indexed"


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

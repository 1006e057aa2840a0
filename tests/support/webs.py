"""What the tests of the web share: an embedder that is quick, and a service over two documents."""

from __future__ import annotations

import hashlib
import html
import re
import time
import zlib
from typing import TYPE_CHECKING

import numpy as np

from qa.embedders.protocol import EmbedderIdentity
from qa.files.hashing import sha256_of_text
from qa.indexing.build import build_with_report
from qa.records import Answer, Citation, Document, Heading, Quote, Span, Why
from qa.stores import live
from qa.web.documents.corpus import Corpus
from qa.web.service.live import LiveIndex
from qa.web.service.service import Service

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from starlette.testclient import TestClient

    from qa.embedders.protocol import Embedder, Vectors
    from qa.web.limits import Limits

BASE = "http://localhost:7860"
TOKEN = "0123456789abcdef-token"
TEXT = (
    "# Zebras\n\nZebras eat grass. They sleep standing.\n\n## Stripes\n\nStripes confuse flies.\n"
)
HOSTILE = '<script>alert(1)</script> ![x](http://evil.example/x.png)\n\n**bold**\t$x$ & "quoted"'


def document(text: str, headings: tuple[Heading, ...] = ()) -> Document:
    """Return a document of this text, whose name holds a colon."""
    sha256 = sha256_of_text(text)
    return Document("a/b:c.txt", "B", text, "0" * 64, sha256, "text/plain", (), headings)


def quote(owner: Document, start: int, end: int, context: Span | None = None) -> Quote:
    """Return a quote of a document."""
    citation = Citation(owner.doc_id, owner.title, ("One", "Two"), None, start, end, "", "")
    whole = context or Span(0, len(owner.text))
    return Quote(owner.text[start:end], citation, 0.83, whole, Why(0.5, 1.0, 0.5, 1.0, ()))


def answer(
    quotes: tuple[Quote, ...], *, confidence: float, found: bool = True, likely: bool = True
) -> Answer:
    """Return an answer of these quotes."""
    nearest = () if found else quotes
    return Answer("Why?", quotes if found else (), found, confidence, nearest, "0" * 16, likely)


def texts(markup: str, pattern: str) -> list[str]:
    """Return the text within each match of ``pattern``, as a browser would show it."""
    matches = re.findall(pattern, markup)
    return [html.unescape(re.sub(r"<[^>]*>", "", match)) for match in matches]


def referring(doc_id: str, start: int, end: int, words: str) -> str:
    """Return a reference to these words."""
    return f"{doc_id}:{start}:{end}:{sha256_of_text(words)[:16]}"


class WordEmbedder:
    """Embeds a text as the sum of a direction a word; enough to find a word again."""

    identity = EmbedderIdentity(name="words", sha256="0" * 64, dimension=64)
    limit = 254

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the words of each text."""
        return [len(text.split()) for text in texts]

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return a row a text."""
        return np.array([self.embed_question(text) for text in texts], dtype=np.float32)

    def embed_question(self, text: str) -> Vectors:
        """Return the direction of a text."""
        vector = np.full(64, 0.01, dtype=np.float32)
        for word in re.findall(r"\w+", text.casefold()):
            vector[zlib.crc32(word.encode()) % 64] += 1
        unit: Vectors = vector / np.linalg.norm(vector)
        return unit


class Ready(LiveIndex):
    """A live index whose model is loaded already."""

    def __init__(self, root: Path, embedder: Embedder) -> None:
        """Let questions to the index use an embedder, which must be that of its builds."""
        super().__init__(root)
        live._slot(root).embedder = embedder


def write_corpus(folder: Path) -> Path:
    """Write two documents below a folder, one of them hostile, and return where."""
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "zebras.md").write_text(TEXT, encoding="utf-8")
    (corpus / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    return corpus


def ready_service(folder: Path, limits: Limits | None = None) -> Service:
    """Return a service over an index of two documents, and their folder."""
    corpus = write_corpus(folder)
    root = folder / "index"
    report = build_with_report([corpus], into=root, embedder=WordEmbedder())
    return Service(Ready(root, report.index.embedder), Corpus(corpus, root), limits)


def rebuilding_service(folder: Path) -> Service:
    """Return a service over an index of two documents, which it can build again."""
    corpus, root = write_corpus(folder), folder / "index"
    build_with_report([corpus], into=root, embedder=WordEmbedder()).index.generation.close()
    return Service(Ready(root, WordEmbedder()), Corpus(corpus, root))


def build_by(client: TestClient) -> dict[str, object]:
    """Start a build, wait for its end, and return how it ended."""
    assert client.post("/api/build").status_code == 202
    for _ in range(2400):  # two minutes: the machine may have much to do
        state: dict[str, object] = client.get("/api/build").json()
        if not state["running"]:
            return state
        time.sleep(0.05)
    raise AssertionError(state)


def statuses(client: TestClient) -> dict[str, str]:
    """Return ``doc_id`` → status."""
    return {row["doc_id"]: row["status"] for row in client.get("/api/documents").json()}


def files_below(folder: Path) -> dict[str, bytes]:
    """Return POSIX path → bytes of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def sha256_of(content: bytes) -> str:
    """Return the sha256 of bytes, in hex."""
    return hashlib.sha256(content).hexdigest()

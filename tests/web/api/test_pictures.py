"""The page of a PDF is drawn with the quote marked."""

from __future__ import annotations

import sys
from io import BytesIO
from typing import TYPE_CHECKING

import anyio
import httpx
from fpdf import FPDF
from PIL import Image, ImageChops
from starlette.testclient import TestClient

from qa.files.hashing import sha256_of_text
from qa.indexing.build import build_with_report
from qa.web.app import application
from qa.web.documents.corpus import Corpus
from qa.web.service.service import Service
from tests.support.indexes import AxisEmbedder
from tests.support.webs import (
    BASE,
    Ready,
    WordEmbedder,
    referring,
)

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from qa.index.search import Index


def test_the_page_of_a_pdf_is_drawn_with_the_quote_marked(tmp_path: Path) -> None:
    """The mark is as wide as the words and as high as a line."""
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
    live = Ready(root, embedder)
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
        for number, is_marked in ((1, False), (2, True)):
            asked = {"reference": referred, "number": number}
            page = client.get("/api/page", params=asked)
            assert (yellow(page.content) is not None) is is_marked
        plain = client.get("/api/page", params={"doc_id": "animals.pdf", "number": 2})
        sharp = client.get("/api/page", params={"doc_id": "animals.pdf", "sharpness": 2})
        assert yellow(plain.content) is None
        assert width(sharp.content) > 1.9 * width(plain.content)
        found_in = {"doc_id": "animals.pdf", "number": 2, "spans": [[start, start + 5], [0, 3]]}
        found = client.post("/api/page/boxes", json=found_in).json()["boxes"]
        assert [len(boxes) for boxes in found] == [1, 0]  # the second is on another page
        box = [
            share * size
            for share, size in zip(found[0][0], picture_size(plain.content) * 2, strict=True)
        ]
        assert abs(box[0] - left) < 4
        assert abs(box[1] - top) < 4
        assert box[2] - box[0] < (right - left) / 2
        for wrong in ({"doc_id": "animals.pdf", "number": 3}, {"doc_id": "lions.pdf"}, {}):
            assert client.get("/api/page", params=wrong).status_code == 404
        (corpus / "animals.pdf").write_bytes((corpus / "animals.pdf").read_bytes() + b"\n")
        changed = client.get("/api/page", params={"reference": referred})
        assert changed.status_code == 422
        assert "has changed since it was indexed" in changed.json()["detail"]


def width(png: bytes) -> int:
    """Return the width of a picture."""
    return Image.open(BytesIO(png)).width


def picture_size(png: bytes) -> tuple[int, int]:
    """Return width and height of a picture."""
    return Image.open(BytesIO(png)).size


def yellow(png: bytes) -> tuple[int, int, int, int] | None:
    """Return the box around the marked part of a picture."""
    red, _, blue = Image.open(BytesIO(png)).convert("RGB").split()
    marked = ImageChops.subtract(red, blue).point(lambda value: 255 * (value > 50))
    return marked.getbbox()


WORDS = "Giraffes are the tallest animals that live on land today."


def test_pictures_are_drawn_by_so_many_processes_and_once_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twelve requests at the same time start two processes at most; the rest is cached."""
    pdf = FPDF()
    pdf.set_font("Helvetica", size=14)
    pdf.add_page()
    pdf.multi_cell(0, 10, WORDS)
    corpus, root = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    (corpus / "giraffes.pdf").write_bytes(bytes(pdf.output()))
    index = build_with_report([corpus], into=root, embedder=WordEmbedder()).index
    service = Service(Ready(root, index.embedder), Corpus(corpus, root))
    log = tmp_path / "processes"
    monkeypatch.setattr(sys, "executable", str(logging_python(tmp_path, log)))

    async def request() -> list[int]:
        transport = httpx.ASGITransport(application(service))
        statuses: list[int] = []
        async with httpx.AsyncClient(transport=transport, base_url=BASE, timeout=60) as client:

            async def one() -> None:
                answer = await client.get("/api/page", params={"reference": sentence(index)})
                statuses.append(answer.status_code)

            async with anyio.create_task_group() as tasks:
                for _ in range(12):
                    tasks.start_soon(one)
        return statuses

    assert anyio.run(request) == [200] * 12
    assert len(log.read_text().splitlines()) <= 2


def logging_python(folder: Path, log: Path) -> Path:
    """Return a Python that writes a line whenever it is started."""
    script = folder / "python"
    script.write_text(f'#!/bin/sh\necho started >> "{log}"\nexec "{sys.executable}" "$@"\n')
    script.chmod(0o755)
    return script


def sentence(index: Index) -> str:
    """Return the reference of a sentence of the PDF."""
    text = index.document("giraffes.pdf").text
    start = text.index("Giraffes")
    words = text[start:].strip()
    return referring("giraffes.pdf", start, start + len(words), words)

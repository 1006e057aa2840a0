"""From a scan to a quote that says that its words were recognized, and to its mark on the page."""

from __future__ import annotations

import os
from bisect import bisect_right
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image

import qa
from qa.loaders.ocr import engines
from qa.loaders.sandbox.pdf_pictures import page_picture
from qa.receipts import parse_receipt
from qa.records import Span
from qa.verification.verifying import verify
from tests.support.indexes import Library
from tests.support.scans import fake_tesseract, scanned

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa.index.search import Index

LINES = ["The bird of the keeper sings at night.", "An apple hangs over the door."]
ENGINE = "tesseract 5.3.0 (eng)"


@pytest.fixture(autouse=True)
def _engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    fake_tesseract(tmp_path / "bin", LINES)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    engines._found.cache_clear()
    yield
    engines._found.cache_clear()


@pytest.fixture
def scans(tmp_path: Path) -> Library:
    """A library with a scan, whose first page has words of its own."""
    made = Library(tmp_path)
    made.write(other="Cloud one. Cloud two.")
    (made.corpus / "scan.pdf").write_bytes(scanned(["A cloud is on this page.", None]))
    return made


def answer(index: Index) -> qa.Answer:
    """Return the answer to a question about the bird."""
    return qa.ask("When does the bird of the keeper sing?", index, min_confidence=0)


def test_a_quote_says_that_its_words_were_recognized(scans: Library) -> None:
    """With the mean certainty of its page, and by what; one of another page does not."""
    index = scans.build_as_it_is().index
    cited = answer(index).quotes[0].citation
    assert (cited.doc_id, cited.page, cited.recognized) == ("scan.pdf", 2, 0.965)
    assert cited.source.versions[-1] == ENGINE
    other = qa.ask("What is on this page?", index, min_confidence=0, documents=["scan.pdf"])
    plain = next(one.citation for one in other.quotes if one.citation.page == 1)
    assert plain.recognized is None
    assert ENGINE not in plain.source.versions


def test_a_receipt_of_recognized_words_can_be_verified(scans: Library) -> None:
    """The words are recognized again; another certainty is a problem."""
    receipt = answer(scans.build_as_it_is().index).receipt()
    assert parse_receipt(receipt.to_json()) == receipt
    assert verify(receipt, scans.corpus).exact
    forged = replace(receipt, quotes=(replace(receipt.quotes[0], recognized=1.0),))
    (verdict,) = verify(forged, scans.corpus).verdicts
    assert verdict.problems == (
        "the page's words were recognized with a certainty of 0.965, not 1.0",
    )


def test_the_next_build_takes_recognized_pages_over(scans: Library) -> None:
    """They are recognized once; the index without them has none."""
    first = scans.build_as_it_is()
    (scans.corpus / "other.txt").write_text("Cloud three.")
    again = scans.build_as_it_is().index
    assert again.document("scan.pdf") == first.index.document("scan.pdf")
    assert len(list((scans.corpus.parent / "bin" / "log").iterdir())) == 1
    gone = scans.remove("scan.pdf").index
    assert "ocr" in first.index.generation.manifest.passages
    assert "ocr" not in gone.generation.manifest.passages


def test_another_setting_reads_scans_again(scans: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the fingerprint is another one, as the text is."""
    monkeypatch.setenv("QA_OCR", "off")
    off = scans.build_as_it_is()
    assert off.index.document("scan.pdf").recognized == ()
    monkeypatch.setenv("QA_OCR", "auto")
    auto = scans.build_as_it_is()
    assert [page.number for page in auto.index.document("scan.pdf").recognized] == [2]
    monkeypatch.setenv("QA_OCR", "force")
    forced = scans.build_as_it_is()
    assert [page.number for page in forced.index.document("scan.pdf").recognized] == [1, 2]
    prints = {one.index.fingerprint for one in (off, auto, forced)}
    assert len(prints) == 3
    monkeypatch.setenv("QA_OCR", "off")
    assert scans.build_as_it_is().index.fingerprint == off.index.fingerprint


def test_the_picture_of_the_page_marks_the_quote(scans: Library) -> None:
    """Where the engine saw the words: on their line, and nowhere else."""
    index = scans.build_as_it_is().index
    document = index.document("scan.pdf")
    cited = answer(index).quotes[0].citation
    number = bisect_right(document.pages, cited.start)
    start = document.pages[number - 1]
    picture = page_picture(
        scans.corpus / "scan.pdf",
        document.source_sha256,
        number,
        document.text[start:],
        Span(cited.start - start, cited.end - start),
        document.recognized[0].boxes,
    )
    image = Image.open(BytesIO(picture)).convert("RGB")
    blue = image.getchannel("B").point(lambda value: 255 if value < 230 else 0)
    left, top, _, bottom = blue.getbbox() or (0, 0, 0, 0)
    assert left == pytest.approx(200 / 2480 * image.width, abs=3)
    assert top == pytest.approx(370 / 3508 * image.height, abs=3)
    assert bottom < 430 / 3508 * image.height

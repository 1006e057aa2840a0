"""Copies of PDFs with highlights: upright, turned, cropped, signed, damaged and encrypted."""

from __future__ import annotations

import hashlib
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    RectangleObject,
    TextStringObject,
)

from qa.errors import DocumentError
from qa.loaders.ocr.boxes import Box, packed_boxes
from qa.loaders.pdf import extract
from qa.loaders.sandbox.pdf_marks import Mark, MarkedCopy, PageText, marked_copy
from tests.support.pdfs import new_pdf

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RENT = "The rent is due on the first day of each month."
DEPOSIT = "The deposit is two months of rent,\nand it earns no interest."
COMMENT = "When is the rent due? → Größe\n\nLease, page 1"


@cache
def lease() -> bytes:
    """Return a PDF of two pages; the second has a comment of its author already."""
    pdf = new_pdf()
    for number in (1, 2):
        pdf.add_page()
        pdf.cell(0, 8, f"Lease, part {number}", new_x="LMARGIN", new_y="NEXT")
        for line in (RENT, *DEPOSIT.split("\n")):
            pdf.cell(0, 8, line, new_x="LMARGIN", new_y="NEXT")
    pdf.text_annotation(20, 20, "By the author")
    return bytes(pdf.output())


def changed(change: Callable[[PdfWriter], object]) -> bytes:
    """Return the lease after a change by another library."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(lease())))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def turned(angle: int) -> bytes:
    """Return the lease with its pages turned."""
    return changed(lambda writer: [page.rotate(angle) for page in writer.pages])


def _crop(writer: PdfWriter) -> None:
    for page in writer.pages:
        page.mediabox = RectangleObject((-40, -50, 700, 900))
        page.cropbox = RectangleObject((10, 400, 500, 830))


def _sign(writer: PdfWriter) -> None:
    field = DictionaryObject(
        {
            NameObject("/FT"): NameObject("/Sig"),
            NameObject("/T"): TextStringObject("Signature"),
            NameObject("/V"): DictionaryObject({NameObject("/Type"): NameObject("/Sig")}),
        }
    )
    form = DictionaryObject({NameObject("/Fields"): ArrayObject([writer._add_object(field)])})
    writer.root_object[NameObject("/AcroForm")] = form


def with_table_as_stream() -> bytes:
    """Return the lease with an update whose table is a stream, as of PDF 1.5."""
    writer = PdfWriter(BytesIO(lease()), incremental=True)
    writer.pages[0][NameObject("/Note")] = TextStringObject("x")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def mark(data: bytes, path: Path, *words: tuple[int, str]) -> MarkedCopy:
    """Return a copy with words of pages highlighted."""
    path.write_bytes(data)
    (found,) = extract(data, path)
    ends = [*found.pages[1:], len(found.text)]
    pages = [
        PageText(number, found.text[first:last])
        for number, (first, last) in enumerate(zip(found.pages, ends, strict=True), 1)
    ]
    marks = []
    for number, wanted in words:
        text = pages[number - 1].text
        first = wanted.split("\n")[0]
        start = text.index(first)
        end = text.index(wanted.split("\n")[-1], start) + len(wanted.split("\n")[-1])
        marks.append(Mark(number, start, end, COMMENT))
    return marked_copy(path, hashlib.sha256(data).hexdigest(), pages, marks)


def highlights(content: bytes, page: int) -> list[Any]:
    """Return the highlights of a page, from 0, as another library reads them."""
    listed: Any = PdfReader(BytesIO(content)).pages[page].get("/Annots", [])
    return [one.get_object() for one in listed if one.get_object()["/Subtype"] == "/Highlight"]


def words_below(content: bytes, page: int) -> str:
    """Return the words that PDFium finds below the highlights of a page."""
    with pdfium.PdfDocument(content) as document:
        text = document[page].get_textpage()
        found = []
        for one in highlights(content, page):
            corners = [float(number) for number in one["/QuadPoints"]]
            for at in range(0, len(corners), 8):
                across, down = corners[at : at + 8 : 2], corners[at + 1 : at + 8 : 2]
                found.append(text.get_text_bounded(min(across), min(down), max(across), max(down)))
        return " ".join(" ".join(found).split())


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(lease(), id="plain"),
        pytest.param(changed(_crop), id="cropped"),
        pytest.param(with_table_as_stream(), id="stream"),
        *(pytest.param(turned(angle), id=str(angle)) for angle in (90, 180)),
    ],
)
def test_the_quads_lie_on_the_words(tmp_path: Path, data: bytes) -> None:
    """One for each line, on a page turned or cropped in any way; the file stays as it was."""
    copy = mark(data, tmp_path / "lease.pdf", (1, RENT), (2, DEPOSIT))
    assert copy.is_placed == (True, True)
    assert copy.content.startswith(data)
    assert words_below(copy.content, 0) == RENT
    assert words_below(copy.content, 1) == DEPOSIT.replace("\n", " ")
    (first,), (second,) = highlights(copy.content, 0), highlights(copy.content, 1)
    assert (len(first["/QuadPoints"]), len(second["/QuadPoints"])) == (8, 16)


def test_each_highlight_says_what_and_who(tmp_path: Path) -> None:
    """Comment, author and a look of its own; what the author of the file wrote stays."""
    copy = mark(lease(), tmp_path / "lease.pdf", (1, RENT), (2, RENT))
    (one,) = highlights(copy.content, 0)
    assert (one["/T"], one["/Contents"], one["/F"]) == ("Quoth", COMMENT, 4)
    assert b"Multiply" in copy.content
    assert one["/AP"]["/N"]["/BBox"] == one["/Rect"]
    others = PdfReader(BytesIO(copy.content)).pages[1].annotations or ()
    assert [other.get_object()["/Subtype"] for other in others] == ["/Text", "/Highlight"]


def test_the_copy_is_the_same_every_time(tmp_path: Path) -> None:
    """It has no date and no random identifier."""
    first, second = (mark(lease(), tmp_path / "lease.pdf", (1, RENT)) for _ in range(2))
    assert first == second


def test_a_copy_can_be_annotated_again(tmp_path: Path) -> None:
    """The highlights of both times are there."""
    copy = mark(lease(), tmp_path / "lease.pdf", (1, RENT))
    again = mark(copy.content, tmp_path / "again.pdf", (1, DEPOSIT))
    assert len(highlights(again.content, 0)) == 2


def test_what_is_signed_stays_as_it_was_signed(tmp_path: Path) -> None:
    """The signature covers the first bytes of the copy, and the copy says that there is one."""
    data = changed(_sign)
    copy = mark(data, tmp_path / "lease.pdf", (1, RENT))
    assert copy.is_signed
    assert copy.content.startswith(data)
    assert not mark(lease(), tmp_path / "lease.pdf", (1, RENT)).is_signed


def test_a_damaged_file_is_written_anew(tmp_path: Path) -> None:
    """Where its table is not where it says."""
    data = lease()
    at = data.rindex(b"startxref")
    copy = mark(data[:at] + b"startxref\n17\n%%EOF\n", tmp_path / "lease.pdf", (1, RENT))
    assert words_below(copy.content, 0) == RENT


def test_an_encrypted_file_is_refused(tmp_path: Path) -> None:
    """Also one that opens without a password: its protection forbids changes."""
    data = changed(lambda writer: writer.encrypt("", "owner", algorithm="RC4-128"))
    with pytest.raises(DocumentError, match=r"encrypted.*save it without protection"):
        mark(data, tmp_path / "lease.pdf", (1, RENT))


def test_another_file_is_refused(tmp_path: Path) -> None:
    """Its words may be elsewhere."""
    path = tmp_path / "lease.pdf"
    path.write_bytes(lease())
    with pytest.raises(DocumentError, match="changed since it was indexed"):
        marked_copy(path, "0" * 64, [], [])


def test_words_that_are_not_on_the_page_are_not_marked(tmp_path: Path) -> None:
    """A wrong mark would be worse than none."""
    path = tmp_path / "lease.pdf"
    path.write_bytes(lease())
    page = PageText(1, "Quite other words, and more of them.")
    sha256 = hashlib.sha256(lease()).hexdigest()
    copy = marked_copy(path, sha256, [page], [Mark(1, 0, 11, COMMENT)])
    assert copy.is_placed == (False,)
    assert copy.content == lease()


def test_recognized_words_are_marked_where_they_were_seen(tmp_path: Path) -> None:
    """The picture of a page has no letters of its own."""
    path = tmp_path / "scan.pdf"
    path.write_bytes(lease())
    boxes = packed_boxes([Box(0, 4, 0.5, 0.25, 0.6, 0.3), Box(5, 9, 0.61, 0.25, 0.75, 0.3)])
    page = PageText(1, "Seen here", boxes)
    sha256 = hashlib.sha256(lease()).hexdigest()
    copy = marked_copy(path, sha256, [page], [Mark(1, 0, 9, COMMENT)])
    (one,) = highlights(copy.content, 0)
    left, bottom, right, top = (float(number) for number in one["/Rect"])
    assert (left, right) == pytest.approx((595.28 * 0.5, 595.28 * 0.75), abs=0.1)
    assert (bottom, top) == pytest.approx((841.89 * 0.7, 841.89 * 0.75), abs=0.1)

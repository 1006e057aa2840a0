"""Words in fonts without a table of characters are left out, and the user is told."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from fpdf import FPDF
from PIL import Image

from qa.loaders.pdf import extract
from tests.support.pdfs import pdf_with

WORDS = "The keeper of the light wrote down each ship that passed the point at night. " * 6
SHIFTED = str.maketrans(
    {chr(code): chr((code - 97 + 3) % 26 + 97) for code in range(ord("a"), ord("z") + 1)}
)


def read(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text and the notes of a PDF."""
    (found,) = extract(data, Path("a.pdf"))
    return found.text, found.notes


def lines_of(text: str) -> str:
    """Return the content of a page with a text in lines."""
    lines = re.findall(r".{1,80}(?: |$)", text)
    return " ".join(
        f"BT /F 11 Tf 40 {760 - 14 * n} Td ({line}) Tj ET" for n, line in enumerate(lines)
    )


def test_a_page_of_shifted_letters_is_left_out() -> None:
    """Its words are those of no language; the same page as it was meant is read."""
    text, notes = read(pdf_with(lines_of(WORDS), []))
    assert "keeper of the light" in text
    assert notes == ()
    text, notes = read(pdf_with(lines_of(WORDS.lower().translate(SHIFTED)), []))
    assert not text.strip()
    assert notes == ("page 1 cannot be read (its fonts have no table of characters)",)


@pytest.mark.parametrize(
    "text",
    [
        "Der Wärter des Turms schrieb jedes Schiff auf, das in der Nacht an der Spitze vorbeikam. ",
        "Strazny zapsal kazdou lod, ktera v noci proplula kolem mysu a svitila cervene. ",
        "El farero anotaba cada barco que pasaba de noche por la punta con luces rojas. ",
        "PART NUMBER 77-XK-2201 REV B, QTY 12, SEE DRAWING FOR DETAILS OF THE LANTERN GLASS. ",
    ],
)
def test_real_languages_are_no_gibberish(text: str) -> None:
    """Nor are capitals and numbers of parts."""
    assert not read(pdf_with(lines_of(text * 4), []))[1]


def unmapped(page: str) -> bytes:
    """Return a PDF whose font F says of no sign which character it is; G does."""
    font = "<< /Type /Font /Subtype /Type0 /BaseFont /Unknown /Encoding /Identity-H"
    font += " /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Unknown /DW 600"
    font += " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>] >>"
    return pdf_with(page, [], font=font)


def test_a_font_without_a_table_is_told_of() -> None:
    """All of a page is left out if most is in such a font, else only the words in it."""
    signs = "".join(f"{code:04x}" for code in range(40, 80))
    strange = f"BT /F 11 Tf 40 700 Td <{signs}> Tj ET"
    text, notes = read(unmapped(strange))
    assert not text.strip()
    assert notes == ("page 1 cannot be read (its fonts have no table of characters)",)
    text, notes = read(unmapped(f"{strange} " + lines_of(WORDS).replace("/F ", "/G ")))
    assert text.split()[:3] == ["The", "keeper", "of"]
    assert text.split()[-1] == "night."
    assert notes == (
        "page 1 has words that cannot be read (in a font that has no table of characters)",
    )


def test_a_page_that_is_a_picture_with_a_caption_is_told_of() -> None:
    """The words of the caption are read; those of the picture are not."""
    picture = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(picture, "PNG")
    pdf = FPDF()
    pdf.set_font("Helvetica", size=8)
    pdf.add_page()
    pdf.image(picture, 0, 0, 210, 280)
    pdf.text(20, 290, "Sheet 4 of the log")
    text, notes = read(bytes(pdf.output()))
    assert text.strip() == "Sheet 4 of the log"
    assert notes == ("page 1 is a picture with little text beside it (scanned?)",)

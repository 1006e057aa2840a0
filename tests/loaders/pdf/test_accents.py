"""An accent that the file draws by itself and its letter are one character."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.loaders.pdf import extract
from qa.loaders.pdf.accents import has_accent, with_accents
from tests.support.pdfs import pdf_with

# Of Type 1 with a table of characters that has accents and letters without dots, as TeX has it.
FONT = (
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Type /Encoding"
    " /Differences [1 /dieresis /acute /dotlessi] >> >>"
)


def text_of(letters: list[tuple[str, float, float]]) -> str:
    """Return the text of letters with their accents."""
    return "".join(char for char, _, _ in with_accents(letters))


def test_the_page_reads_as_it_looks() -> None:
    """An accent drawn above a letter is a part of it; one beside a letter is itself."""
    drawn = (
        "BT /F 20 Tf 40 700 Td (a na) Tj 0 0 Td ET "
        "BT /F 20 Tf 100 700 Td [(na\\001) 306 (\\003ve caf\\002) 444 (e)] TJ ET"
    )
    (found,) = extract(pdf_with(drawn, [], font=FONT), Path("a.pdf"))
    assert "naïve café" in found.text


@pytest.mark.parametrize(
    ("letters", "text"),
    [
        ([("¨", 11, 15), ("u", 10, 16)], "ü"),
        ([("c", 10, 16), ("¸", 11, 15)], "ç"),
        ([("´", 10, 13), ("ı", 10, 14)], "í"),
        ([("`", 2, 4), ("a", 5, 9)], "`a"),
        ([("¨", 11, 15), ("7", 10, 16)], "¨7"),
        ([("´", 0, 4)], "´"),
    ],
)
def test_an_accent_joins_the_letter_that_it_is_above(
    letters: list[tuple[str, float, float]], text: str
) -> None:
    """Not one beside it, nor one that there is not with such an accent."""
    assert text_of(letters) == text


def test_a_word_without_a_mark_has_no_accent_of_its_own() -> None:
    """Letters that have one already need nothing."""
    assert has_accent("na¨ıve")
    assert not has_accent("naïve")

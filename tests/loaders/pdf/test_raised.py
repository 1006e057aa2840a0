"""Raised text stays raised."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.loaders.pdf import extract
from tests.support.pdfs import new_pdf


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (["The vat held 10", "^7", " cells then."], "The vat held 10⁷ cells then."),
        (["A dose of 10", "^-4", " grams."], "A dose of 10⁻⁴ grams."),
        (["It sold 81", "^2", " thousand pots."], "It sold 81² thousand pots."),
        (["As was found", "^12,13", ", so it is."], "As was found¹²,¹³, so it is."),
        (["^2", " Without the pots that broke."], "² Without the pots that broke."),
        (["The 4", "^th", " of May."], "The 4th of May."),
        (["Pure H", "_2", "O is 18 parts."], "Pure H2O is 18 parts."),
    ],
)
def test_a_raised_digit_is_not_one_of_the_number_before(parts: list[str], expected: str) -> None:
    """Exponents and the marks of footnotes; raised letters and what is lowered stay as they are."""
    pdf = new_pdf()
    pdf.add_page()
    for number, part in enumerate(parts):
        pdf.set_font("Helvetica", size=11 + number / 100)  # or it stays small behind raised text
        pdf.char_vpos = {"^": "SUP", "_": "SUB"}.get(part[0], "LINE")
        pdf.write(5, part.lstrip("^_"))
    (found,) = extract(bytes(pdf.output()), Path("a.pdf"))
    assert found.text.strip() == expected

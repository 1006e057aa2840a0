"""How commands write numbers, long words, errors and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.cli.output import contents, counted, print_error, print_notes, shortened

if TYPE_CHECKING:
    import pytest


def test_a_noun_agrees_with_its_number() -> None:
    """Thousands are grouped."""
    assert counted(1, "pages") == "1 page"
    assert counted(0, "pages") == "0 pages"
    assert counted(2000, "pages") == "2,000 pages"
    assert contents({"documents": 1, "passages": 23}) == "1 document, 23 passages"


def test_long_words_lose_their_middle() -> None:
    """The line says how many characters are left out; white space is single."""
    assert shortened("two\n  lines") == "two lines"
    assert shortened("x" * 300) == "x" * 300
    assert shortened("a" * 1_200 + "b" * 1_200) == f"{'a' * 150} [2,100 characters] {'b' * 150}"


def test_errors_and_notes_go_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    """So that a pipe passes on results only."""
    print_error("No index.")
    print_notes(["One file.", "Two files."])
    assert capsys.readouterr() == ("", "qa: No index.\nnote: One file.\nnote: Two files.\n")

"""What tesseract prints becomes words with their places; nothing else of it does."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from qa.loaders.ocr import tesseract
from qa.loaders.ocr.tesseract import words_of_table
from tests.support.scans import fake_tesseract, table

if TYPE_CHECKING:
    from pathlib import Path


def test_words_have_places_lines_and_certainty() -> None:
    """As shares of the page, from above."""
    first, second, third = words_of_table(table(["The keeper", "writes"], ("keeper",)))
    assert [first.text, second.text, third.text] == ["The", "keeper", "writes"]
    assert [first.line, second.line, third.line] == [0, 0, 1]
    assert first.left == pytest.approx(200 / 2480)
    assert first.top == pytest.approx(370 / 3508)
    assert first.certainty == pytest.approx(0.965)
    assert second.certainty == pytest.approx(0.305)


def test_a_line_has_one_baseline_and_one_size() -> None:
    """Whatever letters its words have: high, deep or neither."""
    words = words_of_table(table(["The keeper gave us oranges,", "sun"]))
    assert len({(word.base, word.size) for word in words if word.line == 0}) == 1
    assert words[0].base == pytest.approx(406 / 3508, abs=1e-3)
    assert words[0].size == pytest.approx(50 / 3508, rel=0.03)
    assert words[-1].size == pytest.approx(words[0].size, rel=0.03)


@pytest.mark.parametrize(
    "row",
    [
        "",
        "5\t1\t1",
        "5\t1\t1\t1\t1\t1\tx\t0\t1\t1\t90\tword",
        "5\t1\t1\t1\t1\t1\t0\t0\t1\t1\tnan\tword",
        "5\t1\t1\t1\t1\t1\t0\t0\t1\t1\t90\t \t",
        "4\t1\t1\t1\t1\t0\t0\t0\t1\t1\t-1\t",
    ],
)
def test_a_row_that_is_no_word_is_left_out(row: str) -> None:
    """Names of columns, lines, blanks, and what no version prints."""
    assert [word.text for word in words_of_table(f"{table(['One'])}{row}\n")] == ["One"]


def test_version_and_languages_are_asked_for(tmp_path: Path) -> None:
    """A program that does not run is none."""
    fake_tesseract(tmp_path / "bin", [])
    found = tesseract.installed(str(tmp_path / "bin" / "tesseract"))
    assert found == ("5.3.0", ("deu", "eng", "osd"))
    assert tesseract.installed(str(tmp_path / "missing")) is None


def test_what_it_says_of_a_failure_is_the_error(tmp_path: Path) -> None:
    """Or that it took too long."""
    fake_tesseract(tmp_path / "fails", [], fails=True)
    with pytest.raises(OSError, match="Error, no such thing"):
        tesseract.recognize(b"P5", str(tmp_path / "fails" / "tesseract"), "eng", 60)
    fake_tesseract(tmp_path / "slow", [], seconds=60)
    with pytest.raises(subprocess.TimeoutExpired):
        tesseract.recognize(b"P5", str(tmp_path / "slow" / "tesseract"), "eng", 1)

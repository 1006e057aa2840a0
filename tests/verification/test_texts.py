"""Every quotation of a text is checked, within bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.deadlines import deadline
from qa.errors import ClaimError, DeadlineError
from qa.verification.texts import LONGEST_TEXT, check_all, check_text, quotations_of_file
from tests.support.indexes import Library

if TYPE_CHECKING:
    from pathlib import Path

    from qa.index.search import Index

LEASE = 'The rent is due in May. "We will keep it," said the tenant of the mill.\n'


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """One document, with a quotation in it."""
    return Library(tmp_path_factory.mktemp("texts")).build(lease=LEASE)


def test_each_quotation_has_its_verdict(index: Index) -> None:
    """In the order of the text."""
    checked = check_text("“The rent is due in May” and “The rent is due in June”", index)
    verdicts = [one.finding.verdict for one in checked.quotations if one.finding]
    assert (verdicts, checked.total, checked.is_whole) == (["exact", "altered"], 2, False)


@pytest.mark.parametrize(
    ("text", "is_whole"),
    [
        ("The rent is due in May.", True),
        (LEASE, True),
        ('Somebody heard: "We will keep it," and left.', False),
    ],
)
def test_one_quotation_needs_no_marks(index: Index, text: str, *, is_whole: bool) -> None:
    """Nor is it taken apart if the documents have it with marks inside."""
    checked = check_text(text, index)
    assert checked.is_whole == is_whole
    assert [one.finding.verdict for one in checked.quotations if one.finding] == ["exact"]


def test_more_than_the_most_are_counted(index: Index) -> None:
    """They are not checked."""
    checked = check_text("“The rent is due” " * 5, index, most=2)
    assert (len(checked.quotations), checked.total) == (2, 5)


def test_a_quotation_that_cannot_be_checked_says_why(index: Index) -> None:
    """And ends no check of the others."""
    long = "word " * 5_000
    checked = check_text(f"“{long}” and “The rent is due”", index)
    first, second = checked.quotations
    assert (first.finding, second.problem) == (None, "")
    assert "more than 20,000 characters" in first.problem


def test_a_text_without_quotations_or_too_long_is_refused(index: Index) -> None:
    """With a sentence."""
    with pytest.raises(ClaimError, match="No quotation found in the text"):
        check_text("word " * 5_000, index)
    with pytest.raises(ClaimError, match="more than 4,000,000 characters"):
        check_text("a" * (LONGEST_TEXT + 1), index)


def test_no_time_at_all_is_an_error(index: Index) -> None:
    """Later, what was checked is returned."""
    with deadline(0, "Checking", "Try again."), pytest.raises(DeadlineError):
        check_text("“The rent is due” and “The rent is due in May”", index)


def test_the_quotations_of_a_file_have_line_and_name(index: Index, tmp_path: Path) -> None:
    """The file is read as a document is."""
    draft = tmp_path / "draft.md"
    draft.write_text("One.\n\n> The rent is due in May.\n", encoding="utf-8")
    (found,), _ = quotations_of_file(draft, "my draft.md")
    assert (found.text, found.doc_id, found.line) == ("The rent is due in May.", "my draft.md", 3)
    (checked,) = check_all([found], index).quotations
    assert checked.finding
    assert checked.finding.verdict == "exact"


def test_a_block_quote_may_have_backslashes_of_its_own(tmp_path: Path) -> None:
    """It is exact as it is written, or without the backslashes that keep signs from mark-up."""
    index = Library(tmp_path).build(paths="Copies are in C:\\_work\\!x until *noon* on Friday.")
    words = ["Copies are in C:\\_work\\!x until", "in C:\\\\_work\\\\!x until \\*noon\\*"]
    checked = check_text("\n\n".join(f"> {one}" for one in words), index)
    assert [one.finding.verdict for one in checked.quotations if one.finding] == ["exact", "exact"]
    assert checked.quotations[0].quotation.text == words[0]

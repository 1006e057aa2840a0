"""A quote and its document, compared in every attribute."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from qa.indexing.splitting.passages import passages
from qa.records import Heading
from qa.verification.judging import heading_path, judge
from tests.verification.test_verifying import SPAN, document, receipt

HEADINGS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 4)), max_size=6)


@given(headings=HEADINGS)
def test_the_headings_are_those_of_the_passage(headings: list[tuple[int, int]]) -> None:
    """For every offset of every passage, without splitting anything."""
    text = "A word or two. " * 5
    starts = sorted(dict(headings).items())
    made = replace(
        document(text),
        headings=tuple(
            Heading(start, min([start + 3, *(at for at, _ in starts if at > start)]), level, f"{i}")
            for i, (start, level) in enumerate(starts)
        ),
    )
    for passage in passages(made, lambda _: 50, lambda texts: [3 for _ in texts]):
        for offset in range(passage.start, passage.end):
            assert heading_path(made, offset) == passage.headings


def test_a_moved_quote_is_not_compared_at_its_old_offsets() -> None:
    """Page, section and selectors depend on the offsets; title and hashes do not."""
    text = document().text
    made = replace(receipt(document(), SPAN).quotes[0], page=9, title="Another")
    moved = judge(made, document("New. " + text))
    assert moved.verdict == "moved"
    assert len(moved.problems) == 3
    assert not any("page" in problem for problem in moved.problems)
    there = judge(made, document())
    assert there.problems == (
        "the document's title is 'Orchard', not 'Another'",
        "the quote is not on page 9",
    )

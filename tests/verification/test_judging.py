"""A quote and its document, compared in every attribute, with work that grows with the text."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.indexing.passages import passages
from qa.records import Heading
from qa.verification.judging import heading_path, judge, place_of
from tests.verification.test_verifying import SPAN, document, receipt

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.receipts import QuoteReceipt

SURROUNDED = "Birds sing. Clouds pass. Birds sing. Rain falls. Birds sing. "


def quote(text: str, prefix: str, suffix: str, start: int) -> QuoteReceipt:
    """Return the receipt of words that stood between others."""
    made = receipt(document(), SPAN).quotes[0]
    position, quotation = made.selectors
    selectors = (position, {**quotation, "exact": text, "prefix": prefix, "suffix": suffix})
    return replace(made, text=text, start=start, end=start + len(text), selectors=selectors)


@pytest.mark.parametrize(
    ("prefix", "suffix", "start", "place"),
    [
        ("pass. ", " Rain", 0, 25),  # both neighbours
        ("falls. ", " Clouds", 49, 0),  # the one after wins over the one before
        ("falls. ", " Snow", 0, 49),
        ("Once. ", " Then.", 30, 25),  # no neighbour: the nearest one
        ("Once. ", " Then.", 46, 49),
        ("Once. ", " Then.", 10**12, 49),
    ],
)
def test_the_place_most_like_the_old_one_is_found(
    prefix: str, suffix: str, start: int, place: int
) -> None:
    """Between the same words, or after them, before them, or near."""
    assert place_of(quote("Birds sing.", prefix, suffix, start), SURROUNDED) == place


def test_words_that_stand_nowhere_have_no_place() -> None:
    """Neither forwards nor backwards."""
    assert place_of(quote("Birds sung.", "", "", 3), SURROUNDED) is None
    assert place_of(quote(SURROUNDED * 2, "", "", 3), SURROUNDED) is None


@given(text=st.text("ab", max_size=40), words=st.text("ab", min_size=1, max_size=4), data=st.data())
def test_the_nearest_place_is_the_nearest_of_all(
    text: str, words: str, data: st.DataObject
) -> None:
    """As a search that looks at every offset finds it."""
    wanted = data.draw(st.integers(0, 45))
    places = [at for at in range(len(text)) if text.startswith(words, at)]
    found = place_of(quote(words, "x", "y", wanted), text)
    assert (found is None) is (not places)
    if found is not None:
        assert found in places
        assert abs(found - wanted) == min(abs(at - wanted) for at in places)


@pytest.mark.parametrize(
    "hostile",
    [
        lambda size: ("a", "a" * size),
        lambda size: ("a" * (size // 4), "a" * size),
        lambda size: ("a" * (size // 4) + "b", "a" * size),
        lambda size: ("b" + "a" * (size // 4), "a" * size),
        lambda size: ("a" * (size // 8) + "b" + "a" * (size // 8), "a" * size),
        lambda size: ("ab" * (size // 8) + "c", "ab" * (size // 2)),
    ],
    ids=["one letter", "a run", "no end", "no start", "no middle", "pairs"],
)
def test_looking_for_words_takes_work_in_proportion_to_the_text(
    hostile: Callable[[int], tuple[str, str]],
) -> None:
    """However often they stand in it: eight times the text takes far less than 64 times as long."""

    def spent(size: int) -> float:
        words, text = hostile(size)
        wanted = quote(words, "a", "a", size // 2)
        best = float("inf")
        for _ in range(3):
            started = time.process_time()
            place_of(wanted, text)
            best = min(best, time.process_time() - started)
        return best

    assert spent(1_600_000) < 30 * max(spent(200_000), 0.001)


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


def test_a_moved_quote_is_not_compared_by_its_old_place() -> None:
    """Page, section and selectors are about a place; title and hashes are not."""
    text = document().text
    made = replace(receipt(document(), SPAN).quotes[0], page=9, title="Another")
    moved = judge(made, document("New. " + text))
    assert moved.verdict == "moved"
    assert len(moved.problems) == 3
    assert not any("page" in problem for problem in moved.problems)
    there = judge(made, document())
    assert there.problems == (
        "the document's title is 'Orchard', not 'Another'",
        "the quote does not stand on page 9",
    )

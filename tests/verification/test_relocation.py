"""The characters of a quote are found again in a text that has changed."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.verification.relocation import offset_of
from tests.verification.test_verifying import SPAN, document, receipt

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.receipts import QuoteReceipt

SURROUNDED = "Birds sing. Clouds pass. Birds sing. Rain falls. Birds sing. "


def quote(text: str, prefix: str, suffix: str, start: int) -> QuoteReceipt:
    """Return the receipt of words between others."""
    made = receipt(document(), SPAN).quotes[0]
    position, quotation = made.selectors
    selectors = (position, {**quotation, "exact": text, "prefix": prefix, "suffix": suffix})
    return replace(made, text=text, start=start, end=start + len(text), selectors=selectors)


@pytest.mark.parametrize(
    ("prefix", "suffix", "start", "offset"),
    [
        ("pass. ", " Rain", 0, 25),  # both neighbours
        ("falls. ", " Clouds", 49, 0),  # the one after wins over the one before
        ("falls. ", " Snow", 0, 49),
        ("Once. ", " Then.", 30, 25),  # no neighbour: the nearest one
        ("Once. ", " Then.", 46, 49),
        ("Once. ", " Then.", 10**12, 49),
    ],
)
def test_the_occurrence_most_like_the_old_one_is_found(
    prefix: str, suffix: str, start: int, offset: int
) -> None:
    """Between the same words, or before or after them, or near."""
    assert offset_of(quote("Birds sing.", prefix, suffix, start), SURROUNDED) == offset


def test_words_that_do_not_occur_have_no_offset() -> None:
    """Neither forwards nor backwards."""
    assert offset_of(quote("Birds sung.", "", "", 3), SURROUNDED) is None
    assert offset_of(quote(SURROUNDED * 2, "", "", 3), SURROUNDED) is None


@given(text=st.text("ab", max_size=40), words=st.text("ab", min_size=1, max_size=4), data=st.data())
def test_the_nearest_occurrence_is_the_nearest_of_all(
    text: str, words: str, data: st.DataObject
) -> None:
    """As a search that looks at every offset finds it."""
    wanted = data.draw(st.integers(0, 45))
    offsets = [at for at in range(len(text)) if text.startswith(words, at)]
    found = offset_of(quote(words, "x", "y", wanted), text)
    assert (found is None) is (not offsets)
    if found is not None:
        assert found in offsets
        assert abs(found - wanted) == min(abs(at - wanted) for at in offsets)


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
def test_the_work_grows_with_the_text(
    hostile: Callable[[int], tuple[str, str]],
) -> None:
    """Eight times the text takes far less than 64 times as long, however often the words occur."""

    def spent(size: int) -> float:
        words, text = hostile(size)
        wanted = quote(words, "a", "a", size // 2)
        best = float("inf")
        for _ in range(3):
            started = time.process_time()
            offset_of(wanted, text)
            best = min(best, time.process_time() - started)
        return best

    assert spent(1_600_000) < 30 * max(spent(200_000), 0.001)

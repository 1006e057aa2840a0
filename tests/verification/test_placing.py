"""The parts of a claim are placed close together, and by more than chance."""

from __future__ import annotations

import pytest

from qa.text.folding import tokens
from qa.verification.findings import EXACT, Finding, Place
from qa.verification.placing import LONGEST_GAP, is_run, placed


def at(doc_id: str, *starts: int) -> Finding:
    """Return a finding at these offsets of a document; each place has five characters."""
    places = tuple(Place(doc_id, "", None, start, start + 5, "") for start in starts)
    return Finding("", EXACT, places)


def starts(places: list[Place | None]) -> list[int | None]:
    """Return where each place begins."""
    return [place.start if place else None for place in places]


@pytest.mark.parametrize(
    ("words", "runs"),
    [
        ("The landlord returns the deposit", True),
        ("in the case of", False),
        ("sixty days later", False),
        ("这不是真的", True),
    ],
)
def test_a_run_has_four_words_that_say_something(words: str, *, runs: bool) -> None:
    """Common short words count half."""
    assert is_run(tokens(words)) == runs


def test_the_places_of_all_parts_are_as_close_as_can_be() -> None:
    """Before the longest part and after it, in its document, and on the right side of it."""
    parts = ["The landlord", "returns the whole deposit", "within days"]
    findings = [at("a", 0, 480), at("a", 100, 500), at("a", 10, 450, 520)]
    assert starts(placed(parts, findings)) == [480, 500, 520]


def test_a_short_part_far_from_the_others_is_not_found() -> None:
    """In another document, or beyond the longest gap; a run of words may be anywhere."""
    parts = ["returns the whole deposit to the tenant", "within days"]
    for short in (at("b", 10), at("a", 6 + LONGEST_GAP)):
        assert starts(placed(parts, [at("a", 0), short])) == [0, None]
    assert starts(placed(parts, [at("a", 0), at("a", 5 + LONGEST_GAP)])) == [0, 5 + LONGEST_GAP]
    parts[1] = "signs within three days"
    assert starts(placed(parts, [at("a", 0), at("b", 9)])) == [0, 9]


def test_less_than_half_of_a_claim_is_nothing() -> None:
    """However exact it is."""
    parts = ["The landlord returns the deposit", "elephants dance on tables every single night"]
    assert starts(placed(parts, [at("a", 0), None])) == [None, None]
    assert starts(placed([parts[0], "no elephants"], [at("a", 0), None])) == [0, None]
    assert placed(["one"], [None]) == [None]


def test_single_words_count_only_within_one_passage() -> None:
    """That is not much longer than they are; pairs of words may be next to each other."""
    words = ["the", "not", "due"]
    assert starts(placed(words, [at("a", 0), at("a", 10), at("a", 20)])) == [0, 10, 20]
    assert starts(placed(words, [at("a", 0), at("a", 90), at("a", 200)])) == [None] * 3
    pairs = ["the landlord", "may terminate"]
    assert starts(placed(pairs, [at("a", 0), at("a", 200)])) == [0, 200]

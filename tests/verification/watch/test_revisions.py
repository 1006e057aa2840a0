"""Two versions of a sentence, word by word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qa.verification.watch.revisions import NEW, OLD, SAME, Piece, revision, says

SOME = ("a", "b", "The", "the", "30", "1,000", "days.", "(no)", "—", "“so”")
WORDS = st.lists(st.sampled_from(SOME), max_size=30)


def test_only_what_differs_is_old_or_new() -> None:
    """The rest is the same, typography aside."""
    assert revision("Pay “in” 30 days.", "Pay 'in'\n60 days, twice.") == (
        Piece(SAME, "Pay 'in' "),
        Piece(OLD, "30 "),
        Piece(NEW, "60 "),
        Piece(SAME, "days"),
        Piece(NEW, ", twice"),
        Piece(SAME, "."),
    )


@given(WORDS, WORDS)
def test_no_word_is_lost(old: list[str], new: list[str]) -> None:
    """All pieces but the old ones are the new version, spaces aside."""
    pieces = revision(" ".join(old), " ".join(new))
    now = "".join(one.text for one in pieces if one.kind != OLD)
    assert now.split() == " ".join(new).split()


def test_long_versions_are_compared_as_a_whole() -> None:
    """Word by word would take too long."""
    long = "word " * 5_000
    assert revision(long, f"{long}more") == (Piece(OLD, long), Piece(NEW, f"{long}more"))


def test_marks_of_items_and_addresses_of_links_are_no_words() -> None:
    """An item may become the sixth, and a link may lead elsewhere; a word is a word."""
    old = "- [Fees](/old/fees.md) are due at noon"
    assert says("Now:\n6. [Fees](/new) are due at noon\n7. And then some.", old)
    assert says("* a\n* b", "- a\n- b")
    assert not says("6. [Fees](/new) are due at one", old)
    assert not says("6. [fees](/new) are due at noon", old)
    assert not says("6. No [Fees](/new) are due at noon", old)
    assert not says("6. [Fees](/new) are due at noon\nif there are any", old)
    assert not says("anything", "- ")

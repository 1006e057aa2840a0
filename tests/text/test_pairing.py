"""Claimed tokens are paired with those of a text, in order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qa.text.folding import tokens
from qa.text.pairing import Effort, Pairs, paired, roughly_paired

words = st.lists(st.sampled_from("one two three four , .".split()), max_size=12).map(" ".join)  # noqa: SIM905


def pairs_of(pairs: Pairs, claim: str, text: str) -> list[tuple[str | None, str | None]]:
    """Return pairs as words."""
    claimed, there = tokens(claim), tokens(text)
    return [
        (None if i is None else claimed[i].key, None if j is None else there[j].key)
        for i, j in pairs
    ]


def test_a_changed_word_is_paired_with_the_one_in_its_position() -> None:
    """A word that was added or dropped with none; what is around the quotation is left out."""
    claim, text = "the big dog sat", "So the old dog then sat. Then it slept."
    assert pairs_of(paired(tokens(claim), tokens(text)), claim, text) == [
        ("the", "the"),
        ("big", "old"),
        ("dog", "dog"),
        (None, "then"),
        ("sat", "sat"),
    ]


def test_a_rough_pairing_starts_from_words_that_occur_once() -> None:
    """And takes in equal ones next to them."""
    claim, text = "the big dog sat", "the old dog sat"
    assert pairs_of(roughly_paired(tokens(claim), tokens(text)), claim, text) == [
        ("the", "the"),
        ("big", None),
        (None, "old"),
        ("dog", "dog"),
        ("sat", "sat"),
    ]


@given(claim=words, text=words)
def test_every_claimed_token_is_paired_once_and_in_order(claim: str, text: str) -> None:
    """With a token of the text or with none; tokens of the text ascend too."""
    claimed, there = tokens(claim), tokens(text)
    for pairs in (paired(claimed, there), roughly_paired(claimed, there)):
        assert [i for i, _ in pairs if i is not None] == list(range(len(claimed)))
        ours = [j for _, j in pairs if j is not None]
        assert ours == sorted(set(ours))


def test_an_effort_is_spent_once() -> None:
    """A comparison that is too large is refused and costs nothing."""
    effort = Effort(1_000)
    assert effort.affords(600)
    assert not effort.affords(600)
    assert effort.affords(400)
    assert not Effort().affords(400_001)

"""Quotes in nearly the same words are grouped."""

from __future__ import annotations

from itertools import pairwise

from qa.web.page.conversation.alike import group_alike
from tests.support.webs import document, quote

OWNER = document(
    "The fee is 40 euros. The fee is: 40 euros! 40 euros is the FEE. Dogs are welcome."
)
FEE, PUNCTUATED, REORDERED, DOGS = (
    quote(OWNER, start, end) for start, end in ((0, 20), (21, 42), (43, 63), (64, 81))
)


def test_other_punctuation_order_or_case_makes_no_other_quote() -> None:
    """The first of a group is the best of it."""
    assert group_alike([FEE, DOGS, PUNCTUATED, REORDERED]) == [[FEE, PUNCTUATED, REORDERED], [DOGS]]


def test_quotes_that_differ_in_what_they_say_are_not_folded() -> None:
    """Another number, date or "not" is what a reader must see."""
    owner = document(
        "The next meeting is on 3 June. The next meeting is on 8 July. Dogs are allowed in the "
        "garden. Dogs are not allowed in the garden."
    )
    cuts = (0, 30, 61, 96, 135)
    quotes = [quote(owner, start + (start > 0), end) for start, end in pairwise(cuts)]
    assert [group[0].text for group in group_alike(quotes)] == [each.text for each in quotes]


def test_quotes_that_each_have_a_word_of_their_own_are_not_folded() -> None:
    """Two leases from one template differ in a number in words, in any language, or in a party."""
    owner = document(
        "Either party may end this lease by giving three months' notice in writing. "
        "Either party may end this lease by giving six months' notice in writing. "
        "Das Mietverhältnis kann mit einer Frist von drei Monaten schriftlich gekündigt werden. "
        "Das Mietverhältnis kann mit einer Frist von sechs Monaten schriftlich gekündigt werden."
    )
    cuts = (0, 75, 148, 235, 323)
    quotes = [quote(owner, start, end) for start, end in pairwise(cuts)]
    assert [group[0].text for group in group_alike(quotes)] == [each.text for each in quotes]


def test_every_quote_is_in_one_group_in_its_order() -> None:
    """Of no quotes there are no groups."""
    assert group_alike([DOGS, PUNCTUATED, FEE]) == [[DOGS], [PUNCTUATED, FEE]]
    assert group_alike([]) == []

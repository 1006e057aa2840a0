"""Omissions and insertions that a quotation marks as such."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.manuscripts.omissions import FARTHEST, check_words
from tests.support.indexes import Library

if TYPE_CHECKING:
    from qa.index.search import Index

TEXT = (
    "The tenant of the mill must not pay the rent in coin. The Warden, who kept the keys, opened "
    "the sluice [by hand] every morning of the year. "
    "The clerk, who brought a lamp, and not the coin, met the miller. They did not talk. Then he "
    "left. " + "Filler words follow here. " * 200 + "At "
    "the very end the council of the valley met again in the great hall.\n"
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """One document."""
    return Library(tmp_path_factory.mktemp("omissions")).build(mill=TEXT)


@pytest.mark.parametrize(
    ("words", "verdict", "remark"),
    [
        ("The Warden … opened the sluice", "exact", ""),
        ("The Warden [...] opened the sluice", "exact", ""),
        ("… opened the sluice [by hand] every morning …", "exact", ""),
        ("[t]he Warden, who kept the keys", "exact", ""),
        ("The Warden, who [sic] kept the keys [emphasis added]", "exact", ""),
        ("[He], who kept the keys, opened the sluice", "exact", "inserts “[He]”"),
        ("The Warden, who kept the [heavy] keys, opened", "exact", "inserts “[heavy]”"),
        ("The Warden, who [had] kep[t] the keys, opened", "exact", "inserts “[had]”"),
        ("The tenant of the mill must … pay the rent in coin", "altered", ""),
        ("The tenant of the mill must [not] pay the rent in coin", "exact", "inserts “[not]”"),
        ("The clerk, who brought a lamp … met the miller", "exact", "leaves out a negation"),
        (
            "a lamp, and not the coin, met the miller … Then he left",
            "exact",
            "leaves out a negation",
        ),
        ("opened the sluice [by hand] every morning … The Warden, who kept the", "stitched", ""),
        ("who kept the keys, opened … the council of the valley met", "stitched", ""),
        ("The Warden, who kept the [heavy] locks, opened the sluice", "altered", ""),
    ],
)
def test_the_rest_must_be_exact_in_order_and_close(
    index: Index, words: str, verdict: str, remark: str
) -> None:
    """What was inserted is said, and so is a negation that was left out.

    One that was left out of its clause is a change: the words say the opposite.
    """
    assert TEXT.index("At the very end") - TEXT.index("every morning") > FARTHEST
    checked = check_words(words, index.generation)
    assert checked.finding.verdict == verdict
    assert remark in " ".join(checked.remarks)


def test_what_an_ellipsis_leaves_out_is_no_change(index: Index) -> None:
    """Only the word that differs is one."""
    checked = check_words(
        "The Warden … closed the sluice [by hand] every morning", index.generation
    )
    assert [change.actual for change in checked.finding.changes if change.claimed] == ["opened"]

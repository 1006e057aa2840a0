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


LEASE = (
    "The landlord may enter the flat with notice. No visitor may bring a dog into the garden. Any "
    "guest can use the boat. Der Mieter darf die Wohnung jederzeit betreten. Le locataire peut "
    "sous-louer la chambre. The entry was lawful at all times.\n"
)


@pytest.fixture(scope="module")
def lease(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """What is allowed, in three languages."""
    return Library(tmp_path_factory.mktemp("insertions")).build(lease=LEASE)


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


@pytest.mark.parametrize(
    ("words", "added"),
    [
        ("The landlord may [not] enter the flat", "[not]"),
        ("The landlord may [never] enter the flat", "[never]"),
        ("The landlord may [by no means] enter the flat", "[by no means]"),
        ("The landlord may enter the flat [… ] with notice [never]", "[never]"),
        ("[No] guest can use the boat", "[No]"),
        ("guest can[not] use the boat", "[not]"),
        ("was [un]lawful at all times", "[un]"),
        ("darf die Wohnung [nicht] jederzeit betreten", "[nicht]"),
        ("Le locataire peut [ne pas] sous-louer la chambre", "[ne pas]"),
        ("The landlord may [not] enter … visitor may bring a dog", "[not]"),
    ],
)
def test_an_inserted_negation_alters_a_quotation(lease: Index, words: str, added: str) -> None:
    """The brackets mark it, and still the document says the opposite."""
    checked = check_words(words, lease.generation)
    assert checked.finding.verdict == "altered"
    assert [(one.kind, one.claimed) for one in checked.finding.changes] == [("negation", added)]


@pytest.mark.parametrize(
    "words",
    [
        "[The Company] may enter the flat",
        "[T]he landlord may enter the flat",
        "[No] visitor may bring a dog",
        "[Not one] visitor may bring a dog",
        "[No. 3] may enter the flat with notice",
        "The landlord may enter the flat [emphasis not in original]",
        "The landlord [, who had no key,] may enter the flat",
        "darf die Wohnung [im Mai] jederzeit betreten",
    ],
)
def test_other_insertions_alter_nothing(lease: Index, words: str) -> None:
    """Nor does a negation that the document has at that place, in these words or others."""
    assert check_words(words, lease.generation).finding.verdict == "exact"


def test_what_an_ellipsis_leaves_out_is_no_change(index: Index) -> None:
    """Only the word that differs is one."""
    checked = check_words(
        "The Warden … closed the sluice [by hand] every morning", index.generation
    )
    assert [change.actual for change in checked.finding.changes if change.claimed] == ["opened"]

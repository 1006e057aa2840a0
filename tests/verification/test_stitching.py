"""Claims in parts: around ellipses, or joined without a sign of it."""

from __future__ import annotations

import pytest

from qa.errors import ClaimError
from qa.verification.finder import Finder
from qa.verification.findings import STITCHED
from qa.verification.stitching import MOST_PARTS, joined_pieces, parts_of, stitched
from tests.support.indexes import Library

ORCHARD = "The orchard had apple trees, and it was not sold to anyone."
RIVER = "A cloud of starlings was seen over the river."


@pytest.fixture(scope="module")
def finder(tmp_path_factory: pytest.TempPathFactory) -> Finder:
    """Over two documents."""
    index = Library(tmp_path_factory.mktemp("stitched")).build(orchard=ORCHARD, river=RIVER)
    return Finder(index.generation)


@pytest.mark.parametrize(
    ("claim", "parts"),
    [
        ("One piece.", ["One piece."]),
        ("It was … sold.", ["It was", "sold."]),
        ("It was ... sold.", ["It was", "sold."]),
        ("It was [...] sold.", ["It was", "sold."]),
        ("It was (…) sold.", ["It was", "sold."]),
        ("It was .... Sold.", ["It was", "Sold."]),
        ("… sold.", ["sold."]),
        ("[…]", []),
    ],
)
def test_an_ellipsis_parts_a_claim(claim: str, parts: list[str]) -> None:
    """With the brackets around it, and a fourth point."""
    assert parts_of(claim) == parts


def test_too_many_parts_are_refused() -> None:
    """The error has their number and the limit."""
    assert len(parts_of("a … " * MOST_PARTS)) == MOST_PARTS
    with pytest.raises(ClaimError, match=f"has {MOST_PARTS + 1} parts .* {MOST_PARTS}"):
        parts_of("a … " * (MOST_PARTS + 1))


def test_a_claim_joined_without_a_sign_is_taken_apart(finder: Finder) -> None:
    """Pieces of fewer than four words prove nothing."""
    claim = "The orchard had apple trees a cloud of starlings was seen"
    places = joined_pieces(claim, finder)
    assert [place.doc_id for place in places] == ["orchard.txt", "river.txt"]
    assert joined_pieces("apple trees of starlings", finder) == []


def test_what_was_left_out_between_two_pieces_is_named(finder: Finder) -> None:
    """If both are in one document, and close."""
    first, second = ORCHARD.index("it was"), ORCHARD.index("sold")
    places = [finder.place("orchard.txt", at, at + 6) for at in (first, second)]
    finding = stitched("it was sold", places, finder)
    assert (finding.verdict, len(finding.changes)) == (STITCHED, 1)
    (change,) = finding.changes
    assert (change.kind, change.actual) == ("negation", "not")

"""Words of a claim are found in the documents of an index, and what is most like them."""

from __future__ import annotations

import pytest

from qa.text.folding import tokens
from qa.verification.finder import MOST_PLACES, Finder
from tests.support.indexes import Library

ORCHARD = "The orchard had apple trees. It was not sold."
RIVER = "Every bird on the river was counted twice. A cloud of starlings was seen."


@pytest.fixture(scope="module")
def finder(tmp_path_factory: pytest.TempPathFactory) -> Finder:
    """Over two documents."""
    index = Library(tmp_path_factory.mktemp("found")).build(orchard=ORCHARD, river=RIVER)
    return Finder(index.generation)


def test_words_are_found_with_their_offsets(finder: Finder) -> None:
    """In whatever case; the place has the characters of the document."""
    (place,) = finder.occurrences("BIRD ON THE RIVER", tokens("BIRD ON THE RIVER"))
    assert (place.doc_id, place.title, place.page) == ("river.txt", "River", None)
    assert place.text == "bird on the river" == RIVER[place.start : place.end]


def test_words_in_another_order_do_not_occur(finder: Finder) -> None:
    """They must follow one another."""
    assert finder.occurrences("river the on bird", tokens("river the on bird")) == ()


def test_only_the_first_occurrences_are_returned(library: Library) -> None:
    """However many there are."""
    many = Finder(library.build(a="An apple is red. " * 20).generation)
    assert len(many.occurrences("apple is red", tokens("apple is red"))) == MOST_PLACES


def test_a_claim_that_ends_a_sentence_does_not_match_a_question(library: Library) -> None:
    """Its words occur, but the text asks."""
    asking = Finder(library.build(a="An apple is red? A cloud is white.").generation)
    assert asking.occurrences("apple is red", tokens("apple is red"), closed=True) == ()
    assert asking.occurrences("cloud is white", tokens("cloud is white"), closed=True)


def test_the_most_similar_words_are_compared(finder: Finder) -> None:
    """With the share of words that agree, and what differs."""
    claim = "Every bird on the river was counted once."
    found = finder.closest(claim, tokens(claim))
    assert found
    doc_id, near = found
    assert doc_id == "river.txt"
    assert [(change.claimed, change.actual) for change in near.changes] == [("once", "twice")]
    assert finder.closest("Whales sing loudly.", tokens("Whales sing loudly.")) is None


def test_pieces_are_the_longest_that_occur(finder: Finder) -> None:
    """In the order of the claim; none if it takes more than the most."""
    claim = "The orchard had apple trees a cloud of starlings was seen"
    pieces = finder.pieces(claim, tokens(claim), 4)
    assert [piece.place.text for piece in pieces] == [
        "The orchard had apple trees",
        "A cloud of starlings was seen",
    ]
    assert finder.pieces(claim, tokens(claim), 1) == []


def test_the_nearest_sentence_shares_most_words(finder: Finder) -> None:
    """None if no word is shared."""
    claim = "Starlings were seen in a cloud above the town."
    place = finder.nearest_sentence(claim, tokens(claim))
    assert place
    assert place.text == "A cloud of starlings was seen."
    assert finder.nearest_sentence("Zyzzyva.", tokens("Zyzzyva.")) is None


@pytest.mark.parametrize("note", ["", ")", " [3]", " (3)", "[b]", " ³"])
def test_a_note_does_not_hide_a_question_mark(library: Library, note: str) -> None:
    """Nor does a bracket."""
    asking = Finder(library.build(a=f"Is an apple red{note}? A cloud is white.").generation)
    assert asking.occurrences("apple red", tokens("apple red"), closed=True) == ()

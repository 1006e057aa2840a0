"""What has become of a quote whose document has changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.verification.judging import ALTERED, GONE, MOVED
from qa.web.errors import SourceError
from qa.web.service.moved import whereabouts
from tests.support.webs import TEXT, ready_service, referring

if TYPE_CHECKING:
    from qa.web.service.live import LiveIndex

GRASS = "Zebras eat grass."
FLIES = "Stripes confuse flies."


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> LiveIndex:
    return ready_service(tmp_path_factory.mktemp("web")).live


@pytest.mark.parametrize("known", [True, False])
def test_words_that_moved_are_found_again(live: LiveIndex, *, known: bool) -> None:
    """Also where only their hash is known, as in a link that was shared."""
    cited = referring("zebras.md", 0, len(FLIES), FLIES)
    with live.generation() as generation:
        found = whereabouts(generation, cited, FLIES if known else "")
    assert found["verdict"] == MOVED
    assert found["place"] is not None
    assert found["place"].start == TEXT.index(FLIES)
    assert found["place"].text == FLIES


def test_of_several_places_it_is_the_next_one(live: LiveIndex) -> None:
    """From where the words were; before it only if there is none after it."""
    with live.generation() as generation:
        for at, start in ((3, TEXT.index("s e")), (60, TEXT.index("s e"))):
            place = whereabouts(generation, referring("zebras.md", at, at + 3, "s e"), "s e")[
                "place"
            ]
            assert place is not None
            assert place.start == start


def test_words_that_were_altered_lead_to_those_that_are_there_now(live: LiveIndex) -> None:
    """A number, a name or a word was changed."""
    was = "Zebras eat hay."
    cited = referring("zebras.md", 10, 10 + len(was), was)
    with live.generation() as generation:
        found = whereabouts(generation, cited, was)
        quickly = whereabouts(generation, cited, was, look_for_nearest=False)
    assert (found["verdict"], found["was"]) == (ALTERED, was)
    assert found["place"] is not None
    assert "eat grass" in found["place"].text
    assert quickly == {"verdict": GONE, "was": was, "place": None}


def test_of_words_that_are_gone_the_nearest_sentence_is_named(live: LiveIndex) -> None:
    """It may have taken their place; words that share none have no place."""
    was = "In the shade of a tree, my aunt once saw how stripes keep insects of any kind away."
    nothing = "Quarterly revenue doubled."
    with live.generation() as generation:
        found = whereabouts(generation, referring("zebras.md", 0, len(was), was), was)
        other = whereabouts(generation, referring("zebras.md", 0, len(nothing), nothing), nothing)
    assert found["verdict"] == GONE
    assert found["place"] is not None
    assert "Stripes" in found["place"].text
    assert other == {"verdict": GONE, "was": nothing, "place": None}


def test_a_document_that_was_renamed_is_found_by_its_words(live: LiveIndex) -> None:
    """In the other document, at the same words."""
    cited = referring("horses.md", 0, len(GRASS), GRASS)
    with live.generation() as generation:
        found = whereabouts(generation, cited, GRASS)
        unknown = whereabouts(generation, cited)
    assert found["verdict"] == MOVED
    assert found["place"] is not None
    assert (found["place"].doc_id, found["place"].text) == ("zebras.md", GRASS)
    assert unknown == {"verdict": GONE, "was": "", "place": None}


def test_words_of_another_quote_do_not_count(live: LiveIndex) -> None:
    """They come from a browser, and must have the hash of the reference."""
    with live.generation() as generation:
        found = whereabouts(generation, referring("zebras.md", 0, 4, "Lion"), GRASS)
        assert found == {"verdict": GONE, "was": "", "place": None}
        with pytest.raises(SourceError):
            whereabouts(generation, "zebras.md", GRASS)

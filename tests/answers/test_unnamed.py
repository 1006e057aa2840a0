"""A quote on another thing does not answer, whatever words it shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa import ask
from qa.answers.likeness import is_near
from qa.answers.unnamed import unnamed
from qa.indexing.in_memory import index_text
from qa.rendering.text import to_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.embedders.protocol import Embedder, Vectors


@pytest.fixture(scope="module")
def vector(real_embedder: Embedder) -> Callable[[str], Vectors]:
    """What returns the vector of a word alone."""
    index = index_text("A word.", "Words", real_embedder)  # type: ignore[arg-type]
    assert index is not None
    return index.word_vector


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("bikes", "Bicycles stay outside."),
        ("canary", "Birds are not kept."),
        ("wrote", "Author"),
    ],
)
def test_a_word_is_near_others(vector: Callable[[str], Vectors], word: str, text: str) -> None:
    """Of the same kind, or of the same meaning; more than common words are."""
    assert is_near(word, text, vector)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("bikes", "Guests ring the bell."),
        ("signed", "The deed was made between both."),
        ("scooter", ""),
    ],
)
def test_a_word_is_far_from_others(vector: Callable[[str], Vectors], word: str, text: str) -> None:
    """What stands in the same kind of text is not near by that."""
    assert not is_near(word, text, vector)


@pytest.mark.parametrize(
    ("question", "quote", "subject", "words"),
    [
        (
            "Do agency workers get overtime?",
            "Managers and night workers get no overtime.",
            "",
            ("agency workers",),
        ),
        ("Are skateboards allowed?", "Dogs are allowed on a lead.", "", ("skateboards",)),
        ("Can I bring an umbrella?", "Hot food is not allowed in the hall.", "", ("umbrella",)),
        ("May a beekeeper open the vault?", "Keys to it are numbered.", "", ("beekeeper",)),
        ("Who signed the deed?", "The deed was made by Ola Brandt.", "", ("signed",)),
        ("Who insulated the loft?", "Ola Brandt sold the loft.", "", ("insulated",)),
        # named, in some form
        ("Must the customer pay?", "The customer pays within 30 days.", "", ()),
        ("Do agency workers get overtime?", "Workers of an agency get none.", "", ()),
        ("Can company employees park there?", "Staff may park behind the office.", "", ()),
        ("Are skateboards allowed?", "Skateboarding is forbidden.", "", ()),
        ("Are bikes allowed?", "Bicycles must be left outside.", "", ()),
        ("Are skateboards allowed?", "They must be carried.", "Skateboards", ()),
        ("Can a porter open the vault?", "Only the bursar may open the vault.", "", ()),
        ("Who signed the deed?", "Signed: Ola Brandt", "", ()),
        ("Who founded the choir?", "The choir was established by Ola Brandt.", "", ()),
        ("Who wrote the tune?", "Ola Brandt", "Author", ()),
        ("Who is the bursar?", "Ola Brandt keeps the purse.", "", ()),
        ("Can anybody join?", "The choir meets on Mondays.", "", ()),
        ("How do I park a skateboard?", "Dogs are allowed.", "", ()),
    ],
)
def test_what_a_quote_does_not_name_is_told(
    vector: Callable[[str], Vectors],
    question: str,
    quote: str,
    subject: str,
    words: tuple[str, ...],
) -> None:
    """The actor or thing of a yes/no question, and what someone did."""
    assert unnamed(question, quote, subject, quote, vector) == words


def test_such_a_quote_is_not_called_likely(real_embedder: Embedder) -> None:
    """And the answer says why."""
    text = (
        "This deed is made on 3 June 2022 by Ola Brandt and Runa Vik. The mill is sold for 90,000."
    )
    index = index_text(text, "Deed of sale", real_embedder)  # type: ignore[arg-type]
    assert index is not None
    made = ask("Who made the deed with Runa Vik?", index)
    signed = ask("Who signed the deed with Runa Vik?", index)
    assert made.quotes == signed.quotes or signed.found
    assert [doubt.kind for doubt in made.doubts] == []
    assert not signed.likely
    assert [(doubt.kind, doubt.words) for doubt in signed.doubts] == [("unnamed", ("signed",))]
    assert "does not mention “signed”" in to_text(signed)

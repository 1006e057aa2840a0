"""What is indexed for a passage besides its words."""

from __future__ import annotations

from qa.files.hashing import content_key
from qa.indexing.splitting.contexts import embedded_text, new_passages
from qa.records import Heading
from tests.support.indexes import AxisEmbedder
from tests.support.nasty import document


def test_title_and_headings_stand_in_front_of_a_passage() -> None:
    """They are embedded with it, but are not part of it; sentences are embedded bare."""
    text = "Part\nOne. Two."
    (new,) = new_passages(document(text, headings=(Heading(0, 4, 1, "Part"),)), AxisEmbedder())
    assert new.context == "Nasty › Part"
    assert text[new.passage.start : new.passage.end] == "One. Two."
    assert embedded_text(new.context, "One. Two.") == "Nasty › Part\nOne. Two."
    assert new.key == content_key("Nasty › Part\nOne. Two.")
    assert new.sentence_keys == (content_key("One."), content_key("Two."))


def test_the_context_leaves_three_quarters_of_the_room_to_the_words() -> None:
    """Outer headings go first, then the title; the innermost stays where it fits."""
    text = "aa\nbb\ncc\nWords."
    headings = tuple(
        Heading(text.index(title), text.index(title) + 2, level, title)
        for level, title in enumerate(("aa", "bb", "cc"), start=1)
    )
    contexts = {}
    for limit in (32, 24, 16, 8, 4):
        (new,) = new_passages(document(text, headings=headings), AxisEmbedder(limit=limit))
        contexts[limit] = new.context
    assert contexts == {
        32: "Nasty › aa › bb › cc",
        24: "Nasty › bb › cc",
        16: "Nasty › cc",
        8: "cc",
        4: "",
    }


def test_passage_and_context_fit_the_model_together() -> None:
    """No word of a passage goes unread."""
    embedder = AxisEmbedder(limit=20)
    text = "A Heading of Four\n" + "Word and " * 40 + "end."
    found = list(new_passages(document(text, headings=(Heading(0, 17, 1, text[:17]),)), embedder))
    assert len(found) > 1
    texts = [embedded_text(new.context, text[new.passage.start : new.passage.end]) for new in found]
    assert max(embedder.count_tokens(texts)) <= 20

"""What the best passages lead to is read too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.answers.further import with_further

if TYPE_CHECKING:
    from qa.index.search import Index
    from qa.records import Hit
    from tests.support.indexes import Library

HEARING = (
    "# Hearing\n\nQ. Who ran the mill?\nA. Hecht ran the Orrin mill.\n\n"
    "Q. Did he sell it?\nA. Never.\n\nQ. Where is Ulm?\nA. On the Danube.\n"
)


def test_the_reply_to_a_question_with_a_pronoun_follows(library: Library) -> None:
    """A question that is complete does not."""
    index = library.build(hearing=HEARING)
    query = index.query("Did Hecht sell the Orrin mill?")
    (first,) = (hit for hit in index.search(query, 9) if "ran the" in _text(index, hit))
    hits = with_further(index, query, [first])
    assert [hit.passage.headings[-1] for hit in hits] == ["Who ran the mill?", "Did he sell it?"]
    assert hits[1].score == 0


def test_prose_leads_to_nothing(library: Library) -> None:
    """The search has found all that there is."""
    index = library.build(mill="The mill stands at the river.\n\nIt burns oil.")
    query = index.query("Where is the mill?")
    hits = index.search(query, 1)
    assert with_further(index, query, hits) == hits


def _text(index: Index, hit: Hit) -> str:
    return index.document(hit.passage.doc_id).text[hit.passage.start : hit.passage.end]

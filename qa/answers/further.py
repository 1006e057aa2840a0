"""Passages that a question leads to though their own words do not.

The answer of a transcript may be below "Did she sell it?", next to where the mill is named. The
date of an e-mail stands in its header, which has no word of what the e-mail says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.answers.message_header import asked_fields
from qa.answers.sender import mail_of, sent_thing
from qa.answers.transcript import has_pronoun
from qa.records import Hit
from qa.text.letters import MAIL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.index.query import Query
    from qa.index.search import Index
    from qa.records import Passage

_NEAR = 3  # best passages that are followed up, and passages around each


def with_further(index: Index, query: Query, hits: Sequence[Hit]) -> list[Hit]:
    """Return hits, and behind them the passages that the best of them lead to.

    Args:
        index: that was searched.
        query: the question as the index sees it.
        hits: of the search, best first.
    """
    known = {hit.number for hit in hits}
    numbers = dict.fromkeys(
        number
        for hit in hits[:_NEAR]
        for number in (*_replies(index, hit), *_headers(index, query.text, hit))
        if number not in known
    )
    if not numbers:
        return list(hits)
    order = list(numbers)
    cosines = index.generation.passage_vectors(order) @ query.vector
    # The search did not find them: they rank behind all that it found.
    found = zip(order, index.passages(order), cosines.tolist(), strict=True)
    return [*hits, *(Hit(number, passage, 0.0, cosine, 0.0) for number, passage, cosine in found)]


def _replies(index: Index, hit: Hit) -> Iterator[int]:
    """Yield the answers right after one, to questions that lean on it by a pronoun."""
    if not _is_reply(hit.passage):
        return
    last = min(hit.number + _NEAR, index.generation.manifest.counts["passages"] - 1)
    numbers = range(hit.number + 1, last + 1)
    for number, passage in zip(numbers, index.passages(numbers), strict=True):
        if passage.doc_id != hit.passage.doc_id:
            return
        if _is_reply(passage) and has_pronoun(passage.headings[-1]):
            yield number


def _is_reply(passage: Passage) -> bool:
    return bool(passage.headings) and passage.headings[-1].endswith("?")


def _headers(index: Index, question: str, hit: Hit) -> Iterator[int]:
    """Yield the header of the e-mail that a hit is of, where the question asks for a field."""
    if index.document(hit.passage.doc_id).media_type != MAIL:
        return
    if not asked_fields(question) and not sent_thing(question):
        return
    mail = mail_of(hit.passage.doc_id, index.document)
    numbers = index.generation.numbers_of([mail])[:_NEAR] if mail else []
    for number, passage in zip(numbers, index.passages(numbers), strict=True):
        if not passage.headings:
            yield number

"""What has become of the words of a saved quote: are they there, and if not, what is?

A document that is still indexed and no longer has the words has lost them, even if another
document has the same ones: of thirty leases made from one template, each has its own clauses.
Only the words of a document that is no longer indexed may have moved to another document. Of
several that have them, that one must be recognized by its name, its title, or the words around
the quote.
"""

from __future__ import annotations

from itertools import chain
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from qa.text.folding import tokens
from qa.verification import findings
from qa.verification.checking import LONGEST, check
from qa.verification.findings import Place
from qa.verification.indexed_documents import IndexedDocuments
from qa.verification.judging import ALTERED, EXACT, judge
from qa.verification.judging import MOVED as AT_ANOTHER_PLACE
from qa.verification.watch.revisions import revision, says
from qa.verification.watch.states import AS_SAVED, CHANGED, GONE, MOVED, WatchedQuote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.index.search import Index
    from qa.receipts import QuoteReceipt
    from qa.records import Document
    from qa.verification.judging import Verdict

_CASE = "case"  # the kind of typography that may change what words say
_MARKS = "marks of items or addresses of links"
_WIDEST = 1_000  # characters by which similar words grow to whole sentences, on each side


def whereabouts(verdict: Verdict, index: Index) -> WatchedQuote:
    """Return what has become of a quote.

    Args:
        verdict: on the quote, from the documents of the index.
        index: to look in.
    """
    quote = verdict.quote
    documents = IndexedDocuments(index)
    doc_id, media_type = verdict.moved_to or quote.doc_id, quote.source.media_type
    document = documents.document(doc_id, media_type)
    if verdict.moved_to and documents.document(quote.doc_id, media_type) is not None:
        return _searched(quote, index, is_indexed=True)  # a copy has the words, but it has not
    if verdict.start is not None and verdict.end is not None and document is not None:
        return _there(verdict, document, index)
    if len(quote.text) > LONGEST:  # longer than a check allows
        return WatchedQuote(quote, GONE)
    return _searched(quote, index, is_indexed=document is not None)


def _there(verdict: Verdict, document: Document, index: Index) -> WatchedQuote:
    """Return a quote of which the document has the words, or similar ones."""
    assert verdict.start is not None and verdict.end is not None  # noqa: PT018 - for mypy
    quote, start, end = verdict.quote, verdict.start, verdict.end
    if verdict.verdict in (EXACT, AT_ANOTHER_PLACE):
        state = AS_SAVED if verdict.verdict == EXACT else MOVED
        return WatchedQuote(quote, state, _place(document, start, end))
    if not verdict.changes and _CASE not in verdict.typography:
        place = _place(document, start, end)
        return WatchedQuote(quote, MOVED, place, typography=verdict.typography)
    place = _place(document, *_whole_sentences(document.doc_id, start, end, index))
    if says(place.text, quote.text):
        return WatchedQuote(quote, MOVED, place, typography=(*verdict.typography, _MARKS))
    return WatchedQuote(quote, CHANGED, place, revision(quote.text, place.text))


def _searched(quote: QuoteReceipt, index: Index, *, is_indexed: bool) -> WatchedQuote:
    """Return a quote that its document does not have, or whose document is not indexed any more.

    Args:
        quote: as it was saved.
        index: to look in.
        is_indexed: whether its document is.
    """
    found = check(quote.text, index) if tokens(quote.text) else None
    if found is None or found.verdict not in (findings.EXACT, findings.ALTERED):
        return WatchedQuote(quote, GONE)
    same = found.verdict == findings.EXACT and _CASE not in found.typography
    if not is_indexed:
        successor = _successor(quote, found.places, index)
        if successor and same:
            return WatchedQuote(quote, MOVED, successor, typography=found.typography)
        if successor:
            document = index.document(successor.doc_id)
            verdict = judge(quote, document)
            if verdict.verdict == ALTERED:
                return _there(verdict, document, index)
    return WatchedQuote(quote, GONE, elsewhere=found.places if same else ())


def _successor(quote: QuoteReceipt, places: Sequence[Place], index: Index) -> Place | None:
    """Return the place in the document that has taken the place of the one that was quoted.

    None if there is no such document, or if several may be.
    """
    documents = {place.doc_id: index.document(place.doc_id) for place in places}
    known = (
        [place for place in places if _is_named_alike(quote, place.doc_id)],
        [place for place in places if documents[place.doc_id].title == quote.title],
        [place for place in places if _is_surrounded_alike(quote, documents[place.doc_id].text)],
        list(places),
    )
    for likely in known:
        if len({place.doc_id for place in likely}) == 1:
            return likely[0]
    return None


def _is_named_alike(quote: QuoteReceipt, doc_id: str) -> bool:
    """Return whether a document has the file name of the one that was quoted, in any format."""
    return PurePosixPath(doc_id).stem.casefold() == PurePosixPath(quote.doc_id).stem.casefold()


def _is_surrounded_alike(quote: QuoteReceipt, text: str) -> bool:
    """Return whether the words before or after a quote are in a text, next to it."""
    selector = quote.selectors[1]
    words, keys = tokens(text), tokens(quote.text)
    joined = chain.from_iterable((one.key, " ") for one in words)
    there = f" {''.join(joined)}"
    wanted = " ".join(one.key for one in keys)
    sides = [
        # The words at the edges may be cut, as prefix and suffix have a fixed length.
        [one.key for one in tokens(str(selector["prefix"]))[1:]],
        [one.key for one in tokens(str(selector["suffix"]))[:-1]],
    ]
    before, after = (" ".join(side) for side in sides)
    return bool(before and f" {before} {wanted} " in there) or bool(
        after and f" {wanted} {after} " in there
    )


def _whole_sentences(doc_id: str, start: int, end: int, index: Index) -> tuple[int, int]:
    """Return a span, grown to the sentences that it overlaps: their end may be what has changed."""
    generation = index.generation
    manifest = generation.manifest
    first = doc_id if doc_id in manifest.documents else manifest.duplicates.get(doc_id, doc_id)
    sentences = [
        sentence
        for passage in generation.passages(generation.numbers_of([first]))
        if passage.start < end and start < passage.end
        for sentence in passage.sentences
        if sentence.start < end and start < sentence.end
    ]
    if not sentences:
        return start, end
    return (
        max(min(start, sentences[0].start), start - _WIDEST),
        min(max(end, sentences[-1].end), end + _WIDEST),
    )


def _place(document: Document, start: int, end: int) -> Place:
    page = document.page_at(start)
    return Place(document.doc_id, document.title, page, start, end, document.text[start:end])

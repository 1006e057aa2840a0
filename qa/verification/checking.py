"""Is this quotation in the documents, word for word? No model is needed for that.

The lexical index finds the passages with the rarest of the claimed words, and the claim is
compared with the text around them, token by token (see :mod:`qa.text.folding`).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from qa.deadlines import check_deadline, deadline
from qa.errors import ClaimError
from qa.index.document_filter import matching_documents
from qa.index.search import Index
from qa.settings import Settings
from qa.stores.live import live_generation
from qa.text.alignment import SAME_WORDS, Change
from qa.text.folding import tokens
from qa.text.keys import ELLIPSIS
from qa.text.paragraphs import paragraph_spans
from qa.text.sentences import sentence_spans
from qa.text.typography import differences
from qa.verification.finder import Finder
from qa.verification.findings import ABSENT, ALTERED, ELSEWHERE, EXACT, STITCHED, Finding
from qa.verification.placing import placed
from qa.verification.stitching import (
    MOST_PARTS,
    joined_pieces,
    left_out_between,
    parts_of,
    stitched,
)

if TYPE_CHECKING:
    import os
    from collections.abc import Collection, Sequence

    from qa.index.protocol import Searchable
    from qa.verification.findings import Place

LONGEST = 20_000
"""Characters of a claim."""

_MOSTLY = 0.85  # share of the words in one passage; a claim with so many was not joined from two
_FAR = 1.5  # times the length of the claim, and some: pieces this close are one altered passage
_SOME = 40  # characters
_CLOSING = frozenset(".,;:")  # may end a quotation where the text goes on; a question mark may not
_ADVICE = (
    "Check a shorter claim, name the documents it is said to be from, or allow more seconds with "
    "QA_CHECK_TIMEOUT_S."
)


def check(
    claim: str,
    index: Index | str | os.PathLike[str] | None = None,
    *,
    documents: Collection[str] | None = None,
) -> Finding:
    """Check whether a claimed quotation is in the documents, word for word.

    Args:
        claim: the words, at most 20,000 characters; quotation marks around them do not count.
        index: to look in, or its folder (default: ``QA_INDEX`` or ``index``).
        documents: those it is said to be from, by ``doc_id`` or pattern (default: any).

    Raises:
        ClaimError: the claim is empty, too long, in too many parts or not text.
        DeadlineError: it takes longer than ``QA_CHECK_TIMEOUT_S`` seconds (default: 60).
        QuestionError: there is no such document.
        IndexStoreError: there is no usable index.
    """
    _refuse_invalid(claim)
    with deadline(Settings.current().check_timeout_s, "Checking the claim", _ADVICE):
        if isinstance(index, Index):
            return _checked(claim, index.generation, documents)
        with live_generation(Path(index) if index else Settings.current().index) as generation:
            return _checked(claim, generation, documents)


def check_in(claim: str, generation: Searchable, doc_ids: Collection[str] | None = None) -> Finding:
    """Check a claimed quotation in an open generation: in these documents alone.

    Unlike :func:`check`, it does not look for the words elsewhere if these do not have them.

    Args:
        claim: see :func:`check`.
        generation: with the documents.
        doc_ids: the documents to look in; None for all.

    Raises:
        ClaimError: see :func:`check`.
        DeadlineError: see :func:`check`.
    """
    _refuse_invalid(claim)
    with deadline(Settings.current().check_timeout_s, "Checking the claim", _ADVICE):
        if doc_ids is None:
            return _found(claim, Finder(generation))
        return _found(claim, Finder(generation, generation.numbers_of(doc_ids), frozenset(doc_ids)))


def _refuse_invalid(claim: str) -> None:
    if not isinstance(claim, str):
        msg = f"A claim is text, not {type(claim).__name__}."
        raise ClaimError(msg)
    if len(claim) > LONGEST:
        msg = (
            f"The claim has more than {LONGEST:,} characters, the most that are checked at once. "
            "Check the quotations of a whole file with: qa check --file FILE"
        )
        raise ClaimError(msg)
    try:
        claim.encode()
    except UnicodeEncodeError as error:
        msg = (
            f"Character {error.start:,} of the claim is half of a surrogate pair, which is not a "
            "character. Check the text that the claim is copied from."
        )
        raise ClaimError(msg) from error
    if all(token.key == ELLIPSIS for token in tokens(claim)):
        msg = "The claim is empty. Type the words of the quotation."
        raise ClaimError(msg)


def _checked(claim: str, generation: Searchable, documents: Collection[str] | None) -> Finding:
    everywhere = Finder(generation)
    if documents is None:
        return _found(claim, everywhere)
    named = [documents] if isinstance(documents, str) else documents
    doc_ids = matching_documents(generation.manifest, named)
    found = _found(claim, Finder(generation, generation.numbers_of(doc_ids), frozenset(doc_ids)))
    if found.verdict != EXACT:
        other = _found(claim, everywhere)
        if other.verdict == EXACT:
            return replace(other, verdict=ELSEWHERE)
    return found


def _found(claim: str, finder: Finder) -> Finding:
    """Return the first that fits: exact, in parts, altered, joined, by sentences, absent."""
    whole = _exactly(claim, finder)
    if whole:
        return whole
    parts = parts_of(claim)
    if not parts:  # an ellipsis in a bracket and no word
        return _nearest(claim, finder)
    if len(parts) > 1:
        return _in_parts(claim, parts, finder) or _nearest(claim, finder)
    if parts[0] != claim.strip():  # an ellipsis at its beginning or end
        return replace(_found(parts[0], finder), claim=claim)
    like = (
        _altered(claim, finder, _MOSTLY) or _joined(claim, finder) or _altered(claim, finder)
    )  # fmt: skip
    if like:
        return like
    sentences = [
        text
        for paragraph in paragraph_spans(claim)
        for sentence in sentence_spans(claim, paragraph.start, paragraph.end)
        if tokens(text := claim[sentence.start : sentence.end])  # quotation marks alone are none
    ]
    several = 1 < len(sentences) <= MOST_PARTS and _in_parts(claim, sentences, finder)
    return several or _nearest(claim, finder)


def _exactly(claim: str, finder: Finder) -> Finding | None:
    """Return where the claim occurs, apart from typography; None if it does not occur."""
    claimed = tokens(claim)
    places = finder.occurrences(claim, claimed)
    wanted = claimed
    typography: tuple[str, ...] = ()
    if not places and claimed[-1].key in _CLOSING and len(claimed) > 1:
        wanted, typography = claimed[:-1], ("closing punctuation",)
        places = finder.occurrences(claim, wanted, closed=True)
    if not places:
        return None
    words = claim[wanted[0].start : wanted[-1].end]
    kinds_of = {place: differences(words, place.text) for place in places}
    fewest = min(kinds_of.values(), key=len)
    # The places with the fewest differences come first: they are most likely the source.
    as_typed = [place for place in places if kinds_of[place] == fewest]
    others = [place for place in places if kinds_of[place] != fewest]
    return Finding(claim, EXACT, (*as_typed, *others), (), (*fewest, *typography))


def _in_parts(claim: str, parts: Sequence[str], finder: Finder) -> Finding | None:
    """Return the places of the parts of a claim, each checked alone; None if none is found."""
    longest = max(parts, key=len)  # the longest is the least likely to occur by chance
    anchor = _exactly(longest, finder)
    judged: dict[str, Finding | None] = {longest: anchor or _altered(longest, finder)}
    for part in parts:
        check_deadline()
        if part not in judged:
            nearby = anchor and _nearby(part, anchor.places, finder)
            judged[part] = nearby or _exactly(part, finder) or _altered(part, finder)
    findings = [judged[part] for part in parts]
    everywhere = placed(parts, findings)
    changes: list[Change] = []
    last: Place | None = None
    for part, one, place in zip(parts, findings, everywhere, strict=True):
        if one is None or place is None:
            changes.append(Change("word", part, "", 0, 0))
            continue
        changes.extend(left_out_between(last, place, finder) if last else ())
        changes.extend(one.changes)
        last = place
    if last is None:
        return None
    there = [one for one, place in zip(findings, everywhere, strict=True) if one and place]
    all_exact = len(there) == len(parts) and all(one.verdict == EXACT for one in there)
    typography = dict.fromkeys(kind for one in there for kind in one.typography)
    verdict = STITCHED if all_exact else ALTERED
    places = tuple(place for place in everywhere if place)
    return Finding(claim, verdict, places, tuple(changes), tuple(typography))


def _nearby(claim: str, anchors: Sequence[Place], finder: Finder) -> Finding | None:
    """Return where a part of a claim occurs near another part; None if it does not."""
    claimed = tokens(claim)
    places = [place for anchor in anchors for place in finder.near(anchor, claimed)]
    if not places:
        return None
    kinds = differences(claim[claimed[0].start : claimed[-1].end], places[0].text)
    return Finding(claim, EXACT, tuple(places), (), kinds)


def _joined(claim: str, finder: Finder) -> Finding | None:
    """Return the pieces that a claim was joined from without a sign of it; None for none."""
    places = joined_pieces(claim, finder)
    if not places:
        return None
    start, end = min(place.start for place in places), max(place.end for place in places)
    one_document = len({place.doc_id for place in places}) == 1
    if one_document and end - start <= _FAR * len(claim) + _SOME:
        doc_id = places[0].doc_id
        order = Change("order", claim, finder.text(doc_id)[start:end], start, end)
        whole = finder.place(doc_id, start, end)
        return _altered(claim, finder) or Finding(claim, ALTERED, (whole,), (order,))
    return stitched(claim, places, finder)


def _altered(claim: str, finder: Finder, least: float = SAME_WORDS) -> Finding | None:
    """Return the words most like a claim, and what differs; None if nothing is like it."""
    found = finder.closest(claim, tokens(claim))
    if found is None or found[1].share < least:
        return None
    doc_id, near = found
    return Finding(claim, ALTERED, (finder.place(doc_id, near.start, near.end),), near.changes)


def _nearest(claim: str, finder: Finder) -> Finding:
    place = finder.nearest_sentence(claim, tokens(claim))
    return Finding(claim, ABSENT, (place,) if place else ())

"""Is this quotation in the documents, word for word? No model is needed for that.

The passages that hold the rarest of the claimed words are found by the lexical index, and the
claim is compared with the text around them, token by token (see :mod:`qa.text.folding`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from qa.deadlines import check_deadline, deadline
from qa.errors import ClaimError
from qa.index.search import Index, named_documents
from qa.settings import Settings
from qa.stores.live import live_generation
from qa.text.alignment import SAME_WORDS, Change, left_out
from qa.text.folding import ELLIPSIS, differences, tokens
from qa.text.sentences import paragraph_spans, sentence_spans
from qa.verification.places import Finder, Piece

if TYPE_CHECKING:
    import os
    from collections.abc import Collection, Sequence

    from qa.index.protocol import Searchable
    from qa.text.folding import Token
    from qa.verification.places import Place

EXACT, ALTERED, STITCHED, ELSEWHERE, ABSENT = "exact", "altered", "stitched", "elsewhere", "absent"

LONGEST = 20_000
"""Characters of a claim."""

_MOSTLY = 0.85  # share of the words in one place, from which it was not joined from two
_MOST_PIECES = 4  # joined without a sign of it; more are no quotation
_LEAST_WORDS = 4  # of such a piece; fewer stand in order anywhere
_FAR = 1.5  # times the length of the claim, and some: so far apart, two places are no alteration
_SOME = 40  # characters
_LONGEST_GAP = 300  # characters between two pieces that are shown as left out

_MOST_PARTS = 400  # around ellipses, or sentences
_OPENING, _ENDING = frozenset("[("), frozenset("])")  # around an ellipsis
_CLOSING = frozenset(
    ".,;:"
)  # what closes a quotation where the text goes on; no question is closed
_ADVICE = (
    "Check a shorter claim, name the documents it is claimed to be in, or allow more seconds with "
    "QA_CHECK_TIMEOUT_S."
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What there is of a claimed quotation.

    Attributes:
        claim: as it was given.
        verdict: ``exact``, apart from typography; ``altered``, ``stitched`` from several places,
            ``elsewhere`` than in the documents it was claimed to be in, or ``absent``.
        places: where the words stand: of ``exact`` and ``elsewhere`` all, at most five; of
            ``stitched`` each piece; of ``altered`` what is most like them; of ``absent`` the
            nearest sentence, if any comes near.
        changes: of ``altered``, what differs; of ``stitched``, what was left out between two
            pieces that stand near each other. Offsets point into the document of ``places``.
        typography: kinds of typography in which claim and text differ.
    """

    claim: str
    verdict: str
    places: tuple[Place, ...] = ()
    changes: tuple[Change, ...] = ()
    typography: tuple[str, ...] = ()


def check(
    claim: str,
    index: Index | str | os.PathLike[str] | None = None,
    *,
    documents: Collection[str] | None = None,
) -> Finding:
    """Tell whether the documents hold a claimed quotation, word for word.

    Args:
        claim: the words, at most 20,000 characters; quotation marks around them do not count.
        index: what to look in, or its folder (default: ``QA_INDEX`` or ``index``).
        documents: those it is claimed to be in, by ``doc_id`` or pattern (default: any).

    Raises:
        ClaimError: the claim is empty, too long, in too many pieces or no text.
        DeadlineError: it takes longer than ``QA_CHECK_TIMEOUT_S`` seconds (default: 60).
        QuestionError: there is no such document.
        IndexStoreError: there is no usable index.
    """
    _refuse_what_is_no_claim(claim)
    with deadline(Settings.current().check_timeout_s, "Checking the claim", _ADVICE):
        if isinstance(index, Index):
            return _checked(claim, index.generation, documents)
        with live_generation(Path(index) if index else Settings.current().index) as generation:
            return _checked(claim, generation, documents)


def _checked(claim: str, generation: Searchable, documents: Collection[str] | None) -> Finding:
    everywhere = Finder(generation)
    if documents is None:
        return _found(claim, everywhere)
    named = [documents] if isinstance(documents, str) else documents
    doc_ids = named_documents(generation.manifest, named)
    found = _found(claim, Finder(generation, generation.numbers_of(doc_ids), frozenset(doc_ids)))
    if found.verdict != EXACT:
        other = _found(claim, everywhere)
        if other.verdict == EXACT:
            return replace(other, verdict=ELSEWHERE)
    return found


def _refuse_what_is_no_claim(claim: str) -> None:
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
        msg = f"Character {error.start:,} of the claim is half of a surrogate pair, no character."
        raise ClaimError(msg) from error
    if all(token.key == ELLIPSIS for token in tokens(claim)):
        msg = "The claim is empty. Give the words that are claimed to be in the documents."
        raise ClaimError(msg)


def _found(claim: str, finder: Finder) -> Finding:
    whole = _exactly(claim, finder)
    if whole:
        return whole
    parts = _parts(claim)
    if not parts:  # an ellipsis in a bracket and no word
        return _nearest(claim, finder)
    if len(parts) > 1:
        return _in_parts(claim, parts, finder) or _nearest(claim, finder)
    if parts[0] != claim.strip():
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
    several = 1 < len(sentences) <= _MOST_PARTS and _in_parts(claim, sentences, finder)
    return several or _nearest(claim, finder)


def _parts(claim: str) -> list[str]:
    """Return what stands between the ellipses of a claim, without brackets around these."""
    claimed = tokens(claim)
    parts: list[str] = []
    first = 0
    for i, token in enumerate(claimed):
        if token.key != ELLIPSIS or token.end <= first:
            continue
        start, end, after = token.start, token.end, i + 1
        if i and claimed[i - 1].key in _OPENING and claimed[i - 1].start >= first:
            start = claimed[i - 1].start
        if after < len(claimed) and claimed[after].key == "." and claimed[after].start <= end + 1:
            end, after = claimed[after].end, after + 1  # a fourth point
        if after < len(claimed) and claimed[after].key in _ENDING:
            end = claimed[after].end
        parts.append(claim[first:start].strip())
        first = end
    parts = [part for part in (*parts, claim[first:].strip()) if tokens(part)]
    if len(parts) > _MOST_PARTS:
        msg = (
            f"The claim is joined from {len(parts):,} pieces with ellipses between them; at most "
            f"{_MOST_PARTS} are checked at once. Check it in several parts."
        )
        raise ClaimError(msg)
    return parts


def _exactly(claim: str, finder: Finder) -> Finding | None:
    """Return where the claim stands as it is, apart from typography."""
    claimed = tokens(claim)
    places = finder.places(claim, claimed)
    wanted = claimed
    typography: tuple[str, ...] = ()
    if not places and claimed[-1].key in _CLOSING and len(claimed) > 1:
        wanted, typography = claimed[:-1], ("closing punctuation",)
        places = finder.places(claim, wanted, closed=True)
    if not places:
        return None
    given = claim[wanted[0].start : wanted[-1].end]
    told = [(differences(given, place.text), place) for place in places]
    kinds = min((kinds for kinds, _ in told), key=len)
    as_typed = [place for seen, place in told if seen == kinds]
    others = [place for seen, place in told if seen != kinds]
    return Finding(claim, EXACT, (*as_typed, *others), (), (*kinds, *typography))


def _in_parts(claim: str, parts: Sequence[str], finder: Finder) -> Finding | None:
    """Return where the parts of a claim stand, each for itself; None where none does."""
    longest = max(parts, key=len)
    anchor = _exactly(longest, finder)
    judged: dict[str, Finding | None] = {longest: anchor or _altered(longest, finder)}
    for part in parts:
        check_deadline()
        if part not in judged:
            nearby = anchor and _nearby(part, anchor.places, finder)
            judged[part] = nearby or _exactly(part, finder) or _altered(part, finder)
    told = [judged[part] for part in parts]
    places: list[Place] = []
    changes: list[Change] = []
    for part, one in zip(parts, told, strict=True):
        if one is None:
            changes.append(Change("word", part, "", 0, 0))
            continue
        place = _after(places[-1], one.places) if places else one.places[0]
        changes.extend(_left_out(places[-1], place, finder) if places else ())
        changes.extend(one.changes)
        places.append(place)
    if not places:
        return None
    sound = all(one and one.verdict == EXACT for one in told)
    typography = dict.fromkeys(kind for one in told if one for kind in one.typography)
    return Finding(
        claim, STITCHED if sound else ALTERED, tuple(places), tuple(changes), tuple(typography)
    )


def _nearby(claim: str, anchors: Sequence[Place], finder: Finder) -> Finding | None:
    """Return where a part of a claim stands near the place of another part."""
    claimed = tokens(claim)
    places = [place for anchor in anchors for place in finder.near(anchor, claimed)]
    if not places:
        return None
    kinds = differences(claim[claimed[0].start : claimed[-1].end], places[0].text)
    return Finding(claim, EXACT, tuple(places), (), kinds)


def _after(before: Place, places: Sequence[Place]) -> Place:
    """Return the place that follows another one most closely."""
    return min(
        places,
        key=lambda place: (
            place.doc_id != before.doc_id,
            place.start < before.end,
            abs(place.start - before.end),
        ),
    )


def _left_out(before: Place, after: Place, finder: Finder) -> list[Change]:
    """Return what stands between two pieces of one document, if it is little."""
    if before.doc_id != after.doc_id or not 0 < after.start - before.end <= _LONGEST_GAP:
        return []
    between = left_out(finder.text(before.doc_id), before.end, after.start)
    return [between] if between else []


def _joined(claim: str, finder: Finder) -> Finding | None:
    """Return the places a claim was joined from without a sign of it."""
    claimed = tokens(claim)
    pieces = finder.pieces(claim, claimed, _MOST_PIECES)
    if len(pieces) < 2 or any(_words(claimed, piece) < _LEAST_WORDS for piece in pieces):  # noqa: PLR2004 - one is none
        return None
    places = [piece.place for piece in pieces]
    start, end = min(place.start for place in places), max(place.end for place in places)
    one_place = len({place.doc_id for place in places}) == 1
    if one_place and end - start <= _FAR * len(claim) + _SOME:
        return _altered(claim, finder) or Finding(
            claim,
            ALTERED,
            (finder.place(places[0].doc_id, start, end),),
            (Change("order", claim, finder.text(places[0].doc_id)[start:end], start, end),),
        )
    changes = [
        change for before, after in pairwise(places) for change in _left_out(before, after, finder)
    ]
    return Finding(claim, STITCHED, tuple(places), tuple(changes))


def _words(claimed: Sequence[Token], piece: Piece) -> int:
    return sum(token.is_word for token in claimed[piece.first : piece.last])


def _altered(claim: str, finder: Finder, least: float = SAME_WORDS) -> Finding | None:
    """Return the place most like a claim, and what differs; None where none is like it."""
    found = finder.closest(claim, tokens(claim))
    if found is None or found[1].share < least:
        return None
    doc_id, near = found
    return Finding(claim, ALTERED, (finder.place(doc_id, near.start, near.end),), near.changes)


def _nearest(claim: str, finder: Finder) -> Finding:
    place = finder.nearest_sentence(claim, tokens(claim))
    return Finding(claim, ABSENT, (place,) if place else ())

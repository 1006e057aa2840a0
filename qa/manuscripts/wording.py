"""What is said of a quotation: the sentences that every report and comment has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.manuscripts.records import (
    ABSENT,
    ALTERED,
    ELSEWHERE,
    EXACT,
    NOT_CHECKED,
    OTHER_PAGE,
    SOURCE_MISSING,
    STITCHED,
    WORDS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.manuscripts.records import Judged
    from qa.text.alignment import Change
    from qa.verification.findings import Place

_MOST_CHANGES = 8
_LONGEST = 160  # characters of words that a sentence quotes


def message(judged: Judged) -> str:
    """Return the verdict on a quotation with its reasons, as a few sentences.

    Args:
        judged: the quotation.
    """
    verdict = WORDS[judged.verdict]
    return " ".join([f"{verdict[:1].upper()}{verdict[1:]}.", *sentences(judged)])


def sentences(judged: Judged) -> Iterator[str]:
    """Yield the reasons for a verdict.

    Args:
        judged: the quotation.
    """
    finding = judged.finding
    places = finding.places if finding else ()
    if finding and judged.verdict == ALTERED:
        changes = finding.changes
        yield from map(change_sentence, changes[:_MOST_CHANGES])
        if len(changes) > _MOST_CHANGES:
            yield f"{len(changes) - _MOST_CHANGES:,} more changes."
    if places and judged.verdict in {ALTERED, EXACT, OTHER_PAGE, STITCHED, ELSEWHERE}:
        where = dict.fromkeys(map(at, places if judged.verdict == STITCHED else places[:1]))
        yield f"Source: {'; '.join(where)}."
    if places and judged.verdict in {ALTERED, STITCHED}:
        words = " […] ".join(dict.fromkeys(place.text for place in places))
        yield f"It reads: “{_shortened(words)}”"
    if places and judged.verdict == ABSENT:
        yield f"The closest sentence, in {at(places[0])}: “{_shortened(places[0].text)}”"
    yield from judged.remarks


def change_sentence(change: Change) -> str:
    """Return what was added, left out or replaced.

    Args:
        change: a stretch of words that differs.
    """
    kind = "" if change.kind in {"word", "order"} else f" ({change.kind})"
    if change.kind == "order":
        return "The order of the words differs."
    if not change.actual:
        return f"“{_shortened(change.claimed)}” is added{kind}."
    if not change.claimed:
        return f"“{_shortened(change.actual)}” is left out{kind}."
    return f"“{_shortened(change.claimed)}” stands for “{_shortened(change.actual)}”{kind}."


def at(place: Place) -> str:
    """Return where words are in a document: ``lease.pdf, page 4``.

    Args:
        place: of the words.
    """
    return f"{place.doc_id}, page {place.page}" if place.page else place.doc_id


def claimed(judged: Judged) -> str:
    """Return the sources that a quotation claims, as the manuscript names them; empty for none.

    Args:
        judged: the quotation.
    """
    return "; ".join(_shortened(source.words) for source in judged.quotation.sources)


def where(judged: Judged) -> str:
    """Return where a quotation is in its manuscript: line or page; empty where nobody knows.

    Args:
        judged: the quotation.
    """
    quotation = judged.quotation
    if quotation.region:
        return f"line {quotation.region.line}"
    return f"page {quotation.page}" if quotation.page else quotation.place


def is_fault(judged: Judged) -> bool:
    """Return whether a quotation is wrong, and not only unchecked.

    Args:
        judged: the quotation.
    """
    return judged.verdict not in {EXACT, SOURCE_MISSING, NOT_CHECKED}


def _shortened(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"

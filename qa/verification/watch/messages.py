"""A compared answer in words: as lines for a terminal or a mail, and as HTML for a feed."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from qa.records.description import page_or_line
from qa.verification.watch.revisions import NEW, OLD, SAME
from qa.verification.watch.states import CHANGED, GONE, MOVED, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.receipts import QuoteReceipt
    from qa.verification.findings import Place
    from qa.verification.watch.revisions import Piece
    from qa.verification.watch.states import WatchedAnswer, WatchedQuote

NOT_FOUND = "The documents do not answer it any more."
_MOST_ELSEWHERE = 3  # documents with the same words that are named
_LONGEST = 2_000  # characters of a version that are shown
_MARKS = {SAME: "{}", OLD: "[-{}-]", NEW: "{{+{}+}}"}  # as wdiff writes them
_TAGS = {OLD: "del", NEW: "ins"}


def headline(answer: WatchedAnswer) -> str:
    """Return the state and the question: ``changed: Who pays?``.

    Args:
        answer: that was compared.
    """
    return f"{WORDS[answer.state]}: {' '.join(answer.question.split())}"


def lines(answer: WatchedAnswer, *, everything: bool = False) -> Iterator[str]:
    """Yield what has become of the quotes, and what answers now, a line each, indented.

    Args:
        answer: that was compared.
        everything: whether quotes that are as they were saved are named too.
    """
    for one in answer.quotes:
        if one.now is None:
            yield f"  {WORDS[GONE]}: {_was_at(one.quote)}"
            yield f"    was: “{_short(one.quote.text)}”"
            for place in one.elsewhere[:_MOST_ELSEWHERE]:
                yield f"    the same words are in {_at(place)}"
        elif one.state == MOVED:
            yield f"  {WORDS[MOVED]}: {_was_at(one.quote)}, now {_at(one.now)}{_set_otherwise(one)}"
        elif one.state == CHANGED:
            yield f"  {WORDS[CHANGED]}: {_at(one.now)}"
            yield f"    was: “{_version(one.pieces, NEW)}”"
            yield f"    now: “{_version(one.pieces, OLD)}”"
        elif everything:
            yield f"  {WORDS[one.state]}: {_was_at(one.quote)}"
    if answer.answered_otherwise and answer.answer is not None:
        yield from _answered_now(answer)
    for note in answer.notes:
        yield f"  note: {note}"


def to_html(answer: WatchedAnswer) -> str:
    """Return a compared answer as HTML of paragraphs, old words in ``del``, new ones in ``ins``.

    Args:
        answer: that was compared.
    """
    parts = []
    for one in answer.quotes:
        if one.state == CHANGED and one.now is not None:
            words = "".join(_html(piece) for piece in _shortened(one.pieces))
            parts.append(f"<p>{escape(_at(one.now))}: {WORDS[CHANGED]}</p>")
            parts.append(f"<blockquote>{words}</blockquote>")
        elif one.now is None:
            parts.append(f"<p>{escape(_was_at(one.quote))}: {WORDS[GONE]}</p>")
            parts.append(f"<blockquote><del>{escape(_short(one.quote.text))}</del></blockquote>")
            parts += (
                f"<p>The same words are in {escape(_at(place))}</p>"
                for place in one.elsewhere[:_MOST_ELSEWHERE]
            )
    if answer.answered_otherwise and answer.answer is not None:
        parts += (f"<p>{escape(line.strip())}</p>" for line in _answered_now(answer))
    parts += (f"<p>{escape(note)}</p>" for note in answer.notes)
    return "\n".join(parts)


def _answered_now(answer: WatchedAnswer) -> Iterator[str]:
    assert answer.answer is not None
    if not answer.answer.quotes:
        yield f"  {NOT_FOUND}"
        return
    first = answer.answer.quotes[0]
    citation = first.citation
    where = citation.where()
    yield f"  answered now by {citation.doc_id}{f', {where}' if where else ''}:"
    yield f"    “{_short(first.text)}”"


def _html(piece: Piece) -> str:
    tag = _TAGS.get(piece.kind)
    words = escape(piece.text)
    return f"<{tag}>{words}</{tag}>" if tag else words


def _version(pieces: Sequence[Piece], without: str) -> str:
    """Return one version of a sentence, its own words marked."""
    shown = []
    for piece in _shortened(pieces):
        if piece.kind != without:
            words = piece.text.strip() if piece.kind != SAME else piece.text
            space = " " if piece.kind != SAME and piece.text[-1:].isspace() else ""
            shown.append(_MARKS[piece.kind].format(words) + space if words else piece.text)
    return "".join(shown).strip()


def _shortened(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield pieces, long ones without their middle, and no more than fit."""
    left = _LONGEST
    for piece in pieces:
        if left <= 0:
            return
        text = _short(piece.text, min(left, _LONGEST // 2))
        left -= len(text)
        yield type(piece)(piece.kind, text)


def _short(text: str, longest: int = _LONGEST) -> str:
    """Return words in one line; of long ones the beginning and the end."""
    line = "".join(" " if char.isspace() else char for char in text)
    if len(line) <= longest:
        return line
    half = longest // 2
    return f"{line[:half]} […] {line[-half:]}"


def _was_at(quote: QuoteReceipt) -> str:
    where = page_or_line(quote.page, None, quote.source.media_type)
    return f"{quote.doc_id}{f', {where}' if where else ''}"


def _at(place: Place) -> str:
    where = page_or_line(place.page, None, "")
    return f"{place.doc_id}{f', {where}' if where else ''} ({place.start:,}–{place.end:,})"


def _set_otherwise(one: WatchedQuote) -> str:
    return f"; only {', '.join(one.typography)} differ" if one.typography else ""

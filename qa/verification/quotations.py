"""The quotations in a text: words in quotation marks, and block quotes."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import groupby, pairwise, takewhile
from typing import TYPE_CHECKING, NamedTuple

from qa.deadlines import check_deadline
from qa.text.folding import tokens
from qa.text.tables.cells import cells_of, is_rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

LEAST_WORDS = 3
"""Fewer words in quotation marks are a term or irony, not a quotation to check."""

_PAIRS = {
    "“": "”",
    "”": "”",
    "„": "“”",
    "‘": "’",
    "‚": "‘’",
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "『": "』",
    "「": "」",
    '"': '"',
    "'": "'",
}
"""Opening mark → the marks that may close it."""

_ALSO_APOSTROPHES = frozenset("'’")
_BEFORE_WORDS = frozenset("'‘‚”")  # open only at the beginning of a word
_GOES_ON = frozenset("“„«")  # a quotation of several paragraphs opens again in each
_SHORTENED = ("tis", "twas", "em", "cause", "til", "n", "round", "bout")  # 'tis, rock 'n' roll
_MOST_APOSTROPHES = 50  # in one quotation, each of which may close it
_MARKS = frozenset("".join([*_PAIRS, *_PAIRS.values()]))
_DASHES = ("—", "–", "--")  # "— The author", below a block quote
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")  # a sign of ASCII, as CommonMark has it
_INDENT = 3  # spaces before the mark of a block quote


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that a text quotes.

    Attributes:
        text: the words, without quotation marks and the marks of a block quote.
        line: on which it begins, 1-based.
        start: offset at which it begins.
        written: the words with the backslashes that a block quote has, which may be its own.
    """

    text: str
    line: int
    start: int
    written: str


class _Line(NamedTuple):
    """A line: its offset, and its words in a block quote; None outside of one."""

    start: int
    words: str | None


def quotations(text: str) -> list[Quotation]:
    """Return the quotations of a text in order.

    A quotation in quotation marks has three words or more and ends in its paragraph, unless the
    next one opens it again. Apostrophes and the marks of feet and inches open none. A block quote,
    lines that begin with ``>``, is one quotation a paragraph, without the line below it
    that begins with a dash and names the author.

    Args:
        text: such as an essay, as plain text or Markdown.

    Raises:
        DeadlineError: the deadline of the caller has passed.
    """
    lines = list(_lines(text))
    starts = [line.start for line in lines]
    found = [(start, words, raw) for start, words, raw in _blocks(lines) if tokens(words)]
    for start, end in _marked(text, lines):
        if lines[bisect_right(starts, start) - 1].words is not None:
            continue  # the block quote is the quotation, and these marks are inside it
        words = text[start + 1 : end].strip()
        if sum(token.is_word for token in tokens(words)) >= LEAST_WORDS:
            found.append((start, words, words))
    return [
        Quotation(words, bisect_right(starts, start), start, written)
        for start, words, written in sorted(found)
    ]


def marked_spans(text: str) -> list[tuple[int, int]]:
    """Return the offsets of the opening and the closing mark around quoted words, in order.

    Words of any number count, and marks within marks do not.

    Args:
        text: any text; a quotation ends in its paragraph, unless the next one opens it again.

    Raises:
        DeadlineError: the deadline of the caller has passed.
    """
    return list(_marked(text, list(_lines(text))))


def block_quoted(line: str) -> str | None:
    """Return what a line of a block quote has after its marks; None for another line.

    Args:
        line: of Markdown or a mail.
    """
    bare = line.lstrip(" ")
    return _unmarked(bare) if bare.startswith(">") and len(line) - len(bare) <= _INDENT else None


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for line in text.split("\n"):
        yield _Line(start, block_quoted(line))
        start += len(line) + 1


def _unmarked(line: str) -> str:
    """Return a line of a block quote without its marks."""
    at = 0
    while line[at : at + 1] == ">":
        at += 2 if line[at + 1 : at + 2] == " " else 1
    return line[at:]


def _blocks(lines: Sequence[_Line]) -> Iterator[tuple[int, str, str]]:
    """Yield offset, words, and words as written of every paragraph of the block quotes."""
    for has_words, group in groupby(lines, _has_words):
        if has_words:
            paragraph = list(group)
            own = takewhile(lambda line: not is_credit(line.words or ""), paragraph)
            written = "\n".join(quoted_lines([line.words or "" for line in own]))
            words = _unescaped(written)
            if words:
                yield paragraph[0].start, words, written.strip()


def _has_words(line: _Line) -> bool:
    words = (line.words or "").lstrip(" \t>")
    return bool(words) and not words[0].isspace()


def quoted_lines(lines: list[str]) -> list[str]:
    """Return the lines of a block quote without names of columns in italics, which are context.

    Quoth writes them above the rows of a table that it quotes; so may others.

    Args:
        lines: without the marks of the block quote.
    """
    names_columns = len(lines) > 2 and is_rule(lines[1]) and _is_context(lines[0])  # noqa: PLR2004
    return lines[2:] if names_columns else lines


def _is_context(row: str) -> bool:
    bounds = cells_of(row)
    names = [row[a:b] for a, b in zip(bounds[::2], bounds[1::2], strict=True)]
    return bool(names) and all(
        not name or (name[0] == name[-1] == "*" and name[1:2] not in ("", "*")) for name in names
    )


def _unescaped(words: str) -> str:
    """Return words of Markdown without the backslashes that keep signs from being mark-up."""
    return _ESCAPED.sub(r"\1", words).strip()


def is_credit(words: str) -> bool:
    """Return whether a line of a block quote names its author.

    Args:
        words: of the line, without the mark of the block quote.
    """
    return words.lstrip().startswith(_DASHES)


def _marked(text: str, lines: Sequence[_Line]) -> Iterator[tuple[int, int]]:
    """Yield the offsets of the opening and the closing mark around quoted words."""
    opening, closing = _offsets(text, _may_open), _offsets(text, _may_close)
    breaks = [
        (line.start - 1, after.start)
        for line, after in pairwise(lines)
        if not text[line.start : after.start].strip()
    ]
    ends = [end for end, _ in breaks]
    last = -1
    for opened in sorted(at for offsets in opening.values() for at in offsets):
        check_deadline()
        if opened <= last:
            continue
        mark = text[opened]
        again = _next([] if mark == '"' else opening[mark], opened, len(text))
        parted = _next(ends, opened, len(text))
        # A mark that opens again before it closes, or a new paragraph, means it never closed.
        found = (_closing(text, closing[one], opened, min(again, parted)) for one in _PAIRS[mark])
        closed = next(filter(None, found), None)
        if closed is None and mark in _GOES_ON and parted < again:
            at = bisect_right(ends, opened)
            if at < len(breaks) and text.startswith(mark, breaks[at][1]):
                closed = parted
        if closed is not None:
            yield opened, closed
            last = closed


def _offsets(text: str, may: Callable[[str, int], bool]) -> dict[str, list[int]]:
    """Return the offsets of each mark at which it may do what it is looked for."""
    offsets: dict[str, list[int]] = {mark: [] for mark in _MARKS}
    for at, char in enumerate(text):
        if char in offsets and may(text, at):
            offsets[char].append(at)
    return offsets


def _may_open(text: str, at: int) -> bool:
    """Return whether a mark can open a quotation: others are apostrophes, feet and inches."""
    if text[at] not in _PAIRS:
        return False
    mark, before, after = text[at], text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if mark in _BEFORE_WORDS:
        word = text[at + 1 : at + 9].partition(" ")[0].strip(",.'’")
        is_shortened = mark == "'" and (word.lower() in _SHORTENED or word[:1].isdigit())
        return not before.isalnum() and bool(after.strip()) and not is_shortened and (
            mark != "”" or not before or before.isspace() or before in "([—–"
        )  # fmt: skip
    return not (mark == '"' and before.isdigit())


def _may_close(text: str, at: int) -> bool:
    """Return whether a mark can close a quotation: an apostrophe inside a word does not."""
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if text[at] in _ALSO_APOSTROPHES:
        return bool(before.strip()) and not after.isalnum()
    return True


def _closing(text: str, offsets: Sequence[int], opened: int, end: int) -> int | None:
    """Return the first of the marks that closes a quotation before ``end``, None if none does.

    After an s, as in "the tenants’ rights", an apostrophe closes only if no other mark does.
    """
    first = bisect_right(offsets, opened + 1)
    doubtful = None
    for closed in offsets[first : first + _MOST_APOSTROPHES]:
        if closed > end or closed >= len(text):
            break
        is_plural = text[closed - 1] in "sS" and text[closed + 1 : closed + 2] == " "
        if text[closed] not in _ALSO_APOSTROPHES or not is_plural:
            return closed
        doubtful = doubtful or closed
    return doubtful


def _next(offsets: Sequence[int], at: int, otherwise: int) -> int:
    """Return the first of ascending offsets that is greater than ``at``, else ``otherwise``."""
    i = bisect_right(offsets, at)
    return offsets[i] if i < len(offsets) else otherwise

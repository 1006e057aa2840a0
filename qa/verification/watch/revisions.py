"""The words of a sentence before and now, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING

from qa.text.folding import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qa.text.folding import Token

SAME, OLD, NEW = "same", "old", "new"

_MARKERS = re.compile(
    r"^[ \t]{0,20}(?:[-*+•·–>]|#{1,6}|\(?(?:\d{1,3}|[a-zA-Z])[.)])[ \t]", re.MULTILINE
)
"""What begins an item or a heading: a bullet, a number, a letter."""

_TARGETS = re.compile(r"\]\([^()\s]{0,1000}\)")  # of a link in Markdown
_MOST = 2_000  # words of each side that are compared one by one, some .1 s


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a sentence.

    Attributes:
        kind: ``same``, ``old`` for words that are no longer there, or ``new`` for words that are
            there now.
        text: the words. Those of ``same`` are as they are now.
    """

    kind: str
    text: str


def revision(old: str, new: str) -> tuple[Piece, ...]:
    """Return the pieces of two versions of a sentence, in order, the old words before the new ones.

    All pieces but the old ones are the new version, all but the new ones the old one, typography
    aside. Versions that are too long to be compared are one piece each.

    Args:
        old: the version before.
        new: the version now.
    """
    ours, theirs = tokens(old), tokens(new)
    if max(len(ours), len(theirs)) > _MOST:
        return (Piece(OLD, old), Piece(NEW, new))
    before, now = ([_key(text, one) for one in some] for text, some in ((old, ours), (new, theirs)))
    matcher = SequenceMatcher(None, before, now, autojunk=False)
    return tuple(_spaced(_pieces(matcher, (old, ours), (new, theirs))))


def says(new: str, old: str) -> bool:
    """Return whether a text, or some of its items, has the words of another one and no others.

    The numbers and bullets of items, and the addresses behind links, are no words: an item that
    became the sixth says the same.

    Args:
        new: the text.
        old: the words.
    """
    items, wanted = _items(new), _items(old)
    last = len(items) - len(wanted) + 1
    return bool(wanted) and any(items[i : i + len(wanted)] == wanted for i in range(last))


def _items(text: str) -> list[list[tuple[str, bool]]]:
    """Return the keys of the words of each item of a text, and of what stands before the first."""
    begins = [0, *(match.start() for match in _MARKERS.finditer(text)), len(text)]
    parts = (text[first:last] for first, last in pairwise(begins))
    return [keys for part in parts if (keys := _keys(_TARGETS.sub("]", _MARKERS.sub("", part))))]


def _keys(text: str) -> list[tuple[str, bool]]:
    return [_key(text, token) for token in tokens(text)]


def _key(text: str, token: Token) -> tuple[str, bool]:
    """Return what equal words share: "Party" and "party" may be two things in a contract."""
    return token.key, text[token.start : token.end][:1].isupper()


def _pieces(
    matcher: SequenceMatcher[tuple[str, bool]],
    old: tuple[str, list[Token]],
    new: tuple[str, list[Token]],
) -> Iterator[Piece]:
    for tag, i, last_i, j, last_j in matcher.get_opcodes():
        if tag == "equal":
            yield Piece(SAME, _words(*new, j, last_j))
            continue
        if i < last_i:
            yield Piece(OLD, _words(*old, i, last_i))
        if j < last_j:
            yield Piece(NEW, _words(*new, j, last_j))


def _words(text: str, some: list[Token], first: int, last: int) -> str:
    """Return the words with the space after them; at either end, all that is around them."""
    start = some[first].start if first else 0
    end = some[last].start if last < len(some) else len(text)
    return text[start:end]


def _spaced(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield pieces without empty ones, line breaks as spaces."""
    for piece in pieces:
        text = "".join(" " if char.isspace() else char for char in piece.text)
        if text:
            yield Piece(piece.kind, text)

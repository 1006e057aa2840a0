"""Signs that words of a question are the name of a document, and not words that happen to be one.

One ordinary word is a name only where the question says that it is: "the staff file", "Okoye's
paper".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.text.analyzer import STOP_WORDS

if TYPE_CHECKING:
    from qa.questions.name_pieces import Piece

YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
"""A year from 1500 to 2099."""

OWNED = re.compile(r"['’]s\b")
"""What follows a name that owns something."""

_FILES = frozenset({"document", "file", "dokument", "datei", "fichier", "documento", "archivo"})
_CALLS = _FILES | {"paper", "report", "article", "book", "chapter", "text", "study"}
_ARTICLES = frozenset({"the", "this", "der", "die", "das", "dem", "le", "la", "el"})
# "How do the people study?" goes on with a verb.
_BEFORE_SUBJECT = frozenset(
    {"do", "can", "could", "may", "might", "must", "shall", "should", "will"}
)
_ET_AL = re.compile(r",? et al\b\.?", re.IGNORECASE)
_OPENS, _CLOSES = frozenset('"“‘«'), frozenset('"”’»')
_WORDS_OF_TITLE = 3
_FURTHEST = 3  # pieces before a name that may call it one


def is_meant(kind: str, text: str, pieces: list[Piece], at: int, length: int) -> bool:
    """Return whether pieces of a question are a name, and not words that happen to be one.

    Args:
        kind: of the name: ``file``, ``stem``, ``title`` or ``author``.
        text: the question.
        pieces: of it.
        at: the first of those that may be the name.
        length: how many may be.
    """
    name = pieces[at : at + length]
    if kind == "file":  # with its suffix, as in "people.md"
        return length > 1 and text[name[-2].end : name[-1].start] == "."
    if kind == "author":
        return name[0].is_capital and (length > 1 or _is_cited(text, pieces, at))
    if is_called(text, pieces, at, length):
        return True
    letters = [piece for piece in name if not piece.folded.isdigit()]
    if kind == "stem":
        return length > 1 and bool(letters)
    telling = [piece for piece in letters if piece.folded not in STOP_WORDS]
    return len(letters) >= _WORDS_OF_TITLE and len(telling) > 1


def _is_cited(text: str, pieces: list[Piece], at: int) -> bool:
    """Return whether a question cites an author without a year: "Okoye's paper", "Okoye et al."."""
    after = [piece.folded for piece in pieces[at + 1 : at + 3]]
    if after and YEAR.fullmatch(after[0]):
        return False  # another paper of the author
    if _ET_AL.match(text, pieces[at].end) or is_called(text, pieces, at, 1):
        return True
    before = [piece.folded for piece in pieces[max(0, at - 2) : at]]
    owns = OWNED.match(text, pieces[at].end) and len(after) > 1 and after[1] in _CALLS
    return bool(owns) or (before[-1:] == ["by"] and before[0] in _CALLS)


def is_called(text: str, pieces: list[Piece], at: int, length: int) -> bool:
    """Return whether a question says that a name is one: "the staff file", "the file named staff".

    Without an article or quotation marks, as in "which people file taxes", "file" may be a verb.

    Args:
        text: the question.
        pieces: of it.
        at: the first of those that may be the name.
        length: how many may be.
    """
    start, end = pieces[at].start, pieces[at + length - 1].end
    quoted = text[max(0, start - 1) : start] in _OPENS and text[end : end + 1] in _CLOSES
    if quoted and length > 1:
        return True
    leads = [piece.folded for piece in pieces[max(0, at - _FURTHEST) : at]]
    article = leads.pop() if leads and leads[-1] in _ARTICLES else ""
    earlier, before = ["", "", *leads][-2:]
    after = pieces[at + length].folded if at + length < len(pieces) else ""
    if article or quoted:
        calls = after in _CALLS and before not in _BEFORE_SUBJECT
        return calls or (earlier, before) == ("according", "to") or (quoted and before in _CALLS)
    if before in {"called", "named", "titled"}:
        return earlier in _CALLS
    return before in (_CALLS if length > 1 else _FILES) and earlier in _ARTICLES

"""The pieces of which names of files and titles consist: runs of letters and of digits."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from qa.text.normalization import composed

_PIECE = re.compile(r"\d+|[^\W\d_]+")
_CAPITAL_AFTER_SMALL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of letters or digits of a name.

    Attributes:
        start: offset of its first character.
        end: offset after its last.
        folded: without case and accents.
        is_capital: whether it begins with a capital letter.
    """

    start: int
    end: int
    folded: str
    is_capital: bool


def pieces_of(text: str) -> list[Piece]:
    """Return runs of digits and of letters, the latter split where a capital follows a small.

    Args:
        text: a question, the name of a file, or a title.
    """
    found: list[Piece] = []
    for match in _PIECE.finditer(composed(text)):
        word, begin = match[0], 0
        for i in range(1, len(word) + 1):
            if i == len(word) or (word[i].isupper() and word[i - 1].islower()):
                piece = word[begin:i]
                start = match.start() + begin
                found.append(Piece(start, start + len(piece), _folded(piece), piece[0].isupper()))
                begin = i
    return found


def folded_pieces(text: str) -> tuple[str, ...]:
    """Return the folded pieces of a text, in order; of ASCII in a fifth of the time.

    Args:
        text: the name of a file, or a title. A collection has hundreds of thousands of them.
    """
    if not text.isascii():
        return tuple(piece.folded for piece in pieces_of(text))
    return tuple(_PIECE.findall(_CAPITAL_AFTER_SMALL.sub(" ", text).lower()))


def _folded(piece: str) -> str:
    decomposed = unicodedata.normalize("NFKD", piece.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))

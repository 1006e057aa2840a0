"""Tokens that follow one another in a text, found in time linear in both."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.text.folding import Token


def matches(wanted: Sequence[Token], source: Sequence[Token]) -> Iterator[int]:
    """Yield where in ``source`` the wanted tokens follow one another, however often they repeat.

    Linear in both (Knuth, Morris and Pratt 1977).

    Args:
        wanted: the tokens to find.
        source: tokens of the text.
    """
    keys = [token.key for token in wanted]
    for at, length in _prefixes(keys, source):
        if length == len(keys):
            yield at - length + 1


def longest_start(wanted: Sequence[Token], source: Sequence[Token]) -> tuple[int, int]:
    """Return how many of the wanted tokens, from the first on, follow one another, and where.

    The longest such stretch, of equal ones the first; ``(0, 0)`` where the first is nowhere.

    Args:
        wanted: the tokens to find.
        source: tokens of the text.
    """
    most, at = 0, 0
    for last, length in _prefixes([token.key for token in wanted], source):
        if length > most:
            most, at = length, last - length + 1
    return most, at


def occurrences(claimed: Sequence[Token], source: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield the offsets ``(start, end)`` at which the claimed tokens follow one another.

    Args:
        claimed: the tokens to find.
        source: tokens of the text.
    """
    for at in matches(claimed, source):
        yield source[at].start, source[at + len(claimed) - 1].end


def _prefixes(keys: Sequence[str], source: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield tokens at which a prefix of ``keys`` ends: their number, and its length."""
    if not keys:
        return
    borders = [0] * len(keys)  # of each prefix, the longest shorter one that it ends with too
    length = 0
    for i in range(1, len(keys)):
        while length and keys[i] != keys[length]:
            length = borders[length - 1]
        length += keys[i] == keys[length]
        borders[i] = length
    length = 0
    for i, (key, _, _) in enumerate(source):
        while length and (length == len(keys) or key != keys[length]):
            length = borders[length - 1]
        length += key == keys[length]
        if length:
            yield i, length

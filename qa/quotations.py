"""The quotations in a text: what stands in quotation marks, and block quotes."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.folding import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

LEAST_WORDS = 3
"""Fewer words in quotation marks are a term or irony, not a quotation to be checked."""

_PAIRS = (*zip("“„„«»『「", "”“”»«』」", strict=True), ('"', '"'))
_MARKED = re.compile(
    "|".join(
        rf"{opens}(?:(?!\n\s*\n)[^{opens}{closes}])+{closes}" for opens, closes in _PAIRS
    )
)  # fmt: skip
_BLOCK = re.compile(r"(?:^[ ]{0,3}>.*(?:\n|\Z))+", re.MULTILINE)
_MARK = re.compile(r"^[ ]{0,3}(?:>[ ]?)+", re.MULTILINE)
_CREDIT = re.compile(r"\n+\s*(?:—|–|--).*\Z", re.DOTALL)  # "— The author", below a block quote


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that a text gives as a quotation.

    Attributes:
        text: the words, without quotation marks and the marks of a block quote.
        line: on which it begins, 1-based.
    """

    text: str
    line: int


def quotations(text: str) -> list[Quotation]:
    """Return the quotations of a text in order.

    A quotation in quotation marks has three words or more and ends in its paragraph. A block
    quote, lines that begin with ``>``, is one quotation a paragraph, without the line below it
    that begins with a dash and names the author.
    """
    blocks = [match.span() for match in _BLOCK.finditer(text)]
    begins = [first for first, _ in blocks]
    found = [
        (start, words)
        for first, end in blocks
        for start, words in _paragraphs(text[first:end], first)
        if tokens(words)
    ]
    for match in _MARKED.finditer(text):
        block = bisect_right(begins, match.start()) - 1
        in_block = block >= 0 and match.start() < blocks[block][1]
        words = match.group()[1:-1].strip()
        if not in_block and sum(token.is_word for token in tokens(words)) >= LEAST_WORDS:
            found.append((match.start(), words))
    quoted: list[Quotation] = []
    line, at = 1, 0
    for start, words in sorted(found):
        line, at = line + text.count("\n", at, start), start
        quoted.append(Quotation(words, line))
    return quoted


def _paragraphs(block: str, first: int) -> Iterator[tuple[int, str]]:
    """Yield the offset and the words of every paragraph of a block quote."""
    for match in re.finditer(r"(?:^[ ]{0,3}>[ \t>]*[^\s>].*(?:\n|\Z))+", block, re.MULTILINE):
        words = _CREDIT.sub("", "\n" + _MARK.sub("", match.group())).strip()
        if words and not words.startswith(("—", "–", "--")):
            yield first + match.start(), words

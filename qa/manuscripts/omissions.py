"""Words that a quotation marks as its own or as left out: "[the tenant] … pays [sic]"."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from qa.text.alignment import is_negation
from qa.text.folding import tokens
from qa.text.keys import ELLIPSIS
from qa.verification.checking import check_in
from qa.verification.findings import ALTERED, EXACT, STITCHED

if TYPE_CHECKING:
    from collections.abc import Collection

    from qa.index.protocol import Searchable
    from qa.text.alignment import Change
    from qa.verification.findings import Finding, Place

FARTHEST = 3_000
"""Characters that an ellipsis may leave out of one passage; more joins two passages."""

_BRACKET = re.compile(r"\[([^\[\]\n]{1,100})\]")
_DOTS = re.compile(r"\s*(?:…|\.\s?\.\s?\.)\s*\.?\s*")
_CLAUSE_ENDS = re.compile(r"[.,;:!?()\[\]–—]")
_REMARKS = frozenset(
    [
        "sic",
        "sic!",
        "emphasis added",
        "emphasis in original",
        "emphasis mine",
        "emphasis omitted",
        "italics added",
        "italics mine",
        "citation omitted",
        "citations omitted",
        "footnote omitted",
        "footnotes omitted",
        "internal quotation marks omitted",
        "hervorhebung hinzugefügt",
        "herv. d. verf.",
        "!",
    ]
)


class WordsChecked(NamedTuple):
    """What documents have of the words of a quotation.

    Attributes:
        finding: of which *exact* also stands for words with marked omissions and insertions.
        remarks: sentences on what was inserted and left out.
    """

    finding: Finding
    remarks: tuple[str, ...]


def check_words(
    text: str, generation: Searchable, doc_ids: Collection[str] | None = None
) -> WordsChecked:
    """Check the words of a quotation; marked omissions and insertions do not count.

    Args:
        text: of the quotation.
        generation: with the documents.
        doc_ids: the documents to look in; None for all.

    Raises:
        ClaimError: the words cannot be checked.
        DeadlineError: it takes too long.
    """
    finding = check_in(text, generation, doc_ids)
    if finding.verdict == EXACT:
        return WordsChecked(finding, ())
    plain, inserted = _without_insertions(text)
    if inserted or plain != text:
        other = check_in(plain, generation, doc_ids) if _has_words(plain) else finding
        finding = replace(other, claim=text) if other is not finding else finding
    remarks = [f"The quotation inserts “[{words}]”." for words in inserted]
    if finding.verdict == EXACT:
        return WordsChecked(finding, tuple(remarks))
    has_ellipsis = any(token.key == ELLIPSIS for token in tokens(plain))
    if not has_ellipsis:
        return WordsChecked(finding, tuple(remarks))
    gaps = {(before.end, after.start) for before, after in pairwise(finding.places)}
    if finding.verdict == STITCHED and _is_one_passage(finding.places):
        is_inserted = any(map(_has_negation, inserted))  # "must [not] pay" has it
        left_out = tuple(
            one for one in finding.changes if one.kind == "negation" and not is_inserted
        )
        if any(map(_negates_the_rest, left_out)):  # "must … pay" for "must not pay"
            return WordsChecked(replace(finding, verdict=ALTERED, changes=left_out), ())
        remarks += [
            f"The ellipsis leaves out a negation: “{one.actual.strip()}”." for one in left_out
        ]
        return WordsChecked(replace(finding, verdict=EXACT, changes=()), tuple(remarks))
    if finding.verdict == ALTERED:
        own = tuple(one for one in finding.changes if not _is_marked(one, gaps))
        if own:
            finding = replace(finding, changes=own)
    return WordsChecked(finding, tuple(remarks))


def _is_one_passage(places: tuple[Place, ...]) -> bool:
    return len({place.doc_id for place in places}) == 1 and all(
        0 <= after.start - before.end <= FARTHEST for before, after in pairwise(places)
    )


def _negates_the_rest(change: Change) -> bool:
    """Return whether words that were left out negate those around them: no mark is between."""
    parts = _CLAUSE_ENDS.split(change.actual)
    return _has_negation(parts[0]) or _has_negation(parts[-1])


def _has_negation(words: str) -> bool:
    return any(is_negation(token.key) for token in tokens(words))


def _is_marked(change: Change, gaps: set[tuple[int, int]]) -> bool:
    return not change.claimed and any(
        start <= change.start and change.end <= end for start, end in gaps
    )


def _has_words(text: str) -> bool:
    return any(token.is_word for token in tokens(text))


def _without_insertions(text: str) -> tuple[str, list[str]]:
    """Return words with an ellipsis for each insertion in brackets, and what was inserted.

    A letter in brackets is the first one of a word, in another case: "[t]he".
    """
    inserted: list[str] = []
    parts: list[str] = []
    at = 0
    for found in _BRACKET.finditer(text):
        inside = found[1].strip()
        before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
        start, end = found.start(), found.end()
        if _DOTS.fullmatch(inside):
            new = " … "
        elif len(inside) == 1 and inside.isalpha() and after.isalpha() and not before.isalpha():
            new = inside
        elif inside.casefold() in _REMARKS:
            new = ""
        else:
            while start > at and text[start - 1].isalnum():  # a part of a word: "provid[ing]"
                start -= 1
            while end < len(text) and text[end].isalnum():
                end += 1
            inserted.append(inside)
            new = " … "
        if start < at:
            continue
        parts += [text[at:start], new]
        at = end
    return "".join((*parts, text[at:])), inserted

"""Words that a quotation marks as its own or as left out: "[the tenant] … pays [sic]"."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from qa.text.alignment import Change, is_negation
from qa.text.folding import tokens
from qa.text.keys import ELLIPSIS
from qa.verification.checking import check_in
from qa.verification.findings import ALTERED, EXACT, STITCHED

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from qa.index.protocol import Searchable
    from qa.verification.findings import Finding, Place

FARTHEST = 3_000
"""Characters that an ellipsis may leave out of one passage; more joins two passages."""

_BRACKET = re.compile(r"\[([^\[\]\n]{1,100})\]")
_LONGEST_WORD = 100  # characters
_DOTS = re.compile(r"\s*(?:…|\.\s?\.\s?\.)\s*\.?\s*")
_CLAUSE_ENDS = re.compile(r"[.,;:!?()\[\]–—]")
_REMARKS = frozenset(
    [
        "sic",
        "sic!",
        "emphasis added",
        "emphasis in original",
        "emphasis not in original",
        "not in original",
        "not in the original",
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
        "hervorhebung nicht im original",
        "herv. d. verf.",
        "!",
    ]
)


_NEGATING_PREFIXES = frozenset({"un", "non"})
_SHORTEST_NEGATED = 4  # letters: "[un]lawful", and not "[un]til"


class _Insertion(NamedTuple):
    """Words in brackets that the author of a manuscript has added.

    Attributes:
        words: without the brackets.
        before: how many words of the quotation come before them.
        negates: whether they negate the words around them.
    """

    words: str
    before: int
    negates: bool


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

    An inserted negation counts, unless the document has one there: it reverses the sense.

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
    remarks = tuple(f"The quotation inserts “[{one.words}]”." for one in inserted)
    is_joined = finding.verdict == STITCHED and _is_one_passage(finding.places)
    if finding.verdict == EXACT or is_joined:
        negated = _negated(finding, inserted, generation)
        if negated:
            return WordsChecked(replace(finding, verdict=ALTERED, changes=negated), ())
    if finding.verdict == EXACT or not any(token.key == ELLIPSIS for token in tokens(plain)):
        return WordsChecked(finding, remarks)
    if is_joined:
        return _with_omissions(finding, inserted, remarks)
    if finding.verdict == ALTERED:
        gaps = {(before.end, after.start) for before, after in pairwise(finding.places)}
        own = tuple(one for one in finding.changes if not _is_marked(one, gaps))
        finding = replace(finding, changes=own or finding.changes)
    return WordsChecked(finding, remarks)


def _with_omissions(
    finding: Finding, inserted: Sequence[_Insertion], remarks: tuple[str, ...]
) -> WordsChecked:
    """Return *exact* for pieces of one passage, unless what is left out negates the rest."""
    is_inserted = any(one.negates for one in inserted)  # "must [not] pay" has it
    left_out = [one for one in finding.changes if one.kind == "negation" and not is_inserted]
    if any(_negates_the_rest(one.actual) for one in left_out):  # "must … pay" for "must not pay"
        return WordsChecked(replace(finding, verdict=ALTERED, changes=tuple(left_out)), ())
    said = (f"The ellipsis leaves out a negation: “{one.actual.strip()}”." for one in left_out)
    return WordsChecked(replace(finding, verdict=EXACT, changes=()), (*remarks, *said))


def _is_one_passage(places: tuple[Place, ...]) -> bool:
    return len({place.doc_id for place in places}) == 1 and all(
        0 <= after.start - before.end <= FARTHEST for before, after in pairwise(places)
    )


def _negated(
    finding: Finding, inserted: Sequence[_Insertion], generation: Searchable
) -> tuple[Change, ...]:
    """Return the inserted negations that the document does not have where they are inserted."""
    places = finding.places
    occurrences = [[one] for one in places] if finding.verdict == EXACT else [places]
    changes = []
    for one in inserted:
        around = [_replaced(pieces, one.before, generation) for pieces in occurrences]
        if one.negates and not any(_has_negation(words) for words, _ in around):
            at = around[0][1]
            changes.append(Change("negation", f"[{one.words}]", "", at, at))
    return tuple(changes)


def _replaced(pieces: Sequence[Place], before: int, generation: Searchable) -> tuple[str, int]:
    """Return the words of the document that an insertion stands for, and where they are.

    Args:
        pieces: of the document, in order, that are quoted around insertions and omissions.
        before: words of the quotation that come before the insertion.
        generation: with the document.
    """
    text = generation.document(pieces[0].doc_id).text
    quoted = 0
    start = max(0, pieces[0].start - _LONGEST_WORD)
    for piece in pieces:
        if quoted >= before:
            words = text[start : piece.start]
            return (words if quoted else " ".join(words.split()[-1:])), piece.start
        quoted += sum(token.is_word for token in tokens(piece.text))
        start = piece.end
    following = text[start : start + _LONGEST_WORD]
    return " ".join(following.split()[:1]), start


def _negates_the_rest(words: str) -> bool:
    """Return whether words negate those around them: no mark is between."""
    parts = _CLAUSE_ENDS.split(words)
    return _has_negation(parts[0]) or _has_negation(parts[-1])


def _has_negation(words: str) -> bool:
    return any(is_negation(token.key) for token in tokens(words))


def _is_marked(change: Change, gaps: set[tuple[int, int]]) -> bool:
    return not change.claimed and any(
        start <= change.start and change.end <= end for start, end in gaps
    )


def _has_words(text: str) -> bool:
    return any(token.is_word for token in tokens(text))


def _negates(words: str, rest: str) -> bool:
    """Return whether words in brackets negate those around them.

    Args:
        words: in the brackets.
        rest: letters that follow without a space: "[un]lawful".
    """
    if words.casefold().rstrip("-") in _NEGATING_PREFIXES:
        return len(rest) >= _SHORTEST_NEGATED
    is_number = any(map(str.isdigit, words))  # "[No. 3]", "[3 mai 2024]"
    # "[im Mai]", "[en mai]": with other words, it is the month.
    without_month = " ".join(word for word in words.split() if word.casefold() != "mai") or words
    return not is_number and _negates_the_rest(without_month)


def _without_insertions(text: str) -> tuple[str, list[_Insertion]]:
    """Return words with an ellipsis for each insertion in brackets, and what was inserted.

    A letter in brackets is the first one of a word, in another case: "[t]he".
    """
    inserted: list[_Insertion] = []
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
            if start >= at:
                before = "".join((*parts, text[at:start]))
                words = sum(token.is_word for token in tokens(before))
                rest = text[found.end() : end]
                inserted.append(_Insertion(inside, words, _negates(inside, rest)))
            new = " … "
        if start < at:
            continue
        parts += [text[at:start], new]
        at = end
    return "".join((*parts, text[at:])), inserted

"""Which parts of the documents can have claimed words, by the lexical index alone.

A window is a document and a range of its text. Windows are few and small, so that the words in
them can be compared one by one.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from qa.deadlines import check_deadline
from qa.text.analyzer import terms
from qa.text.character_classes import visible
from qa.text.scanning import literals, offsets_of_rarest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.index.protocol import Searchable
    from qa.records import Document, Passage
    from qa.text.folding import Token

Window = tuple[str, int, int]
"""``doc_id`` and the range ``[start, end)`` of its text; the end may be beyond the text."""

DOCUMENTS_CACHED = 64

_FEW = 4  # passages with the rarest word, which count whatever other words they have
_MOST_PASSAGES = 64  # in which exact words are looked for
_COMPARED = 8  # passages with most of the rarest words, which are compared word by word
_RAREST = 12  # terms that are looked for
_AT_ONCE = 40  # tokens; a longer claim spans several passages
_MOST_PARTS = 64  # of a long claim, which are looked for one by one
_SCANNED = 200  # documents
_SCANNED_WINDOWS = 16  # of scanned documents, in which a claim is compared
_READ = 2_000_000  # characters around passages that are read for one claim
_AROUND = 200  # characters beyond the passage, and one and a half times the claim
_LONGEST_NUMBER = 30  # digits


class Windows:
    """Finds windows in all documents of a generation, or in some."""

    def __init__(
        self,
        generation: Searchable,
        among: Sequence[int] | None = None,
        doc_ids: frozenset[str] | None = None,
    ) -> None:
        """Look in these documents.

        Args:
            generation: with the documents and the lexical index.
            among: numbers of the passages to look in; None for all.
            doc_ids: the documents of these passages; None for all.
        """
        self._generation = generation
        self._among = among
        self._doc_ids = doc_ids
        self._documents_with = lru_cache(DOCUMENTS_CACHED)(
            lambda words: generation.documents_containing(words, _SCANNED)
        )
        self._offsets = lru_cache(DOCUMENTS_CACHED)(self._offsets_of)
        self._document = lru_cache(DOCUMENTS_CACHED)(generation.document)

    def document(self, doc_id: str) -> Document:
        """Return a document.

        Args:
            doc_id: in the index.
        """
        return self._document(doc_id)

    def every(self, claim: str, wanted: Sequence[Token]) -> Iterator[Window]:
        """Yield the text around every passage that can have the tokens one after another.

        It has the rarest of their terms, and it or its neighbours have the others. Text that the
        lexical index has in other words follows: with soft hyphens, or with numbers in another
        spelling.

        Args:
            claim: the words to look for.
            wanted: their tokens.
        """
        check_deadline()
        sought = self._rarest(claim, wanted)
        if sought:
            passages = self._generation.passages(self._joint(sought, wanted))
            yield from self._around(passages, wanted)
        yield from self.likely(claim, wanted)
        if any(token.key.lstrip("-")[:1].isdigit() for token in wanted):
            yield from self._around(self._otherwise_spelt(claim, wanted), wanted)
        if not any(not term[0].isdigit() for term in sought):
            yield from self._scanned(claim, wanted)

    def likely(self, claim: str, wanted: Sequence[Token]) -> list[Window]:
        """Return the text around the passages with most of the rarest tokens, best first.

        If the lexical index has none of them, the texts are scanned.

        Args:
            claim: the words to look for.
            wanted: their tokens.
        """
        passages = self.passages(claim, wanted)
        if passages:
            return self._around(passages, wanted)
        return list(islice(self._scanned(claim, wanted), _SCANNED_WINDOWS))

    def passages(self, claim: str, wanted: Sequence[Token]) -> list[Passage]:
        """Return the passages with most of the rarest tokens, best first.

        Args:
            claim: the words to look for.
            wanted: their tokens.
        """
        numbers: dict[int, None] = {}
        step = max(_AT_ONCE, -(-len(wanted) // _MOST_PARTS))
        for at in range(0, len(wanted), step):
            check_deadline()
            sought = self._rarest(claim, wanted[at : at + step])
            numbers.update(dict.fromkeys(self._with_most_of(sought)))
        return self._generation.passages(list(numbers))

    def _with_most_of(self, sought: Sequence[str]) -> list[int]:
        found = self._generation.matching(sought, _COMPARED, self._among) if sought else []
        return [number for number, _ in found]

    def _joint(self, sought: Sequence[str], wanted: Sequence[Token]) -> list[int]:
        """Return the passages with the first of some terms and, close to them, the others."""
        numbers = self._generation.postings(sought[0])
        if self._among is not None:
            numbers = numbers[np.isin(numbers, self._among)]
        reach = 1 + len(wanted) // _AT_ONCE
        for term in sought[1:]:
            if len(numbers) <= _FEW:
                break
            others = self._generation.postings(term)
            # The first passage with the other term that is not too far before: is it too far after?
            next_one = np.searchsorted(others, numbers - reach).clip(max=len(others) - 1)
            numbers = numbers[abs(others[next_one] - numbers) <= reach]
        found: list[int] = numbers[:_MOST_PASSAGES].tolist()
        return found

    def _around(self, passages: Sequence[Passage], wanted: Sequence[Token]) -> list[Window]:
        """Return the text around passages, as far as a claim in it can reach; once each."""
        reach = _AROUND + (wanted[-1].end - wanted[0].start) * 3 // 2
        spans = defaultdict(list)
        for rank, passage in enumerate(passages[: 1 + _READ // (2 * reach)]):
            span = max(0, passage.start - reach), passage.end + reach, rank
            spans[passage.doc_id].append(span)
        merged = [
            (rank, doc_id, start, end)
            for doc_id, some in spans.items()
            for start, end, rank in _merged(some)
        ]
        return [(doc_id, start, end) for _, doc_id, start, end in sorted(merged)]

    def _otherwise_spelt(self, claim: str, wanted: Sequence[Token]) -> list[Passage]:
        """Return the passages with most of the words and numbers, in any spelling of these."""
        words = [term for term in self._rarest(claim, wanted) if not term[0].isdigit()]
        numbers = {term for token in wanted[:_AT_ONCE] for term in _spellings(token.key)}
        often = self._generation.document_frequencies(numbers)
        sought = words + sorted((n for n in often if often[n]), key=lambda n: (often[n], n))
        return self._generation.passages(self._with_most_of(sought))

    def _rarest(self, claim: str, wanted: Sequence[Token]) -> list[str]:
        """Return the terms of some tokens of a claim, the rarest first."""
        words = visible(claim[wanted[0].start : wanted[-1].end]).casefold()
        often = self._generation.document_frequencies(dict.fromkeys(terms(words)))
        indexed = sorted((term for term in often if often[term]), key=lambda t: (often[t], t))
        return indexed[:_RAREST]

    def _scanned(self, claim: str, wanted: Sequence[Token]) -> Iterator[Window]:
        """Yield the text around tokens that the lexical index leaves out.

        These are signs, and words that occur everywhere; texts are searched for them as they are.
        """
        words = tuple(literals(claim, wanted))
        reach = _AROUND + 2 * (wanted[-1].end - wanted[0].start)
        for doc_id in self._documents_with(words):
            check_deadline()
            if self._doc_ids is None or doc_id in self._doc_ids:
                offsets = self._offsets(doc_id, words)
                around = [(max(0, at - reach), at + reach, at) for at in offsets]
                yield from ((doc_id, start, end) for start, end, _ in _merged(around))

    def _offsets_of(self, doc_id: str, words: tuple[str, ...]) -> list[int]:
        return list(offsets_of_rarest(self.document(doc_id).text, words))


def _merged(spans: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Return spans ``(start, end, rank)``, overlapping ones as one with the least rank."""
    merged: list[tuple[int, int, int]] = []
    for start, end, rank in sorted(spans):
        if merged and start <= merged[-1][1]:
            first, last, least = merged[-1]
            merged[-1] = first, max(last, end), min(least, rank)
        else:
            merged.append((start, end, rank))
    return merged


def _spellings(key: str) -> list[str]:
    """Return the terms that the lexical index may have of a number: ``1000000``, ``1⁄2``."""
    key = key.lstrip("-")
    whole, _, fraction = key.rpartition("+")
    if "/" in fraction:
        return [*terms(key), f"{whole}{fraction.replace('/', '⁄')}", fraction.replace("/", "⁄")]
    digits, point, decimals = key.replace(",", "").partition(".")
    # Circled figures are digits to ``isdigit``, and no number.
    if not digits.isdecimal() or len(digits) > _LONGEST_NUMBER:
        return []
    grouped = f"{int(digits):,}"
    return [
        f"{digits}{point}{decimals}",
        *terms(grouped.replace(",", " ")),
        grouped.replace(",", ".") + decimals.join([",", ""] if point else ["", ""]),
    ]

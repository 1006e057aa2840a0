"""Search over one generation: dense and lexical, fused."""

from __future__ import annotations

import fnmatch
import math
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from qa.deadlines import check_deadline
from qa.errors import IndexMismatchError, QuestionError
from qa.files.shipped import shipped
from qa.files.typed_json import Probability, parse
from qa.questions.parsing import cleaned
from qa.records import Hit
from qa.text.analyzer import terms
from qa.text.spelling import corrected

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from qa.embedders.sentence_transformer import Embedder, Vectors
    from qa.index.calibration import Calibration
    from qa.index.manifest import Manifest
    from qa.index.protocol import Searchable
    from qa.records import Document, Passage

DEPTH = 100
"""Passages that each of the two searches brings to the fusion."""

DENSE_SHARE = 0.5
"""Weight of the dense score in the sum. The weighted sum of min-max normalised scores found
the answering passage first for .83 / .53 / .63 of the questions of three public sets, dense
alone for .66 / .30 / .46, BM25 alone for .81 / .51 / .61, reciprocal rank fusion for .76 /
.43 / .53."""

BACKGROUND = 1000
"""Passages of English that every index counts as if it held them too, so that one article can
tell a rare word from a common one; made by ``training/count_words.py``."""

_MOST_TERMS = 64  # of a question; those that say most, where a whole page is pasted

_DOCUMENTS_KEPT = 64  # in memory, read and checked


@dataclass(frozen=True, slots=True)
class Query:
    """What the index sees of a question.

    Attributes:
        text: the question in one line.
        vector: of the question, unit norm.
        idf: term → inverse document frequency, in order of the question; a term that stands
            in no passage has the highest.
        mass: sum of these.
    """

    text: str
    vector: Vectors
    idf: Mapping[str, float]
    mass: float = field(init=False)

    def __post_init__(self) -> None:
        """Sum up what hundreds of sentences are compared with."""
        object.__setattr__(self, "mass", sum(self.idf.values()))

    def coverage(self, found: frozenset[str]) -> float:
        """Return the share of the question's idf mass among the terms ``found``, [0, 1]."""
        if not self.mass:
            return 0.0
        return sum(idf for term, idf in self.idf.items() if term in found) / self.mass


class Index:
    """One generation and the embedder it was made with; safe to share between threads.

    Attributes:
        generation: what is asked.
        embedder: embeds questions.
        calibration: a confidence fitted to this index, None where there is none.
        fingerprint: 16 hex digits that stand for corpus, model and way of splitting.
    """

    def __init__(
        self,
        generation: Searchable,
        embedder: Embedder,
        calibration: Calibration | None = None,
    ) -> None:
        """Join a generation and an embedder, and a confidence fitted to them, if there is one.

        Raises:
            IndexMismatchError: the generation was made with another embedder.
        """
        made_with, given = generation.manifest.embedder, embedder.identity
        if (made_with.sha256, made_with.dimension) != (given.sha256, given.dimension):
            msg = (
                f"The index at {str(generation.path)!r} was made with the model "
                f"{made_with.name!r} (weights {made_with.sha256[:12]}, dimension "
                f"{made_with.dimension}), not with {given.name!r} (weights {given.sha256[:12]}, "
                f"dimension {given.dimension}). Build it again with: qa build corpus "
                f"--model {given.name}"
            )
            raise IndexMismatchError(msg)
        self.generation = generation
        self.embedder = embedder
        self.calibration = calibration
        self.fingerprint = generation.manifest.fingerprint
        self._document = lru_cache(_DOCUMENTS_KEPT)(generation.document)

    def document(self, doc_id: str) -> Document:
        """Return a document as it was indexed.

        Raises:
            KeyError: there is none with this ``doc_id``.
            IndexCorruptError: its stored text has changed.
        """
        return self._document(doc_id)

    def documents(self) -> Iterator[Document]:
        """Yield every document, sorted by ``doc_id``."""
        return self.generation.documents()

    def corrected(self, question: str) -> str:
        """Return a question with words spelt as the documents spell them.

        Words they hold, and those that the embedding model has whole, stay as they are.
        """

        def known(words: Collection[str]) -> set[str]:
            found = {word: terms(word) for word in words}
            held = self.generation.document_frequencies(
                {t for some in found.values() for t in some}
            )
            return {
                word
                for word, some in found.items()
                if not some
                or any(held[term] for term in some)
                or self.embedder.count_tokens([word]) == [1]
            }

        return corrected(question, known, self.generation.words_beginning_with)

    def query(self, question: str) -> Query:
        """Turn a question into what the index is searched for.

        Raises:
            QuestionError: it is empty, too long or no text.
        """
        text = cleaned(question)
        passages = self.generation.manifest.counts["passages"]
        held = self.generation.document_frequencies(dict.fromkeys(terms(text)))
        idf = {
            term: _idf(holding + BACKGROUND * _background().get(term, 0.0), passages + BACKGROUND)
            for term, holding in held.items()
        }
        if len(idf) > _MOST_TERMS:
            telling = sorted(idf, key=lambda term: (-idf[term], term))[:_MOST_TERMS]
            idf = {term: idf[term] for term in telling}
        return Query(text, self.embedder.embed_question(text), idf)

    def search(self, query: Query, k: int, documents: Collection[str] | None = None) -> list[Hit]:
        """Return the best ``k`` passages, best first; equal scores in passage order.

        Args:
            query: what to look for.
            k: the most passages.
            documents: those to look in, see :meth:`doc_ids` (default: all). Fewer documents
                do not make the search shallower.

        Raises:
            QuestionError: one of ``documents`` is not in the index.
            DeadlineError: the deadline of the caller has passed.
        """
        check_deadline()
        among = self._numbers_of(documents)
        dense = dict(self.generation.nearest(query.vector, DEPTH, among))
        check_deadline()
        lexical = dict(self.generation.matching(list(query.idf), DEPTH, among))
        fused = fuse(dense, lexical)
        numbers = sorted(fused, key=lambda number: (-fused[number], number))[:k]
        missing = [number for number in numbers if number not in dense]
        cosines = self.generation.passage_vectors(missing) @ query.vector
        dense.update(zip(missing, map(float, cosines), strict=True))
        return [
            Hit(
                number=number,
                passage=passage,
                score=fused[number],
                dense=dense[number],
                lexical=lexical.get(number, 0.0),
            )
            for number, passage in zip(numbers, self.passages(numbers), strict=True)
        ]

    def doc_ids(self, named: Collection[str]) -> list[str]:
        """Return the documents that are named, sorted.

        Args:
            named: by ``doc_id``, or by a pattern with ``*``, ``?`` and ``[…]`` that matches
                one as in a shell; ``*`` matches ``/`` too.

        Raises:
            QuestionError: there is none of this name, or nothing is named.
        """
        return named_documents(self.generation.manifest, named)

    def passages(self, numbers: Sequence[int]) -> list[Passage]:
        """Return the passages with these numbers."""
        return self.generation.passages(numbers)

    def _numbers_of(self, documents: Collection[str] | None) -> list[int] | None:
        if documents is None:
            return None
        return self.generation.numbers_of(self.doc_ids(documents))


LONGEST_PATTERN = 1_000
"""Characters of a pattern that names documents."""


def named_documents(manifest: Manifest, named: Collection[str]) -> list[str]:
    """Do what :meth:`Index.doc_ids` does, where there is no embedder to open an index with."""
    there = {**{doc_id: doc_id for doc_id in manifest.documents}, **manifest.duplicates}
    found: set[str] = set()
    for name in named:
        if name in there:
            matching = [name]
        else:  # a longer pattern takes seconds to translate; it can only be a name
            matching = fnmatch.filter(there, name) if len(name) <= LONGEST_PATTERN else []
        if not matching:
            shown = name[:LONGEST_PATTERN]
            msg = f"There is no document {shown!r} in the index. See what there is with: qa info"
            raise QuestionError(msg)
        found.update(there[doc_id] for doc_id in matching)
    if not found:
        msg = "There is no document named to look in. See what there is with: qa info"
        raise QuestionError(msg)
    return sorted(found)


def fuse(dense: Mapping[int, float], lexical: Mapping[int, float]) -> dict[int, float]:
    """Return passage → weighted sum of its two min-max normalised scores, [0, 1]."""
    near, matching = _normalised(dense), _normalised(lexical)
    return {
        number: DENSE_SHARE * near.get(number, 0.0) + (1 - DENSE_SHARE) * matching.get(number, 0.0)
        for number in near.keys() | matching.keys()
    }


def _normalised(scores: Mapping[int, float]) -> dict[int, float]:
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    width = high - low
    return {n: (score - low) / width if width else 1.0 for n, score in scores.items()}


@dataclass(frozen=True, slots=True)
class _Background:
    """What ``background.json`` holds of use here."""

    shares: dict[str, Probability]


@cache
def _background() -> dict[str, float]:
    """Return term → share of the passages of English texts that hold it."""
    return parse(shipped("index/background.json"), _Background).shares


def _idf(holding: float, passages: int) -> float:
    """Return the inverse document frequency of BM25 (Robertson and Zaragoza 2009), kept above 0."""
    return math.log(1 + (passages - holding + 0.5) / (holding + 0.5))

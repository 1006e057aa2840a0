"""Search over one generation: dense and lexical, fused."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from qa.deadlines import check_deadline
from qa.errors import IndexMismatchError
from qa.index.document_filter import matching_documents
from qa.index.fusion import fuse
from qa.index.query import Query, weigh_terms
from qa.questions.names import DocumentNames
from qa.questions.parsing import cleaned
from qa.questions.roles import Roles
from qa.records import Hit
from qa.text.analyzer import terms
from qa.text.spelling import corrected

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from qa.embedders.protocol import Embedder, Vectors
    from qa.index.calibration import Calibration
    from qa.index.protocol import Searchable
    from qa.records import Document, Passage

DEPTH = 100
"""Passages that each of the two searches contributes to the fusion."""

_CACHED_DOCUMENTS = 64  # in memory, read and checked
_CACHED_WORDS = 10_000  # vectors of words in memory


class Index:
    """One generation and the embedder it was made with; safe to share between threads.

    Attributes:
        generation: what is searched.
        embedder: embeds questions.
        calibration: a confidence fitted to this index; None without one.
        named: whether a question can call its documents by name.
        fingerprint: 16 hex digits that identify corpus, model and passage parameters.
    """

    def __init__(
        self,
        generation: Searchable,
        embedder: Embedder,
        calibration: Calibration | None = None,
        *,
        named: bool = True,
    ) -> None:
        """Join a generation and an embedder.

        Args:
            generation: to search.
            embedder: the one that the generation was made with.
            calibration: a confidence fitted to them; None without one.
            named: whether a question can call its documents by name.

        Raises:
            IndexMismatchError: the generation was made with another embedder.
        """
        _check_embedder(generation, embedder)
        self.generation = generation
        self.embedder = embedder
        self.calibration = calibration
        self.named = named
        self.fingerprint = generation.manifest.fingerprint
        self._document = lru_cache(_CACHED_DOCUMENTS)(generation.document)
        # As a question is embedded: passages would wait for a build that uses the same embedder.
        self._word_vector = lru_cache(_CACHED_WORDS)(embedder.embed_question)

    def document(self, doc_id: str) -> Document:
        """Return a document as it was indexed.

        Args:
            doc_id: of the document.

        Raises:
            KeyError: there is none with this ``doc_id``.
            IndexCorruptError: its stored text has changed.
        """
        return self._document(doc_id)

    def word_vector(self, word: str) -> Vectors:
        """Return the vector of a word alone, float32 ``(dimension,)``, of unit norm.

        Args:
            word: of a question or a document.
        """
        return self._word_vector(word)

    @cached_property
    def names(self) -> DocumentNames:
        """The names by which a question may call the documents."""
        facts = self.generation.facts() if self.named else []
        passages = {one.doc_id: one.passages for one in facts}

        def is_elsewhere(word: str, doc_ids: Collection[str]) -> bool:
            frequencies = self.generation.document_frequencies(terms(word))
            return max(frequencies.values(), default=0) > sum(map(passages.__getitem__, doc_ids))

        return DocumentNames(((one.doc_id, one.title) for one in facts), is_elsewhere)

    def documents(self) -> Iterator[Document]:
        """Yield every document, sorted by ``doc_id``."""
        return self.generation.documents()

    def doc_ids(self, named: Collection[str]) -> list[str]:
        """Return the ``doc_id`` of the documents that are named, sorted.

        Args:
            named: each a ``doc_id``, or a pattern with ``*``, ``?`` and ``[…]`` as in a shell,
                except that ``*`` matches ``/`` too.

        Raises:
            QuestionError: a name matches no document, or there is no name.
        """
        return matching_documents(self.generation.manifest, named)

    def passages(self, numbers: Sequence[int]) -> list[Passage]:
        """Return the passages with these numbers.

        Args:
            numbers: of passages.
        """
        return self.generation.passages(numbers)

    def corrected(self, question: str) -> str:
        """Return a question with its misspelt words as the documents spell them.

        Words that the documents contain stay as they are, and so do those that the embedding
        model has as one piece, such as well-known names.

        Args:
            question: as typed.
        """

        def known(words: Collection[str]) -> set[str]:
            found = {word: terms(word) for word in words}
            frequencies = self.generation.document_frequencies(
                {term for some in found.values() for term in some}
            )
            return {
                word
                for word, some in found.items()
                if not some
                or any(frequencies[term] for term in some)
                or self.embedder.count_tokens([word]) == [1]
            }

        return corrected(question, known, self.generation.words_beginning_with)

    def query(self, question: str) -> Query:
        """Return a question as the index sees it.

        Args:
            question: as typed.

        Raises:
            QuestionError: it is empty, too long or not text.
        """
        text = cleaned(question)
        # dict.fromkeys keeps the question's order, in which matched terms are shown.
        frequencies = self.generation.document_frequencies(dict.fromkeys(terms(text)))
        idf = weigh_terms(frequencies, self.generation.manifest.counts["passages"])
        return Query(text, self.embedder.embed_question(text), idf, Roles(text).also)

    def search(
        self,
        query: Query,
        k: int,
        documents: Collection[str] | None = None,
        depth: int = DEPTH,
    ) -> list[Hit]:
        """Return the best ``k`` passages, best first; equal scores in passage order.

        Args:
            query: what to look for.
            k: the most passages.
            documents: those to search, see :meth:`doc_ids` (default: all). Fewer documents do not
                make the search shallower.
            depth: how many passages each of the two searches finds.

        Raises:
            QuestionError: one of ``documents`` is not in the index.
            DeadlineError: the deadline of the caller has passed.
        """
        check_deadline()
        among = None
        if documents is not None:
            among = self.generation.numbers_of(self.doc_ids(documents))
        dense = dict(self.generation.nearest(query.vector, depth, among))
        check_deadline()
        lexical = dict(self.generation.matching([*query.idf, *query.also], depth, among))
        fused = fuse(dense, lexical)
        numbers = sorted(fused, key=lambda number: (-fused[number], number))[:k]
        dense |= self._cosines(query, [number for number in numbers if number not in dense])
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

    def _cosines(self, query: Query, numbers: Sequence[int]) -> dict[int, float]:
        """Return the cosines of passages that only the lexical search found."""
        cosines = self.generation.passage_vectors(numbers) @ query.vector
        return dict(zip(numbers, map(float, cosines), strict=True))


def _check_embedder(generation: Searchable, embedder: Embedder) -> None:
    """Raise an IndexMismatchError where a generation was made with another embedder."""
    made_with, loaded = generation.manifest.embedder, embedder.identity
    if (made_with.sha256, made_with.dimension) != (loaded.sha256, loaded.dimension):
        msg = (
            f"The index at {str(generation.path)!r} was made with the model "
            f"{made_with.name!r} (weights {made_with.sha256[:12]}, dimension "
            f"{made_with.dimension}), not with {loaded.name!r} (weights {loaded.sha256[:12]}, "
            f"dimension {loaded.dimension}). Build it again with: qa build FOLDER "
            f"--model {loaded.name}"
        )
        raise IndexMismatchError(msg)

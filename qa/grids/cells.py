"""One cell: what one document answers to one question.

A cell is the answer to the question in that document alone, with one quote. Most cells of a grid
are empty, and reading is most of the time of an answer. So a document whose sentences say next to
nothing to the question, by their cheap features, is not read at all.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa.answers.asker import Asker
from qa.answers.ranking import rank
from qa.grids.confidence import cell_model
from qa.grids.patience import Patient
from qa.grids.records import ALL, GridCell
from qa.index.search import Index

if TYPE_CHECKING:
    from qa.answers.reader import Reader
    from qa.grids.records import Label
    from qa.index.query import Query
    from qa.records import Answer, Document, Quote

CONTEXT = 600
"""Characters of the text on either side of a quote."""


class _Questions(Index):
    """An index that remembers what it made of each question.

    A confidence that was fitted to it is left out: it is about all documents, and a cell about one.
    """

    def __init__(self, index: Index) -> None:
        super().__init__(index.generation, index.embedder, named=index.named)
        self._queries: dict[str, Query] = {}
        self._corrected: dict[str, str] = {}

    def query(self, question: str) -> Query:
        """Return a question as the index sees it.

        Args:
            question: as typed.
        """
        found = self._queries.get(question)
        if found is None:
            found = self._queries[question] = super().query(question)
        return found

    def corrected(self, question: str) -> str:
        """Return a question with its misspelt words as the documents spell them.

        Args:
            question: as typed.
        """
        found = self._corrected.get(question)
        if found is None:
            found = self._corrected[question] = super().corrected(question)
        return found


class CellAsker:
    """Answers cells; safe to share between threads."""

    def __init__(
        self, index: Index, reader: Reader | None = None, evidence_model: str | None = None
    ) -> None:
        """Prepare to ask.

        Args:
            index: to ask.
            reader: reads the best passages once more; None for none.
            evidence_model: its name, for receipts; None where the user chose none.
        """
        self._whole = Asker(index, 1, reader, evidence_model=evidence_model)
        self._index = _Questions(index)
        self._model = cell_model(with_reader=reader is not None)
        self._asker = Asker(self._index, 1, reader, self._model.found_from, evidence_model)

    def prepare(self, question: str) -> None:
        """Encode a question, so that its cells need not.

        Args:
            question: in one line.
        """
        self._index.query(self._index.corrected(question))

    def ask(self, position: int, question: str, doc_id: str) -> GridCell:
        """Return a cell.

        Args:
            position: of the question in the grid, from 0.
            question: in one line.
            doc_id: of the document; empty for all.

        Raises:
            IndexCorruptError: the stored text of a document has changed.
        """
        if doc_id == ALL:
            return self._from_all(position, question)
        query = self._index.query(self._index.corrected(question))
        cheap = rank(self._index, query, None, [doc_id]).confidence
        if self._asker.reader and cheap < self._model.read_from:
            return GridCell(position, doc_id, "not_found", self._model.unread(cheap))
        reader = self._asker.reader and Patient(self._asker.reader)
        asker = replace(self._asker, reader=reader)
        answer = asker.ask(question, carried=(), documents=[doc_id])
        probability = self._model.probability(answer.confidence)
        if not answer.quotes:
            return GridCell(position, doc_id, "not_found", probability)
        # Whether the document answers, and whether this sentence does, are two questions.
        is_likely = answer.likely and answer.confidence >= self._model.likely_from
        return self._cell(position, doc_id, answer, probability, is_likely=is_likely)

    def _from_all(self, position: int, question: str) -> GridCell:
        answer = self._whole.ask(question, carried=())
        if not answer.quotes:
            return GridCell(position, ALL, "not_found", answer.confidence)
        score = answer.quotes[0].score
        return self._cell(position, ALL, answer, score, is_likely=answer.likely)

    def _cell(
        self, position: int, doc_id: str, answer: Answer, probability: float, *, is_likely: bool
    ) -> GridCell:
        quote = answer.quotes[0]
        document = self._index.document(quote.citation.doc_id)
        before, after = around(document, quote)
        label: Label = "likely" if is_likely else "uncertain"
        return GridCell(position, doc_id, label, probability, answer, before, after)


def around(document: Document, quote: Quote) -> tuple[str, str]:
    """Return the text before and after a quote, in whole words, of at most :data:`CONTEXT` each.

    Args:
        document: of the quote.
        quote: in it.
    """
    start, end = quote.citation.start, quote.citation.end
    first = max(0, start - CONTEXT)
    last = min(len(document.text), end + CONTEXT)
    before, after = document.text[first:start], document.text[end:last]
    if first:
        before = before.partition(" ")[2] or before  # not in the midst of a word
    if last < len(document.text):
        after = after.rpartition(" ")[0] or after
    return before, after

"""What the sentence layer is trained on and tried on: passages as word pieces, and questions.

Documents are split as an index splits them, with title and headings in front of a passage.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from tqdm import tqdm

from qa.evaluation.question_sets import CORPUS, QUESTIONS, read_corpus, read_questions
from qa.indexing.splitting.contexts import embedded_text, new_passages, spans_within
from training.reader_fold import fold, is_held_out
from training.saving import made_once

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa.embedders.protocol import Vectors
    from qa.embedders.sentence_transformer import SentenceTransformerEmbedder
    from qa.evaluation.question_sets import LabelledQuestion
    from qa.indexing.splitting.contexts import NewPassage
    from qa.records import Document, Span

HELD_OUT = "held-out documents"
"""The kind of the questions that are asked of documents that the training leaves out."""
LEFT_OUT = ("qamr_devtest", "removed_positive")
"""Sets of documents of one sentence, and of questions without an answer: they teach nothing."""
DOCUMENTS = {"evidence_inference": 120}
"""Set → the most of its documents that are read: its papers are long."""
SEED = 3  # of the documents that are drawn
OF_NONE = -1
"""In place of the number of a sentence: the word piece is of none."""


@dataclass(frozen=True, slots=True)
class Sets:
    """Folders of question sets.

    Attributes:
        learnt: to train on, but for the documents that :func:`.reader_fold.is_held_out` names.
        unseen: to try only; of SQuAD 2, the half that no reader is trained on.
    """

    learnt: Sequence[Path]
    unseen: Sequence[Path] = ()


@dataclass(frozen=True, slots=True)
class Pieces:
    """A passage as word pieces.

    Attributes:
        of_set: name of its set.
        kind: of the questions that it is tried with; None for a passage to train on.
        ids: the word pieces, title and headings first.
        sentences: number of the sentence that each is of, in the passage, or :data:`OF_NONE`.
        first: number of its first sentence, among all.
        count: of its sentences.
    """

    of_set: str
    kind: str | None
    ids: NDArray[np.int32]
    sentences: NDArray[np.int32]
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with an answer.

    Attributes:
        of_set: name of its set.
        kind: as that of the passages which answer it.
        gold: passage → numbers of its sentences that answer, from 0.
    """

    of_set: str
    kind: str | None
    gold: Mapping[int, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Material:
    """All passages and questions, with the vectors that the model itself gives them.

    Attributes:
        passages: of all sets.
        questions: with an answer in these.
        own: a vector for each sentence, of the sentence alone.
        of_passages: a vector for each passage.
        of_questions: a vector for each question.
    """

    passages: Sequence[Pieces]
    questions: Sequence[Asked]
    own: Vectors
    of_passages: Vectors
    of_questions: Vectors


def saved_material(
    saved: Path, sets: Sets, embedder: SentenceTransformerEmbedder, documents: int
) -> Material:
    """Return passages and questions; they are made once for a file: embedding takes minutes.

    Args:
        saved: file to read, or to write.
        sets: to read.
        embedder: whose layer is to be trained.
        documents: the most of a set.
    """
    return made_once(saved, lambda: read_material(sets, embedder, documents))


def read_material(sets: Sets, embedder: SentenceTransformerEmbedder, documents: int) -> Material:
    """Read sets, and embed their passages, sentences and questions.

    Args:
        sets: to read.
        embedder: whose layer is to be trained.
        documents: the most of a set.
    """
    reading = _Reading(embedder)
    for folder in sets.learnt:
        reading.add(folder, documents, None)
    for folder in sets.unseen:
        reading.add(folder, documents, folder.name)
    texts = (reading.sentences, reading.texts, reading.words)
    return Material(reading.passages, reading.questions, *map(embedder.embed_passages, texts))


class _Reading:
    """Passages and questions, and the texts that are to be embedded."""

    def __init__(self, embedder: SentenceTransformerEmbedder) -> None:
        self._embedder = embedder
        self.passages: list[Pieces] = []
        self.questions: list[Asked] = []
        self.texts: list[str] = []  # of the passages
        self.sentences: list[str] = []
        self.words: list[str] = []  # of the questions

    def add(self, folder: Path, documents: int, kind: str | None) -> None:
        """Read a set.

        Args:
            folder: of the set.
            documents: the most that are read.
            kind: of its questions; None for a set to train on.
        """
        every = read_corpus(folder / CORPUS)
        split: dict[str, list[tuple[int, NewPassage]]] = {}
        for document in tqdm(drawn(folder.name, every, documents), desc=folder.name):
            of_document = HELD_OUT if is_held_out(document.doc_id) else None
            split[document.doc_id] = []
            for new in new_passages(document, self._embedder):
                split[document.doc_id].append((len(self.passages), new))
                self._add_passage(folder.name, kind or of_document, document, new)
        texts = {document.doc_id: document.text for document in every}
        for question in read_questions(folder / QUESTIONS, texts):
            gold = gold_of(question, split)
            if gold:
                of_question = self.passages[next(iter(gold))].kind
                self.questions.append(Asked(folder.name, of_question, gold))
                self.words.append(question.question)

    def _add_passage(
        self, of_set: str, kind: str | None, document: Document, new: NewPassage
    ) -> None:
        passage = new.passage
        text = embedded_text(new.context, document.text[passage.start : passage.end])
        encoded = self._embedder.model.tokenizer(
            text,
            truncation=True,
            max_length=self._embedder.longest,
            return_offsets_mapping=True,
        )
        spans = spans_within(new.context, passage.start, passage.sentences)
        numbers = _sentence_numbers(spans, encoded["offset_mapping"])
        ids = np.array(encoded["input_ids"], np.int32)
        first = len(self.sentences)
        self.passages.append(Pieces(of_set, kind, ids, numbers, first, len(spans)))
        self.texts.append(text)
        self.sentences += (document.text[one.start : one.end] for one in passage.sentences)


def drawn(name: str, documents: Sequence[Document], most: int) -> Sequence[Document]:
    """Return the documents of a set that are read."""
    if name == "squad2":
        documents = [document for document in documents if fold(document.doc_id) == 1]
    most = min(most, DOCUMENTS.get(name, most))
    if len(documents) <= most:
        return documents
    return random.Random(SEED).sample(documents, most)  # noqa: S311 - not for secrets


def _sentence_numbers(
    sentences: Sequence[Span], offsets: Sequence[tuple[int, int]]
) -> NDArray[np.int32]:
    """Return the number of the sentence that each word piece begins in."""
    begins, ends = np.array(offsets).reshape(-1, 2).T
    numbers = np.searchsorted([one.start for one in sentences], begins, "right") - 1
    stops = np.array([one.end for one in sentences])
    inside = (numbers >= 0) & (begins < stops[numbers]) & (begins < ends)
    return np.where(inside, numbers, OF_NONE).astype(np.int32)


def gold_of(
    question: LabelledQuestion, split: Mapping[str, Sequence[tuple[int, NewPassage]]]
) -> dict[int, list[int]]:
    """Return the sentences that answer a question, of each passage that has some."""
    found: dict[int, set[int]] = {}
    for gold in question.gold:
        for number, new in split.get(gold.doc_id, ()):
            for i, span in enumerate(new.passage.sentences):
                if gold.overlaps(new.passage.doc_id, span):
                    found.setdefault(number, set()).add(i)
    return {number: sorted(numbers) for number, numbers in found.items()}

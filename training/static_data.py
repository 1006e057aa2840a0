"""What the static model is trained on and tried on: texts as word pieces, and questions.

Documents are split as an index splits them, with title and headings in front of a passage.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from tqdm import tqdm

from qa.evaluation.question_sets import CORPUS, QUESTIONS, read_corpus, read_questions
from qa.indexing.splitting.contexts import embedded_text, new_passages
from training.reader_fold import fold, is_held_out
from training.saving import made_once
from training.sentence_layer_data import HELD_OUT, Asked, drawn, gold_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa.embedders.protocol import Embedder, Vectors
    from qa.indexing.splitting.contexts import NewPassage
    from qa.records import Document

SQUAD = "squad2"
"""The set whose one half of articles is trained on, and whose other half only tries."""
_CHUNK = 2_000  # texts between two checkpoints of the default model's vectors


@dataclass(frozen=True, slots=True)
class Material:
    """All texts of the sets.

    Attributes:
        passages: with title and headings in front.
        sentences: of all passages, in order.
        firsts: number of the first sentence of each passage, and the number of sentences.
        of_sets: name of the set of each passage.
        is_learnt: whether a passage is trained on.
        questions: with an answer in the passages.
        words: of the questions.
    """

    passages: Sequence[str]
    sentences: Sequence[str]
    firsts: NDArray[np.int64]
    of_sets: Sequence[str]
    is_learnt: NDArray[np.bool_]
    questions: Sequence[Asked]
    words: Sequence[str]

    def sentences_of(self, passage: int) -> slice:
        """Return which sentences are of a passage.

        Args:
            passage: its number.
        """
        return slice(int(self.firsts[passage]), int(self.firsts[passage + 1]))


def saved_material(saved: Path, sets: Sequence[Path], embedder: Embedder, most: int) -> Material:
    """Return the texts of sets; they are read once for a file.

    Args:
        saved: file to read, or to write.
        sets: folders to read.
        embedder: whose word pieces decide where documents are split.
        most: documents of a set.
    """
    return made_once(saved, lambda: read_material(sets, embedder, most))


def read_material(sets: Sequence[Path], embedder: Embedder, most: int) -> Material:
    """Read sets.

    Args:
        sets: folders to read.
        embedder: whose word pieces decide where documents are split.
        most: documents of a set.
    """
    reading = _Reading(embedder)
    for folder in sets:
        reading.add(folder, most)
    return reading.material()


class _Reading:
    """Texts and questions of the sets that were read so far."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._passages: list[str] = []
        self._sentences: list[str] = []
        self._firsts = [0]
        self._of_sets: list[str] = []
        self._is_learnt: list[bool] = []
        self._questions: list[Asked] = []
        self._words: list[str] = []

    def add(self, folder: Path, most: int) -> None:
        """Read a set.

        Args:
            folder: of the set.
            most: documents that are read.
        """
        every = read_corpus(folder / CORPUS)
        split: dict[str, list[tuple[int, NewPassage]]] = {}
        read = every[:most] if folder.name == SQUAD else drawn(folder.name, every, most)
        for document in tqdm(read, desc=folder.name):
            split[document.doc_id] = []
            for new in new_passages(document, self._embedder):
                split[document.doc_id].append((len(self._passages), new))
                self._add_passage(folder.name, document, new)
        texts = {document.doc_id: document.text for document in every}
        for question in read_questions(folder / QUESTIONS, texts):
            gold = gold_of(question, split)
            if gold:
                kind = _kind(folder.name, question.gold[0].doc_id)
                self._questions.append(Asked(folder.name, kind, gold))
                self._words.append(question.question)

    def material(self) -> Material:
        """Return what was read."""
        return Material(
            self._passages,
            self._sentences,
            np.array(self._firsts),
            self._of_sets,
            np.array(self._is_learnt),
            self._questions,
            self._words,
        )

    def _add_passage(self, of_set: str, document: Document, new: NewPassage) -> None:
        passage = new.passage
        body = document.text[passage.start : passage.end]
        self._passages.append(embedded_text(new.context, body))
        self._sentences += (document.text[one.start : one.end] for one in passage.sentences)
        self._firsts.append(len(self._sentences))
        self._of_sets.append(of_set)
        self._is_learnt.append(_kind(of_set, document.doc_id) is None)


def _kind(of_set: str, doc_id: str) -> str | None:
    """Return the kind of the questions on a document, None if it is trained on."""
    if is_held_out(doc_id):
        return HELD_OUT
    return SQUAD if of_set == SQUAD and fold(doc_id) == 1 else None


def taught_vectors(saved: Path, texts: Sequence[str], embedder: Embedder) -> Vectors:
    """Return the vectors of texts by another model; those that were made are in a folder.

    Args:
        saved: the folder.
        texts: to embed.
        embedder: the other model.
    """
    saved.mkdir(parents=True, exist_ok=True)
    made = [np.empty((0, embedder.identity.dimension), np.float16)]
    for first in tqdm(range(0, len(texts), _CHUNK), desc=saved.name):
        path = saved / f"{first}.npy"
        if not path.exists():
            vectors = embedder.embed_passages(texts[first : first + _CHUNK])
            new = path.with_suffix(".new.npy")
            np.save(new, vectors.astype(np.float16))
            new.replace(path)
        made.append(np.load(path))
    return np.concatenate(made).astype(np.float32)

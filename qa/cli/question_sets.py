"""Question sets for ``qa eval``, each opened with the index that its questions are asked of."""

from __future__ import annotations

import hashlib
import os
import random
from collections import defaultdict
from typing import TYPE_CHECKING

from qa.cli.arguments import index_of
from qa.embedders.selection import embedder_for
from qa.errors import QuestionSetError
from qa.evaluation.question_sets import CORPUS, QUESTIONS, read_corpus, read_questions
from qa.index.search import Index
from qa.indexing.build import build_with_report, index_documents
from qa.pipeline import load
from qa.settings import Settings
from qa.stores.folder import building

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator
    from pathlib import Path

    from qa.embedders.protocol import Embedder
    from qa.evaluation.question_sets import LabelledQuestion
    from qa.progress import Progress

_SEED = 7  # any number; with the same one a sample has the same questions every time


class QuestionSets:
    """Opens question sets, and builds the indexes of their corpora."""

    def __init__(self, options: Namespace, folder: Path, progress: Progress) -> None:
        """Open nothing yet.

        Args:
            options: of ``qa eval``.
            folder: to build indexes in, one for each corpus.
            progress: reports how far a build is.
        """
        self._options = options
        self._folder = folder
        self._progress = progress
        self._embedder: Embedder | None = None

    def open(self, path: Path) -> tuple[Index, list[LabelledQuestion]]:
        """Return the index and the questions, whose answers are checked against its documents.

        Args:
            path: a file of questions, or a folder with ``questions.jsonl``.
        """
        file = path / QUESTIONS if path.is_dir() else path
        index = self._index(file)
        texts = {document.doc_id: document.text for document in index.documents()}
        questions = read_questions(file, texts)
        far: Path | None = self._options.far
        if far:
            questions += read_questions(far / QUESTIONS if far.is_dir() else far, texts)
        return index, list(_sampled(questions, self._options.sample))

    def _index(self, file: Path) -> Index:
        neighbour = file.parent / CORPUS
        corpus: Path | None = self._options.corpus or (neighbour if neighbour.exists() else None)
        named = self._options.index or self._options.collection
        if self._options.calibrate or named or corpus is None:
            index = load(index_of(self._options))
            # Without an earlier calibration: the fit is to what the model says.
            return Index(index.generation, index.embedder) if self._options.calibrate else index
        if not corpus.exists():
            raise QuestionSetError(corpus, 0, "there are no such documents")
        self._embedder = self._embedder or embedder_for(
            Settings.current().model, Settings.current().index
        )
        root = self._folder / hashlib.sha256(os.fsencode(corpus.resolve())).hexdigest()[:16]
        if corpus.is_dir():
            return build_with_report(
                [corpus], into=root, embedder=self._embedder, progress=self._progress
            ).index
        with building(root):
            return index_documents(read_corpus(corpus), root, self._embedder, self._progress)[0]


def _sampled(questions: list[LabelledQuestion], most: int | None) -> Iterator[LabelledQuestion]:
    """Yield at most ``most`` questions of each origin, in their order; all for None."""
    if most is None:
        yield from questions
        return
    origins: dict[str, list[int]] = defaultdict(list)
    for i, question in enumerate(questions):
        origins[question.origin].append(i)
    drawn = random.Random(_SEED)  # noqa: S311 - a sample, no secret
    chosen = [i for group in origins.values() for i in drawn.sample(group, min(most, len(group)))]
    yield from (questions[i] for i in sorted(chosen))

"""The questions that quoting is fitted on, each asked of its corpus.

Every question is asked of its corpus (here), of the same corpus without its own documents
(elsewhere), and questions of Natural Questions are asked of every corpus (elsewhere too); questions
of SQuAD 2 and in people's own words that their documents do not answer are near misses. A question
in people's own words leaves much to its document ("Who runs the service?"), so another one often
answers it: without its document it counts as a near miss, not as one from elsewhere. Documents that
the reader was trained on stay in the corpus, but their questions are not asked.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from tqdm import tqdm

from qa.answers import ranking, reading, scoring
from qa.answers.answer_types import names_by_term
from qa.embedders.sentence_transformer import SentenceTransformerEmbedder
from qa.evaluation.question_sets import CORPUS, QUESTIONS, read_corpus
from qa.indexing.build import index_documents
from qa.stores.folder import building
from training.reader_fold import is_unseen, part

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa.answers.features import Candidates
    from qa.answers.page import Page
    from qa.index.query import Query
    from qa.index.search import Index

    Array = NDArray[np.float64]

SETS = ("squad2", "squad11", "evidence_inference")
OWN_WORDS = "own_words_*"  # among the further sets: the documents that the reader has not seen
FURTHER = "squadshifts_newwiki"  # for sentences without a reader, which was trained on it
FOREIGN = "nq_open"
SEED = 7


@dataclass(slots=True)
class Asked:
    """One question asked of one corpus.

    Attributes:
        part: what is held out together.
        kind: ``here``, ``near``, ``far``, or ``without`` its document.
        query: the question as the index saw it.
        candidates: the sentences.
        right: ``(sentences,)``, whether the sentence overlaps a gold span.
        pages: what a reader reads of each passage.
        unknown: names of the question that each document lacks.
        scores: of the sentences without a reader; None before they are fitted.
        odds: the reader's, of all passages that it may read; None before it has read.
    """

    part: str
    kind: str
    query: Query
    candidates: Candidates
    right: NDArray[np.bool_]
    pages: tuple[Page, ...]
    unknown: Mapping[str, Sequence[str]]
    scores: Array | None = None
    odds: Array | None = None

    def odds_as_read(self, weights: Mapping[str, float]) -> Array | None:
        """Return the odds of what is read until it is enough, None without a reader.

        Args:
            weights: feature → weight in the score of a sentence that was read.
        """
        all_odds = self.odds
        if all_odds is None or self.scores is None:
            return None
        passage = self.candidates.passage
        return reading.read_in_turn(
            self.candidates,
            self.scores,
            lambda i: all_odds[passage == i],
            # What speaks against a sentence is no part of what is fitted.
            lambda odds: scoring.sentence_features(self.candidates, odds).weighted_sum(weights),
        )


def ask_sets(
    options: argparse.Namespace, own_words: Sequence[Path]
) -> tuple[list[Asked], list[Asked]]:
    """Return what is fitted on, and further questions for sentences without a reader."""
    embedder = SentenceTransformerEmbedder()
    asked: list[Asked] = []
    for path in (*(options.sets / name for name in SETS), *own_words):
        asked += _ask_set(options, path, embedder)
    further = _ask_set(options, options.further / FURTHER, embedder)
    return asked, [item for item in further if item.kind == "here"]


def _ask_set(
    options: argparse.Namespace, path: Path, embedder: SentenceTransformerEmbedder
) -> Iterator[Asked]:
    name = path.name
    documents = read_corpus(path / CORPUS)
    documents.sort(key=lambda document: document.text_sha256)
    if name == "evidence_inference":
        documents = documents[: options.documents]
    held = {document.doc_id for document in documents}
    folder = options.work / name
    # In bfloat16, which is three times as fast and moves a cosine by a thousandth.
    with building(folder), torch.autocast("cpu", torch.bfloat16):
        index, _ = index_documents(documents, folder, embedder, _progress(name))
    random = np.random.default_rng(SEED)

    def drawn(rows: list[dict[str, Any]], most: int) -> list[dict[str, Any]]:
        return [rows[i] for i in random.permutation(len(rows))[:most]]

    rows = [
        row
        for row in _lines(path / QUESTIONS)
        if row["source_doc"] in held and is_unseen(name, row["source_doc"])
    ]
    here = drawn([row for row in rows if row["answerable"]], options.questions)
    near = drawn([row for row in rows if not row["answerable"]], options.questions)
    foreign = drawn(list(_lines(options.sets / FOREIGN / QUESTIONS)), len(here) // 3)
    for row in tqdm(here, desc=f"asking {name}"):
        held_out = part(name, row["source_doc"])
        yield _ask(index, held_out, "here", row)
        others = held - {answer["doc_id"] for answer in row["answers"]}
        kind = "without" if name.startswith("own_words_") else "far"
        yield _ask(index, held_out, kind, row | {"answers": []}, others)
    for row in tqdm(near, desc=f"asking {name}, near misses"):
        yield _ask(index, part(name, row["source_doc"]), "near", row)
    for row in tqdm(foreign, desc=f"asking {name}, from elsewhere"):
        yield _ask(index, part(name, row["question"]), "far", row | {"answers": []})


def _ask(
    index: Index, held_out: str, kind: str, row: dict[str, Any], documents: set[str] | None = None
) -> Asked:
    query = index.query(row["question"])
    candidates = ranking.collect_candidates(index, query, documents)
    right = [
        any(
            item.hit.passage.doc_id == answer["doc_id"]
            and item.span.start < answer["end"]
            and answer["start"] < item.span.end
            for answer in row["answers"]
        )
        for item in candidates.evidence
    ]
    pages = tuple(reading.page(index, hit) for hit in candidates.hits)
    names = names_by_term(query.text)
    unknown: dict[str, list[str]] = {}
    for doc_id in {hit.passage.doc_id for hit in candidates.hits}:
        known = index.generation.terms_in_document(doc_id, names)
        unknown[doc_id] = [word for term, word in names.items() if term not in known]
    return Asked(held_out, kind, query, candidates, np.array(right), pages, unknown)


def weights_of(asked: Sequence[Asked], kinds: Mapping[str, float]) -> Array:
    """Return a weight a question, so that kinds weigh as they should and parts the same.

    Args:
        asked: the questions.
        kinds: kind → weight of all its questions.
    """
    counts = Counter((item.part, item.kind) for item in asked)
    parts = Counter(kind for _, kind in counts)
    return np.array(
        [kinds[item.kind] / parts[item.kind] / counts[item.part, item.kind] for item in asked]
    )


def _lines(path: Path) -> Iterable[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _progress(name: str) -> Any:
    bars: dict[str, tqdm[Any]] = {}

    def show(stage: str, done: int, total: int) -> None:
        bar = bars.setdefault(stage, tqdm(desc=f"{stage} {name}", total=total))
        bar.update(done - bar.n)

    return show

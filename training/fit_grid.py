"""Fit ``qa/grids/confidence.json``: how sure a cell of a grid is, from question sets as grids.

    python -m training.fit_grid ../shared/train/own_words_* ../shared/eval/squad2

Each set is laid out as a grid: its questions × its documents, with gold only in a question's own
document. Only documents that the reader was not trained on have their questions asked; the others
fill the rows. Of each row some cells are drawn: that of its own document, that of the document that
comes nearest, and some others, which stand for all of the rest. A cell is right if its first
sentence overlaps gold. Other documents may answer too, and nobody has marked where; so the fitted
probabilities are rather too low than too high.

How many documents answer depends on the grid: all of ten leases have a rent, one of ten papers has
a finding. The fit is to rows of ten documents of which one answers, or none.

The confidence of an answer from one document becomes the probability of a cell by a line through
its log odds (Platt 1999), fitted with every set weighing the same. What is printed is measured on
each set with a line fitted on the others.
"""

from __future__ import annotations

import argparse
import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

from qa.answers.ranking import rank
from qa.answers.reader import load_reader
from qa.embedders.sentence_transformer import SentenceTransformerEmbedder
from qa.evaluation.question_sets import CORPUS, QUESTIONS, read_corpus, read_questions
from qa.files.hashing import sha256_of_file
from qa.grids.confidence import bounded_odds
from qa.grids.patience import Patient
from qa.indexing.build import index_documents
from qa.progress import silent
from qa.stores.folder import building
from training.reader_fold import is_unseen
from training.saving import made_once

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from qa.answers.ranking import Ranking
    from qa.evaluation.question_sets import LabelledQuestion

    Array = NDArray[np.float64]

SEED = 5
ROW = 10  # documents of a row
OTHERS = 2  # further documents of a row that are drawn
EMPTY_RIGHT = 0.97  # share of the empty cells that stay empty
LEAST_LOST = 0.01  # share of the right cells that may be lost by not reading a document
LIKELY_RIGHT = 0.9  # share of the cells called likely whose quote is right, in people's own words


@dataclass(frozen=True, slots=True)
class Drawn:
    """A cell of a set that was laid out as a grid.

    Attributes:
        part: the set.
        weight: cells that it stands for.
        cheap: confidence without a reader.
        cheap_right: whether its first sentence without a reader overlaps gold.
        confidence: with the reader.
        right: whether its first sentence overlaps gold.
        sure: whether an answer with it would be likely, doubts aside.
        has_gold: whether the document answers.
        near_miss: whether the question was written so that no document answers it.
    """

    part: str
    weight: float
    cheap: float
    cheap_right: bool
    confidence: float
    right: bool
    sure: bool
    has_gold: bool
    near_miss: bool


def main() -> None:
    """Ask, fit, report and write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("sets", type=Path, nargs="+", help="folders of question sets")
    parser.add_argument("--questions", type=int, default=120, help="of a set (120)")
    parser.add_argument("--documents", type=int, default=20, help="of a set (20)")
    parser.add_argument("--work", type=Path, default=Path("build/grid"), help="for the indexes")
    parser.add_argument("--into", type=Path, default=Path("qa/grids/confidence.json"))
    options = parser.parse_args()
    cells = [cell for path in options.sets for cell in _asked(path, options)]
    content = {
        "about": "Coefficients of qa/grids/confidence.py. Fitted, never edited: see the command.",
        "command": "python -m training.fit_grid ../shared/train/own_words_* ../shared/eval/squad2",
        "sources": {path.name: sha256_of_file(path / QUESTIONS) for path in options.sets},
        "with_reader": _fitted(cells, with_reader=True),
        "without_reader": _fitted(cells, with_reader=False),
    }
    options.into.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _asked(path: Path, options: argparse.Namespace) -> list[Drawn]:
    """Return the cells of a set; asking takes minutes, so they are saved."""
    saved = options.work / f"{path.name}-{options.questions}-{options.documents}.pickle"
    return made_once(saved, lambda: list(_ask(path, options)))


def _ask(path: Path, options: argparse.Namespace) -> Iterator[Drawn]:
    every = read_corpus(path / CORPUS)
    # Documents that the reader has seen come last: questions about them are not asked.
    every.sort(key=lambda each: (not is_unseen(path.name, each.doc_id), each.text_sha256))
    documents = every[: options.documents]
    folder = options.work / path.name
    with building(folder):
        index, _ = index_documents(documents, folder, SentenceTransformerEmbedder(), silent)
    texts = {document.doc_id: document.text for document in every}
    doc_ids = sorted(document.doc_id for document in documents)
    questions = [
        one
        for one in read_questions(path / QUESTIONS, texts)
        if one.source in doc_ids and is_unseen(path.name, one.source)
    ]
    drawn = random.Random(SEED)  # noqa: S311 - a sample, no secret
    drawn.shuffle(questions)
    reader = load_reader("default", threads=1)
    assert reader is not None
    for question in tqdm(questions[: options.questions], desc=path.name):
        query = index.query(index.corrected(question.question))
        own = {gold.doc_id for gold in question.gold} | {question.source or ""}
        others = [doc_id for doc_id in doc_ids if doc_id not in own]
        nearest = index.search(query, 1, others)[0].passage.doc_id
        rest = [doc_id for doc_id in others if doc_id != nearest]
        some = drawn.sample(rest, min(OTHERS, len(rest)))
        weights = dict.fromkeys([*sorted(own & set(doc_ids)), nearest], 1.0)
        weights |= dict.fromkeys(some, (ROW - len(weights)) / max(1, len(some)))
        for doc_id, weight in weights.items():
            cheap = rank(index, query, None, [doc_id])
            full = rank(index, query, Patient(reader), [doc_id])
            yield Drawn(
                part=path.name,
                weight=weight,
                cheap=cheap.confidence,
                cheap_right=_is_right(cheap, question),
                confidence=full.confidence,
                right=_is_right(full, question),
                sure=full.first >= full.likely_from and not full.unknown,
                has_gold=any(gold.doc_id == doc_id for gold in question.gold),
                near_miss=not question.gold,
            )


def _is_right(ranking: Ranking, question: LabelledQuestion) -> bool:
    if not ranking.evidence:
        return False
    first = ranking.evidence[0]
    return any(gold.overlaps(first.hit.passage.doc_id, first.span) for gold in question.gold)


def _fitted(cells: Sequence[Drawn], *, with_reader: bool) -> dict[str, Any]:
    """Return the coefficients, and print how they do on each set by a fit to the others."""
    confidence = np.array([cell.confidence if with_reader else cell.cheap for cell in cells])
    right = np.array([cell.right if with_reader else cell.cheap_right for cell in cells])
    weights = _weights(cells)
    odds = np.array([bounded_odds(one) for one in confidence])
    cheap = np.array([bounded_odds(cell.cheap) for cell in cells])
    parts = np.array([cell.part for cell in cells])
    crossed = np.empty(len(cells))
    for part in np.unique(parts):
        others = parts != part if (parts != part).any() else parts == part
        slope, bias = _line(odds[others], right[others], weights[others])
        crossed[parts == part] = _logistic(bias + slope * odds[parts == part])
    slope, bias = _line(odds, right, weights)
    found_from = _found_from(confidence, cells, weights)
    found = confidence >= found_from
    _report(crossed, right, cells, weights, found)
    unread_slope, unread_bias = _line(cheap, right, weights)
    return {
        "slope": round(slope, 4),
        "bias": round(bias, 4),
        "unread_slope": round(unread_slope, 4),
        "unread_bias": round(unread_bias, 4),
        "read_from": round(_read_from(cells, found), 4) if with_reader else 0.0,
        "found_from": round(found_from, 4),
        "likely_from": round(_likely_from(confidence, right, cells, weights, found_from), 4),
    }


def _weights(cells: Sequence[Drawn]) -> Array:
    """Return the weights of cells, every set weighing the same."""
    sums: dict[str, float] = {}
    for cell in cells:
        sums[cell.part] = sums.get(cell.part, 0.0) + cell.weight
    return np.array([cell.weight / sums[cell.part] for cell in cells])


def _line(x: Array, y: NDArray[np.bool_], weights: Array) -> tuple[float, float]:
    model = LogisticRegression(C=1e6).fit(x[:, None], y, sample_weight=weights * len(x))
    return float(model.coef_[0][0]), float(model.intercept_[0])


def _f1(
    found: NDArray[np.bool_], right: NDArray[np.bool_], gold: NDArray[np.bool_], w: Array
) -> float:
    """Return the F1 of cells: a quote counts if it is right, a document if it answers."""
    hits = float(w[found & right].sum())
    return 2 * hits / max(1e-12, float(w[found].sum() + w[gold].sum()))


def _found_from(confidence: Array, cells: Sequence[Drawn], weights: Array) -> float:
    """Return the confidence from which cells have a quote, and few empty ones do."""
    empty = np.array([not cell.has_gold for cell in cells])
    order = np.argsort(confidence[empty])
    below = np.cumsum(weights[empty][order]) / weights[empty].sum()
    return float(confidence[empty][order][np.searchsorted(below, EMPTY_RIGHT)])


def _read_from(cells: Sequence[Drawn], found: NDArray[np.bool_]) -> float:
    """Return the cheap confidence below which few right cells are lost by not reading."""
    cheap = np.array([cell.cheap for cell in cells])
    right = np.sort(cheap[found & np.array([cell.right for cell in cells])])
    return float(right[int(LEAST_LOST * len(right))]) if len(right) else 0.0


def _likely_from(
    confidence: Array,
    right: NDArray[np.bool_],
    cells: Sequence[Drawn],
    weights: Array,
    found_from: float,
) -> float:
    """Return the lowest confidence from which the share of right cells is high enough.

    Questions in people's own words decide, which are nearest to real use. Near misses do not count,
    as they do not for an answer (``training/quoting_thresholds.py``).
    """
    chosen = np.array(
        [c.sure and c.part.startswith("own_words") and not c.near_miss for c in cells]
    )
    order = np.argsort(-confidence[chosen])
    true, w = right[chosen][order], weights[chosen][order]
    enough = np.flatnonzero(np.cumsum(w * true) >= LIKELY_RIGHT * np.cumsum(w))
    lowest = float(confidence[chosen][order][enough[-1]]) if len(enough) else 1.0
    return max(found_from, lowest)


def _report(
    crossed: Array,
    right: NDArray[np.bool_],
    cells: Sequence[Drawn],
    weights: Array,
    found_all: NDArray[np.bool_],
) -> None:
    gold = np.array([cell.has_gold for cell in cells])
    parts = np.array([cell.part for cell in cells])
    for part in (*np.unique(parts), "all"):
        chosen = parts == part if part != "all" else np.full(len(cells), fill_value=True)
        found = found_all[chosen]
        w = weights[chosen]
        empty = ~gold[chosen]
        print(
            f"{part}: {chosen.sum():,} cells, F1 {_f1(found, right[chosen], gold[chosen], w):.3f}, "
            f"recall {w[found & right[chosen]].sum() / w[~empty].sum():.3f}, "
            f"empty cells right {w[empty & ~found].sum() / w[empty].sum():.3f}"
        )
    for low in np.arange(0, 1, 0.1):
        chosen = (low <= crossed) & (crossed < low + 0.1 + (low > 0.85))  # noqa: PLR2004
        if chosen.any():
            w = weights[chosen]
            print(
                f"stated {np.average(crossed[chosen], weights=w):.2f}, true "
                f"{np.average(right[chosen], weights=w):.2f} ({chosen.sum():,} cells)"
            )


def _logistic(odds: Any) -> Any:
    return 1 / (1 + np.exp(-odds))


if __name__ == "__main__":
    main()

"""Fit ``qa/quoting.json``: the coefficients and thresholds of quoting, from question sets.

    python training/fit_quoting.py ../shared/eval

reads sets of ``corpus.jsonl`` and ``questions.jsonl`` (squad2, squad11 and
evidence_inference for sentences and answers, nq_open as questions from elsewhere). Each
corpus is split in two halves by document, an index is built of each, and every question is
asked of both: of the half that holds its document, and of the half that does not. So a
question from elsewhere is as close to the documents as two articles of one collection are.

Two logistic models are fitted: that a sentence answers the question, on all sentences of
the first 20 passages; and that the documents answer at all. Every set has the same weight,
and so have questions from here and from elsewhere. What is reported, and what the
thresholds are chosen on, are predictions for a set by models fitted on the others only.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler
from tqdm import tqdm

from qa import quoting
from qa.embedding import SentenceTransformerEmbedder
from qa.hashing import sha256_of_text
from qa.pipeline import index_documents
from qa.records import Document
from qa.storage import building

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from qa.index import Index

    Array = NDArray[np.float64]

SETS = ("squad2", "squad11", "evidence_inference")
ELSEWHERE = "nq_open"
FAR_ANSWERED = 0.05  # share of questions from elsewhere that may be answered
SHOWN = 0.9  # share of answering sentences among the first five that are shown
SEED = 7


@dataclass(slots=True)
class Asked:
    """One question asked of one index.

    Attributes:
        held_out: name of the set it belongs to.
        here: whether the index holds its answer.
        features: ``(sentences, features)``.
        right: ``(sentences,)``, whether the sentence overlaps a gold span.
    """

    held_out: str
    here: bool
    query: Any
    evidence: list[quoting.Evidence]
    features: Array
    right: NDArray[np.bool_]


def main() -> None:
    """Fit, report and write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("sets", type=Path, help="folder of the question sets")
    parser.add_argument("--questions", type=int, default=1200, help="per set (default: 1200)")
    parser.add_argument("--documents", type=int, default=40, help="per set (default: 40)")
    parser.add_argument("--work", type=Path, default=Path("build/fit"), help="for the indexes")
    parser.add_argument("--into", type=Path, default=Path("qa/quoting.json"))
    options = parser.parse_args()

    embedder = SentenceTransformerEmbedder()
    asked: list[Asked] = []
    for name in SETS:
        asked += _ask_set(options, name, embedder)

    held_out: dict[str, Any] = {}
    predictions: list[tuple[Asked, Array, float]] = []
    for name in SETS:
        sentence, answer = _fit([item for item in asked if item.held_out != name])
        own = [item for item in asked if item.held_out == name]
        scored = [(item, *_predict(item, sentence, answer)) for item in own]
        predictions += scored
        held_out[name] = _measures(scored)
    found_from = _found_from(predictions)
    quoted_from = _quoted_from(predictions)
    for name in SETS:
        rows = [row for row in predictions if row[0].held_out == name]
        held_out[name] |= _answered(rows, found_from)

    sentence, answer = _fit(asked)
    content = {
        "about": "Coefficients of qa/quoting.py. Fitted, never edited: see the command.",
        "command": "python training/fit_quoting.py ../shared/eval",
        "sources": {name: _source(options.sets / name) for name in (*SETS, ELSEWHERE)},
        "sentence": sentence,
        "answer": answer,
        "found_from": found_from,
        "quoted_from": quoted_from,
        "each_set_by_models_fitted_on_the_others": held_out,
    }
    options.into.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    json.dump(content, sys.stdout, indent=2)


def _ask_set(
    options: argparse.Namespace, name: str, embedder: SentenceTransformerEmbedder
) -> list[Asked]:
    folder = options.work / name
    documents = [_document(line) for line in _lines(options.sets / name / "corpus.jsonl")]
    documents.sort(key=lambda document: document.text_sha256)
    documents = documents[: options.documents]
    held = {document.doc_id for document in documents}
    halves = (documents[::2], documents[1::2])
    questions = [
        row
        for row in _lines(options.sets / name / "questions.jsonl")
        if row["answerable"] and all(answer["doc_id"] in held for answer in row["answers"])
    ]
    elsewhere = list(_lines(options.sets / ELSEWHERE / "questions.jsonl"))
    random = np.random.default_rng(SEED)
    chosen = [questions[i] for i in random.permutation(len(questions))[: options.questions]]
    foreign = [elsewhere[i] for i in random.permutation(len(elsewhere))[: len(chosen) // 4]]
    asked: list[Asked] = []
    for half, some in enumerate(halves):
        with building(folder / str(half)):
            index, _ = index_documents(some, folder / str(half), embedder, _progress(name))
        rows = tqdm(chosen + foreign, desc=f"asking {name} {half}")
        asked.extend(_ask(index, name, row) for row in rows)
    return asked


def _ask(index: Index, name: str, row: dict[str, Any]) -> Asked:
    query = index.query(row["question"])
    evidence = quoting.weigh(index, query, index.search(query, quoting.CANDIDATES))
    held = index.generation.manifest.documents
    gold = [answer for answer in row["answers"] if answer["doc_id"] in held]
    right = [
        any(
            item.hit.passage.doc_id == answer["doc_id"]
            and item.span.start < answer["end"]
            and answer["start"] < item.span.end
            for answer in gold
        )
        for item in evidence
    ]
    features = np.array([list(item.features.values()) for item in evidence])
    return Asked(name, bool(gold), query, evidence, features, np.array(right))


def _fit(asked: Sequence[Asked]) -> tuple[dict[str, float], dict[str, float]]:
    here = [item for item in asked if item.here]
    sentence = _logistic(
        list(asked[0].evidence[0].features),
        np.concatenate([item.features for item in here]),
        np.concatenate([item.right for item in here]),
        np.repeat(_weights(here), [len(item.right) for item in here]),
    )
    rows = [_answer_features(item, sentence) for item in asked]
    answer = _logistic(
        list(rows[0]),
        np.array([list(row.values()) for row in rows]),
        np.array([item.here for item in asked]),
        _weights(asked),
    )
    return sentence, answer


def _weights(asked: Sequence[Asked]) -> Array:
    """Return a weight a question, so that every set and kind counts the same."""
    counts = Counter((item.held_out, item.here) for item in asked)
    return np.array([1 / counts[item.held_out, item.here] for item in asked])


def _logistic(names: Sequence[str], x: Array, y: Any, weights: Array) -> dict[str, float]:
    scaler = StandardScaler().fit(x)
    fitted = LogisticRegression(C=1.0, max_iter=1000).fit(
        scaler.transform(x), y, sample_weight=weights * len(weights) / weights.sum()
    )
    slopes = fitted.coef_[0] / scaler.scale_
    bias = float(fitted.intercept_[0] - slopes @ scaler.mean_)
    return {"bias": round(bias, 4)} | {
        name: round(float(slope), 4) for name, slope in zip(names, slopes, strict=True)
    }


def _scores(item: Asked, sentence: Mapping[str, float]) -> Array:
    return np.array([quoting.probability(sentence, row.features) for row in item.evidence])


def _answer_features(item: Asked, sentence: Mapping[str, float]) -> dict[str, float]:
    return quoting.answer_features(item.query, _ranked(item, _scores(item, sentence)))


def _ranked(item: Asked, scores: Array) -> list[tuple[quoting.Evidence, float]]:
    return [(item.evidence[i], float(scores[i])) for i in np.argsort(-scores, kind="stable")]


def _predict(
    item: Asked, sentence: Mapping[str, float], answer: Mapping[str, float]
) -> tuple[Array, float]:
    scores = _scores(item, sentence)
    features = quoting.answer_features(item.query, _ranked(item, scores))
    return scores, quoting.probability(answer, features)


def _measures(rows: Sequence[tuple[Asked, Array, float]]) -> dict[str, float]:
    here = [(item, scores) for item, scores, _ in rows if item.here]
    ranks = [item.right[np.argsort(-scores, kind="stable")] for item, scores in here]
    labels = [item.here for item, _, _ in rows]
    confidences = np.array([confidence for _, _, confidence in rows])
    return {
        "questions_here": len(here),
        "questions_elsewhere": len(rows) - len(here),
        "sentence_at_1": _rounded(np.mean([rank[:1].any() for rank in ranks])),
        "sentence_at_3": _rounded(np.mean([rank[:3].any() for rank in ranks])),
        "sentence_in_candidates": _rounded(np.mean([rank.any() for rank in ranks])),
        "auroc_elsewhere": _rounded(roc_auc_score(labels, confidences)),
        "calibration_error": _rounded(_calibration_error(confidences, np.array(labels))),
    }


def _calibration_error(confidences: Array, labels: NDArray[np.bool_]) -> float:
    """Return the expected calibration error over ten bins of equal width (Guo et al. 2017)."""
    here = labels.mean()
    weights = np.where(labels, 0.5 / here, 0.5 / (1 - here)) / len(labels)
    error = 0.0
    bins = np.minimum((confidences * 10).astype(int), 9)
    for number in range(10):
        error += abs((weights * (confidences - labels))[bins == number].sum())
    return error


def _answered(rows: Sequence[tuple[Asked, Array, float]], found_from: float) -> dict[str, float]:
    share = {
        kind: np.mean([c >= found_from for item, _, c in rows if item.here == kind])
        for kind in (True, False)
    }
    return {"answered_here": _rounded(share[True]), "answered_elsewhere": _rounded(share[False])}


def _found_from(rows: Sequence[tuple[Asked, Array, float]]) -> float:
    """Return the least confidence at which no set has too many foreign questions answered."""
    return max(
        _rounded(
            np.quantile(
                [c for item, _, c in rows if not item.here and item.held_out == name],
                1 - FAR_ANSWERED,
            )
        )
        for name in SETS
    )


def _quoted_from(rows: Sequence[tuple[Asked, Array, float]]) -> float:
    """Return the share of the best score that most answering sentences reach."""
    reached: list[float] = []
    for item, scores, _ in rows:
        first = np.argsort(-scores, kind="stable")[:5]
        right = first[item.right[first]]
        if right.size:
            reached.append(float(scores[right[0]] / scores[first[0]]))
    return _rounded(np.quantile(reached, 1 - SHOWN))


def _rounded(value: Any) -> float:
    return round(float(value), 4)


def _document(row: Mapping[str, str]) -> Document:
    sha256 = sha256_of_text(row["text"])
    return Document(row["doc_id"], row["title"], row["text"], sha256, sha256, "text/plain")


def _lines(path: Path) -> Iterable[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _source(folder: Path) -> dict[str, str]:
    info = json.loads((folder / "INFO.json").read_text(encoding="utf-8"))
    return {key: str(info[key]) for key in ("source", "licence") if key in info}


def _progress(name: str) -> Any:
    bars: dict[str, tqdm[Any]] = {}

    def show(stage: str, done: int, total: int) -> None:
        bar = bars.setdefault(stage, tqdm(desc=f"{stage} {name}", total=total))
        bar.update(done - bar.n)

    return show


if __name__ == "__main__":
    main()

"""Fit ``qa/answers/quoting.json``: the coefficients and thresholds of quoting, from question sets.

    python -m training.fit_quoting ../shared/eval

reads sets of ``corpus.jsonl`` and ``questions.jsonl`` and asks their questions, see
:mod:`training.asked_questions`.

Four models are fitted, see ``qa/answers/scoring.py``, once for the cheap features alone and once
with the reader. Every part (a set, or half of the articles of SQuAD 2) has the same weight, and so
have questions from here and the others. The confidence is fitted twice over: its direction with
near misses (where there is a reader, which alone can tell them from answers), its level to
questions from here and elsewhere.

Thresholds are chosen on predictions for a part by models fitted on the other parts only.
``training/crossed.json`` keeps these models: with them ``tests/benchmarks/quality.py`` measures
each part by what was fitted without it.
"""

from __future__ import annotations

import argparse
import json
import pickle
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler
from tqdm import tqdm

from qa.answers import reading, scoring
from qa.answers.reader import SHIPPED, load_reader
from qa.evaluation.calibrating import calibration_error
from qa.files.hashing import sha256_of_file, sha256_of_text
from qa.index.calibration import log_odds
from training.asked_questions import FOREIGN, FURTHER, OWN_WORDS, SETS, ask_sets, weights_of
from training.quoting_thresholds import (
    FIRST,
    QUOTE,
    Fit,
    Prediction,
    first_features,
    found_from,
    likely_from,
    quoted_from,
    rounded,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qa.answers.reader import Reader
    from training.asked_questions import Array, Asked

RIDGE = 1e-3  # of the conditional logit model, on standardised features
# Weights of the kinds of question: in the direction of the confidence, and in its level.
DIRECTION = {"here": 0.5, "far": 0.1, "near": 0.2, "without": 0.2}
LEVEL = {"here": 0.5, "far": 0.5, "near": 0.0, "without": 0.0}


def main() -> None:
    """Fit, report and write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("sets", type=Path, help="folder of the question sets")
    parser.add_argument("--further", type=Path, default=Path("../shared/train"))
    parser.add_argument("--questions", type=int, default=700, help="a set and kind (700)")
    parser.add_argument("--documents", type=int, default=40, help="of Evidence Inference (40)")
    parser.add_argument("--work", type=Path, default=Path("build/fit"), help="for the indexes")
    parser.add_argument("--into", type=Path, default=Path("qa/answers/quoting.json"))
    parser.add_argument("--crossed", type=Path, default=Path("training/crossed.json"))
    parser.add_argument("--evidence-model", default="default", help="the reader, or none")
    options = parser.parse_args()

    own_words = sorted(options.further.glob(OWN_WORDS))
    cached = options.work / "asked.pickle"  # asking takes minutes
    if not cached.exists():
        cached.parent.mkdir(parents=True, exist_ok=True)
        cached.write_bytes(pickle.dumps(ask_sets(options, own_words)))
    asked, further = pickle.loads(cached.read_bytes())  # noqa: S301 - written above
    content: dict[str, Any] = {
        "about": "Coefficients of qa/answers/scoring.py. Fitted, never edited: see the command.",
        "command": "python -m training.fit_quoting ../shared/eval",
        "sources": {name: _source(options.sets / name) for name in (*SETS, FOREIGN)}
        | {path.name: _source(path) for path in (options.further / FURTHER, *own_words)},
    }
    crossed: dict[str, Any] = {
        "about": "What training/fit_quoting.py fitted without each set, to measure that set with."
    }
    content["without_reader"], crossed["without_reader"] = _fitted(asked, further)
    reader = load_reader(options.evidence_model)
    if reader:
        cheap = content["without_reader"]["sentence"]
        for item in asked:
            item.scores = item.candidates.features.weighted_sum(cheap)
        version = sha256_of_text(json.dumps([cheap, _version_of(reader)]))[:8]
        read = options.work / f"read-{version}.pickle"
        if not read.exists():
            for item in tqdm(asked, desc="reading"):
                item.odds = _read(item, reader)
            read.write_bytes(pickle.dumps([item.odds for item in asked]))
        for item, odds in zip(asked, pickle.loads(read.read_bytes()), strict=True):  # noqa: S301
            item.odds = odds
        content["with_reader"], crossed["with_reader"] = _fitted(asked)
    for path, data in ((options.into, content), (options.crossed, crossed)):
        path.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")


def _fitted(
    asked: Sequence[Asked], further: Sequence[Asked] = ()
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what is fitted on all parts, and on all but one for each of them."""
    parts = sorted({item.part for item in asked})
    crossed: dict[str, Fit] = {}
    predictions: dict[str, list[Prediction]] = {}
    for held in parts:
        crossed[held] = _fit([item for item in asked if item.part != held], further)
        predictions[held] = [_predict(item, crossed[held]) for item in asked if item.part == held]
        print(held, json.dumps(_measures(predictions[held])), flush=True)

    def shown(fit: Fit, by_part: Mapping[str, Sequence[Prediction]]) -> dict[str, Any]:
        thresholds = {
            "found_from": found_from(by_part),
            "likely_from": likely_from(by_part, fit),
            "quoted_from": quoted_from(by_part, fit, several=False),
            "several_from": quoted_from(by_part, fit, several=True),
        }
        return asdict(fit) | thresholds

    without = {
        held: shown(crossed[held], {p: rows for p, rows in predictions.items() if p != held})
        for held in parts
    }
    return shown(_fit(asked, further), predictions), without


def _read(item: Asked, reader: Reader) -> Array:
    """Return the odds of the sentences of all passages that may be read."""

    def read(number: int) -> Array:
        return reader.read(item.query.text, [item.pages[number]])[0]

    assert item.scores is not None
    return reading.read_in_turn(item.candidates, item.scores, read, None)


def _version_of(reader: Reader) -> str:
    """Return what tells a reader from one that was trained otherwise."""
    return sha256_of_file(SHIPPED / "reader.onnx") if reader.name == "default" else reader.name


# Fitting.


def _fit(asked: Sequence[Asked], further: Sequence[Asked]) -> Fit:
    sentence = _conditional_logit([item for item in (*asked, *further) if item.right.any()])
    rows = [_answer_features(item, sentence)[0] for item in asked]
    answer = _confidence(rows, asked)
    predictions = [_predict(item, Fit(sentence, answer, {}, {})) for item in asked]
    features: list[dict[str, float]] = []
    labels: list[bool] = []
    weights: list[float] = []
    for prediction, weight in zip(predictions, weights_of(asked, QUOTE).tolist(), strict=True):
        first = np.argsort(-prediction.shares, kind="stable")[:FIRST]
        table = scoring.quote_features(prediction.confidence, prediction.shares[first])
        features += [dict(zip(table.names, row, strict=True)) for row in table.values.tolist()]
        labels += prediction.asked.right[first].tolist()
        weights += [weight] * len(first)
    return Fit(
        sentence,
        answer,
        _logistic(features, labels, np.array(weights)),
        _logistic(
            [first_features(p) for p in predictions],
            [bool(p.asked.right[np.argmax(p.scores)]) for p in predictions],
            weights_of(asked, QUOTE),
        ),
    )


def _conditional_logit(asked: Sequence[Asked]) -> dict[str, float]:
    """Fit a score whose softmax over a question's sentences lies on the right ones.

    The likelihood of a question is the share of all its right sentences together. Every passage
    that may be read counts as read: what is read in the end depends on these scores.
    """
    tables = [scoring.sentence_features(item.candidates, item.odds) for item in asked]
    x = np.concatenate([table.values for table in tables])
    right = np.concatenate([item.right for item in asked]).astype(float)
    mean, width = x.mean(0), x.std(0) + 1e-9
    x = (x - mean) / width
    lengths = [len(item.right) for item in asked]
    starts = np.cumsum([0, *lengths[:-1]])
    of = np.repeat(np.arange(len(asked)), lengths)
    counts = Counter(item.part for item in asked)
    # The square root, so that a hundred questions of one set do not outweigh a thousand.
    weights = np.array([counts[item.part] ** -0.5 for item in asked])
    weights /= weights.sum()

    def loss(b: Array) -> tuple[float, Array]:
        scores = x @ b
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[of])
        total = np.add.reduceat(powers, starts)
        of_right = np.maximum(np.add.reduceat(powers * right, starts), 1e-30)
        value = -(weights * np.log(of_right / total)).sum() + RIDGE * (b @ b)
        slope = powers / total[of] - powers * right / of_right[of]
        return value, x.T @ (weights[of] * slope) + 2 * RIDGE * b

    fitted = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B")
    named = zip(tables[0].names, fitted.x / width, strict=True)
    return {name: round(float(b), 4) for name, b in named}


def _logistic(
    rows: Sequence[Mapping[str, float]], y: Sequence[bool], weights: Array
) -> dict[str, float]:
    x = np.array([list(row.values()) for row in rows])
    scaler = StandardScaler().fit(x)
    fitted = LogisticRegression(C=1.0, max_iter=1000).fit(
        scaler.transform(x), y, sample_weight=weights * len(weights) / weights.sum()
    )
    slopes = fitted.coef_[0] / scaler.scale_
    bias = float(fitted.intercept_[0] - slopes @ scaler.mean_)
    return {"bias": round(bias, 4)} | {
        name: round(float(slope), 4) for name, slope in zip(rows[0], slopes, strict=True)
    }


def _confidence(rows: Sequence[Mapping[str, float]], asked: Sequence[Asked]) -> dict[str, float]:
    here = [item.kind == "here" for item in asked]
    has_reader = asked[0].odds is not None
    direction = _logistic(rows, here, weights_of(asked, DIRECTION if has_reader else LEVEL))
    odds = [{"odds": log_odds(scoring.probability(direction, row))} for row in rows]
    line = _logistic(odds, here, weights_of(asked, LEVEL))
    level = {name: round(line["odds"] * weight, 4) for name, weight in direction.items()}
    return level | {"bias": round(level["bias"] + line["bias"], 4)}


def _answer_features(
    item: Asked, sentence: Mapping[str, float]
) -> tuple[dict[str, float], Array, Array | None]:
    """Return the features of the confidence, the scores of the sentences, and the reader's odds."""
    odds = item.odds_as_read(sentence)
    scores = scoring.sentence_features(item.candidates, odds).weighted_sum(sentence)
    best = item.candidates.evidence[int(np.argmax(scores))].hit.passage
    unknown = item.unknown[best.doc_id]
    return (
        scoring.answer_features(item.query, item.candidates, scores, unknown, odds),
        scores,
        odds,
    )


def _predict(item: Asked, fit: Fit) -> Prediction:
    features, scores, odds = _answer_features(item, fit.sentence)
    confidence = scoring.probability(fit.answer, features)
    return Prediction(item, scores, scoring.softmax(scores), confidence, odds)


# Thresholds and measures.


def _measures(rows: Sequence[Prediction]) -> dict[str, float]:
    here, near, far = ([p for p in rows if p.asked.kind == k] for k in ("here", "near", "far"))
    ranks = [p.asked.right[np.argsort(-p.shares, kind="stable")] for p in here]
    measured: dict[str, Any] = {
        "sentence_at_1": np.mean([rank[:1].any() for rank in ranks]),
        "sentence_at_3": np.mean([rank[:3].any() for rank in ranks]),
        "in_candidates": np.mean([rank.any() for rank in ranks]),
    }
    for kind, others in (("far", far), ("near", near)):
        if others:
            confidences = np.array([p.confidence for p in (*here, *others)])
            labels = np.repeat([1.0, 0.0], [len(here), len(others)])
            weights = np.repeat([0.5 / len(here), 0.5 / len(others)], [len(here), len(others)])
            measured[f"auroc_{kind}"] = roc_auc_score(labels, confidences)
            measured[f"error_{kind}"] = calibration_error(confidences, labels, weights)
    return {name: rounded(value) for name, value in measured.items()}


# Reading.


def _source(folder: Path) -> dict[str, str]:
    """Return source and licence of a set; of one on many documents, those of each of these."""
    info = json.loads((folder / "INFO.json").read_text(encoding="utf-8"))
    documents = list((info.get("documents") or info.get("sources") or {"": info}).values())
    files = [document.get("source", "our own") for document in documents]
    # A document is from one file or several, each as repository@commit:path.
    named = {
        file.split("@")[0] for each in files for file in ([each] if isinstance(each, str) else each)
    }
    licences = {document.get("licence", "our own") for document in documents}
    return {"source": "; ".join(sorted(named)), "licence": "; ".join(sorted(licences))}


if __name__ == "__main__":
    main()

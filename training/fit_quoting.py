"""Fit ``qa/answers/quoting.json``: the coefficients and thresholds of quoting, from question sets.

    python -m training.fit_quoting ../shared/eval

reads sets of ``corpus.jsonl`` and ``questions.jsonl``. Every question is asked of its corpus
(here), of the same corpus without its own documents (elsewhere), and questions of Natural
Questions are asked of every corpus (elsewhere too); questions of SQuAD 2 and in people's own words
that their documents do not answer are near misses. A question in people's own words leaves much to
its document ("Who runs the service?"), so another one often answers it: without its document it
counts as a near miss, not as one from elsewhere. Documents that the reader was trained on stay in
the corpus, but their questions are not asked.

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
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler
from tqdm import tqdm

from qa.answers import ranking, scoring
from qa.answers.answer_types import names_by_term
from qa.answers.reader import SHIPPED, load_reader
from qa.embedders.sentence_transformer import SentenceTransformerEmbedder
from qa.evaluation.calibrating import calibration_error
from qa.evaluation.question_sets import CORPUS, QUESTIONS, read_corpus
from qa.files.hashing import sha256_of_file, sha256_of_text
from qa.index.calibration import log_odds
from qa.indexing.build import index_documents
from qa.questions.kinds import asks_several
from qa.stores.folder import building
from training.reader_fold import fold, is_held_out, part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from qa.answers.features import Candidates
    from qa.answers.reader import Page, Reader
    from qa.index.query import Query
    from qa.index.search import Index

    Array = NDArray[np.float64]

SETS = ("squad2", "squad11", "evidence_inference")
OWN_WORDS = "own_words_*"  # among the further sets: the documents that the reader has not seen
FURTHER = "squadshifts_newwiki"  # for sentences without a reader, which was trained on it
FOREIGN = "nq_open"
FAR_ANSWERED = 0.05  # share of questions from elsewhere that may be answered
SHARES = [round(0.05 * n, 2) for n in range(1, 20)]  # of the best score, to choose from
LIKELY_RIGHT = 0.92  # share of the answers called likely whose first quote is to answer
FIRST = 5  # sentences of a question that the score of a quote is fitted on
RIDGE = 1e-3  # of the conditional logit model, on standardised features
# Weights of the kinds of question: in the direction of the confidence, and in its level.
DIRECTION = {"here": 0.5, "far": 0.1, "near": 0.2, "without": 0.2}
LEVEL = {"here": 0.5, "far": 0.5, "near": 0.0, "without": 0.0}
# And in the score of a quote, and in what is called likely.
QUOTE = {"here": 0.5, "far": 0.35, "near": 0.15, "without": 0.0}
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
        odds: the reader's; None before it has read.
    """

    part: str
    kind: str
    query: Query
    candidates: Candidates
    right: NDArray[np.bool_]
    pages: tuple[Page, ...]
    unknown: Mapping[str, Sequence[str]]
    odds: Array | None = None


@dataclass(slots=True)
class Fit:
    """The four models."""

    sentence: dict[str, float]
    answer: dict[str, float]
    quote: dict[str, float]
    first: dict[str, float]


@dataclass(slots=True)
class Prediction:
    """What a fit says to a question: scores, their shares, and the confidence."""

    asked: Asked
    scores: Array
    shares: Array
    confidence: float


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
        cached.write_bytes(pickle.dumps(_ask_sets(options, own_words)))
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
        version = sha256_of_text(json.dumps([cheap, _version_of(reader)]))[:8]
        read = options.work / f"read-{version}.pickle"
        if not read.exists():
            for item in tqdm(asked, desc="reading"):
                scores = item.candidates.features.weighted_sum(cheap)
                item.odds = ranking.read_best(
                    item.query, item.candidates, item.pages, reader, scores
                )
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
            "found_from": _found_from(by_part),
            "likely_from": _likely_from(by_part, fit),
            "quoted_from": _quoted_from(by_part, fit, several=False),
            "several_from": _quoted_from(by_part, fit, several=True),
        }
        return asdict(fit) | thresholds

    without = {
        held: shown(crossed[held], {p: rows for p, rows in predictions.items() if p != held})
        for held in parts
    }
    return shown(_fit(asked, further), predictions), without


def _version_of(reader: Reader) -> str:
    """Return what tells a reader from one that was trained otherwise."""
    return sha256_of_file(SHIPPED / "reader.onnx") if reader.name == "default" else reader.name


# Asking.


def _ask_sets(
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
        if row["source_doc"] in held and _is_unseen(name, row["source_doc"])
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


def _is_unseen(name: str, doc_id: str) -> bool:
    """Return whether the reader was not trained on a document."""
    if name.startswith("own_words_"):
        return is_held_out(doc_id)
    return name != "squad2" or fold(doc_id) == 1


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
    pages = tuple(ranking.page(index, hit) for hit in candidates.hits)
    names = names_by_term(query.text)
    unknown: dict[str, list[str]] = {}
    for doc_id in {hit.passage.doc_id for hit in candidates.hits}:
        known = index.generation.terms_in_document(doc_id, names)
        unknown[doc_id] = [word for term, word in names.items() if term not in known]
    return Asked(held_out, kind, query, candidates, np.array(right), pages, unknown)


# Fitting.


def _fit(asked: Sequence[Asked], further: Sequence[Asked]) -> Fit:
    sentence = _conditional_logit([item for item in (*asked, *further) if item.right.any()])
    rows = [_answer_features(item, sentence) for item in asked]
    answer = _confidence(rows, asked)
    predictions = [_predict(item, Fit(sentence, answer, {}, {})) for item in asked]
    features: list[dict[str, float]] = []
    labels: list[bool] = []
    weights: list[float] = []
    for prediction, weight in zip(predictions, _weights(asked, QUOTE).tolist(), strict=True):
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
            [_first_features(p) for p in predictions],
            [bool(p.asked.right[np.argmax(p.scores)]) for p in predictions],
            _weights(asked, QUOTE),
        ),
    )


def _conditional_logit(asked: Sequence[Asked]) -> dict[str, float]:
    """Fit a score whose softmax over a question's sentences lies on the right ones.

    The likelihood of a question is the share of all its right sentences together.
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
    direction = _logistic(rows, here, _weights(asked, DIRECTION if has_reader else LEVEL))
    odds = [{"odds": log_odds(scoring.probability(direction, row))} for row in rows]
    line = _logistic(odds, here, _weights(asked, LEVEL))
    level = {name: round(line["odds"] * weight, 4) for name, weight in direction.items()}
    return level | {"bias": round(level["bias"] + line["bias"], 4)}


def _weights(asked: Sequence[Asked], kinds: Mapping[str, float]) -> Array:
    """Return a weight a question, so that kinds weigh as they should and parts the same."""
    counts = Counter((item.part, item.kind) for item in asked)
    parts = Counter(kind for _, kind in counts)
    return np.array(
        [kinds[item.kind] / parts[item.kind] / counts[item.part, item.kind] for item in asked]
    )


def _scores(item: Asked, sentence: Mapping[str, float]) -> Array:
    return scoring.sentence_features(item.candidates, item.odds).weighted_sum(sentence)


def _answer_features(item: Asked, sentence: Mapping[str, float]) -> dict[str, float]:
    scores = _scores(item, sentence)
    best = item.candidates.evidence[int(np.argmax(scores))].hit.passage
    unknown = item.unknown[best.doc_id]
    return scoring.answer_features(item.query, item.candidates, scores, unknown, item.odds)


def _predict(item: Asked, fit: Fit) -> Prediction:
    scores = _scores(item, fit.sentence)
    confidence = scoring.probability(fit.answer, _answer_features(item, fit.sentence))
    return Prediction(item, scores, scoring.softmax(scores), confidence)


def _first_features(prediction: Prediction) -> dict[str, float]:
    confidence, odds = prediction.confidence, prediction.asked.odds
    return scoring.first_features(confidence, prediction.scores, odds)


# Thresholds and measures.


def _found_from(predictions: Mapping[str, Sequence[Prediction]]) -> float:
    """Return the confidence from which few far questions are answered, parts weighing the same."""
    far = [
        (prediction.confidence, 1 / len(rows))
        for rows in (
            [p for p in part_rows if p.asked.kind == "far"] for part_rows in predictions.values()
        )
        for prediction in rows
    ]
    confidences, weights = np.array(sorted(far)).T
    below = np.cumsum(weights) / weights.sum()
    return _rounded(confidences[np.searchsorted(below, 1 - FAR_ANSWERED)])


def _likely_from(predictions: Mapping[str, Sequence[Prediction]], fit: Fit) -> float:
    """Return the probability of the first sentence from which few are wrong.

    Parts weigh the same. Near misses do not count: how many of them people ask is not known, and
    what shows them to be such bars the word by itself (``qa/answers/doubts.py``).
    """
    asked = [p for rows in predictions.values() for p in rows if p.asked.kind == "here"]
    weights = _weights([p.asked for p in asked], QUOTE).tolist()
    rows = [
        (
            scoring.probability(fit.first, _first_features(p)),
            bool(p.asked.right[np.argmax(p.scores)]),
            weight,
        )
        for p, weight in zip(asked, weights, strict=True)
    ]
    scores, right, weight = np.array(sorted(rows, reverse=True)).T
    share = np.cumsum(right * weight) / np.cumsum(weight)
    enough = np.flatnonzero(share >= LIKELY_RIGHT)
    return _rounded(scores[enough[-1]] if enough.size else 1.0)


def _quote_scores(prediction: Prediction, fit: Fit) -> Array:
    return scoring.quote_scores(fit.quote, prediction.confidence, prediction.shares)


def _quoted_from(
    predictions: Mapping[str, Sequence[Prediction]], fit: Fit, *, several: bool
) -> float:
    """Return the share of the best score from which more is quoted, so that F1 is highest.

    F1 of the characters quoted against those that answer, a mean over questions, parts weighing
    the same. Up to five sentences are quoted. Where several things are asked for it is F2: who
    wants all of them misses one more than one too many disturbs (van Rijsbergen 1979).
    """
    asked = [
        p
        for rows in predictions.values()
        for p in rows
        if p.asked.right.any() and asks_several(p.asked.query.text) == several
    ]
    weights = _weights([p.asked for p in asked], QUOTE)
    reached = [_reached(p, fit) for p in asked]
    measured = [
        sum(
            weight * _f(*rows, share, beta=2.0 if several else 1.0)
            for weight, rows in zip(weights, reached, strict=True)
        )
        for share in SHARES
    ]
    return SHARES[int(np.argmax(measured))]


def _reached(prediction: Prediction, fit: Fit) -> tuple[Array, Array, float]:
    """Return, of the first sentences, share of the best score and length; and all to be quoted."""
    evidence, right = prediction.asked.candidates.evidence, prediction.asked.right
    lengths = np.array([item.span.end - item.span.start for item in evidence], float)
    first = np.argsort(-prediction.shares, kind="stable")[:FIRST]
    scores = _quote_scores(prediction, fit)[first]
    signed = np.where(right[first], lengths[first], -lengths[first])
    return scores / scores[0], signed, float(lengths[right].sum())


def _f(reached: Array, lengths: Array, gold: float, share: float, *, beta: float) -> float:
    quoted = lengths[reached >= share]
    answering = quoted[quoted > 0].sum()
    return float((1 + beta**2) * answering / (np.abs(quoted).sum() + beta**2 * gold))


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
    return {name: _rounded(value) for name, value in measured.items()}


def _rounded(value: Any) -> float:
    return round(float(value), 4)


# Reading.


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

"""Fit ``qa/answers/everything.json``: how probable it is that a sentence is one of many answers.

    python -m training.fit_everything ../shared/train/own_words_*

Questions that ask for a list or for literature, and those with three answers or more, are asked of
all documents of their set; only questions about documents that the reader was not trained on. A
reader reads the passages that are the most promising without it, and those of the question's own
document. Nobody has marked where other documents answer, so their sentences count less.

What is printed is measured on each set with coefficients fitted on the others.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

from qa.answers.everything import QUOTED_FROM, candidates_of, searched_for
from qa.answers.everything_scores import EverythingModel, near_best, read_features, unread_features
from qa.answers.reader import load_reader
from qa.answers.reading import reading
from qa.answers.scoring import score_without_reader
from qa.embedders.sentence_transformer import SentenceTransformerEmbedder
from qa.evaluation.question_sets import CORPUS, QUESTIONS, read_corpus, read_questions
from qa.files.hashing import sha256_of_file
from qa.indexing.build import index_documents
from qa.progress import silent
from qa.stores.folder import building
from training.reader_fold import is_unseen
from training.saving import made_once

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from qa.answers.feature_table import FeatureTable
    from qa.evaluation.question_sets import LabelledQuestion

    Array = NDArray[np.float64]
    Flags = NDArray[np.bool_]

KINDS = ("list", "search")
SEVERAL = 3  # answers of a question of another kind
READ = 60  # passages that are the most promising
READ_OF_OWN = 30  # passages of the question's document
OTHERS = 0.3  # weight of a sentence of another document
COUNTS = ("questions", "gold", "found", "quoted", "of_own", "right", "expected", "missed")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with all sentences that the search finds.

    Attributes:
        part: the set.
        scores: of the sentences without a reader, float64 ``(sentences,)``.
        cosines: of question and sentence, float64 ``(sentences,)``.
        passage: position of each one's passage, int ``(sentences,)``.
        odds: of the reader, NaN where it did not read, float64 ``(sentences,)``.
        own: whether it is of the question's document, bool ``(sentences,)``.
        gold: answers.
        answer: number of the answer that it overlaps, -1 for none, int ``(sentences,)``.
    """

    part: str
    scores: Array
    cosines: Array
    passage: NDArray[np.intp]
    odds: Array
    own: Flags
    gold: int
    answer: NDArray[np.intp]

    @property
    def right(self) -> Flags:
        """Whether each sentence overlaps gold, bool ``(sentences,)``."""
        return self.answer >= 0

    def features(self, *, read: bool) -> FeatureTable:
        """Return the features of the sentences."""
        if not read:
            return unread_features(self.scores, self.cosines)
        best = float(np.nanmax(self.odds))
        return read_features(self.scores, self.passage, self.odds, best)


def main() -> None:
    """Ask, fit, report and write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("sets", type=Path, nargs="+", help="folders of question sets")
    parser.add_argument("--work", type=Path, default=Path("build/everything"), help="for indexes")
    parser.add_argument("--into", type=Path, default=Path("qa/answers/everything.json"))
    options = parser.parse_args()
    asked = [one for path in options.sets for one in _asked(path, options.work)]
    content = {
        "about": "Coefficients of qa/answers/everything_scores.py. Fitted, never edited.",
        "command": "python -m training.fit_everything ../shared/train/own_words_*",
        "sources": {path.name: sha256_of_file(path / QUESTIONS) for path in options.sets},
        "read": _fitted(asked, read=True),
        "unread": _fitted(asked, read=False),
    }
    options.into.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


# Asking.


def _asked(path: Path, work: Path) -> list[Asked]:
    """Return the questions of a set; asking takes minutes, so they are saved."""
    saved = work / f"{path.name}.pickle"
    return made_once(saved, lambda: list(_ask(path, work)))


def _ask(path: Path, work: Path) -> Iterator[Asked]:
    documents = read_corpus(path / CORPUS)
    with building(work / path.name):
        embedder = SentenceTransformerEmbedder()
        index, _ = index_documents(documents, work / path.name, embedder, silent)
    reader = load_reader("default", threads=1)
    assert reader is not None
    questions = read_questions(path / QUESTIONS, {one.doc_id: one.text for one in documents})
    for question in tqdm([one for one in questions if _is_asked(path.name, one)], desc=path.name):
        query, candidates = candidates_of(index, searched_for(index, question.question), None)
        if candidates is None:
            continue
        cosines = candidates.features.column("cosine")
        scores = score_without_reader(candidates)
        own = np.array([hit.passage.doc_id == question.source for hit in candidates.hits])
        best = np.full(len(candidates.hits), -np.inf)
        np.maximum.at(best, candidates.passage, scores)
        order = np.argsort(-best, kind="stable")
        read = reading(index, query, candidates, reader)
        odds = np.full(len(scores), np.nan)
        for at in {*order[:READ].tolist(), *order[own[order]][:READ_OF_OWN].tolist()}:
            odds[candidates.passage == at] = read(at)
        answer = np.array(
            [
                next(
                    (
                        number
                        for number, gold in enumerate(question.gold)
                        if gold.overlaps(item.hit.passage.doc_id, item.span)
                    ),
                    -1,
                )
                for item in candidates.evidence
            ]
        )
        yield Asked(
            path.name,
            scores,
            cosines,
            candidates.passage,
            odds,
            own[candidates.passage],
            len(question.gold),
            answer,
        )


def _is_asked(name: str, question: LabelledQuestion) -> bool:
    several = question.kind in KINDS or len(question.gold) >= SEVERAL
    return several and bool(question.gold) and is_unseen(name, question.source or "")


# Fitting.


def _fitted(asked: Sequence[Asked], *, read: bool) -> dict[str, Any]:
    """Return the coefficients, and print how they do on each set by a fit to the others."""
    parts = sorted({one.part for one in asked})
    measured: dict[str, float] = dict.fromkeys(COUNTS, 0.0)
    for held in parts:
        others = [one for one in asked if one.part != held] or list(asked)
        model = _fit(others, read=read)
        counts = [_counted(one, model, read=read) for one in asked if one.part == held]
        own = {name: sum(each[name] for each in counts) for name in COUNTS}
        print(f"{held}: {_shown(own)}")
        measured = {name: measured[name] + own[name] for name in COUNTS}
    print(f"{'read' if read else 'unread'}: {_shown(measured)}", flush=True)
    model = _fit(asked, read=read)
    return {
        "sentence": {name: round(weight, 4) for name, weight in model.sentence.items()},
        "passage_slope": round(model.passage_slope, 4),
        "passage_bias": round(model.passage_bias, 4),
    }


def _fit(asked: Sequence[Asked], *, read: bool) -> EverythingModel:
    tables = [one.features(read=read) for one in asked]
    seen = [~np.isnan(one.odds) for one in asked]
    x = np.concatenate([table.values[which] for table, which in zip(tables, seen, strict=True)])
    y = np.concatenate([one.right[which] for one, which in zip(asked, seen, strict=True)])
    own = np.concatenate([one.own[which] for one, which in zip(asked, seen, strict=True)])
    mean, width = x.mean(0), x.std(0)
    fitted = LogisticRegression(C=1.0, max_iter=1000).fit(
        (x - mean) / width, y, sample_weight=np.where(own, 1.0, OTHERS)
    )
    slopes = fitted.coef_[0] / width
    weights = dict(zip(tables[0].names, slopes.tolist(), strict=True))
    sentence = {"bias": float(fitted.intercept_[0] - slopes @ mean)} | weights
    model = EverythingModel(sentence, 1.0, 0.0)
    odds, answers = [], []
    for one, table, which in zip(asked, tables, seen, strict=True):
        best = model.of_passages(
            model.of_sentences(table)[which], one.passage[which], one.passage.max() + 1
        )
        here = np.unique(one.passage[which])
        odds.append(np.log(best[here]) - np.log1p(-best[here]))
        answers.append(np.isin(here, one.passage[which & one.right]))
    # Here every passage counts alike: the sum of these probabilities is shown to people.
    line = LogisticRegression(C=1e6).fit(np.concatenate(odds)[:, None], np.concatenate(answers))
    return EverythingModel(sentence, float(line.coef_[0][0]), float(line.intercept_[0]))


def _counted(one: Asked, model: EverythingModel, *, read: bool) -> dict[str, float]:
    """Return counts of what would be quoted of a question."""
    scores = model.of_sentences(one.features(read=read))
    quoted = ~np.isnan(one.odds) & (scores >= QUOTED_FROM)
    if read:
        quoted &= near_best(one.odds, one.cosines, one.passage)
    passages = int(one.passage.max()) + 1
    expected = model.of_passages(np.where(np.isnan(one.odds), 0.0, scores), one.passage, passages)
    expected[one.passage[quoted]] = 0.0
    missed = set(one.passage[one.right & ~np.isnan(one.odds)].tolist())
    missed -= set(one.passage[quoted].tolist())
    return {
        "questions": 1,
        "gold": one.gold,
        "found": len(set(one.answer[quoted & one.right].tolist())),
        "quoted": int(quoted.sum()),
        "of_own": int((quoted & one.own).sum()),
        "right": int((quoted & one.right).sum()),
        "expected": float(expected.sum()),
        "missed": len(missed),
    }


def _shown(counts: Mapping[str, float]) -> str:
    return (
        f"{counts['questions']:.0f} questions, {counts['gold']:.0f} answers, found "
        f"{counts['found'] / counts['gold']:.3f}; {counts['quoted']:.0f} sentences quoted, right "
        f"{counts['right'] / max(1, counts['quoted']):.3f}, of those of their own document "
        f"{counts['right'] / max(1, counts['of_own']):.3f}; {counts['missed']:.0f} passages "
        f"missed, {counts['expected']:.0f} expected"
    )


if __name__ == "__main__":
    main()

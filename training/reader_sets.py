"""Question sets for training the reader: passages with an answer, and others that rank high.

Documents are split as an index splits them, so the reader is trained on what it will read.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.answers.page import reading_context
from qa.embedders.sentence_transformer import SentenceTransformerEmbedder
from qa.evaluation.question_sets import headings_of
from qa.files.hashing import sha256_of_text
from qa.indexing.splitting.passages import passages
from qa.records import Document, Span
from training.bm25 import ranked_by_bm25
from training.reader_examples import Example, QuestionSet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from training.reader_examples import Recipe

ROOM = 250  # word pieces of a passage, as under the default model
HARD = 6  # passages of the first ranks that hard negatives are drawn from
NEAR = 2  # passages of its document that an unanswerable question is asked of
_PARAGRAPH = re.compile(r"(?:.|\n(?!\n))+")


@dataclass(frozen=True, slots=True)
class _Corpus:
    """The documents of a set, split.

    Attributes:
        name: of the set.
        passages: context and text of each.
        held: document → number, span and text of each of its passages.
        paragraphs: document → spans between blank lines.
    """

    name: str
    passages: list[tuple[str, str]]
    held: dict[str, list[tuple[int, Span, str]]]
    paragraphs: dict[str, list[Span]]

    def document_of(self) -> dict[int, str]:
        """Return the document of each passage."""
        return {number: doc for doc, spans in self.held.items() for number, _, _ in spans}


def read_set(
    folder: Path, recipe: Recipe, documents: Callable[[str], bool] = lambda _: True
) -> QuestionSet:
    """Read a set.

    Args:
        folder: of the set.
        recipe: how it is used.
        documents: whether a ``doc_id`` is used (default: all are).
    """
    corpus = _read_corpus(folder, documents)
    examples: list[Example] = []
    own: list[int] = []
    misleading: list[list[int]] = []
    unanswerable: list[Example] = []
    whole: list[tuple[str, str]] = []
    for row in _lines(folder / "questions.jsonl"):
        question = _plain(row["question"])
        traps = _trapped(row, corpus.held)
        if row["answerable"]:
            found = _answers(row, corpus.held)
            for number, spans in found.items():
                answers = tuple(dict.fromkeys(spans))
                examples.append(_example(question, corpus.passages[number], recipe, answers))
                own.append(number)
                misleading.append([trap for trap in traps if trap not in found])
            continue
        about = traps or _misled(corpus, row["source_doc"], row)
        unanswerable += (_example(question, corpus.passages[number], recipe) for number in about)
        if not about and recipe.dense and row["source_doc"] in corpus.held:
            whole.append((question, row["source_doc"]))
    hard = _hard(corpus, examples, list(zip(own, misleading, strict=True)), recipe)
    unanswerable += _nearest(corpus, whole, recipe)
    return QuestionSet(recipe, corpus.passages, examples, unanswerable, hard)


def _read_corpus(folder: Path, documents: Callable[[str], bool]) -> _Corpus:
    corpus = _Corpus(folder.name, [], {}, {})
    rows = [row for row in _lines(folder / "corpus.jsonl") if documents(row["doc_id"])]
    joined = _joined(rows) if folder.name == "qamr_devtest" else {}
    for row in rows:
        doc_id = row["doc_id"]
        if doc_id in joined:
            continue
        text = _plain(row["text"])
        corpus.held[doc_id] = []
        corpus.paragraphs[doc_id] = [Span(*m.span()) for m in _PARAGRAPH.finditer(text)]
        for span, headings in _passages(doc_id, text):
            words = text[span.start : span.end]
            corpus.held[doc_id].append((len(corpus.passages), span, words))
            context = reading_context(row["title"].replace("_", " "), headings)
            corpus.passages.append((context, words))
    for doc_id, (text, start, end) in joined.items():
        if not corpus.passages or corpus.passages[-1][1] != text:
            corpus.passages.append(("", text))
        corpus.held[doc_id] = [(len(corpus.passages) - 1, Span(-start, end), text)]
    return corpus


def _example(
    question: str, passage: tuple[str, str], recipe: Recipe, answers: tuple[Span, ...] = ()
) -> Example:
    kind = "answer" if answers else "unanswerable"
    whole = recipe.whole_sentences and bool(answers)
    return Example(question, *passage, answers, whole, recipe.weight, kind)


def _trapped(row: dict[str, Any], held: dict[str, list[tuple[int, Span, str]]]) -> list[int]:
    """Return the passages with sentences that are marked as similar to the answer, but none."""
    return list(
        dict.fromkeys(
            number
            for trap in row.get("trap", ())
            for number, span, _ in held.get(row["source_doc"], ())
            if trap["start"] < span.end and span.start < trap["end"]
        )
    )


def _nearest(
    corpus: _Corpus, whole: Sequence[tuple[str, str]], recipe: Recipe
) -> Iterator[Example]:
    """Yield examples of questions that a whole document does not answer: its nearest passages."""
    questions = [question for question, _ in whole]
    for (question, doc_id), ranked in zip(whole, _ranked(corpus, questions, recipe), strict=True):
        here = {number for number, _, _ in corpus.held[doc_id]}
        for number in [number for number in ranked if number in here][:NEAR]:
            yield _example(question, corpus.passages[number], recipe)


def _answers(
    row: dict[str, Any], held: dict[str, list[tuple[int, Span, str]]]
) -> dict[int, list[Span]]:
    """Return passage → where the answers to a question lie in it."""
    spans: dict[int, list[Span]] = defaultdict(list)
    for answer in row["answers"]:
        for number, span, text in held.get(answer["doc_id"], ()):
            start, end = answer["start"] - span.start, answer["end"] - span.start
            if max(0, start) < min(len(text), end):
                spans[number].append(Span(max(0, start), min(len(text), end)))
    return spans


def _hard(
    corpus: _Corpus,
    examples: Sequence[Example],
    own: Sequence[tuple[int, Sequence[int]]],
    recipe: Recipe,
) -> list[list[int]]:
    """Return for each example the passages that rank high and do not answer, traps first.

    Args:
        corpus: the documents.
        examples: that answer.
        own: the passage of each, and those with traps.
        recipe: how the set is used.
    """
    document_of = corpus.document_of()
    folded = [text.casefold() for _, text in corpus.passages]
    answering: dict[str, set[int]] = defaultdict(set)
    for example, (number, _) in zip(examples, own, strict=True):
        answering[example.question].add(number)
    # A long paper may state the same result elsewhere, in other words.
    elsewhere = corpus.name == "evidence_inference"
    rows = _ranked(corpus, [example.question for example in examples], recipe)
    hard: list[list[int]] = []
    for example, (number, traps), ranked in zip(examples, own, rows, strict=True):
        answers = [example.text[a.start : a.end].casefold() for a in example.answers]
        keep = [
            other
            for other in ranked
            if other not in answering[example.question]
            and not any(answer in folded[other] for answer in answers)
            and not (elsewhere and document_of[other] == document_of[number])
        ]
        hard.append(list(dict.fromkeys([*traps, *keep]))[:HARD])
    return hard


def _ranked(corpus: _Corpus, questions: Sequence[str], recipe: Recipe) -> list[list[int]]:
    """Return the passages that retrieval ranks first for each question."""
    texts = [f"{context}\n{text}" for context, text in corpus.passages]
    lexical = ranked_by_bm25(texts, questions, 4 * HARD)
    if not recipe.dense or not questions:
        return lexical
    embedder = SentenceTransformerEmbedder()
    vectors = embedder.embed_passages(texts)
    asked = np.stack([embedder.embed_question(question) for question in questions])
    dense = np.argsort(-(asked @ vectors.T), axis=1, kind="stable")[:, : 4 * HARD].tolist()
    return [
        # BM25 finds fewer where a question has few words of the texts.
        list(dict.fromkeys(n for pair in zip_longest(*both) for n in pair if n is not None))
        for both in zip(dense, lexical, strict=True)
    ]


def _passages(doc_id: str, text: str) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """Yield the passages of a document and their headings."""
    sha256 = sha256_of_text(text)
    document = Document(doc_id, "", text, sha256, sha256, "text/plain", headings=headings_of(text))
    for passage in passages(document, lambda _: ROOM, _count):
        yield Span(passage.start, passage.end), passage.headings


def _count(texts: Sequence[str]) -> list[int]:
    """Return about how many word pieces there are: 1.1 a word, and each mark of punctuation."""
    return [round(1.1 * len(re.findall(r"\w+", t))) + len(re.findall(r"[^\w\s]", t)) for t in texts]


def _misled(corpus: _Corpus, doc_id: str, row: dict[str, Any]) -> list[int]:
    """Return the passages an unanswerable question was written about."""
    held = corpus.held.get(doc_id, [])
    if "source_para" not in row:
        return [number for number, _, _ in held] if len(held) == 1 else []
    if not held:
        return []
    about = corpus.paragraphs[doc_id][row["source_para"]]
    return [
        number for number, span, _ in held if span.start < about.end and about.start < span.end
    ][:1]


def _joined(rows: Sequence[dict[str, str]]) -> dict[str, tuple[str, int, int]]:
    """Join passages of one sentence, six by six: doc_id → text, where it starts and ends in it."""
    joined: dict[str, tuple[str, int, int]] = {}
    for first in range(0, len(rows), 6):
        group = rows[first : first + 6]
        text = " ".join(_plain(row["text"]) for row in group)
        start = 0
        for row in group:
            joined[row["doc_id"]] = (text, start, start + len(row["text"]))
            start += len(row["text"]) + 1
    return joined


def _plain(text: str) -> str:
    """Undo a tree bank's quotation marks and brackets, without moving a character.

    The model's tokenizer splits off punctuation and folds case by itself.
    """
    for sign, plain in (("``", '"'), ("''", '"'), ("-lrb-", "("), ("-rrb-", ")")):
        text = text.replace(sign, plain.ljust(len(sign)))
    return text


def _lines(path: Path) -> Iterable[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)

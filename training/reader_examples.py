"""Questions and passages for training the reader, made from question sets.

Every example pairs a question with one passage as an index would hold it, its title and headings
in front. Some of the passages hold the answer. Of those that do not, some were written to mislead
(SQuAD 2, CLAPNQ, the questions in people's own words), some are what retrieval ranks high for the
question, and some are made by changing the question (:mod:`training.altered_questions`).
"""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.answers.reader import reading_context
from qa.embedders.sentence_transformer import SentenceTransformerEmbedder
from qa.files.hashing import sha256_of_text
from qa.indexing.splitting.passages import passages
from qa.loaders import markdown
from qa.loaders import text as plain_text
from qa.records import Document, Span
from training.altered_questions import changed
from training.bm25 import ranked_by_bm25

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

ROOM = 250  # word pieces of a passage, as under the default model
HARD = 6  # passages of the first ranks that hard negatives are drawn from
NEAR = 2  # passages of its document that an unanswerable question is asked of


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a set is used.

    Attributes:
        share: of its answerable questions drawn for an epoch; above 1, some are seen twice.
        whole_sentences: its gold spans are sentences or longer, not the words that answer.
        hard: passages that retrieval ranks high that a question is also asked of; of a fraction,
            that share of the questions gets one more.
        dense: whether cosine ranks them too; BM25 alone finds few where a question has other
            words than its answer.
        changed: share of its questions also asked in a changed form or of a cut passage.
        weight: of its examples in the loss.
    """

    share: float
    whole_sentences: bool = False
    hard: float = 0.4
    dense: bool = False
    changed: float = 0.3
    weight: float = 1.0


OWN_WORDS = Recipe(1.0, whole_sentences=True, hard=2.0, dense=True, changed=0.1)
"""Questions in people's own words, the nearest to real use."""

RECIPES = {
    "own_words_business": OWN_WORDS,
    "own_words_contrast": OWN_WORDS,
    "own_words_languages": OWN_WORDS,
    "own_words_law": OWN_WORDS,
    "own_words_office": OWN_WORDS,
    "own_words_papers": OWN_WORDS,
    "own_words_science": OWN_WORDS,
    "own_words_statutes": OWN_WORDS,
    "own_words_tech": OWN_WORDS,
    "own_words_world": OWN_WORDS,
    "squadshifts_newwiki": Recipe(0.7, changed=0.5),
    "squadshifts_amazon": Recipe(0.1),
    "squadshifts_reddit": Recipe(0.1),
    "fairytaleqa": Recipe(0.2, changed=0.1),
    "selqa": Recipe(1.0, whole_sentences=True, changed=0.0),  # its cut passages: removed_positive
    "clapnq_dev": Recipe(3.0, whole_sentences=True, changed=0.0),
    "qed_dev": Recipe(3.0, changed=0.0),
    "quoref_contrast": Recipe(0.4, hard=0.2, changed=0.2),
    "nqg_squadtrain": Recipe(0.1, whole_sentences=True, changed=0.5),
    "qamr_devtest": Recipe(0.02, hard=0.2, changed=0.0, weight=0.7),
    "evidence_inference": Recipe(0.6, whole_sentences=True, hard=1.0, changed=0.0),
    "removed_positive": Recipe(0.4, weight=0.5),  # about one in six still answers
}
"""The README of the sets says how good each is. The shares cap what one kind can teach: natural
questions first, those written from the paragraph enough not to be forgotten."""

NEAR_MISSES = Recipe(1.5, changed=0.2)  # SQuAD 2, where its articles are given for training


@dataclass(frozen=True, slots=True)
class Example:
    """A question and a passage.

    Attributes:
        question: as it is asked.
        context: title and headings of the passage.
        text: the passage.
        answers: spans in ``text``, any of which answers; empty where none does.
        whole_sentences: the spans are sentences, so that no word in them is *the* answer.
        weight: in the loss.
        kind: ``answer``, ``hard``, ``changed``, ``cut`` or ``unanswerable``.
    """

    question: str
    context: str
    text: str
    answers: tuple[Span, ...]
    whole_sentences: bool
    weight: float
    kind: str


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """One set, its documents split into passages.

    Attributes:
        recipe: how it is used.
        passages: context and text of each.
        examples: answerable ones.
        unanswerable: as people judged.
        hard: for each of ``examples``, passages that rank high and do not hold its answer.
    """

    recipe: Recipe
    passages: list[tuple[str, str]]
    examples: list[Example]
    unanswerable: list[Example]
    hard: list[list[int]]


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


def epoch(sets: Iterable[QuestionSet], seed: int) -> list[tuple[Example, ...]]:
    """Draw the examples of one epoch, in random order.

    Args:
        sets: to draw from.
        seed: of the random numbers.

    Returns:
        Groups: one example each, or one that answers and others of the same question that do not.
    """
    draw = random.Random(seed)  # noqa: S311 - not for secrets
    drawn: list[tuple[Example, ...]] = []
    for each in sets:
        recipe = each.recipe
        chosen = _drawn(range(len(each.examples)), recipe.share, draw)
        drawn += [(example,) for example in _drawn(each.unanswerable, recipe.share, draw)]
        for i in chosen:
            example = each.examples[i]
            number = int(recipe.hard) + (draw.random() < recipe.hard % 1)
            others = draw.sample(each.hard[i], min(number, len(each.hard[i])))
            hard = [
                replace(example, context=context, text=text, answers=(), kind="hard")
                for context, text in (each.passages[other] for other in others)
            ]
            drawn.append((example, *hard))
            if draw.random() < recipe.changed:
                texts = [text for _, text in each.passages]
                drawn += [(one,) for one in [changed(example, texts, draw)] if one]
    draw.shuffle(drawn)
    return drawn


def _drawn(items: Sequence[Any], share: float, draw: random.Random) -> list[Any]:
    whole = int(share)
    return [*items] * whole + draw.sample(items, round((share - whole) * len(items)))


# Passages that rank high and do not answer.


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
        list(dict.fromkeys(number for pair in zip(*both, strict=False) for number in pair))
        for both in zip(dense, lexical, strict=True)
    ]


# Reading.


_PARAGRAPH = re.compile(r"(?:.|\n(?!\n))+")
_MARKDOWN_HEADING = re.compile(r"^#{1,6} ", re.MULTILINE)


def _passages(doc_id: str, text: str) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """Yield the passages of a document and their headings."""
    sha256 = sha256_of_text(text)
    is_markdown = _MARKDOWN_HEADING.search(text) is not None
    extract = markdown.extract if is_markdown else plain_text.extract
    (read,) = extract(text.encode(), Path(doc_id))
    headings = read.headings if read.text == text else ()
    document = Document(doc_id, "", text, sha256, sha256, "text/plain", headings=headings)
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

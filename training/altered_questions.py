"""Questions that a passage answers, changed so that it does not.

As people made the unanswerable questions of SQuAD 2 (Rajpurkar, Jia and Liang 2018, table 2): a
name or a number exchanged, a word turned into its opposite, a negation put in, the answering
sentence taken out.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.text.paragraphs import paragraph_spans
from qa.text.sentences import sentence_spans

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from training.reader_examples import Example

_OPPOSITES = [
    ("first", "last"), ("before", "after"), ("largest", "smallest"), ("most", "least"),
    ("highest", "lowest"), ("oldest", "youngest"), ("more", "less"), ("north", "south"),
    ("east", "west"), ("northern", "southern"), ("eastern", "western"), ("increase", "decrease"),
    ("increased", "decreased"), ("begin", "end"), ("began", "ended"), ("start", "stop"),
    ("started", "stopped"), ("early", "late"), ("old", "new"), ("higher", "lower"),
    ("larger", "smaller"), ("bigger", "smaller"), ("best", "worst"), ("win", "lose"),
    ("won", "lost"), ("male", "female"), ("men", "women"), ("man", "woman"), ("son", "daughter"),
    ("father", "mother"), ("king", "queen"), ("brother", "sister"), ("husband", "wife"),
    ("allowed", "forbidden"), ("common", "rare"), ("strong", "weak"), ("support", "oppose"),
    ("supported", "opposed"), ("good", "bad"), ("positive", "negative"), ("above", "below"),
    ("longest", "shortest"), ("earliest", "latest"), ("rise", "fall"), ("rose", "fell"),
    ("love", "hate"), ("loved", "hated"), ("friend", "enemy"), ("buy", "sell"), ("rich", "poor"),
    ("inside", "outside"), ("public", "private"), ("top", "bottom"), ("cheap", "expensive"),
]  # fmt: skip
_OPPOSITE = {a: b for pair in _OPPOSITES for a, b in (pair, pair[::-1])}
_VERB = re.compile(
    r"\b(is|are|was|were|did|does|do|can|could|will|would|has|have|had)\b", re.IGNORECASE
)
_NUMBER = re.compile(r"\b\d[\d,]*\b")
_NAME = re.compile(r"(?<=[\w,] )[A-Z][\w’'-]+(?: (?:of |the )?[A-Z][\w’'-]+)*")


def changed(example: Example, texts: Sequence[str], draw: random.Random) -> Example | None:
    """Return an example that the passage does not answer; None where no change applies.

    Args:
        example: that it answers.
        texts: passages that names are taken from.
        draw: random numbers.
    """
    changes = [_other_number, _other_name, _opposite]
    draw.shuffle(changes)
    if draw.random() < 0.2:  # noqa: PLR2004 - any question can be negated; few are
        changes.append(_negated)
    if draw.random() < 0.35:  # noqa: PLR2004 - about a third are cut, as many as each exchange
        cut = _cut(example)
        if cut:
            return cut
    for change in changes:
        question = change(example, texts, draw)
        if question and question != example.question:
            return replace(example, question=question, answers=(), kind="changed")
    return None


def _other_number(example: Example, _: Sequence[str], draw: random.Random) -> str | None:
    found = _NUMBER.search(example.question)
    if not found or len(found.group()) > 6:  # noqa: PLR2004 - a code, not a quantity
        return None
    here = [n for n in _NUMBER.findall(example.text) if n not in example.question]
    value = int(found.group().replace(",", ""))
    near = str(max(1, value + draw.choice((-10, -5, -3, -2, -1, 1, 2, 3, 5, 10, 20))))
    other = draw.choice([near, *here]) if here else near
    return example.question[: found.start()] + other + example.question[found.end() :]


def _other_name(example: Example, texts: Sequence[str], draw: random.Random) -> str | None:
    names = list(_NAME.finditer(example.question))
    if not names:
        return None
    name = draw.choice(names)
    source = example.text if draw.random() < 0.5 else draw.choice(texts)  # noqa: PLR2004
    answers = " ".join(example.text[span.start : span.end] for span in example.answers)
    others: list[str] = [
        other
        for other in _NAME.findall(source)
        if other not in example.question and (example.whole_sentences or other not in answers)
    ]
    if not others:
        return None
    other: str = draw.choice(others)
    return example.question[: name.start()] + other + example.question[name.end() :]


def _opposite(example: Example, _: Sequence[str], draw: random.Random) -> str | None:
    words = [m for m in re.finditer(r"[A-Za-z]+", example.question) if m[0].lower() in _OPPOSITE]
    if not words:
        return None
    word = draw.choice(words)
    other: str = _OPPOSITE[word[0].lower()]
    return example.question[: word.start()] + other + example.question[word.end() :]


def _negated(example: Example, _: Sequence[str], draw: random.Random) -> str | None:
    verb = _VERB.search(example.question)
    if not verb or re.search(r"\bnot?\b|n't\b|\bnever\b", example.question):
        return None
    word = draw.choice((" not", "n't", " never"))
    if word == "n't" and verb[0].lower() in {"can", "will"}:
        word = " not"
    return example.question[: verb.end()] + word + example.question[verb.end() :]


def _cut(example: Example) -> Example | None:
    """Take the answering sentences out of the passage."""
    spans = [
        span
        for paragraph in paragraph_spans(example.text)
        for span in sentence_spans(example.text, paragraph.start, paragraph.end)
    ]
    kept = [
        example.text[span.start : span.end]
        for span in spans
        if not any(a.start < span.end and span.start < a.end for a in example.answers)
    ]
    text = " ".join(kept)
    answers = {example.text[a.start : a.end].casefold() for a in example.answers}
    if len(kept) < 2 or any(answer in text.casefold() for answer in answers):  # noqa: PLR2004
        return None
    return replace(example, text=text, answers=(), weight=example.weight * 0.7, kind="cut")

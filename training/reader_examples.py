"""Questions and passages for training the reader, made from question sets.

Every example pairs a question with one passage as an index would hold it, its title and headings
in front. Some of the passages hold the answer. Of those that do not, some were written to mislead
(SQuAD 2, CLAPNQ, the questions in people's own words), some are what retrieval ranks high for the
question, and some are made by changing the question (:mod:`training.altered_questions`).
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from training.altered_questions import changed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qa.records import Span


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

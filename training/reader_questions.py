"""What the reader is trained on, tried on, and taught by teachers."""

from __future__ import annotations

import pickle
import random
from dataclasses import replace
from typing import TYPE_CHECKING

from training.reader_examples import NEAR_MISSES, RECIPES, Example
from training.reader_fold import fold, half_of, is_held_out
from training.reader_sets import read_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from training.reader_examples import QuestionSet
    from training.reader_trial import Trial

    Sets = dict[str, QuestionSet]

SQUAD2 = "squad2"
HARD = 6  # passages that rank high beside the one that answers
POOL = {
    "squadshifts_newwiki": (5000, 3),
    "squadshifts_amazon": (4000, 3),
    "squadshifts_reddit": (5000, 3),
    "fairytaleqa": (2500, 3),
    "quoref_contrast": (1153, 2),
    "nqg_squadtrain": (9000, 4),
    "qamr_devtest": (3000, 2),
    "evidence_inference": (2725, 4),
    "selqa": (2414, 4),
    "removed_positive": (0, 0),  # teachers tell by themselves what a cut passage still answers
}
"""Set → the most of its answerable questions that teachers score, and passages beside each.

Sets that are not named are scored whole, with :data:`HARD` passages.
"""


def kept_sets(work: Path, sets: Path, near_misses: Path) -> tuple[Sets, Trial]:
    """Return the sets to train on, and examples to try the reader on; read once for a folder.

    Args:
        work: folder that keeps them: reading and ranking them takes minutes.
        sets: folder of the training sets.
        near_misses: folder of SQuAD 2.
    """
    kept = work / "sets.pickle"
    if not kept.exists():
        work.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(pickle.dumps(_read_sets(sets, near_misses)))
    found: tuple[Sets, Trial] = pickle.loads(kept.read_bytes())  # noqa: S301 - written above
    return found


def of_half(groups: Iterable[Sequence[Example]], half: int | None) -> list[Sequence[Example]]:
    """Return the groups whose documents are in a half.

    Args:
        groups: of examples; the first is the one that answers.
        half: 0 or 1; None for all.
    """
    return [g for g in groups if half is None or half_of(g[0].context, g[0].text) == half]


def pooled(sets: Mapping[str, QuestionSet], seed: int = 5) -> list[tuple[Example, ...]]:
    """Return the questions that teachers score, each with its passage and some that rank high.

    Args:
        sets: by name.
        seed: of the random numbers, which choose where a set has more than are scored.
    """
    draw = random.Random(seed)  # noqa: S311 - not for secrets
    pool: list[tuple[Example, ...]] = []
    for name, each in sets.items():
        most, beside = POOL.get(name, (len(each.examples), HARD))
        order = list(range(len(each.examples)))
        draw.shuffle(order)
        for i in order[:most]:
            example = each.examples[i]
            passages = (each.passages[other] for other in each.hard[i][:beside])
            hard = [
                replace(example, context=context, text=text, answers=(), kind="hard")
                for context, text in passages
            ]
            pool.append((example, *hard))
        together: dict[str, list[Example]] = {}
        for example in each.unanswerable:
            together.setdefault(example.question, []).append(example)
        pool += map(tuple, together.values())
    return pool


def _read_sets(sets: Path, near_misses: Path) -> tuple[Sets, Trial]:
    learnt = {
        name: read_set(sets / name, recipe, lambda doc: not is_held_out(doc))
        for name, recipe in RECIPES.items()
    }
    learnt[SQUAD2] = read_set(near_misses, NEAR_MISSES, lambda doc: fold(doc) == 0)
    own_words: list[Example] = []
    for name, recipe in RECIPES.items():
        if recipe.dense:
            unseen = read_set(sets / name, recipe, is_held_out)
            own_words += [*unseen.examples[::3], *unseen.unanswerable[::3]]
    unseen = read_set(near_misses, NEAR_MISSES, lambda doc: fold(doc) == 1)
    return learnt, {
        "own words": own_words,
        SQUAD2: [*unseen.examples[::9], *unseen.unanswerable[::9]],
    }

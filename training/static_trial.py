"""Try vectors of passages, sentences and questions, by cosine alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.embedders.protocol import Vectors
    from training.static_data import Material

FIRST = (1, 5, 20)
AMONG = 6  # passages that are nearest to a question
OF_PASSAGE = 0.5  # weight of the passage's cosine next to its sentence's


class Made(NamedTuple):
    """The vectors of one model.

    Attributes:
        passages: of all passages that are searched.
        sentences: of all sentences.
        questions: of all questions.
    """

    passages: Vectors
    sentences: Vectors
    questions: Vectors


def report(material: Material, made: Made, name: str) -> None:
    """Print how often vectors find the right passage and sentence.

    Args:
        material: all passages and questions.
        made: their vectors.
        name: of the vectors.
    """
    print(name, flush=True)
    for kind in sorted({question.kind for question in material.questions if question.kind}):
        *found, within, among, count = shares(material, made, kind)
        listed = " / ".join(f"{share:.3f}" for share in found)
        print(
            f"  {kind}: right passage among the first {FIRST}: {listed}; right sentence within "
            f"the passage {within:.3f}, among {AMONG} passages {among:.3f} ({count:,} questions)",
            flush=True,
        )


def shares(material: Material, made: Made, kind: str) -> tuple[float, ...]:
    """Return the shares of right passages and right sentences, and the number of questions.

    A question is searched for in all passages of its set. The right sentence is the nearest of the
    first passage that answers; then that of the nearest passages, half of whose cosine is added.

    Args:
        material: all passages and questions.
        made: their vectors.
        kind: of the questions.
    """
    asked = [i for i, question in enumerate(material.questions) if question.kind == kind]
    found = np.zeros(len(FIRST))
    within, among = 0, 0
    for of_set in sorted({material.questions[i].of_set for i in asked}):
        numbers = np.flatnonzero(np.array(material.of_sets) == of_set)
        vectors = made.passages[numbers]
        for i in asked:
            question = material.questions[i]
            if question.of_set != of_set:
                continue
            cosines = vectors @ made.questions[i]
            order = numbers[np.argsort(-cosines, kind="stable")[: max(FIRST)]].tolist()
            place = next((n for n, one in enumerate(order) if one in question.gold), max(FIRST))
            found += [place < first for first in FIRST]
            number, right = next(iter(question.gold.items()))
            near = made.sentences[material.sentences_of(number)] @ made.questions[i]
            within += int(np.argmax(near)) in right
            among += _is_first_right(material, made, i, order[:AMONG])
    return (*(found / len(asked)).tolist(), within / len(asked), among / len(asked), len(asked))


def _is_first_right(material: Material, made: Made, asked: int, numbers: Sequence[int]) -> bool:
    """Return whether the best sentence of some passages answers."""
    vector = made.questions[asked]
    best, answers = -np.inf, False
    for number in numbers:
        scores = made.sentences[material.sentences_of(number)] @ vector
        scores = scores + OF_PASSAGE * (made.passages[number] @ vector)
        first = int(np.argmax(scores))
        if scores[first] > best:
            best, answers = scores[first], first in material.questions[asked].gold.get(number, ())
    return answers


def cosine_map(own: Vectors, theirs: Vectors) -> tuple[float, float]:
    """Return scale and shift that give cosines the mean and the deviation of others.

    Vectors of unit norm allow it only if scale and shift together are at most 1; otherwise the
    mean is right, and the deviation as large as can be.

    Args:
        own: cosines of pairs of texts.
        theirs: of the same pairs, by another model.
    """
    scale = float(theirs.std() / own.std())
    shift = float(theirs.mean() - scale * own.mean())
    if scale + abs(shift) > 1:
        sign = 1 if shift > 0 else -1
        scale = float((1 - sign * theirs.mean()) / (1 - sign * own.mean()))
        shift = float(theirs.mean() - scale * own.mean())
    return scale, shift

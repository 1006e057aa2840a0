"""Try vectors of sentences on questions, by cosine alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch

from training.sentence_layer_batches import padded
from training.sentence_layer_model import passage_states, reduced, sentence_means

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from qa.embedders.protocol import Vectors
    from training.sentence_layer_data import Asked, Material

    Read = Callable[[Sequence[torch.Tensor], torch.Tensor], torch.Tensor]
    """States of passages and numbers of their sentences → states whose means are vectors."""

AT_ONCE = 256  # passages
AMONG = 6  # passages that are nearest to a question
OF_PASSAGE = 0.5  # weight of the passage's cosine next to its sentence's


def tried_passages(material: Material) -> list[int]:
    """Return the passages of the sets that have questions to try, the shortest first.

    Args:
        material: all passages and questions.
    """
    tried = {question.of_set for question in material.questions if question.kind is not None}
    numbers = [n for n, passage in enumerate(material.passages) if passage.of_set in tried]
    return sorted(numbers, key=lambda number: len(material.passages[number].ids))


@torch.no_grad()
def read_vectors(material: Material, transformer: Any, read: Read, device: torch.device) -> Vectors:
    """Return a vector for each sentence; an own one where the passage gives it none.

    Args:
        material: all passages and questions; of those that are not tried, own vectors stay.
        transformer: of the embedding model.
        read: makes states of which vectors are means.
        device: to compute on.
    """
    vectors: Vectors = material.own.copy()
    numbers = tried_passages(material)
    for start in range(0, len(numbers), AT_ONCE):
        passages = [material.passages[number] for number in numbers[start : start + AT_ONCE]]
        firsts = np.cumsum([0, *(passage.count for passage in passages)])
        ids, mask, sentences = padded(passages, firsts[:-1].tolist(), device)
        states = passage_states(transformer, ids, mask)
        with reduced(device):
            made = read(states, sentences)
        found, exist = sentence_means(made, sentences, int(firsts[-1]))
        places = np.concatenate([np.arange(one.first, one.first + one.count) for one in passages])
        inside = exist.cpu().numpy()
        vectors[places[inside]] = found.cpu().numpy()[inside]
    return vectors


def report(material: Material, vectors: Vectors, name: str) -> None:
    """Print how often vectors find the right sentence, and how like the own ones they are.

    Args:
        material: all passages and questions.
        vectors: of all sentences.
        name: of the vectors.
    """
    passages = [material.passages[number] for number in tried_passages(material)]
    if not passages:
        print(f"{name}: no question to try", flush=True)
        return
    places = np.concatenate([np.arange(one.first, one.first + one.count) for one in passages])
    cosine = float((vectors[places] * material.own[places]).sum(-1).mean())
    print(f"{name}: cosine with own vector {cosine:.3f}", flush=True)
    for kind in sorted({question.kind for question in material.questions if question.kind}):
        within, among, count = right_shares(material, vectors, kind)
        print(
            f"  {kind}: right within the passage {within:.3f}, among {AMONG} passages "
            f"{among:.3f} ({count:,} questions)",
            flush=True,
        )


def right_shares(material: Material, vectors: Vectors, kind: str) -> tuple[float, float, int]:
    """Return how often the nearest sentence is right, and the number of questions.

    The first share is within the first passage that answers. The second is among the passages
    nearest to the question, half of whose cosine is added to that of each sentence.

    Args:
        material: all passages and questions.
        vectors: of all sentences.
        kind: of the questions.
    """
    asked = [i for i, question in enumerate(material.questions) if question.kind == kind]
    within, among = 0, 0
    for of_set in sorted({material.questions[i].of_set for i in asked}):
        every = [n for n, passage in enumerate(material.passages) if passage.of_set == of_set]
        numbers = np.array(every)
        for i in asked:
            question = material.questions[i]
            if question.of_set != of_set:
                continue
            vector = material.of_questions[i]
            number, right = next(iter(question.gold.items()))
            within += int(np.argmax(vectors[_places(material, number)] @ vector)) in right
            near = material.of_passages[numbers] @ vector
            nearest = numbers[np.argsort(-near, kind="stable")[:AMONG]].tolist()
            among += _is_first_right(material, vectors, question, vector, nearest)
    return within / len(asked), among / len(asked), len(asked)


def _is_first_right(
    material: Material, vectors: Vectors, question: Asked, vector: Vectors, numbers: Sequence[int]
) -> bool:
    """Return whether the best sentence of some passages answers."""
    best, answers = -np.inf, False
    for number in numbers:
        scores = vectors[_places(material, number)] @ vector
        scores = scores + OF_PASSAGE * (material.of_passages[number] @ vector)
        first = int(np.argmax(scores))
        if scores[first] > best:
            best, answers = scores[first], first in question.gold.get(number, ())
    return answers


def _places(material: Material, number: int) -> slice:
    passage = material.passages[number]
    return slice(passage.first, passage.first + passage.count)

"""Batches of passages for the sentence layer, and the loss of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch

from training.sentence_layer_data import OF_NONE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from training.sentence_layer_data import Material, Pieces

OWN_WORDS = "own_words"  # begins the names of the sets of questions in people's own words
PASSAGES = 192  # of a batch
DRAWN = 3.0  # times as often a passage of people's own words is drawn
WEIGHT = 2.0  # of a question in people's own words; the others have 1
QUESTIONS = 6  # the most of a passage
ASKED = 0.3  # weight of the questions; that of the own vectors is 1
TEMPERATURE = 20.0  # a cosine is multiplied by it before a softmax
NEVER = -1e4  # a score that no softmax sees


@dataclass(frozen=True, slots=True)
class Batch:
    """Passages, and the questions that they answer.

    Attributes:
        ids: word pieces, ``(passages, tokens)``.
        mask: 1 for a word piece, 0 for padding.
        sentences: number of the sentence that each is of, in the batch, or below 0.
        passage_of: passage of each sentence.
        own: vector of each sentence alone.
        asked: vectors of the questions.
        asked_of: passage of each question.
        right: which sentences answer which question, ``(questions, sentences)``; some of
            its passage do.
        weights: of the questions.
    """

    ids: torch.Tensor
    mask: torch.Tensor
    sentences: torch.Tensor
    passage_of: torch.Tensor
    own: torch.Tensor
    asked: torch.Tensor
    asked_of: torch.Tensor
    right: torch.Tensor
    weights: torch.Tensor


class Drawing:
    """Draws batches of the passages to train on."""

    def __init__(self, material: Material, seed: int) -> None:
        """Look up which questions each passage answers.

        Args:
            material: to draw from.
            seed: of the random numbers.
        """
        self._material = material
        self._seed = seed
        passages = material.passages
        learnt = [number for number, one in enumerate(passages) if one.kind is None]
        if not learnt:
            msg = "The sets have no passage to train on: all of their documents are held out."
            raise ValueError(msg)
        self._learnt = np.array(learnt)
        weights = [DRAWN if passages[n].of_set.startswith(OWN_WORDS) else 1.0 for n in learnt]
        self._shares = np.array(weights) / sum(weights)
        self._answered: dict[int, list[int]] = {}
        for i, question in enumerate(material.questions):
            for number in question.gold if question.kind is None else ():
                self._answered.setdefault(number, []).append(i)

    def batch(self, step: int, device: torch.device) -> Batch:
        """Return the batch of a step, the same whatever was drawn before.

        Args:
            step: its number, from 0.
            device: to compute on.
        """
        draw = np.random.default_rng((self._seed, step))
        size = min(PASSAGES, len(self._learnt))
        drawn = draw.choice(self._learnt, size, replace=False, p=self._shares)
        return batch_of(self._material, drawn.tolist(), self._answered, device)


def batch_of(
    material: Material,
    numbers: Sequence[int],
    answered: Mapping[int, Sequence[int]],
    device: torch.device,
) -> Batch:
    """Return a batch.

    Args:
        material: all passages and questions.
        numbers: of the passages.
        answered: passage → the questions that it answers.
        device: to compute on.
    """
    passages = [material.passages[number] for number in numbers]
    firsts = np.cumsum([0, *(passage.count for passage in passages)])
    pairs = [(row, q) for row, n in enumerate(numbers) for q in answered.get(n, ())[:QUESTIONS]]
    right = np.zeros((len(pairs), firsts[-1]), bool)
    for i, (row, q) in enumerate(pairs):
        right[i, firsts[row] + np.array(material.questions[q].gold[numbers[row]])] = True
    of_sets = [material.questions[q].of_set for _, q in pairs]
    own = [material.own[one.first : one.first + one.count] for one in passages]
    arrays = {
        "passage_of": np.repeat(np.arange(len(passages)), [one.count for one in passages]),
        "own": np.concatenate(own),
        "asked": material.of_questions[[q for _, q in pairs]],
        "asked_of": np.array([row for row, _ in pairs], np.int64),
        "right": right,
        "weights": np.array(
            [WEIGHT if s.startswith(OWN_WORDS) else 1.0 for s in of_sets], np.float32
        ),
    }
    rest = {name: torch.from_numpy(array).to(device) for name, array in arrays.items()}
    return Batch(*padded(passages, firsts[:-1].tolist(), device), **rest)


def padded(
    passages: Sequence[Pieces], firsts: Sequence[int], device: torch.device
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return word pieces, mask and numbers of sentences, ``(passages, tokens)`` each.

    Args:
        passages: of a batch.
        firsts: the number that the first sentence of each gets.
        device: to compute on.
    """
    shape = (len(passages), max(len(passage.ids) for passage in passages))
    ids, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    sentences = np.full(shape, OF_NONE, np.int64)
    for row, (passage, first) in enumerate(zip(passages, firsts, strict=True)):
        length = len(passage.ids)
        ids[row, :length], mask[row, :length] = passage.ids, 1
        inside = passage.sentences != OF_NONE
        sentences[row, :length][inside] = passage.sentences[inside] + first
    made = (torch.from_numpy(array).to(device) for array in (ids, mask, sentences))
    return next(made), next(made), next(made)


def sentence_loss(vectors: torch.Tensor, exist: torch.Tensor, batch: Batch) -> torch.Tensor:
    """Return how far vectors are from the own ones, and from telling which sentence answers.

    The second is the cross-entropy of the sentences that answer a question, among all of the
    batch, and among those of its passage.

    Args:
        vectors: of the batch's sentences.
        exist: which of them have word pieces; the passage may have been cut before the others.
        batch: with what is right.
    """
    loss = (1 - (vectors * batch.own).sum(-1))[exist].mean()
    if not len(batch.asked):
        return loss
    scores = TEMPERATURE * batch.asked @ vectors.T
    here = batch.passage_of == batch.asked_of[:, None]
    found = [
        among.log_softmax(-1).masked_fill(~batch.right, NEVER).logsumexp(-1)
        for among in (scores, scores.masked_fill(~here, NEVER))
    ]
    missed = -(found[0] + found[1])
    return loss + ASKED * (missed * batch.weights).sum() / batch.weights.sum()

"""How the static model learns: batches of questions, their loss, and checkpoints."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import torch
from torch.nn.functional import cross_entropy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from training.static_data import Material
    from training.static_vectors import Bags, StaticVectors

OWN_WORDS = "own_words"  # begins the names of the sets of questions in people's own words
DRAWN = 3.0  # times as often a question in people's own words is drawn
TAUGHT = 256  # passages of a batch that are to get the default model's vectors
OF_SENTENCES = 0.5  # weight of the sentences; that of the passages is 1
TEMPERATURE = 20.0  # a cosine is multiplied by it before a softmax
NEVER = -1e4  # a score that no softmax sees
MAP = 2.0  # rate of the map, as a share of that of the vectors
WEIGHTS = 6.0  # the same of the weights
HARD = 10  # nearest wrong passages, of which one is drawn
_SAVED_EVERY = 100  # steps


@dataclass(frozen=True, slots=True)
class Plan:
    """How a training runs.

    Attributes:
        steps: number of batches.
        batch: questions of one.
        rate: the highest, of vectors; it falls to 0.
        seed: of all that is drawn.
        teaching: weight of the default model's vectors; that of the questions is 1.
    """

    steps: int
    batch: int = 384
    rate: float = 1e-3
    seed: int = 1
    teaching: float = 2.0


class Texts(NamedTuple):
    """All texts as word pieces.

    Attributes:
        passages: of the sets.
        sentences: of these.
        questions: on these.
    """

    passages: Bags
    sentences: Bags
    questions: Bags


class Taught(NamedTuple):
    """Vectors of the default model, on the axes of the static one, of unit norm.

    Attributes:
        questions: number of a question → row.
        passages: number of a passage → row.
        rows: the vectors.
    """

    questions: Mapping[int, int]
    passages: Mapping[int, int]
    rows: torch.Tensor


class Training:
    """A training that can be stopped and goes on."""

    def __init__(
        self, model: StaticVectors, material: Material, texts: Texts, taught: Taught, plan: Plan
    ) -> None:
        """Look up what may be drawn.

        Args:
            model: to train.
            material: all texts and questions.
            texts: the same as word pieces.
            taught: vectors to learn.
            plan: how it is trained.
        """
        self.model, self.plan = model, plan
        self.done = 0
        self._material, self._texts, self._taught = material, texts, taught
        self._learnt = [i for i, one in enumerate(material.questions) if one.kind is None]
        weights = [
            DRAWN if material.questions[i].of_set.startswith(OWN_WORDS) else 1.0
            for i in self._learnt
        ]
        self._chances = np.array(weights) / np.sum(weights)
        self._of_taught = sorted(taught.passages)
        self._hard = self._nearest_wrong()
        self._optimizer = torch.optim.Adam(
            [
                {"params": [model.map], "share": MAP},
                {"params": [model.own], "share": 1.0},
                {"params": [model.logs], "share": WEIGHTS},
            ],
            lr=plan.rate,
        )

    def learn(self) -> float:
        """Draw a batch and learn from it; return its loss."""
        left = 1 - self.done / self.plan.steps
        for group in self._optimizer.param_groups:
            group["lr"] = self.plan.rate * group["share"] * left
        loss = self.loss(np.random.default_rng([self.plan.seed, self.done]))
        self._optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        self._optimizer.step()
        self.done += 1
        return float(loss.detach())

    def loss(self, drawn: np.random.Generator) -> torch.Tensor:
        """Return the loss of a batch.

        Args:
            drawn: decides which.
        """
        count = min(self.plan.batch, len(self._learnt))
        asked = drawn.choice(self._learnt, count, replace=False, p=self._chances).tolist()
        chosen = [self._one_of(i, drawn) for i in asked]
        questions = self.model(*self._texts.questions.chosen(asked))
        passages = [one.passage for one in chosen] + [one.wrong for one in chosen]
        sentences = [one.sentence for one in chosen] + [one.other for one in chosen]
        of_passages = self.model(*self._texts.passages.chosen(passages))
        of_sentences = self.model(*self._texts.sentences.chosen(sentences))
        right = [set(self._material.questions[i].gold) for i in asked]
        right_sentences = [self._right_sentences(i) for i in asked]
        loss = _missed(questions, of_passages, passages, right)
        loss = loss + OF_SENTENCES * _missed(questions, of_sentences, sentences, right_sentences)
        return loss + self.plan.teaching * self._untaught(asked, questions, drawn)

    def load(self, path: Path) -> None:
        """Go on from a checkpoint, if there is one.

        Args:
            path: of the checkpoint.
        """
        if path.exists():
            saved = torch.load(path, weights_only=True)
            if saved["plan"] != asdict(self.plan):
                msg = f"{str(path)!r} is of another training. Delete it, or name another --work."
                raise SystemExit(msg)
            self.model.load_state_dict(saved["model"])
            self._optimizer.load_state_dict(saved["optimizer"])
            self.done = saved["done"]

    def save(self, path: Path) -> None:
        """Write a checkpoint.

        Args:
            path: of the checkpoint.
        """
        state: dict[str, Any] = {
            "plan": asdict(self.plan),
            "model": self.model.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "done": self.done,
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(".new")
        torch.save(state, new)
        new.replace(path)

    def run(self, path: Path) -> None:
        """Take all steps that are left.

        Args:
            path: of the checkpoint.
        """
        losses: list[float] = []
        while self.done < self.plan.steps:
            losses.append(self.learn())
            if self.done % _SAVED_EVERY == 0:
                print(f"step {self.done}: loss {np.mean(losses):.3f}", flush=True)
                losses.clear()
                self.save(path)
        self.save(path)

    def _one_of(self, asked: int, drawn: np.random.Generator) -> _Chosen:
        gold = self._material.questions[asked].gold
        passage = int(drawn.choice(sorted(gold)))
        first = int(self._material.firsts[passage])
        sentence = first + int(drawn.choice(list(gold[passage])))
        other = int(drawn.integers(first, self._material.firsts[passage + 1]))
        wrong = int(drawn.choice(self._hard[asked]))
        return _Chosen(passage, wrong, sentence, other)

    def _right_sentences(self, asked: int) -> set[int]:
        gold = self._material.questions[asked].gold
        firsts = self._material.firsts
        return {int(firsts[passage]) + n for passage, all_ in gold.items() for n in all_}

    def _untaught(
        self, asked: Sequence[int], questions: torch.Tensor, drawn: np.random.Generator
    ) -> torch.Tensor:
        """Return how far vectors are from those of the default model."""
        taught = self._taught
        places = [n for n, i in enumerate(asked) if i in taught.questions]
        count = min(TAUGHT, len(self._of_taught))
        passages = drawn.choice(self._of_taught, count, replace=False).tolist()
        made = [questions[places], self.model(*self._texts.passages.chosen(passages))]
        rows = [taught.questions[asked[n]] for n in places]
        rows += [taught.passages[n] for n in passages]
        return 1 - (torch.cat(made) * taught.rows[rows]).sum(-1).mean()

    def _nearest_wrong(self) -> Mapping[int, Sequence[int]]:
        """Return, for each question to train on, near passages of its set that do not answer."""
        passages = self.model.embed(self._texts.passages)
        questions = self.model.embed(self._texts.questions)
        found: dict[int, list[int]] = {}
        for of_set in sorted(set(self._material.of_sets)):
            is_in = (np.array(self._material.of_sets) == of_set) & self._material.is_learnt
            numbers = np.flatnonzero(is_in)
            asked = [i for i in self._learnt if self._material.questions[i].of_set == of_set]
            for begin in range(0, len(asked), TAUGHT):
                some = asked[begin : begin + TAUGHT]
                cosines = questions[some] @ passages[numbers].T
                most = min(HARD + 5, len(numbers) - 1)
                near = numbers[np.argpartition(-cosines, most, axis=1)[:, : most + 1]]
                for i, row in zip(some, near.tolist(), strict=True):
                    gold = self._material.questions[i].gold
                    found[i] = [n for n in row if n not in gold] or [row[0]]
        return found


class _Chosen(NamedTuple):
    """What is drawn for a question: numbers of passages and of sentences."""

    passage: int
    wrong: int
    sentence: int
    other: int


def _missed(
    questions: torch.Tensor, texts: torch.Tensor, numbers: Sequence[int], right: Sequence[set[int]]
) -> torch.Tensor:
    """Return the cross-entropy of the texts that answer, the first ones, among all of a batch."""
    scores = TEMPERATURE * questions @ texts.T
    also = np.array([[number in some for number in numbers] for some in right])
    np.fill_diagonal(also, val=False)
    target = torch.arange(len(questions))
    return cross_entropy(scores.masked_fill(torch.from_numpy(also), NEVER), target)

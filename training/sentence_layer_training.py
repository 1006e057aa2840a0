"""A sentence layer that learns, and goes on where it was stopped."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import torch

from training.sentence_layer_batches import sentence_loss
from training.sentence_layer_model import passage_states, reduced, sentence_means

if TYPE_CHECKING:
    from pathlib import Path

    from training.sentence_layer_batches import Batch
    from training.sentence_layer_model import SentenceLayer

WARM_UP = 100  # steps
SAVE_S = 180
SAID = 100  # steps between two losses that are printed
CHECKPOINT = "checkpoint.pt"


@dataclass(frozen=True, slots=True)
class Plan:
    """How a layer is trained.

    Attributes:
        steps: of the whole training.
        rate: the highest learning rate; it rises over the first steps, and falls to 0.
        seed: of the passages that are drawn.
        documents: the most of a set.
    """

    steps: int
    rate: float
    seed: int
    documents: int

    def rate_at(self, step: int) -> float:
        """Return the learning rate.

        Args:
            step: number of the step, from 0.
        """
        return self.rate * min(1.0, (step + 1) / WARM_UP) * (1 - step / self.steps)


class Training:
    """A layer and what it has learnt so far."""

    def __init__(self, layer: SentenceLayer, transformer: Any, plan: Plan, work: Path) -> None:
        """Begin, or go on from the checkpoint.

        Args:
            layer: on the device that it is to learn on.
            transformer: of the embedding model, on the same device; it learns nothing.
            plan: how the layer is trained.
            work: folder of the checkpoint.
        """
        self._layer = layer
        self._transformer = transformer
        self._plan = plan
        self._checkpoint = work / CHECKPOINT
        self._optimizer = torch.optim.AdamW(layer.parameters(), plan.rate, weight_decay=0.01)
        self._losses: list[torch.Tensor] = []
        self._saved_at = time.monotonic()
        self.done = 0
        work.mkdir(parents=True, exist_ok=True)
        if self._checkpoint.exists():
            self._restore()

    def learn(self, batch: Batch) -> None:
        """Do one step; save when it is time.

        Args:
            batch: passages and questions.
        """
        for group in self._optimizer.param_groups:
            group["lr"] = self._plan.rate_at(self.done)
        loss = layer_loss(self._layer, self._transformer, batch)
        self._optimizer.zero_grad()
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(self._layer.parameters(), 1.0)
        self._optimizer.step()
        self._losses.append(loss.detach())
        self.done += 1
        if self.done % SAID == 0 or self.done == self._plan.steps:
            mean = float(torch.stack(self._losses).mean())
            self._losses.clear()
            print(f"step {self.done} of {self._plan.steps}, loss {mean:.4f}", flush=True)
        if self.done == self._plan.steps or time.monotonic() - self._saved_at > SAVE_S:
            self.save()

    def save(self) -> None:
        """Write a checkpoint, at once or not at all."""
        content = {
            "layer": self._layer.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "plan": asdict(self._plan),
            "done": self.done,
        }
        new = self._checkpoint.with_suffix(".new")
        torch.save(content, new)
        new.replace(self._checkpoint)
        self._saved_at = time.monotonic()

    def _restore(self) -> None:
        device = self._layer.mix.weight.device
        saved = torch.load(self._checkpoint, map_location=device, weights_only=True)
        if saved["plan"] != asdict(self._plan):
            msg = (
                f"{str(self._checkpoint)!r} is of another training ({saved['plan']}). "
                "Name another folder with --work, or delete the file."
            )
            raise SystemExit(msg)
        self._layer.load_state_dict(saved["layer"])
        self._optimizer.load_state_dict(saved["optimizer"])
        self.done = saved["done"]


def layer_loss(layer: SentenceLayer, transformer: Any, batch: Batch) -> torch.Tensor:
    """Return the loss of a layer.

    Args:
        layer: in training.
        transformer: of the embedding model.
        batch: passages and questions.
    """
    states = passage_states(transformer, batch.ids, batch.mask)
    with reduced(batch.ids.device):
        made = layer(states, batch.sentences)
    vectors, exist = sentence_means(made, batch.sentences, len(batch.own))
    return sentence_loss(vectors, exist, batch)

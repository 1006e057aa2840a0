"""A reader that learns, is tried out and kept, and goes on where it was stopped."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from training.reader_batches import tokenizer_in
from training.reader_trial import measured

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from training.reader_losses import Batch
    from training.reader_model import Reader
    from training.reader_trial import Trial

    Loss = Callable[[Reader, Batch, float], torch.Tensor]

WARM_UP = 0.06  # share of the steps
TRIALS = 8  # as many a training
SAVE_S = 180
BEST = "best"
"""Folder of the reader of the best trial, in that of its training."""
TRAINED = "trained.json"
"""File beside its weights that says how they were trained."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a reader is trained.

    Attributes:
        work: folder of the checkpoint and of the best reader.
        steps: of the whole training.
        rate: the highest learning rate; it rises over the first steps, then falls to 0.
        half: of the documents that it is trained on, 0 or 1; None for all.
    """

    work: Path
    steps: int
    rate: float
    half: int | None = None

    def rate_at(self, step: int) -> float:
        """Return the learning rate.

        Args:
            step: number of the step, from 0.
        """
        share = step / self.steps
        rising = (step + 1) / max(1, WARM_UP * self.steps)
        return self.rate * min(rising, (1 - share) / (1 - WARM_UP))


class Training:
    """A reader and what it has learnt so far."""

    def __init__(self, reader: Reader, loss: Loss, plan: Plan, trial: Trial) -> None:
        """Begin, or go on from the checkpoint.

        Args:
            reader: on the device that it is to learn on.
            loss: of the reader, a batch, and the share of the training that is over.
            plan: how it is trained.
            trial: examples to try it on.
        """
        self._reader = reader
        self._loss = loss
        self._plan = plan
        self._trial = trial
        self._tokenizer = tokenizer_in(reader.tokenizer.parent)
        decayed = [p for p in reader.parameters() if p.dim() > 1]
        others = [p for p in reader.parameters() if p.dim() <= 1]
        self._optimizer = torch.optim.AdamW(
            [{"params": decayed, "weight_decay": 0.01}, {"params": others, "weight_decay": 0.0}],
            fused=True,
        )
        self._state: dict[str, Any] = {"step": 0, "best": -1.0, "trials": []}
        self._losses: list[torch.Tensor] = []
        self._saved_at = time.monotonic()
        plan.work.mkdir(parents=True, exist_ok=True)
        if (plan.work / "checkpoint.pt").exists():
            self._restore()

    @property
    def done(self) -> int:
        """Steps done so far."""
        return int(self._state["step"])

    def learn(self, batch: Batch) -> None:
        """Do one step; try out and save when it is time.

        Args:
            batch: rows with their targets.
        """
        plan, step = self._plan, self.done
        for group in self._optimizer.param_groups:
            group["lr"] = plan.rate_at(step)
        self._reader.train()
        loss = self._loss(self._reader, batch, step / plan.steps)
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(self._reader.parameters(), 1.0)
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=False)
        self._losses.append(loss.detach())
        self._state["step"] += 1
        if self.done % 100 == 0:
            mean = float(torch.stack(self._losses).mean())
            self._losses.clear()
            print(f"step {self.done} of {plan.steps}, loss {mean:.4f}", flush=True)
        if self.done == plan.steps or self.done % max(1, plan.steps // TRIALS) == 0:
            self._try_out()
        if self.done == plan.steps or time.monotonic() - self._saved_at > SAVE_S:
            self.save()

    def save(self) -> None:
        """Write a checkpoint, at once or not at all."""
        content = {
            "reader": self._reader.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "state": self._state,
        }
        torch.save(content, self._plan.work / "checkpoint.new")
        (self._plan.work / "checkpoint.new").replace(self._plan.work / "checkpoint.pt")
        self._saved_at = time.monotonic()

    def _try_out(self) -> None:
        """Measure on what was not trained on; keep the best."""
        measures = measured(self._reader, self._tokenizer, self._trial)
        self._state["trials"].append({"step": self.done, **measures})
        print(json.dumps(self._state["trials"][-1]), flush=True)
        worth = float(
            np.mean([value for of_kind in measures.values() for value in of_kind.values()])
        )
        if worth > self._state["best"]:
            self._state["best"] = worth
            best = self._plan.work / BEST
            self._reader.save(best)
            said = {"half": self._plan.half, "rate": self._plan.rate, "steps": self._plan.steps}
            said["trials"] = self._state["trials"]
            (best / TRAINED).write_text(json.dumps(said, indent=1), encoding="utf-8")

    def _restore(self) -> None:
        device = self._reader.head.weight.device
        saved = torch.load(
            self._plan.work / "checkpoint.pt", map_location=device, weights_only=True
        )
        self._reader.load_state_dict(saved["reader"])
        self._optimizer.load_state_dict(saved["optimizer"])
        self._state = saved["state"]

"""Train a small reader on the scores of two large ones.

    python -m training.distil_reader ../shared/train ../shared/eval/squad2 \
        build/reader-0/best build/reader-1/best

Each teacher scores the questions whose documents it was not trained on (knowledge distillation,
Hinton et al. 2015): so the small reader learns how sure one may be of what one has not seen. It
begins with every second layer of the first teacher (Sanh et al. 2019), and while it learns the
scores its states are drawn to those of all layers of that teacher (Jiao et al. 2020); this ends
before the training does. The labels count too.

The scores, checkpoints and the best reader are kept in ``--work``; a training that was stopped
goes on.
"""

from __future__ import annotations

import argparse
import itertools
import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch

from training.reader_batches import encoded_groups, planned, tensors, tokenizer_in
from training.reader_fold import half_of
from training.reader_losses import label_loss, states_loss, teacher_loss
from training.reader_model import Reader, read_all
from training.reader_questions import kept_sets, pooled
from training.reader_training import TRAINED, Plan, Training

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from training.reader_batches import Groups
    from training.reader_losses import Batch

LAYERS = (0, 2, 4, 7, 9, 11)  # of the teacher's twelve
LIKE = (0, 2, 4, 6, 8, 10, 12)  # the teacher's states that the small reader's are drawn to
LABELS = 0.5  # weight of the labels' loss
STATES = 2.0  # weight of the states' loss,
FALLS, ENDS = 0.4, 0.85  # from this share of the training on it falls, and is 0 from that


class Lessons:
    """The loss of a small reader beside its teacher."""

    def __init__(self, teacher: Reader) -> None:
        """Take a teacher.

        Args:
            teacher: on the device of the training.
        """
        self._teacher = teacher.eval().requires_grad_(requires_grad=False)

    def loss(self, reader: Reader, batch: Batch, share: float) -> torch.Tensor:
        """Return the loss of a batch.

        Args:
            reader: in training.
            batch: rows with their targets and the teachers' scores.
            share: of the training that is over.
        """
        weight = STATES * min(1.0, max(0.0, (ENDS - share) / (ENDS - FALLS)))
        scores, states = reader.states(batch)
        loss = teacher_loss(scores, batch) + LABELS * label_loss(scores, batch)
        if weight:
            with torch.no_grad():
                _, taught = self._teacher.states(batch)
            like = [taught[number] for number in LIKE]
            loss = loss + weight * states_loss(states, like, batch["attention_mask"])
        return loss


def main() -> None:
    """Score, then train."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("sets", type=Path, help="folder of the training sets")
    parser.add_argument("near_misses", type=Path, help="folder of SQuAD 2")
    parser.add_argument("teachers", type=Path, nargs=2, help="readers trained with --half 0 and 1")
    parser.add_argument("--steps", type=int, default=9284)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rate", type=float, default=1e-4, help="the highest")
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--pieces", type=int, default=24_000, help="word pieces of a batch")
    parser.add_argument("--device", type=torch.device, default=torch.device("cpu"))
    parser.add_argument("--sets-in", type=Path, default=Path("build/reader"), help="read sets")
    parser.add_argument("--work", type=Path, default=Path("build/reader-small"))
    options = parser.parse_args()
    torch.manual_seed(options.seed)

    sets, trial = kept_sets(options.sets_in, options.sets, options.near_misses)
    pool = pooled(sets)
    groups = encoded_groups(tokenizer_in(options.teachers[0]), pool)
    halves = [half_of(group[0].context, group[0].text) for group in pool]
    options.work.mkdir(parents=True, exist_ok=True)
    taught = taught_scores(options.teachers, groups, halves, options.work, options.device)

    teacher = Reader(options.teachers[0], options.dropout).to(options.device)
    student = teacher.with_layers(LAYERS)
    plan = Plan(options.work, options.steps, options.rate)
    training = Training(student, Lessons(teacher).loss, plan, trial)
    print(f"{len(groups)} questions, {plan.steps} steps, {training.done} done", flush=True)
    step = 0
    for number in itertools.count():
        for batch in planned(groups, options.pieces, options.seed * 1000 + number):
            step += 1
            if step <= training.done:
                continue
            if training.done == plan.steps:
                return
            scores = [taught[number][i] for number in batch for i in range(len(groups[number]))]
            training.learn(tensors([groups[number] for number in batch], options.device, scores))


def taught_scores(
    teachers: Sequence[Path],
    groups: Groups,
    halves: Sequence[int],
    work: Path,
    device: torch.device,
) -> list[list[NDArray[np.float16]]]:
    """Return the scores of each question's passages, by the teacher that has not seen it.

    Args:
        teachers: folders of two readers, each trained on one half.
        groups: the questions.
        halves: of the documents of each.
        work: folder that keeps the scores.
        device: to compute on.

    Raises:
        ValueError: the teachers were not trained on one half each.
    """
    of_half = {json.loads((t / TRAINED).read_text(encoding="utf-8"))["half"]: t for t in teachers}
    if set(of_half) != {0, 1}:
        msg = f"One teacher for each half is needed, not those of {sorted(map(str, of_half))}."
        raise ValueError(msg)
    scores: list[list[NDArray[np.float16]]] = [[] for _ in groups]
    for half, folder in of_half.items():
        mine = [number for number, other in enumerate(halves) if other != half]
        rows = [row for number in mine for row in groups[number]]
        kept = work / f"scores-by-{half}.npy"
        if not kept.exists():
            np.save(kept, np.concatenate(read_all(Reader(folder).to(device), rows)))
        ends = np.cumsum([len(row.ids) for row in rows])
        each = iter(np.split(np.load(kept), ends[:-1]))
        for number in mine:
            scores[number] = [next(each) for _ in groups[number]]
    return scores


if __name__ == "__main__":
    main()

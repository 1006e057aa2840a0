"""Train a reader on labels: which sentence of a passage answers, or that none does.

    python -m training.train_reader ../shared/train ../shared/eval/squad2 --half 0 --seed 1
    python -m training.train_reader ../shared/train ../shared/eval/squad2 --half 1 --seed 2

It reads question and passage in one pass, title and headings in front of the passage
(:mod:`training.reader_model`), and learns where the answer starts and ends
(:mod:`training.reader_losses`). A question is asked of several passages together.

These two are the teachers of the reader that is shipped (:mod:`training.distil_reader`): each is
trained on the documents of one half, and scores the questions of the other. Without ``--half`` one
is trained on all documents. Half of the articles of SQuAD 2 and a fifth of the documents with
questions in people's own words are never trained on (:mod:`training.reader_fold`): the reader is
tried on some of these, and the best of these trials is kept, in the folder ``best`` of ``--work``.
A training that was stopped goes on from its last checkpoint, a few minutes before.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from training.reader_batches import encoded_groups, planned, tensors, tokenizer_in
from training.reader_examples import epoch
from training.reader_losses import Batch, label_loss
from training.reader_model import Reader
from training.reader_questions import kept_sets, of_half
from training.reader_training import Plan, Training


def main() -> None:
    """Draw the examples, and train on them."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("sets", type=Path, help="folder of the training sets")
    parser.add_argument("near_misses", type=Path, help="folder of SQuAD 2")
    parser.add_argument(
        "--backbone",
        type=Path,
        default=Path("build/all-mpnet-base-v2"),
        help="its folder, or a reader's, to go on with (as training.fetch_backbone makes it)",
    )
    parser.add_argument("--half", type=int, choices=(0, 1), help="train on its documents only")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=4e-5, help="the highest")
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--pieces", type=int, default=14_000, help="word pieces of a batch")
    parser.add_argument("--device", type=torch.device, default=torch.device("cpu"))
    parser.add_argument("--sets-in", type=Path, default=Path("build/reader"), help="read sets")
    parser.add_argument("--work", type=Path, help="build/reader-0 for --half 0, and so on")
    options = parser.parse_args()
    name = "reader-all" if options.half is None else f"reader-{options.half}"
    work = options.work or Path("build", name)
    torch.manual_seed(options.seed)

    sets, trial = kept_sets(options.sets_in, options.sets, options.near_misses)
    tokenizer = tokenizer_in(options.backbone)
    drawn, plans = [], []
    for number in range(options.epochs):
        examples = epoch(sets.values(), options.seed * 1000 + number)
        drawn.append(encoded_groups(tokenizer, of_half(examples, options.half)))
        plans.append(planned(drawn[-1], options.pieces, options.seed * 1000 + number))
    plan = Plan(work, sum(map(len, plans)), options.rate, options.half)
    reader = Reader(options.backbone, options.dropout).to(options.device)
    training = Training(reader, loss_of_labels, plan, trial)
    print(f"{plan.steps} steps, {training.done} done", flush=True)
    step = 0
    for groups, batches in zip(drawn, plans, strict=True):
        for batch in batches:
            step += 1
            if step > training.done:
                training.learn(tensors([groups[number] for number in batch], options.device))


def loss_of_labels(reader: Reader, batch: Batch, _share: float) -> torch.Tensor:
    """Return the loss of a batch.

    Args:
        reader: in training.
        batch: rows with their targets.
    """
    return label_loss(reader.read(batch), batch)


if __name__ == "__main__":
    main()

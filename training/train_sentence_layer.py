"""Train the sentence layer, which makes vectors of sentences from the pass over their passage.

    python -m training.train_sentence_layer ../shared/train --into sentence_layer.safetensors

The layer (:mod:`training.sentence_layer_model`) learns to give a sentence the vector that the
default model gives it alone, and to bring it near the questions that it answers
(:mod:`training.sentence_layer_batches`). The model itself stays as it is.

A fifth of the documents with questions in people's own words are never trained on
(:mod:`training.reader_fold`). On these, the command prints how often the nearest sentence is right:
by own vectors, by means of the model's states, and by the layer. ``--unseen ../shared/eval/squad2``
tries a further set. A training that was stopped goes on from its last checkpoint in ``--work``, a
few minutes before. It takes minutes on a GPU, and hours on a processor; to try the command itself,
``--steps 3 --documents 5 --work build/sentence-layer-trial``.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from qa.embedders.sentence_transformer import SentenceTransformerEmbedder
from qa.evaluation.question_sets import CORPUS
from qa.files.hashing import sha256_of_text
from qa.indexing.splitting.passages import RULES
from training.sentence_layer_batches import Drawing
from training.sentence_layer_data import LEFT_OUT, Sets, saved_material
from training.sentence_layer_model import SentenceLayer
from training.sentence_layer_training import Plan, Training
from training.sentence_layer_trial import read_vectors, report

if TYPE_CHECKING:
    from collections.abc import Sequence

STEPS = 2_886  # of the layer that is shipped


def main() -> None:
    """Read the sets, train, report and write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("sets", type=Path, help="folder of the training sets")
    parser.add_argument("--into", type=Path, required=True, help="file of the weights")
    parser.add_argument(
        "--unseen", type=Path, nargs="*", default=[], help="folders of sets to try only"
    )
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--rate", type=float, default=3e-4, help="the highest")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--documents", type=int, default=10_000, help="the most of a set")
    parser.add_argument("--device", type=torch.device, default=torch.device(_fastest()))
    parser.add_argument(
        "--work", type=Path, default=Path("build/sentence-layer"), help="read sets, checkpoint"
    )
    options = parser.parse_args()
    learnt = sorted(path.parent for path in options.sets.glob(f"*/{CORPUS}"))
    if not learnt:
        msg = f"There is no set in {str(options.sets)!r}: no folder in it has a {CORPUS}."
        raise SystemExit(msg)
    sets = Sets([path for path in learnt if path.name not in LEFT_OUT], options.unseen)
    torch.use_deterministic_algorithms(True, warn_only=True)  # noqa: FBT003 - torch's own
    plan = Plan(options.steps, options.rate, options.seed, options.documents)
    layer = trained(SentenceTransformerEmbedder(), sets, plan, options.work, options.device)
    layer.save(options.into)


def trained(
    embedder: SentenceTransformerEmbedder,
    sets: Sets,
    plan: Plan,
    work: Path,
    device: torch.device,
) -> SentenceLayer:
    """Train a layer; print what it is worth next to vectors without it.

    Args:
        embedder: whose layer it is; a model of the kind of BERT.
        sets: to train on, and to try.
        plan: how it is trained.
        work: folder of the sets as read, and of the checkpoint.
        device: to compute on.
    """
    torch.manual_seed(plan.seed)
    embedder.model.to(device)
    transformer = embedder.model[0].auto_model.eval()
    names = f"sets-{plan.documents}-{_hashed(sets.learnt)}-{_hashed(sets.unseen)}"
    material = saved_material(work / f"{names}.pickle", sets, embedder, plan.documents)
    print(f"{len(material.passages):,} passages, {len(material.questions):,} questions")
    report(material, material.own, "own vectors")
    means = read_vectors(material, transformer, lambda states, _: states[-1], device)
    report(material, means, "mean of states")

    layer = SentenceLayer(transformer).to(device)
    training = Training(layer, transformer, plan, work)
    drawing = Drawing(material, plan.seed)
    print(f"{plan.steps} steps, {training.done} done", flush=True)
    for step in range(training.done, plan.steps):
        training.learn(drawing.batch(step, device))
    report(material, read_vectors(material, transformer, layer, device), "the layer")
    return layer


def _hashed(folders: Sequence[Path]) -> str:
    """Return what tells material of these folders from other material: they, and today's rules."""
    where = "\n".join([str(RULES), *(str(folder.resolve()) for folder in folders)])
    return sha256_of_text(where)[:8]


def _fastest() -> str:
    return "cuda" if torch.cuda.is_available() else "cpu"


if __name__ == "__main__":
    main()

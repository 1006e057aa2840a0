r"""Make the static model, a vector for each word piece, of the default model.

    python -m training.train_static_model ../shared/train --squad ../shared/eval/squad2 \
        --into qa/embedders/static_model

It begins with the vector that the default model gives each word piece alone, on the axes on which
texts differ most, the rarer the longer (Model2Vec, Tulkens and van Dongen 2024). From there vectors
and weights learn to be near the vectors that the default model gives whole questions and passages,
and to bring a question near the passage and the sentence that answer it. At last, cosines of
questions with near passages are mapped onto those of the default model.

A fifth of the documents with questions in people's own words, and half of SQuAD 2, are never
trained on (:mod:`training.reader_fold`). On these, the command prints how often the nearest passage
and the nearest sentence are right, before and after. It takes minutes on one processor, after
the default model has embedded questions and passages, which takes longer; ``--taught`` limits it.
A run that was stopped goes on. To try the command itself, ``--steps 3 --documents 5 --taught 50
--work build/static-trial``.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from tokenizers import Tokenizer

from qa.embedders.sentence_transformer import SentenceTransformerEmbedder, model_folder
from qa.embedders.static import LIMIT, TOKENIZER, VECTORS, Table, written_table
from qa.evaluation.question_sets import CORPUS
from training.sentence_layer_data import LEFT_OUT
from training.static_data import SQUAD, saved_material, taught_vectors
from training.static_training import OWN_WORDS, Plan, Taught, Texts, Training
from training.static_trial import Made, cosine_map, report
from training.static_vectors import (
    Bags,
    StaticVectors,
    axes,
    packed,
    piece_vectors,
    rarity,
    uncounted,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from qa.embedders.protocol import Embedder, Vectors
    from training.static_data import Material

DIMENSION = 256
STEPS = 900  # of the model that is shipped, as are the following
RATE = 1e-3
TAUGHT = 40_000  # there are fewer
COMMON = 1e-4  # share of a word piece in all texts from which on it weighs less than one half
NEAR = 20  # passages of a question whose cosines are mapped: as many as a search returns
SEED = 1  # of the passages that are embedded by the default model


@dataclass(frozen=True, slots=True)
class Teacher:
    """The default model.

    Attributes:
        model: as PyTorch runs it, for its word pieces.
        embedder: makes its vectors of texts.
        tokenizer: of both, and of the static model.
    """

    model: Any
    embedder: Embedder
    tokenizer: Tokenizer


@dataclass(frozen=True, slots=True)
class Known:
    """Vectors of the default model.

    Attributes:
        passages: which passages of the sets have one, in the order of the vectors.
        of_passages: their vectors.
        of_questions: of all questions.
    """

    passages: Sequence[int]
    of_passages: Vectors
    of_questions: Vectors


def main() -> None:
    """Read the sets, train, report and write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("sets", type=Path, help="folder of the training sets")
    parser.add_argument("--squad", type=Path, nargs="*", default=[], help="folder of SQuAD 2")
    parser.add_argument("--into", type=Path, required=True, help="folder of the model")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--rate", type=float, default=RATE, help="the highest")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--documents", type=int, default=10_000, help="the most of a set")
    parser.add_argument(
        "--taught", type=int, default=TAUGHT, help="passages with a vector to learn"
    )
    parser.add_argument(
        "--work", type=Path, default=Path("build/static"), help="read sets, vectors, checkpoint"
    )
    options = parser.parse_args()
    found = sorted(path.parent for path in options.sets.glob(f"*/{CORPUS}"))
    if not found:
        msg = f"There is no set in {str(options.sets)!r}: no folder in it has a {CORPUS}."
        raise SystemExit(msg)
    sets = [path for path in found if path.name not in LEFT_OUT] + options.squad
    usual = SentenceTransformerEmbedder()
    tokenizer = Tokenizer.from_file(str(model_folder(usual.identity.name) / "tokenizer.json"))
    teacher = Teacher(usual.model, usual, tokenizer)
    material = saved_material(options.work / "sets.pickle", sets, usual, options.documents)
    torch.set_num_threads(options.threads)
    plan = Plan(options.steps, rate=options.rate)
    known = known_vectors(teacher, material, options.work, options.taught)
    pieces, scales, made = trained(teacher, material, known, plan, options.work)
    table = Table(pieces, scales, *mapping(material, made, known))
    options.into.mkdir(parents=True, exist_ok=True)
    (options.into / Path(VECTORS).name).write_bytes(written_table(table))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.save(str(options.into / Path(TOKENIZER).name), pretty=False)


def trained(
    teacher: Teacher, material: Material, known: Known, plan: Plan, work: Path
) -> tuple[NDArray[np.int8], NDArray[np.float32], Made]:
    """Train a static model; print what it is worth before and after.

    Args:
        teacher: the default model.
        material: all texts and questions.
        known: vectors to learn.
        plan: how it is trained.
        work: folder of the checkpoint.

    Returns:
        The vectors of its word pieces, packed, and those of all texts.
    """
    torch.manual_seed(plan.seed)
    teacher.tokenizer.no_padding()
    teacher.tokenizer.enable_truncation(LIMIT)
    texts = Texts(
        *(
            Bags(some, teacher.tokenizer)
            for some in (material.passages, material.sentences, material.words)
        )
    )
    learnt = [i for i, question in enumerate(material.questions) if question.kind is None]
    rows = np.concatenate([known.of_questions[learnt], known.of_passages])
    directions = axes(rows, DIMENSION)
    model = _started(teacher, material, texts, directions)
    report(material, _made(model, texts), "from word pieces alone")
    rows = rows @ directions
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    places = range(len(learnt), len(rows))
    training = Training(
        model,
        material,
        texts,
        Taught(
            dict(zip(learnt, range(len(learnt)), strict=True)),
            dict(zip(known.passages, places, strict=True)),
            torch.from_numpy(rows),
        ),
        plan,
    )
    training.load(work / "checkpoint.pt")
    training.run(work / "checkpoint.pt")
    pieces, scales = packed(model.table())
    made = _made(model, texts)
    report(material, made, "trained")
    return pieces, scales, made


def known_vectors(teacher: Teacher, material: Material, work: Path, taught: int) -> Known:
    """Have the default model embed all questions, and some passages to train on.

    Those of the sets in people's own words come first.

    Args:
        teacher: the default model.
        material: all texts and questions.
        work: folder that saves the vectors.
        taught: number of passages.
    """
    learnt = [
        n for n in np.flatnonzero(material.is_learnt).tolist() if material.of_sets[n] != SQUAD
    ]
    own = [n for n in learnt if material.of_sets[n].startswith(OWN_WORDS)]
    others = [n for n in learnt if not material.of_sets[n].startswith(OWN_WORDS)]
    drawn = random.Random(SEED)  # noqa: S311 - not for secrets
    drawn.shuffle(own)
    drawn.shuffle(others)
    numbers = [*own, *others][:taught]
    passages = [material.passages[n] for n in numbers]
    return Known(
        numbers,
        taught_vectors(work / "passages", passages, teacher.embedder),
        taught_vectors(work / "questions", material.words, teacher.embedder),
    )


def _started(
    teacher: Teacher, material: Material, texts: Texts, directions: NDArray[np.float32]
) -> StaticVectors:
    """Return the model before training: the rarer a word piece, the more it weighs."""
    alone, embedded = piece_vectors(teacher.model)
    learnt = np.flatnonzero(material.is_learnt).tolist()
    ids, _ = texts.passages.chosen(learnt)
    weights = rarity(ids.numpy(), len(alone), COMMON)
    weights[uncounted(teacher.tokenizer)] = 0
    unused = np.zeros((embedded.shape[1], directions.shape[1]), np.float32)
    return StaticVectors(
        np.concatenate([alone, embedded], axis=1), np.concatenate([directions, unused]), weights
    )


def _made(model: StaticVectors, texts: Texts) -> Made:
    return Made(*(model.embed(bags) for bags in texts))


def mapping(material: Material, made: Made, known: Known) -> tuple[float, float]:
    """Return scale and shift that make cosines like those of the default model.

    Args:
        material: all texts and questions.
        made: vectors of the static model; cosines of questions with near passages count.
        known: vectors of the default model.
    """
    own, theirs = [], []
    rows = {number: row for row, number in enumerate(known.passages)}
    for of_set in sorted(set(material.of_sets)):
        numbers = np.array([n for n in known.passages if material.of_sets[n] == of_set], np.int64)
        of_passages = made.passages[numbers]
        for i, question in enumerate(material.questions):
            if question.of_set == of_set and question.kind is None and len(numbers):
                cosines = of_passages @ made.questions[i]
                near = np.argsort(-cosines, kind="stable")[:NEAR]
                own.append(cosines[near])
                vectors = known.of_passages[[rows[n] for n in numbers[near].tolist()]]
                theirs.append(vectors @ known.of_questions[i])
    return cosine_map(np.concatenate(own), np.concatenate(theirs))


if __name__ == "__main__":
    main()

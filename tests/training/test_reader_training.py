"""A reader learns, goes on, and teaches a smaller one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch

from training.distil_reader import LAYERS, LIKE, Lessons, taught_scores
from training.reader_batches import encoded_groups, tensors, tokenizer_in
from training.reader_losses import label_loss
from training.reader_model import Reader, read_all
from training.reader_training import BEST, TRAINED, Plan, Training
from training.train_reader import loss_of_labels

if TYPE_CHECKING:
    from pathlib import Path

    from training.reader_examples import Example

CPU = torch.device("cpu")


def trained(
    backbone: Path, asked: list[tuple[Example, ...]], plan: Plan, steps: int
) -> tuple[Training, Reader]:
    """Return a training after some steps."""
    torch.manual_seed(1)
    reader = Reader(backbone)
    trial = {"gates": [example for group in asked for example in group]}
    training = Training(reader, loss_of_labels, plan, trial)
    batch = tensors(encoded_groups(tokenizer_in(backbone), asked), CPU)
    for _ in range(steps):
        training.learn(batch)
    return training, reader


def test_steps_make_the_loss_smaller(
    backbone: Path, asked: list[tuple[Example, ...]], tmp_path: Path
) -> None:
    """Two steps are enough on a batch, and the reader that was tried is kept with its trials."""
    batch = tensors(encoded_groups(tokenizer_in(backbone), asked), CPU)
    torch.manual_seed(1)
    before = label_loss(Reader(backbone)(*inputs(batch)), batch)
    _, reader = trained(backbone, asked, Plan(tmp_path, 2, 1e-2, half=0), 2)
    assert label_loss(reader(*inputs(batch)), batch) < before
    said = json.loads((tmp_path / BEST / TRAINED).read_text(encoding="utf-8"))
    assert said["half"] == 0
    assert {"sentence", "auroc_near"} == set(said["trials"][0]["gates"])


def test_a_training_goes_on(
    backbone: Path, asked: list[tuple[Example, ...]], tmp_path: Path
) -> None:
    """Stopped and gone on, it arrives where it would have arrived."""
    _, whole = trained(backbone, asked, Plan(tmp_path / "whole", 4, 1e-3), 4)
    training, _ = trained(backbone, asked, Plan(tmp_path / "parts", 4, 1e-3), 2)
    training.save()
    training, parts = trained(backbone, asked, Plan(tmp_path / "parts", 4, 1e-3), 2)
    assert training.done == 4
    assert torch.allclose(whole.head.weight, parts.head.weight)


def test_the_rate_rises_then_falls(tmp_path: Path) -> None:
    """It never exceeds the highest, and ends near 0."""
    plan = Plan(tmp_path, 100, 1e-4)
    rates = [plan.rate_at(step) for step in range(100)]
    highest = int(np.argmax(rates))
    assert rates[: highest + 1] == sorted(rates[: highest + 1])
    assert rates[highest:] == sorted(rates[highest:], reverse=True)
    assert 0.9e-4 < max(rates) <= 1e-4
    assert rates[-1] < 2e-6


def test_a_saved_reader_scores_as_before(backbone: Path, tmp_path: Path) -> None:
    """Backbone, head and tokenizer come back."""
    reader = Reader(backbone).eval()
    reader.save(tmp_path)
    ids = torch.randint(3, 20, (2, 9))
    again = Reader(tmp_path).eval()
    assert torch.equal(reader(ids, torch.ones_like(ids)), again(ids, torch.ones_like(ids)))
    assert tokenizer_in(tmp_path).to_str() == tokenizer_in(backbone).to_str()


def test_layers_are_copied(backbone: Path) -> None:
    """The smaller reader has the teacher's weights, and changing them leaves the teacher's."""
    teacher = Reader(backbone)
    student = teacher.with_layers(LAYERS)
    layers = student.backbone.encoder.layer
    assert len(layers) == len(LAYERS) == len(LIKE) - 1
    for mine, number in zip(layers, LAYERS, strict=True):
        like = teacher.backbone.encoder.layer[number]
        assert torch.equal(mine.attention.attn.q.weight, like.attention.attn.q.weight)
    torch.nn.init.zeros_(layers[0].attention.attn.q.weight)
    assert teacher.backbone.encoder.layer[0].attention.attn.q.weight.any()


def test_a_teacher_scores_what_it_has_not_seen(
    backbone: Path, asked: list[tuple[Example, ...]], tmp_path: Path
) -> None:
    """Scores are kept; two teachers of one half are refused."""
    teachers = [tmp_path / "a", tmp_path / "b"]
    for half, folder in enumerate(teachers):
        torch.manual_seed(half)
        Reader(backbone).save(folder)
        (folder / TRAINED).write_text(json.dumps({"half": half}))
    groups = encoded_groups(tokenizer_in(backbone), asked)
    scores = taught_scores(teachers, groups, [1, 0], tmp_path, CPU)
    for group, of_group, folder in zip(groups, scores, teachers, strict=True):
        for expected, found in zip(read_all(Reader(folder), group), of_group, strict=True):
            assert np.allclose(expected, found, atol=0.02)
    again = taught_scores(teachers, groups, [1, 0], tmp_path, CPU)
    assert np.array_equal(again[0][1], scores[0][1])
    with pytest.raises(ValueError, match="One teacher for each half"):
        taught_scores(teachers[:1] * 2, groups, [1, 0], tmp_path, CPU)


def test_a_small_reader_comes_nearer_to_its_teacher(
    backbone: Path, asked: list[tuple[Example, ...]], tmp_path: Path
) -> None:
    """Its states are drawn to the teacher's until late in the training, and then no more."""
    torch.manual_seed(3)
    teacher = Reader(backbone)
    student = teacher.with_layers(LAYERS)
    groups = encoded_groups(tokenizer_in(backbone), asked)
    taught = read_all(teacher, [row for group in groups for row in group])
    batch = tensors(groups, CPU, taught)
    lessons = Lessons(teacher)
    early = lessons.loss(student, batch, 0.0)
    assert lessons.loss(student, batch, 0.6) < early
    assert lessons.loss(student, batch, 0.85) == lessons.loss(student, batch, 0.95)
    trial = {"gates": [example for group in asked for example in group]}
    training = Training(student, lessons.loss, Plan(tmp_path, 2, 1e-3), trial)
    training.learn(batch)
    training.learn(batch)
    assert lessons.loss(student.eval(), batch, 0.0) < early


def inputs(batch: dict[str, torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return what MPNet reads of a batch."""
    return batch["input_ids"], batch["attention_mask"]

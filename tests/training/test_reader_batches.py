"""Word pieces, what is right among them, and batches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from training.reader_batches import LONGEST, encoded_groups, planned, tensors, tokenizer_in

if TYPE_CHECKING:
    from pathlib import Path

    from training.reader_examples import Example

CPU = torch.device("cpu")


def test_what_is_right_is_where_the_answer_is(
    backbone: Path, asked: list[tuple[Example, ...]]
) -> None:
    """The first piece is right where the passage has no answer, and only there."""
    tokenizer = tokenizer_in(backbone)
    groups = encoded_groups(tokenizer, asked)
    batch = tensors(groups, CPU)
    mara = tokenizer.token_to_id("mara")
    assert batch["input_ids"][0][batch["right"][0, :, 0]].tolist() == [mara]
    assert batch["right"][1:, 0].all()
    assert batch["right"][1:].sum() == 4
    assert batch["group"].tolist() == [0, 0, 1]
    assert (batch["right"] <= batch["allowed"][:, :, None]).all()


def test_title_and_question_are_not_allowed(
    backbone: Path, asked: list[tuple[Example, ...]]
) -> None:
    """Only the passage may answer: its first word piece is the first that is allowed."""
    tokenizer = tokenizer_in(backbone)
    batch = tensors(encoded_groups(tokenizer, asked), CPU)
    for row in range(3):
        ids = batch["input_ids"][row][batch["allowed"][row]].tolist()
        assert ids[:2] == [0, tokenizer.token_to_id("the")]
        assert ids[-1] == tokenizer.token_to_id(".")


def test_passages_are_cut_and_special_pieces_come_on_top(
    backbone: Path, asked: list[tuple[Example, ...]]
) -> None:
    """MPNet has two separators between question and passage, and reads as many words as BERT."""
    tokenizer = tokenizer_in(backbone)
    assert len(tokenizer.encode("who keeps the key", "the key " * 400).ids) == LONGEST + 4


def test_batches_hold_every_group_once_and_no_more_pieces_than_asked(
    backbone: Path, asked: list[tuple[Example, ...]]
) -> None:
    """Groups stay whole; another seed gives another order."""
    groups = encoded_groups(tokenizer_in(backbone), asked * 20)
    plan = planned(groups, 200, seed=1)
    assert sorted(number for batch in plan for number in batch) == list(range(40))
    for batch in plan:
        rows = [row for number in batch for row in groups[number]]
        assert len(rows) * max(len(row.ids) for row in rows) <= 200
    assert plan == planned(groups, 200, seed=1)
    assert plan != planned(groups, 200, seed=2)

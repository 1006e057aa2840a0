"""Questions with passages as word pieces, in batches of about as many of these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from tokenizers import Tokenizer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from training.reader_examples import Example

LONGEST = 317  # word pieces of question, context and passage together; special ones come on top
SORTED = 4000  # groups among which batches are made of groups alike in length: little is padding
WIDTH = 16  # lengths of batches are multiples of this: PyTorch keeps memory for each that it meets
AT_ONCE = 2048  # pairs that are cut into word pieces at once
LOWEST = -1e4  # a score that no softmax sees


@dataclass(frozen=True, slots=True)
class Row:
    """A question with a passage.

    Attributes:
        ids: the word pieces.
        second: number of the first piece of title, headings and passage.
        begin: number of the first piece of the passage.
        starts: pieces at which an answer may start.
        ends: pieces at which an answer may end.
        weight: in the loss.
    """

    ids: NDArray[np.int32]
    second: int
    begin: int
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    weight: float


Groups = list[list[Row]]
"""For each question, the passages that it is asked of together."""


def tokenizer_in(folder: Path) -> Tokenizer:
    """Return the tokenizer of a backbone; it cuts passages, and never questions.

    Args:
        folder: of the backbone.
    """
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    special: int = tokenizer.num_special_tokens_to_add(is_pair=True)  # MPNet has one more
    tokenizer.enable_truncation(LONGEST + special, strategy="only_second")
    tokenizer.no_padding()
    return tokenizer


def encoded_pairs(tokenizer: Tokenizer, examples: Sequence[Example]) -> list[Any]:
    """Return question and passage of each example as word pieces, title and headings in front.

    Args:
        tokenizer: of the backbone.
        examples: to encode.
    """
    encoded: list[Any] = tokenizer.encode_batch(
        [(example.question, f"{example.context}\n{example.text}") for example in examples]
    )
    return encoded


def row_of(example: Example, encoding: Any) -> Row:
    """Return an example as the reader is trained on it.

    Where a set marks whole sentences, an answer may start and end at any of their pieces.

    Args:
        example: with its answers.
        encoding: of question and passage.
    """
    parts = np.array([-1 if part is None else part for part in encoding.sequence_ids])
    places = np.array(encoding.offsets).reshape(-1, 2) - (len(example.context) + 1)
    passage = np.flatnonzero((parts == 1) & (places[:, 0] >= 0))
    last = len(parts) - 1  # the separator at the end
    starts: list[int] = []
    ends: list[int] = []
    for answer in example.answers:
        inside = passage[
            (places[passage, 0] < answer.end) & (answer.start < places[passage, 1])
        ].tolist()
        starts += inside if example.whole_sentences else inside[:1]
        ends += inside if example.whole_sentences else inside[-1:]
    return Row(
        np.array(encoding.ids, np.int32),
        int(np.argmax(parts == 1)) if (parts == 1).any() else last,
        int(passage[0]) if len(passage) else last,
        np.array(starts, np.int32),
        np.array(ends, np.int32),
        example.weight,
    )


def encoded_groups(tokenizer: Tokenizer, groups: Sequence[Sequence[Example]]) -> Groups:
    """Return groups of examples as rows.

    Args:
        tokenizer: of the backbone.
        groups: to encode.
    """
    flat = [example for group in groups for example in group]
    rows: list[Row] = []
    for start in range(0, len(flat), AT_ONCE):
        part = flat[start : start + AT_ONCE]
        rows += map(row_of, part, encoded_pairs(tokenizer, part))
    each = iter(rows)
    return [[next(each) for _ in group] for group in groups]


def planned(groups: Sequence[Sequence[Row]], pieces: int, seed: int) -> list[list[int]]:
    """Return the numbers of the groups of each batch, in random order.

    Args:
        groups: of an epoch; no group is divided.
        pieces: the most word pieces of a batch, padding included.
        seed: of the random numbers.
    """
    draw = np.random.default_rng(seed)
    order = draw.permutation(len(groups)).tolist()
    batches: list[list[int]] = []
    for start in range(0, len(order), SORTED):
        part = order[start : start + SORTED]
        made = by_length([groups[number] for number in part], pieces)
        batches += ([part[i] for i in batch] for batch in made)
    return [batches[i] for i in draw.permutation(len(batches))]


def by_length(groups: Sequence[Sequence[Row]], pieces: int) -> Iterator[list[int]]:
    """Yield the numbers of groups alike in length, the shortest first.

    Args:
        groups: to batch.
        pieces: the most word pieces of a batch, padding included; one group alone may have more.

    Yields:
        The groups of a batch.
    """
    lengths = [max(len(row.ids) for row in group) for group in groups]
    batch: list[int] = []
    rows = 0
    for number in sorted(range(len(groups)), key=lengths.__getitem__):
        if batch and (rows + len(groups[number])) * lengths[number] > pieces:
            yield batch
            batch, rows = [], 0
        batch.append(number)
        rows += len(groups[number])
    if batch:
        yield batch


def tensors(
    groups: Sequence[Sequence[Row]],
    device: torch.device,
    taught: Sequence[NDArray[np.float16]] | None = None,
) -> dict[str, torch.Tensor]:
    """Return a batch.

    Padding is piece 0, whatever that is: nothing attends to it.

    Args:
        groups: of rows.
        device: to compute on.
        taught: a teacher's scores of each row, if there is one.
    """
    rows = [row for group in groups for row in group]
    width = max(len(row.ids) for row in rows)
    width += -width % WIDTH
    shape = (len(rows), width)
    numbers = {
        name: np.zeros(shape, np.int64)
        for name in ("input_ids", "attention_mask", "token_type_ids")
    }
    allowed = np.zeros(shape, bool)
    right = np.zeros((*shape, 2), bool)
    for i, row in enumerate(rows):
        length = len(row.ids)
        numbers["input_ids"][i, :length] = row.ids
        numbers["attention_mask"][i, :length] = 1
        numbers["token_type_ids"][i, row.second : length] = 1
        allowed[i, row.begin : length - 1] = allowed[i, 0] = True
        right[i, row.starts, 0] = right[i, row.ends, 1] = True
        right[i, 0] = ~right[i].any(axis=0)
    arrays: dict[str, Any] = {**numbers, "allowed": allowed, "right": right}
    arrays["weights"] = np.array([row.weight for row in rows], np.float32)
    arrays["group"] = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    if taught is not None:
        scores = np.full((*shape, 2), LOWEST, np.float32)
        for i, of_row in enumerate(taught):
            scores[i, : len(of_row)] = of_row
        arrays["taught"] = scores
    return {name: torch.from_numpy(array).to(device) for name, array in arrays.items()}

"""What the reader is trained to make small.

Each loss is over starts and ends alike. Over a passage, "no answer here" is one of the choices;
over all the passages of a question, every word piece counts against the "no answer here" of its own
passage, for an index compares sentences of different passages (Clark and Gardner 2018, shared
normalisation).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from training.reader_batches import LOWEST

if TYPE_CHECKING:
    from collections.abc import Sequence

Batch = dict[str, torch.Tensor]

TOGETHER = 0.5
"""Weight of the loss over the passages of a question."""


def label_loss(scores: torch.Tensor, batch: Batch) -> torch.Tensor:
    """Return the negative log of the share that right word pieces have in the softmax.

    So a span may have been marked in several ways, and where a set marks whole sentences any piece
    of them is right.

    Args:
        scores: ``(rows, tokens, 2)``.
        batch: with what is allowed and right.
    """
    scores = _masked(scores, batch["allowed"])
    missed = (scores.logsumexp(1) - _masked(scores, batch["right"]).logsumexp(1)).mean(1)
    loss = (missed * batch["weights"]).sum() / batch["weights"].sum()
    words = _words(batch)
    right = batch["right"] & words[:, :, None]
    several = _several(batch) & (_of_groups(right.any(1).any(1).float(), batch) > 0)
    if several.any():
        odds = scores - scores[:, :1]
        everywhere = _over_groups(_masked(odds, words).logsumexp(1), batch)
        of_right = _over_groups(_masked(odds, right).logsumexp(1), batch)
        loss = loss + TOGETHER * (everywhere - of_right).mean(1)[several].mean()
    return loss


def teacher_loss(scores: torch.Tensor, batch: Batch) -> torch.Tensor:
    """Return the Kullback-Leibler divergence from a teacher's softmax to the reader's.

    Args:
        scores: ``(rows, tokens, 2)``.
        batch: with what is allowed, and the teacher's scores.
    """
    mine, taught = (_masked(each, batch["allowed"]) for each in (scores, batch["taught"]))
    apart = _divergence(taught.log_softmax(1), mine.log_softmax(1)).sum(1).mean(1)
    loss = (apart * batch["weights"]).sum() / batch["weights"].sum()
    several = _several(batch)
    if several.any():
        words = _words(batch)
        log_shares = []
        for each in (taught, mine):
            odds = _masked(each - each[:, :1], words)
            total = _over_groups(odds.logsumexp(1), batch)[batch["group"]]
            log_shares.append(odds - total[:, None])
        together = _divergence(log_shares[0], log_shares[1])
        together = together.masked_fill(~words[:, :, None], 0).sum(1).mean(1)
        loss = loss + TOGETHER * _of_groups(together, batch)[several].mean()
    return loss


def states_loss(
    states: Sequence[torch.Tensor], taught: Sequence[torch.Tensor], mask: torch.Tensor
) -> torch.Tensor:
    """Return the squared distance to a teacher's states, in parts of their squared length.

    Args:
        states: of the reader, ``(rows, tokens, width)`` each.
        taught: those that they are to be like.
        mask: 1 for a word piece, 0 for padding.
    """
    parts = []
    for state, like in zip(states, taught, strict=True):
        distance = (state.float() - like.float()).square().mean(2)
        parts.append((distance * mask).sum() / (like.float().square().mean(2) * mask).sum())
    return torch.stack(parts).mean()


def _masked(scores: torch.Tensor, allowed: torch.Tensor) -> torch.Tensor:
    mask = allowed if allowed.dim() == scores.dim() else allowed[:, :, None]
    return scores.masked_fill(~mask, LOWEST)


def _words(batch: Batch) -> torch.Tensor:
    """Return which word pieces are of the passage: all that is allowed but "no answer here"."""
    words = batch["allowed"].clone()
    words[:, 0] = False
    return words


def _divergence(taught: torch.Tensor, mine: torch.Tensor) -> torch.Tensor:
    return taught.exp() * (taught - mine)


def _several(batch: Batch) -> torch.Tensor:
    """Return which questions are asked of several passages."""
    return torch.bincount(batch["group"]) > 1


def _of_groups(values: torch.Tensor, batch: Batch) -> torch.Tensor:
    """Return the sum of the passages' values for each question."""
    size = int(batch["group"][-1]) + 1
    return values.new_zeros(size).index_add(0, batch["group"], values)


def _over_groups(values: torch.Tensor, batch: Batch) -> torch.Tensor:
    """Return the logsumexp over the passages of each question, ``(questions, 2)``."""
    size = int(batch["group"][-1]) + 1
    index = batch["group"][:, None].expand_as(values)
    highest = values.new_full((size, 2), LOWEST).scatter_reduce(0, index, values.detach(), "amax")
    shares = (values - highest[batch["group"]]).exp()
    return highest + values.new_zeros(size, 2).index_add(0, batch["group"], shares).log()

"""The sentence layer as a network: one more layer, which attends within sentences only.

It reads a linear mix of three states of the pass over a passage: after the last layer but one, of
the word pieces alone, and after the last. The mean of its states over a sentence's word pieces is
the sentence's vector.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import torch
from safetensors.torch import save_file
from torch.nn.functional import normalize

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

READ = (-2, 0, -1)
"""Numbers of the states that are mixed: of the pass, where 0 is of the word pieces alone."""
APART = -1e4  # added to the attention between sentences, which makes it none


class SentenceLayer(torch.nn.Module):
    """The mix and the layer."""

    def __init__(self, transformer: Any) -> None:
        """Begin with a copy of the last layer, which reads what that one read.

        Args:
            transformer: of the embedding model, a ``BertModel``; it stays as it is.
        """
        super().__init__()
        width = transformer.config.hidden_size
        self.mix = torch.nn.Linear(len(READ) * width, width)
        torch.nn.init.zeros_(self.mix.bias)
        with torch.no_grad():
            self.mix.weight.copy_(torch.eye(width, len(READ) * width))
        self.layer = copy.deepcopy(transformer.encoder.layer[-1]).eval()  # without dropout
        self.requires_grad_(requires_grad=True)

    def forward(self, states: Sequence[torch.Tensor], sentences: torch.Tensor) -> torch.Tensor:
        """Return the states of the layer, ``(passages, tokens, width)``.

        Args:
            states: of the pass over passages, as :func:`passage_states` returns them.
            sentences: number of the sentence that each word piece is of, below 0 for none;
                ``(passages, tokens)``.
        """
        mixed = self.mix(torch.cat([states[number] for number in READ], dim=-1))
        same = (sentences[:, :, None] == sentences[:, None]) & (sentences[:, :, None] >= 0)
        apart = torch.where(same, 0.0, APART)[:, None].to(mixed.dtype)
        made = self.layer(mixed, attention_mask=apart)
        states_made: torch.Tensor = made[0] if isinstance(made, tuple) else made
        return states_made

    def save(self, path: Path) -> None:
        """Write the weights in 16 bits, by the names that :mod:`transformers` gives a layer's.

        Args:
            path: of the file.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        weights = self.state_dict().items()
        save_file({name: one.half().cpu().contiguous() for name, one in weights}, path)


@torch.no_grad()
def passage_states(
    transformer: Any, ids: torch.Tensor, mask: torch.Tensor
) -> tuple[torch.Tensor, ...]:
    """Return the states before the first layer of a model, and after each.

    Args:
        transformer: of the embedding model; not in training.
        ids: word pieces, ``(passages, tokens)``.
        mask: 1 for a word piece, 0 for padding.
    """
    with reduced(ids.device):
        read = transformer(input_ids=ids, attention_mask=mask, output_hidden_states=True)
    return tuple(state.float() for state in read.hidden_states)


def sentence_means(
    states: torch.Tensor, sentences: torch.Tensor, count: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the vectors of sentences, ``(count, width)``, and which have word pieces at all.

    Args:
        states: ``(passages, tokens, width)``.
        sentences: number of the sentence that each word piece is of, among those of all passages;
            below 0 for none.
        count: of the sentences.
    """
    inside = sentences >= 0
    sums = states.new_zeros(count, states.shape[-1], dtype=torch.float32)
    sums = sums.index_add(0, sentences[inside], states[inside].float())
    sizes = torch.bincount(sentences[inside], minlength=count)
    return normalize(sums / sizes.clamp(min=1)[:, None], dim=-1), sizes > 0


def reduced(device: torch.device) -> torch.autocast:
    """Return a context in which a GPU computes in bfloat16; a processor would not be faster.

    Args:
        device: that computes.
    """
    return torch.autocast(device.type, dtype=torch.bfloat16, enabled=device.type == "cuda")

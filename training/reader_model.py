"""The reader as a network: a transformer, and two scores for every word piece.

The answer starts here, the answer ends here; the scores of the first word piece stand for "no
answer here" (Devlin et al. 2019, section 4.3).
"""

from __future__ import annotations

import copy
import shutil
from typing import TYPE_CHECKING, Any

import torch
from safetensors.torch import load_file, save_file
from transformers import AutoModel

from training.reader_batches import by_length, tensors

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from training.reader_batches import Row

HEAD = "head.safetensors"
READ_AT_ONCE = 60_000  # word pieces a batch where nothing is learnt


class Reader(torch.nn.Module):
    """The backbone and two scores a word piece."""

    def __init__(self, folder: Path, dropout: float = 0.0) -> None:
        """Load a backbone, BERT or MPNet; or a reader, with its head.

        Args:
            folder: of the embedding model, or one that :meth:`save` wrote.
            dropout: of the layers' outputs; attention has none.
        """
        super().__init__()
        self.tokenizer = folder / "tokenizer.json"
        self.backbone = AutoModel.from_pretrained(
            str(folder),
            add_pooling_layer=False,
            local_files_only=True,
            dtype=torch.float32,
            attn_implementation="eager",  # faster than the fused one on processors
            hidden_dropout_prob=dropout,
            attention_probs_dropout_prob=0.0,
        )
        self.head = torch.nn.Linear(self.backbone.config.hidden_size, 2)
        if (folder / HEAD).exists():
            self.head.load_state_dict(load_file(folder / HEAD))

    @property
    def inputs(self) -> list[str]:
        """Names of what it reads; MPNet does not tell question and passage by numbers."""
        has_types = getattr(self.backbone.config, "type_vocab_size", 0) > 0
        return ["input_ids", "attention_mask", *["token_type_ids"] * has_types]

    def forward(
        self,
        input_ids: torch.Tensor,
        attention_mask: torch.Tensor,
        token_type_ids: torch.Tensor | None = None,
    ) -> torch.Tensor:
        """Return scores ``(batch, tokens, 2)``: the answer starts here, ends here.

        Args:
            input_ids: word pieces, ``(batch, tokens)``.
            attention_mask: 1 for a word piece, 0 for padding.
            token_type_ids: 0 for the question, 1 for the passage; none for MPNet.
        """
        given = zip(self.inputs, (input_ids, attention_mask, token_type_ids), strict=False)
        return self._scored(self.backbone(**dict(given)).last_hidden_state)

    def read(self, batch: dict[str, torch.Tensor]) -> torch.Tensor:
        """Return the scores of a batch, in bfloat16 where that is exact enough.

        Args:
            batch: of :func:`training.reader_batches.tensors`.
        """
        with torch.autocast(self.head.weight.device.type, dtype=torch.bfloat16):
            scores: torch.Tensor = self(*(batch[name] for name in self.inputs))
        return scores

    def states(
        self, batch: dict[str, torch.Tensor]
    ) -> tuple[torch.Tensor, tuple[torch.Tensor, ...]]:
        """Return the scores of a batch, and the states that each layer reads, and the last.

        Args:
            batch: of :func:`training.reader_batches.tensors`.
        """
        with torch.autocast(self.head.weight.device.type, dtype=torch.bfloat16):
            read = self.backbone(
                **{name: batch[name] for name in self.inputs}, output_hidden_states=True
            )
            return self._scored(read.last_hidden_state), read.hidden_states

    def with_layers(self, layers: Sequence[int]) -> Reader:
        """Return a copy that has only some of the layers.

        Args:
            layers: their numbers, from 0.
        """
        smaller = copy.deepcopy(self)
        every = smaller.backbone.encoder.layer
        smaller.backbone.encoder.layer = torch.nn.ModuleList(every[i] for i in layers)
        smaller.backbone.config.num_hidden_layers = len(layers)
        return smaller

    def save(self, folder: Path) -> None:
        """Write backbone, head and tokenizer.

        Args:
            folder: to write to.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self.backbone.save_pretrained(folder)
        save_file(self.head.state_dict(), folder / HEAD)
        if self.tokenizer.parent != folder:
            shutil.copy(self.tokenizer, folder)

    def _scored(self, states: torch.Tensor) -> torch.Tensor:
        with torch.autocast(states.device.type, enabled=False):
            scores: torch.Tensor = self.head(states.float())
        return scores


@torch.inference_mode()
def read_all(reader: Reader, rows: Sequence[Row]) -> list[NDArray[np.float16]]:
    """Return the scores ``(tokens, 2)`` of each row.

    Args:
        reader: not in training afterwards.
        rows: to read.
    """
    reader.eval()
    device = reader.head.weight.device
    scores: list[Any] = [None] * len(rows)
    for numbers in by_length([[row] for row in rows], READ_AT_ONCE):
        batch = tensors([[rows[number]] for number in numbers], device)
        read = reader.read(batch).half().cpu().numpy()
        for number, of_row in zip(numbers, read, strict=True):
            scores[number] = of_row[: len(rows[number].ids)]
    return scores

"""The sentence layer in PyTorch, for machines on which the model itself embeds passages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from qa.embedders.sentence_layer import read_sentence_layer, word_pieces_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.embedders.protocol import PassageText, Vectors

_LEAST = -10_000.0  # added to the attention between sentences, which makes it none


class TorchSentenceLayer:
    """Passages into their vectors and those of their sentences; see :mod:`.sentence_layer`."""

    def __init__(self, model: Any) -> None:
        """Load the layer next to a model.

        Args:
            model: the default one, a ``SentenceTransformer``.

        Raises:
            ModelError: the layer's file is missing or damaged.
        """
        import torch  # noqa: PLC0415 - seconds, and the model has imported it

        self._model = model
        self._weights = {
            name: torch.from_numpy(array).to(model.device)
            for name, array in read_sentence_layer().items()
        }

    def embed(self, passages: Sequence[PassageText]) -> tuple[Vectors, Vectors]:
        """Return vectors of passages, ``(passages, dimension)``, and ``(sentences, dimension)``.

        Args:
            passages: one batch. A sentence without word pieces has a vector of zeros.
        """
        import torch  # noqa: PLC0415 - as above
        from torch.nn.functional import normalize  # noqa: PLC0415

        encoded = self._model.tokenizer(
            [passage.text for passage in passages],
            padding=True,
            truncation=True,
            max_length=self._model.get_max_seq_length(),
            return_offsets_mapping=True,
            return_tensors="pt",
        )
        offsets = encoded.pop("offset_mapping").tolist()
        inside = [
            torch.from_numpy(word_pieces_of(passage.sentences, places)).to(self._model.device)
            for passage, places in zip(passages, offsets, strict=True)
        ]
        encoded = encoded.to(self._model.device)
        with torch.inference_mode():
            transformer = self._model[0].auto_model
            all_states = transformer(**encoded, output_hidden_states=True).hidden_states
            counted = encoded["attention_mask"].unsqueeze(-1)
            vectors = normalize((all_states[-1] * counted).sum(1), dim=-1)
            same = torch.stack([some.T @ some for some in inside])
            states = self._layer(all_states, same)
            sums = [some @ own for some, own in zip(inside, states, strict=True)]
            of_sentences = normalize(torch.cat(sums), dim=-1)
        return _array(vectors), _array(of_sentences)

    def _layer(self, all_states: Any, same: Any) -> Any:
        """Return the states of the layer.

        Args:
            all_states: before the first layer of the model, and after each.
            same: above 0 where two word pieces are of one sentence.
        """
        import torch  # noqa: PLC0415 - as above
        from torch.nn.functional import gelu, scaled_dot_product_attention  # noqa: PLC0415

        read = torch.cat([all_states[-2], all_states[0], all_states[-1]], dim=-1)
        states = self._linear("mix", read)
        heads = self._model[0].auto_model.config.num_attention_heads
        name = "layer.attention.self"
        query, key, value = (
            self._linear(f"{name}.{part}", states).unflatten(-1, (heads, -1)).transpose(1, 2)
            for part in ("query", "key", "value")
        )
        apart = (same == 0).unsqueeze(1) * _LEAST
        attended = scaled_dot_product_attention(query, key, value, attn_mask=apart)
        attended = attended.transpose(1, 2).flatten(2)
        states = self._added("layer.attention.output", attended, states)
        wide = gelu(self._linear("layer.intermediate.dense", states))
        return self._added("layer.output", wide, states)

    def _linear(self, name: str, states: Any) -> Any:
        from torch.nn.functional import linear  # noqa: PLC0415 - as above

        return linear(states, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"])

    def _added(self, name: str, made: Any, states: Any) -> Any:
        from torch.nn.functional import layer_norm  # noqa: PLC0415 - as above

        normal = f"{name}.LayerNorm"
        return layer_norm(
            self._linear(f"{name}.dense", made) + states,
            states.shape[-1:],
            self._weights[f"{normal}.weight"],
            self._weights[f"{normal}.bias"],
            self._model[0].auto_model.config.layer_norm_eps,
        )


def _array(tensor: Any) -> Vectors:
    return np.asarray(tensor.float().cpu().numpy(), np.float32)

"""The ONNX graph of any model, traced by PyTorch: pooling and normalisation included."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

_INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def write_graph(model: Any, path: Path) -> None:
    """Write a model as a graph of 32 bits, whose inputs are what its tokenizer returns.

    Args:
        model: a ``SentenceTransformer`` whose first module is a transformer.
        path: of the file to write.

    Raises:
        Exception: any that PyTorch or onnxruntime raise for a model they cannot export.
    """
    import torch  # noqa: PLC0415 - seconds, and only to export

    class Whole(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.modules_in_turn = model

        def forward(self, *inputs: Any) -> Any:
            features = dict(zip(names, inputs, strict=True))
            for module in self.modules_in_turn:
                features = module(features)
            return torch.nn.functional.normalize(features["sentence_embedding"], dim=-1)

    example = model.tokenizer(["One text.", "And another one."], padding=True, return_tensors="pt")
    names = [name for name in _INPUTS if name in example]
    transformer = model[0].auto_model
    attention = transformer.config._attn_implementation  # noqa: SLF001 - it has no other name
    transformer.set_attn_implementation("eager")  # the only one that _fuse recognises
    try:
        with torch.no_grad(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of tracing: the inputs' shapes are declared dynamic
            torch.onnx.export(
                Whole().eval(),
                tuple(example[name].to(model.device) for name in names),
                str(path),
                input_names=names,
                output_names=["vector"],
                dynamic_axes={name: {0: "texts", 1: "tokens"} for name in names}
                | {"vector": {0: "texts"}},
                opset_version=17,
                dynamo=False,
            )
    finally:
        transformer.set_attn_implementation(attention)
    if transformer.config.model_type == "bert":
        _fuse(path, transformer.config)


def _fuse(path: Path, config: Any) -> None:
    """Join the operations of each layer; 8-bit attention needs it, and 32 bits gain a little."""
    from onnxruntime.transformers.fusion_options import FusionOptions  # noqa: PLC0415
    from onnxruntime.transformers.optimizer import optimize_model  # noqa: PLC0415

    options = FusionOptions("bert")
    options.enable_embed_layer_norm = False  # _shrink_tables needs the table of words on its own
    fused = optimize_model(
        str(path),
        model_type="bert",
        num_heads=config.num_attention_heads,
        hidden_size=config.hidden_size,
        optimization_options=options,
        opt_level=0,
    )
    fused.save_model_to_file(str(path))

"""The registry of embedders: which one an index is built with, and which one embeds questions."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from qa.embedders.encoders import (
    encoder_folder,
    has_graphics_processor,
    load_cached_encoder,
    load_encoder,
    store_encoder,
)
from qa.embedders.sentence_transformer import DEFAULT_MODEL_SHA256, weights_sha256

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from qa.embedders.onnx import OnnxEmbedder
    from qa.embedders.protocol import Embedder, EmbedderIdentity

_USUAL = ""  # the kind of a model whose name has no prefix

EMBEDDERS = {
    _USUAL: "qa.embedders.sentence_transformer:SentenceTransformerEmbedder",
    "static": "qa.embedders.static:StaticEmbedder",
}
"""Kind of model → module and class of its embedder, imported when it is first used.

A user names a model ``kind:name``, such as ``QA_MODEL=hashed:256``, or by its kind alone, such as
``static``; the class is called with all of that, and its identity has it as its name. A name
without a kind is one of sentence-transformers.
"""


def embedder_for(model: str, root: Path) -> Embedder:
    """Return the embedder to build an index with.

    For a model of sentence-transformers this is its encoder, if there is one; on a machine with a
    graphics processor it is always the model itself, which is faster there.

    Args:
        model: name or folder, see :data:`EMBEDDERS`.
        root: folder of the index.

    Raises:
        ModelError: there is no such model on this machine.
    """
    if _kind(model) == _USUAL:
        sha256 = weights_sha256(model)
        if not has_graphics_processor():
            encoder = load_encoder(root, sha256)
            if encoder is None or _is_outdated(encoder):
                encoder = load_cached_encoder(sha256)
            if encoder:
                return encoder
    return _make(model)


def embedder_of(
    identity: EmbedderIdentity,
    root: Path,
    model: str | None = None,
    fetched: Callable[[], Mapping[str, bytes]] = dict,
    card: str = "",
) -> Embedder:
    """Return the embedder of questions for an index.

    Args:
        identity: of the embedder that the index was made with.
        root: folder of the index.
        model: that the user wants, if any.
        fetched: returns the files of the encoder where ``root`` has none, or nothing.
        card: sha256 of the encoder's card, as the manifest has it; empty for any.

    Raises:
        ModelError: there is neither an encoder nor the model.
    """
    wanted = model or identity.name
    if _kind(wanted) != _USUAL:
        return _make(wanted)
    if wanted == identity.name or weights_sha256(wanted) == identity.sha256:
        has_none = not encoder_folder(root, identity.sha256).exists()
        if has_none and (files := fetched()):
            encoder = store_encoder(root, files, identity.sha256)
        else:
            encoder = load_encoder(root, identity.sha256, card)
        if encoder:
            return encoder
    return _make(wanted)


def model_sha256(model: str) -> str:
    """Return the sha256 in the identity of a model, in hex.

    Args:
        model: name or folder, see :data:`EMBEDDERS`.

    Raises:
        ModelError: there is no such model on this machine.
    """
    # The weights can be hashed without loading the model, which takes seconds.
    return weights_sha256(model) if _kind(model) == _USUAL else _make(model).identity.sha256


def _is_outdated(encoder: OnnxEmbedder) -> bool:
    """Return whether an encoder is of a version that gave each sentence a pass of its own."""
    return encoder.identity.sha256 == DEFAULT_MODEL_SHA256 and not encoder.pools_sentences


def _kind(model: str) -> str:
    """Return the kind of a model; a colon may also be part of a folder's name."""
    kind, _, _ = model.partition(":")
    return kind if kind in EMBEDDERS else _USUAL


def _make(model: str) -> Embedder:
    module, _, name = EMBEDDERS[_kind(model)].partition(":")
    make: Callable[[str], Embedder] = getattr(import_module(module), name)
    return make(model)

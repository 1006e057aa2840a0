"""Which model a build uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.embedders.selection import embedder_for
from qa.errors import IndexStoreError, ModelError
from qa.index.generations.manifest import read_manifest
from qa.settings import DEFAULT_MODEL, Settings
from qa.stores.folder import current_path

if TYPE_CHECKING:
    from pathlib import Path

    from qa.embedders.protocol import Embedder


def embedder_of_build(model: str | None, root: Path) -> Embedder:
    """Return the embedder to build an index with.

    It is of the model that the user names, by ``model`` or by ``QA_MODEL``; else of the one that
    the index has been built with, as another would embed all of its documents again; else of the
    default model.

    Args:
        model: sentence-transformers name or folder, or ``static``; None for no choice.
        root: folder of the index.

    Raises:
        ModelError: there is no such model on this machine.
    """
    settings = Settings.current()
    chosen = model or settings.required_model
    built_with = None if chosen else _model_of(root)
    try:
        return embedder_for(chosen or built_with or settings.model, root)
    except ModelError as error:
        if built_with in {None, DEFAULT_MODEL}:
            raise
        msg = (
            f"The index at {str(root)!r} was built with the model {built_with!r}, which is not on "
            "this machine or damaged. Name its folder with --model, or embed everything again with "
            f"another one: --model {DEFAULT_MODEL}"
        )
        raise ModelError(msg) from error


def _model_of(root: Path) -> str | None:
    """Return the name of the model of an index; None if there is no index that can be read."""
    try:
        return read_manifest(current_path(root))[0].embedder.name
    except IndexStoreError:
        return None

"""Which model a build uses."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.embedders.selection import embedder_for
from qa.errors import IndexMismatchError, IndexStoreError, JsonError, ModelError
from qa.files.typed_json import read
from qa.index.generations.manifest import MANIFEST, read_manifest
from qa.settings import DEFAULT_MODEL, Settings
from qa.stores.folder import current_path

if TYPE_CHECKING:
    from pathlib import Path

    from qa.embedders.protocol import Embedder


@dataclass
class _Model:
    name: str


@dataclass
class _Manifest:
    """What every format has."""

    embedder: _Model


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
    chosen = model or Settings.current().required_model
    built_with = None if chosen else _model_of(root)
    try:
        return embedder_for(chosen or built_with or DEFAULT_MODEL, root)
    except ModelError as error:
        if built_with in {None, DEFAULT_MODEL}:
            raise
        msg = (
            f"The index at {str(root)!r} was built with the model {built_with!r}. {error} "
            f"To embed everything again with the default model: --model {DEFAULT_MODEL}"
        )
        raise ModelError(msg) from error


def _model_of(root: Path) -> str | None:
    """Return the name of the model of an index; None if there is no index that can be read."""
    try:
        path = current_path(root)
        return read_manifest(path)[0].embedder.name
    except IndexMismatchError:  # of another version of Quoth, which named the model alike
        with suppress(OSError, JsonError):
            return read(path / MANIFEST, _Manifest).embedder.name
    except IndexStoreError:
        pass
    return None

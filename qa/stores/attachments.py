"""The encoder and the calibration of an index, in the store that answers questions."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from qa.embedders.selection import embedder_of
from qa.errors import IndexMismatchError
from qa.settings import Settings
from qa.stores.folder.store import FolderStore
from qa.stores.registry import current_store, remote_store

if TYPE_CHECKING:
    from pathlib import Path

    from qa.embedders.protocol import Embedder
    from qa.index.calibration import Calibration
    from qa.index.generations.manifest import Manifest


def index_embedder(root: Path, manifest: Manifest, model: str | None = None) -> Embedder:
    """Load the model that an index was made with.

    Args:
        root: folder of the index; an encoder from another store is stored there.
        manifest: of the index.
        model: the model it must be (default: ``QA_MODEL`` or the one in the manifest).

    Raises:
        ModelError: it cannot be loaded, or is not the one that the index was made with.
    """
    store = current_store(root)
    sha256 = manifest.embedder.sha256
    # In another store, an encoder outlives generations: only its own seal protects it.
    card = manifest.encoder if isinstance(store, FolderStore) else ""
    required = model or Settings.current().required_model
    return embedder_of(manifest.embedder, root, required, lambda: store.read_encoder(sha256), card)


def store_calibration(root: Path, fitted: Calibration, address: str | None = None) -> str:
    """Store a calibration next to the index that it was fitted to.

    Args:
        root: folder of the index.
        fitted: the calibration.
        address: of the store that gets it instead of the folder, if any.

    Returns:
        Where it is and how to undo that, in words.

    Raises:
        IndexStoreError: the store is away or refuses.
    """
    store = remote_store(address) if address else FolderStore(root)
    return store.write_calibration(fitted)


def check_calibrated_store(address: str | None) -> None:
    """Check that a calibration goes where questions go, and that a cluster was named.

    Args:
        address: of the store that gets the calibration; None for the folder.

    Raises:
        IndexMismatchError: questions go somewhere else.
    """
    questions = Settings.current().store
    if questions and not address:
        msg = (
            f"QA_STORE is set: questions go to the cluster at {remote_store(questions).name}. A "
            "calibration belongs there, for all who ask. Name the cluster: --store "
            f"{quote(questions)}"
        )
        raise IndexMismatchError(msg)
    if not address:
        return
    named = remote_store(address).name
    used = remote_store(questions).name if questions else ""
    if named != used:
        where = f"the cluster at {used}" if used else "the folder of the index"
        msg = (
            f"A calibration belongs to the index it was fitted to: questions go to {where}, and "
            f"--store names {named}. Set QA_STORE to the cluster of --store."
        )
        raise IndexMismatchError(msg)

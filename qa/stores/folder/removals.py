"""The note of removals that have begun and not ended, so that a killed one is ended later.

A removal swaps in a generation without the documents and then deletes the older ones. A kill in
between would leave the documents on disk for good. So the removal writes down, right before its
swap, where old generations must go: in this folder and in every store with a copy.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

from qa.errors import IndexStoreError, JsonError
from qa.files import typed_json
from qa.files.atomic import atomic_write
from qa.stores.folder.generations import forget_checkpoint, prune
from qa.stores.folder.layout import REMOVAL, checkpoint_files, numbered_generations
from qa.stores.folder.pointer import current_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

HERE = "here"
"""Name of the folder itself in the note, next to the names of other stores."""


def begin_removal(root: Path, before: str, places: Iterable[str]) -> None:
    """Note, right before a swap, where what it removes must go.

    Args:
        root: folder of the index.
        before: fingerprint of the index that documents are removed from. Where a removal has not
            ended yet, the fingerprint before that first one stays.
        places: :data:`HERE`, and the names of stores with a copy.

    Raises:
        IndexStoreError: the note cannot be written.
    """
    _write(root, {**dict.fromkeys(places, before), **noted_removals(root)})


def noted_removals(root: Path) -> dict[str, str]:
    """Return store → fingerprint before the removal, for every removal that has not ended.

    Args:
        root: folder of the index.

    Raises:
        IndexStoreError: the note cannot be read.
    """
    with _explained(root):
        try:
            return typed_json.read(root / REMOVAL, dict[str, str])
        except FileNotFoundError:
            return {}


def end_removal(root: Path) -> None:
    """Delete every generation but the live one if a removal has begun, even one that was killed.

    Args:
        root: folder of the index.

    Raises:
        IndexStoreError: a generation cannot be deleted, or there is no usable index.
    """
    if HERE not in noted_removals(root):
        return
    live = current_path(root)
    prune(root, live, 1)
    forget_checkpoint(root)
    left = [path for path in (*numbered_generations(root), *checkpoint_files(root)) if path != live]
    if left:
        msg = (
            f"What was removed is no longer in the index in use, but {str(left[0])!r} cannot be "
            "deleted and may contain it. See who has it open and who may write there, and build "
            "again: that ends the removal."
        )
        raise IndexStoreError(msg)
    note_removal_ended(root, HERE)


def note_removal_ended(root: Path, place: str) -> None:
    """Note that a store no longer has what was removed.

    Args:
        root: folder of the index.
        place: :data:`HERE`, or the name of a store.

    Raises:
        IndexStoreError: the note cannot be written.
    """
    _write(root, {name: b for name, b in noted_removals(root).items() if name != place})


def _write(root: Path, noted: dict[str, str]) -> None:
    with _explained(root):
        if noted:
            atomic_write(root / REMOVAL, json.dumps(noted))
        else:
            (root / REMOVAL).unlink(missing_ok=True)


@contextmanager
def _explained(root: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, JsonError) as error:
        msg = (
            f"{str(root / REMOVAL)!r}, which lists removals that have not ended, cannot be "
            f"read or written ({error}). See who may read and write there; if it is damaged, "
            "delete it and all folders in 'generations' but the one that CURRENT names."
        )
        raise IndexStoreError(msg) from error

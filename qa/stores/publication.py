"""Copies of a folder's index in other stores: published, and reached by removals.

The folder's file ``PUBLISHED`` lists the addresses of all copies, so that a removal can name them.
"""

from __future__ import annotations

import json
from contextlib import closing, suppress
from shlex import quote
from typing import TYPE_CHECKING

from qa.errors import IndexStoreError, JsonError
from qa.files import typed_json
from qa.files.atomic import atomic_write
from qa.settings import Settings
from qa.stores.folder import HERE, PUBLISHED, note_removal_ended, noted_removals, open_current
from qa.stores.folder.store import FolderStore
from qa.stores.registry import remote_store

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from qa.index.generations.generation import Generation
    from qa.progress import Progress


def publish_copy(
    root: Path, address: str, progress: Progress, instead_of: Collection[str] | None = None
) -> None:
    """Copy the live generation of a folder to another store, with its encoder and calibration.

    A calibration that the store has already stays. Where a removal has begun and not ended there
    (:func:`qa.stores.folder.begin_removal`), every other generation is deleted, so that what was
    removed is gone.

    Args:
        root: folder of the index.
        address: of the store.
        progress: notified of each step.
        instead_of: fingerprints of the indexes that may be replaced there; None means any.

    Raises:
        IndexMismatchError: another index is live there.
        IndexStoreError: the store is away or refuses; the index that is live there stays live.
    """
    store = remote_store(address)
    alone = store.name in noted_removals(root)
    with closing(open_current(root)) as generation:
        attached = FolderStore(root).attachments(generation.manifest.embedder.sha256)
        try:
            store.publish(generation, attached, progress, alone=alone, instead_of=instead_of)
        except OSError as error:
            msg = f"A file of the index at {str(root)!r} cannot be read ({error})."
            raise IndexStoreError(msg) from error
    if alone:
        note_removal_ended(root, store.name)
    _note_published(root, store.url)


def prepare_removal(root: Path, generation: Generation, address: str, progress: Progress) -> str:
    """Check that what is removed from a folder can be removed from another store too.

    An earlier removal that has not ended there is ended first.

    Args:
        root: folder of the index.
        generation: the live one of the folder.
        address: of the store.
        progress: notified of each step.

    Returns:
        The store's name in the note of removals.

    Raises:
        IndexMismatchError: the store has another index than ``root``, which would be lost.
        IndexStoreError: the store is away or refuses.
    """
    store, here = remote_store(address), generation.manifest.fingerprint
    before = noted_removals(root).get(store.name)
    known = {here, before or here}
    store.check_replaceable(known)
    if before:
        publish_copy(root, address, progress, known)
    return store.name


def stores_of(root: Path) -> list[str]:
    """Return the names of the stores that may have a copy of a folder's index.

    Those are the stores that it was published to from this folder, and that of ``QA_STORE``.

    Args:
        root: folder of the index.
    """
    addresses = [*_published_to(root), *_questions_address()]
    return list(dict.fromkeys(remote_store(address).name for address in addresses))


def unfinished_removal_notes(root: Path) -> list[str]:
    """Return the stores that may still have removed documents, in sentences.

    Args:
        root: folder of the index.
    """
    with suppress(IndexStoreError):
        known = {remote_store(address).name for address in _published_to(root)}
        return [
            f"What was removed {'is still' if name in known else 'may still be'} on {name}. "
            "Remove it there too, by the store's address: qa remove DOC --store ADDRESS"
            for name in noted_removals(root)
            if name != HERE
        ]
    return []


def other_store_notes(root: Path, address: str | None) -> list[str]:
    """Return a note if questions go to another store than the one that was published to.

    Args:
        root: folder of the index that was built.
        address: of the store that it was published to, if any.
    """
    return [
        f"QA_STORE is set: questions go to the cluster at {remote_store(questions).name}, which "
        f"this build did not change. The index was built in the folder {str(root)!r}. To publish "
        f"it, name the cluster: qa build --store {quote(questions)}"
        for questions in _questions_address()
        if not address or remote_store(questions).name != remote_store(address).name
    ]


def _questions_address() -> list[str]:
    """Return the address in ``QA_STORE``; none if it is empty or, as a question reports, wrong."""
    address = Settings.current().store
    with suppress(IndexStoreError):
        return [address] if address and remote_store(address) else []
    return []


def _published_to(root: Path) -> list[str]:
    try:
        return typed_json.read(root / PUBLISHED, list[str])
    except (OSError, JsonError):
        return []


def _note_published(root: Path, url: str) -> None:
    known = _published_to(root)
    if url in known:
        return
    with suppress(OSError):  # the copy is complete; only later notes lack its address
        atomic_write(root / PUBLISHED, json.dumps([*known, url]))

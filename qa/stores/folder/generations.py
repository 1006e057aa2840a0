"""Generations on disk: opened, published and deleted.

A generation is written under a draft's name, checked, synced to disk, renamed, and only then
pointed at: a build that is killed at any moment leaves the generation before it in use.
"""

from __future__ import annotations

import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from qa.embedders.encoders import UNFINISHED
from qa.errors import IndexCorruptError, IndexStoreError
from qa.files.atomic import sync, temporary_name
from qa.index.generations.generation import Generation
from qa.index.retention import GENERATIONS_KEPT, superseded
from qa.stores.folder.layout import (
    CURRENT,
    DRAFT,
    LOCK,
    PUBLISHED,
    REMOVAL,
    SEEN,
    SKIPPED,
    checkpoint_files,
    generation_number,
    generations_folder,
    numbered_generations,
)
from qa.stores.folder.pointer import current_path, point_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_OPENING_RETRIES = 2  # builds that may end, and delete the generation, while it is opened


def open_current(root: Path) -> Generation:
    """Open the live generation.

    Args:
        root: folder of the index.

    Raises:
        IndexNotFoundError: there is no index.
        IndexCorruptError: it is damaged.
        IndexMismatchError: it was written by another version of Quoth.
        IndexStoreError: this user may not read it.
    """
    for _ in range(_OPENING_RETRIES):
        with suppress(IndexCorruptError):
            return Generation(current_path(root))
    return Generation(current_path(root))


@contextmanager
def building(root: Path) -> Iterator[None]:
    """Lock an index for writing, and clear away what killed builds left.

    Args:
        root: folder of the index; created if it does not exist.

    Raises:
        IndexStoreError: another build has the lock, or the folder cannot be written.
    """
    try:
        generations_folder(root).mkdir(parents=True, exist_ok=True)
        lock = FileLock(root / LOCK)
        lock.acquire(timeout=0)
    except Timeout as error:
        msg = f"Another build is writing to {str(root)!r}. Wait until it has ended."
        raise IndexStoreError(msg) from error
    except OSError as error:
        msg = f"The index folder {str(root)!r} cannot be written ({error.strerror})."
        raise IndexStoreError(msg) from error
    try:
        try:
            _clear_unfinished(root)
        except OSError as error:
            msg = f"The index folder {str(root)!r} cannot be read ({error.strerror})."
            raise IndexStoreError(msg) from error
        yield
    finally:
        lock.release()


def publish(root: Path, draft: Path, *, keep_all: bool = False) -> Generation:
    """Make a draft the live generation.

    The generation that was live until now stays for its readers. Older ones are deleted, unless
    CURRENT did not say which one was live.

    Args:
        root: folder of the index, locked by :func:`building`.
        draft: folder of the new generation, complete and checked.
        keep_all: delete none.

    Raises:
        OSError: a file cannot be written.
    """
    try:
        before = current_path(root)
    except IndexStoreError:
        before = None
    # everything reaches the disk before CURRENT names it, the folder's entries last
    for path in (*draft.iterdir(), draft):
        sync(path)
    folder = generations_folder(root)
    taken = map(generation_number, numbered_generations(root))
    target = folder / f"{max(taken, default=0) + 1:06}"
    draft.rename(target)
    sync(folder)
    point_at(root, target)
    if before and not keep_all:
        _delete_but(root, {before, target})
    forget_checkpoint(root)
    return Generation(target)


def clear_generations(root: Path) -> None:
    """Delete every generation but the live one and the one right before it.

    Args:
        root: folder of the index, locked by :func:`building`, after a build has ended well.

    Raises:
        IndexStoreError: CURRENT is missing or damaged; nothing is deleted.
    """
    prune(root, current_path(root), GENERATIONS_KEPT)


def prune(root: Path, live: Path, keep: int) -> None:
    """Delete all generations but the live one and those right before it; ignore what fails.

    Args:
        root: folder of the index.
        live: folder of the live generation.
        keep: how many stay, the live one included.
    """
    generations = numbered_generations(root)
    for path in superseded(generations, live, keep, generation_number):
        shutil.rmtree(path, ignore_errors=True)


def forget_checkpoint(root: Path) -> None:
    """Delete the vectors of builds that have not ended, once one has ended well.

    Args:
        root: folder of the index.
    """
    for left in checkpoint_files(root):
        with suppress(OSError):
            left.unlink()


def _clear_unfinished(root: Path) -> None:
    """Delete what killed builds left unfinished.

    Complete generations stay until a build has ended well: until then, one of them may be all
    that is left of the index.
    """
    drafts = generations_folder(root).glob(f"{DRAFT}*")
    for left in (*drafts, *root.glob(f"{UNFINISHED}*")):
        shutil.rmtree(left, ignore_errors=True)
    for name in (CURRENT, REMOVAL, SEEN, SKIPPED, PUBLISHED):
        with suppress(OSError):
            temporary_name(root / name).unlink()


def _delete_but(root: Path, stay: set[Path]) -> None:
    for path in numbered_generations(root):
        if path not in stay:
            shutil.rmtree(path, ignore_errors=True)

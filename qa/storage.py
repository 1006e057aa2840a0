"""An index on disk: immutable generations and one pointer, replaced atomically.

::

    index/
      CURRENT                     name of the live generation
      LOCK                        held while a build writes
      SEEN                        what the files looked like, so that they need not be read again
      SKIPPED                     what the last build left out, and why
      generations/000001/
        manifest.json             what it was made from, and the hash of every file
        store.sqlite              documents, passages, sentences, terms
        holders.npy …             which passages hold a term, and how often
        passages.faiss            a vector a passage
        sentences.npy             a vector a sentence, float16

A generation is written under a name of its own, checked, synced to disk, renamed, and only
then pointed at: a build that is killed at any moment leaves the one before it in use.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from qa.draft import Draft
from qa.embedders import UNFINISHED
from qa.errors import IndexCorruptError, IndexNotFoundError, IndexStoreError
from qa.generation import Generation
from qa.manifest import check_files, corrupt, read_manifest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SEEN = "SEEN"
"""Name of the file in which :class:`qa.seen.Seen` keeps what files looked like."""

_GENERATIONS_KEPT = 2
_DRAFT, _CHECKPOINT = ".building", ".embedded"
_OVERTAKEN = 2  # times that two builds may end, and remove a generation, while it is opened
_NUMBER = re.compile(r"\d{6,12}")


def open_current(root: Path) -> Generation:
    """Open the live generation of the index at ``root``.

    Raises:
        IndexNotFoundError: there is no index.
        IndexCorruptError: it is damaged.
        IndexMismatchError: it was written by another version of Quoth.
    """
    for _ in range(_OVERTAKEN):
        with suppress(IndexCorruptError):
            return Generation(current_path(root))
    return Generation(current_path(root))


def current_path(root: Path) -> Path:
    """Return the folder of the live generation; cheap enough to ask before every question.

    Raises:
        IndexNotFoundError: there is no index.
        IndexCorruptError: the pointer is damaged.
    """
    try:
        name = (root / "CURRENT").read_text(encoding="ascii").strip()
    except FileNotFoundError as error:
        msg = f"No index at {str(root)!r} (no CURRENT file). Build it with: qa build corpus"
        raise IndexNotFoundError(msg) from error
    except (OSError, UnicodeDecodeError) as error:
        raise corrupt(root, f"CURRENT cannot be read ({error})") from error
    path = root / "generations" / name
    if not _NUMBER.fullmatch(name) or not path.is_dir():
        raise corrupt(root, f"CURRENT names the generation {name!r}, which is not there")
    return path


def current_version(root: Path) -> tuple[Path, int]:
    """Return the live generation's folder and a number that no other build at ``root`` has.

    Where an index was deleted and built again, the folder alone is the same.

    Raises:
        IndexNotFoundError: there is no index.
        IndexCorruptError: the pointer is damaged.
    """
    path = current_path(root)
    try:
        return path, (root / "CURRENT").stat().st_mtime_ns
    except OSError as error:
        raise corrupt(root, f"CURRENT cannot be read ({error})") from error


@contextmanager
def building(root: Path) -> Iterator[None]:
    """Hold the index at ``root`` for writing, and clear away what killed builds left.

    Raises:
        IndexStoreError: another build holds it, or the folder cannot be written.
    """
    try:
        (root / "generations").mkdir(parents=True, exist_ok=True)
        lock = FileLock(root / "LOCK")
        lock.acquire(timeout=0)
    except Timeout as error:
        msg = f"Another build is writing to {str(root)!r}. Wait until it has ended."
        raise IndexStoreError(msg) from error
    except OSError as error:
        msg = f"The index folder {str(root)!r} cannot be written ({error.strerror})."
        raise IndexStoreError(msg) from error
    try:
        _clear_litter(root)
        yield
    finally:
        lock.release()


def _clear_litter(root: Path) -> None:
    """Remove what killed builds left: half a generation, or a whole one never pointed at."""
    for left in (*(root / "generations").glob(f"{_DRAFT}*"), *root.glob(f"{UNFINISHED}*")):
        shutil.rmtree(left, ignore_errors=True)
    try:
        live = int(current_path(root).name)
    except IndexNotFoundError:
        live = 0
    except IndexStoreError:  # damaged: what is there may be all there is
        return
    for path in _numbered(root / "generations"):
        if int(path.name) > live:
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def drafting(root: Path, previous: Generation | None) -> Iterator[Draft]:
    """Begin a generation beside the live one; what is not published goes in the end.

    To be entered while :func:`building` holds the index.

    Raises:
        IndexStoreError: the disk is full or the folder cannot be written; the generation
            before stays in use.
    """
    folder = root / "generations" / _DRAFT
    try:
        draft = Draft(folder, previous)
        try:
            yield draft
        finally:
            draft.close()
    except (OSError, sqlite3.Error) as error:
        msg = (
            f"The index could not be written to {str(root)!r} ({error}). The old one stays in use."
        )
        raise IndexStoreError(msg) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(root: Path, draft: Draft) -> Generation:
    """Make a draft that was written and checked the live generation."""
    for path in (*draft.folder.iterdir(), draft.folder):
        _sync(path)
    generations = draft.folder.parent
    taken = [int(path.name) for path in _numbered(generations)]
    target = generations / f"{max(taken, default=0) + 1:06}"
    draft.folder.rename(target)
    _sync(generations)
    _point_at(root, target.name)
    _prune(target)
    for left in generations.glob(f"{_CHECKPOINT}*"):
        left.unlink()
    return Generation(target)


def checkpoint_path(root: Path) -> Path:
    """Return where the vectors of a build that is not finished are kept: what names begin with."""
    return root / "generations" / _CHECKPOINT


def _point_at(root: Path, name: str) -> None:
    pointer = root / "CURRENT.new"
    pointer.write_text(name + "\n", encoding="ascii")
    _sync(pointer)
    pointer.replace(root / "CURRENT")
    _sync(root)


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():  # Windows cannot open a folder to sync it
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def forget_old(root: Path) -> None:
    """Remove every generation but the live one, so that what was removed is nowhere.

    Raises:
        IndexStoreError: there is no usable index.
    """
    live = current_path(root)
    for path in _numbered(live.parent):
        if path != live:
            shutil.rmtree(path, ignore_errors=True)


def verify(root: Path) -> Generation:
    """Check all of an index: every file by its hash, every text, passage, sentence and vector.

    Raises:
        IndexStoreError: there is no index, or it is damaged.
    """
    generation = open_current(root)
    _, files = read_manifest(generation.path)
    check_files(generation.path, files, whole=True)
    generation.verify()
    return generation


def _prune(newest: Path) -> None:
    """Remove all generations but the newest and the one before, which readers may still use."""
    for path in _numbered(newest.parent)[:-_GENERATIONS_KEPT]:
        shutil.rmtree(path, ignore_errors=True)


def _numbered(generations: Path) -> list[Path]:
    """Return the folders of complete generations, oldest first."""
    found = (path for path in generations.iterdir() if _NUMBER.fullmatch(path.name))
    return sorted(found, key=lambda path: int(path.name))

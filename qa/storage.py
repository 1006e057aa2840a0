"""An index on disk: immutable generations and one pointer, replaced atomically.

::

    index/
      CURRENT                     name of the live generation
      LOCK                        held while a build writes
      SEEN                        what the files looked like, so that they need not be read again
      SKIPPED                     what the last build left out, and why
      REMOVAL                     where a removal that was begun has not ended
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

_REMOVAL, _HERE = "REMOVAL", ""
_GENERATIONS_KEPT = 2
_DRAFT, _CHECKPOINT, _NEW = ".building", ".embedded", ".new"
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
    """Remove what killed builds left: half a generation, one never pointed at, one not removed."""
    for left in (*(root / "generations").glob(f"{_DRAFT}*"), *root.glob(f"{UNFINISHED}*")):
        shutil.rmtree(left, ignore_errors=True)
    for new in root.glob(f"*{_NEW}"):
        new.unlink()
    try:
        live = int(current_path(root).name)
    except IndexNotFoundError:
        live = 0
    except IndexStoreError:  # damaged: what is there may be all there is
        return
    for path in _numbered(root / "generations"):
        if int(path.name) > live:
            shutil.rmtree(path, ignore_errors=True)
    _prune(root / "generations", _GENERATIONS_KEPT)


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
    _replace(root / "CURRENT", target.name + "\n")
    _prune(generations, _GENERATIONS_KEPT)
    forget_checkpoint(root)
    return Generation(target)


def checkpoint_path(root: Path) -> Path:
    """Return where the vectors of a build that is not finished are kept: what names begin with."""
    return root / "generations" / _CHECKPOINT


def forget_checkpoint(root: Path) -> None:
    """Remove the vectors of builds that were not finished, once one has ended well."""
    for left in checkpoint_path(root).parent.glob(f"{_CHECKPOINT}*"):
        left.unlink()


def _replace(path: Path, text: str) -> None:
    new = path.with_name(f"{path.name}{_NEW}")
    new.write_text(text, encoding="utf-8")
    _sync(new)
    new.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():  # Windows cannot open a folder to sync it
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def begin_removal(root: Path, store: str = "") -> None:
    """Note that what is removed has to be nowhere in the end, also if a process is killed.

    Args:
        root: folder of the index.
        store: address of the cluster that it has to go from too.
    """
    _note_removals(root, _removals(root) | {_HERE, store})


def removal_is_open(root: Path, store: str) -> bool:
    """Tell whether a removal was begun that the cluster ``store`` has not seen to its end."""
    return store in _removals(root)


def end_removal(root: Path) -> None:
    """Remove every generation but the live one if a removal was begun, also in another process.

    Raises:
        IndexStoreError: a generation cannot be removed.
    """
    if _HERE not in _removals(root):
        return
    _prune(root / "generations", 1)
    forget_checkpoint(root)
    for left in _numbered(root / "generations")[:-1]:
        msg = (
            f"{str(left)!r} holds what was removed and cannot be removed itself. See who has it "
            "open and who may write there, then build again: that ends the removal."
        )
        raise IndexStoreError(msg)
    removal_has_ended(root, _HERE)


def removal_has_ended(root: Path, store: str) -> None:
    """Note that what was to be removed is nowhere on the cluster ``store``."""
    _note_removals(root, _removals(root) - {store})


def _removals(root: Path) -> set[str]:
    """Return where removals have not ended: addresses of clusters, and here."""
    note = root / _REMOVAL
    return set(note.read_text(encoding="utf-8").split("\n")) if note.exists() else set()


def _note_removals(root: Path, places: set[str]) -> None:
    if places:
        _replace(root / _REMOVAL, "\n".join(sorted(places)))
    else:
        (root / _REMOVAL).unlink()


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


def _prune(generations: Path, kept: int) -> None:
    """Remove all but the newest; of two, readers may still use the one before."""
    for path in _numbered(generations)[:-kept]:
        shutil.rmtree(path, ignore_errors=True)


def _numbered(generations: Path) -> list[Path]:
    """Return the folders of complete generations, oldest first."""
    found = (path for path in generations.iterdir() if _NUMBER.fullmatch(path.name))
    return sorted(found, key=lambda path: int(path.name))

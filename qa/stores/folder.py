"""An index on disk: immutable generations and one pointer, replaced atomically.

::

    index/
      CURRENT                     name of the live generation, with check digits
      LOCK                        held while a build writes
      SEEN                        what the files looked like, so that they need not be read again
      SKIPPED                     what the last build left out, and why
      PUBLISHED                   addresses of the clusters that the index was published to
      REMOVAL                     where a removal that was begun has not ended
      generations/000001/
        manifest.json             what it was made from, and the hash of every file
        checksums.npy             a CRC-32 of every block of the files below
        store.sqlite              documents, passages, sentences, terms
        holders.npy …             which passages hold a term, and how often
        passages.faiss            a vector a passage
        sentences.npy             a vector a sentence, float16

A generation is written under a name of its own, checked, synced to disk, renamed, and only
then pointed at: a build that is killed at any moment leaves the one before it in use.
"""

from __future__ import annotations

import json
import re
import shutil
from contextlib import contextmanager, suppress
from shlex import quote
from typing import TYPE_CHECKING, TypeVar

from filelock import FileLock, Timeout

from qa.embedders.encoders import UNFINISHED
from qa.errors import IndexCorruptError, IndexNotFoundError, IndexStoreError, JsonError
from qa.files import typed_json
from qa.files.atomic import atomic_write, sync, temporary_name
from qa.files.existence import exists
from qa.index.generation import Generation
from qa.index.manifest import corrupt, no_permission, unreadable
from qa.stores.pointer import LONGEST, pointed_at, pointer_to

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

SEEN = "SEEN"
"""Name of the file in which :class:`qa.loaders.folders.file_cache.Seen` keeps what files
looked like."""

SKIPPED = "SKIPPED"
"""Name of the file that says what the last build left out, see :mod:`qa.indexing.skipped`."""

PUBLISHED = "PUBLISHED"
"""Name of the file with the addresses of the clusters that the index was published to."""

HERE = "here"
"""What stands for the folder where removals are noted, beside the addresses of clusters."""

GENERATIONS_KEPT = 2
"""The live one, and the one before it, which readers may still use."""

_CURRENT, _REMOVAL = "CURRENT", "REMOVAL"
_DRAFT, _CHECKPOINT = ".building", ".embedded"
_Generation = TypeVar("_Generation")
_OVERTAKEN = 2  # times that two builds may end, and remove a generation, while it is opened
_NUMBER = re.compile(r"\d{6,12}")


def open_current(root: Path) -> Generation:
    """Open the live generation of the index at ``root``.

    Raises:
        IndexNotFoundError: there is no index.
        IndexCorruptError: it is damaged.
        IndexMismatchError: it was written by another version of Quoth.
        IndexStoreError: this user may not read it.
    """
    for _ in range(_OVERTAKEN):
        with suppress(IndexCorruptError):
            return Generation(current_path(root))
    return Generation(current_path(root))


def current_path(root: Path) -> Path:
    """Return the folder of the live generation; cheap enough to ask before every question.

    Raises:
        IndexNotFoundError: there is no index.
        IndexCorruptError: the pointer is lost or damaged.
        IndexStoreError: this user may not read it.
    """
    try:
        with (root / _CURRENT).open("rb") as file:
            name = pointed_at(file.read(LONGEST + 1))
    except FileNotFoundError as error:
        if complete_generations(root):
            raise _lost(root, "CURRENT, the file that names the one in use, is missing") from error
        msg = (
            f"No index at {str(root)!r} (no CURRENT file). "
            f"Build it with: qa build FOLDER --into {quote(str(root))}"
        )
        raise IndexNotFoundError(msg) from error
    except PermissionError as error:
        raise no_permission(root, error) from error
    except (OSError, ValueError) as error:
        raise _lost(root, f"CURRENT cannot be read ({error})") from error
    path = root / "generations" / name
    try:
        is_there = _NUMBER.fullmatch(name) and exists(path)
    except PermissionError as error:
        raise no_permission(root, error) from error
    if not is_there:
        raise _lost(root, f"CURRENT names the generation {name!r}, which is not there")
    return path


def _lost(root: Path, why: str) -> IndexCorruptError:
    """Return the error for a pointer that leads nowhere; it offers the generations that exist."""
    found = complete_generations(root)
    if not found:
        return corrupt(root, why)
    names = ", ".join(path.name for path in found)
    msg = (
        f"The index at {str(root)!r} is damaged: {why}. The folder still has the generations "
        f"{names}. Restore the newest sound one with: qa restore-index --index {quote(str(root))}"
    )
    return IndexCorruptError(msg)


def current_version(root: Path) -> tuple[Path, int]:
    """Return the live generation's folder and a number that no other build at ``root`` has.

    Where an index was deleted and built again, the folder alone is the same.

    Raises:
        IndexNotFoundError: there is no index.
        IndexCorruptError: the pointer is damaged.
        IndexStoreError: this user may not read it.
    """
    path = current_path(root)
    try:
        return path, (root / _CURRENT).stat().st_mtime_ns
    except OSError as error:
        raise unreadable(root, f"CURRENT cannot be read ({error})", error) from error


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
        try:
            _clear_litter(root)
        except OSError as error:
            msg = f"The index folder {str(root)!r} cannot be read ({error.strerror})."
            raise IndexStoreError(msg) from error
        yield
    finally:
        lock.release()


def _clear_litter(root: Path) -> None:
    """Remove what killed builds left unfinished.

    Complete generations stay until a build has ended well: before that, one of them may be all
    that is left of the index.
    """
    for left in (*(root / "generations").glob(f"{_DRAFT}*"), *root.glob(f"{UNFINISHED}*")):
        shutil.rmtree(left, ignore_errors=True)
    for name in (_CURRENT, _REMOVAL, SEEN, SKIPPED, PUBLISHED):
        with suppress(OSError):
            temporary_name(root / name).unlink()


def draft_path(root: Path) -> Path:
    """Return the folder in which a build of the index at ``root`` writes its generation."""
    return root / "generations" / _DRAFT


def publish(root: Path, draft: Path, *, keep_all: bool = False) -> Generation:
    """Make a draft that was written and checked the live generation.

    The generation that was live until now stays for its readers. Older ones go, unless
    ``keep_all`` is set or CURRENT did not say which one was live.
    """
    try:
        before = current_path(root)
    except IndexStoreError:
        before = None
    for path in (*draft.iterdir(), draft):
        sync(path)
    generations = draft.parent
    taken = map(_number, _numbered(generations))
    target = generations / f"{max(taken, default=0) + 1:06}"
    draft.rename(target)
    sync(generations)
    point_at(root, target)
    if before and not keep_all:
        _remove_but(generations, {before, target})
    forget_checkpoint(root)
    return Generation(target)


def point_at(root: Path, generation: Path) -> None:
    """Make CURRENT name a generation.

    Raises:
        OSError: CURRENT cannot be written.
    """
    atomic_write(root / _CURRENT, pointer_to(generation.name))


def clear_generations(root: Path) -> None:
    """Remove every generation but the live one and the one right before it.

    To be called once a build has ended well, while :func:`building` holds the index.

    Raises:
        IndexStoreError: CURRENT is lost or damaged; nothing is removed.
    """
    live = current_path(root)
    _prune(live.parent, live, GENERATIONS_KEPT)


def checkpoint_path(root: Path) -> Path:
    """Return where the vectors of a build that is not finished are kept: what names begin with."""
    return root / "generations" / _CHECKPOINT


def forget_checkpoint(root: Path) -> None:
    """Remove the vectors of builds that were not finished, once one has ended well."""
    for left in _checkpoints(root):
        with suppress(OSError):
            left.unlink()


def _checkpoints(root: Path) -> Iterator[Path]:
    return checkpoint_path(root).parent.glob(f"{_CHECKPOINT}*")


def begin_removal(root: Path, before: str, places: Iterable[str]) -> None:
    """Note right before a swap that what it removes has to be nowhere, also after a kill.

    Args:
        root: folder of the index.
        before: fingerprint of the index that documents are removed from; where a removal has not
            ended in a place, that before the first one stays.
        places: where it has to go from: :data:`HERE`, and the addresses of clusters.

    Raises:
        IndexStoreError: it cannot be noted.
    """
    _note_removals(root, {**dict.fromkeys(places, before), **noted_removals(root)})


def noted_removals(root: Path) -> dict[str, str]:
    """Return what :func:`begin_removal` noted and has not ended: place → fingerprint before.

    Raises:
        IndexStoreError: the note cannot be read.
    """
    with _noting(root):
        try:
            return typed_json.read(root / _REMOVAL, dict[str, str])
        except FileNotFoundError:
            return {}


def end_removal(root: Path) -> None:
    """Remove every generation but the live one if a removal was begun, also one that was killed.

    Raises:
        IndexStoreError: one cannot be removed, or there is no usable index.
    """
    if HERE not in noted_removals(root):
        return
    live = current_path(root)
    _prune(live.parent, live, 1)
    forget_checkpoint(root)
    left = [path for path in (*_numbered(live.parent), *_checkpoints(root)) if path != live]
    if left:
        msg = (
            f"What was removed is no longer in the index in use, but {str(left[0])!r} cannot be "
            "removed and may hold it. See who has it open and who may write there, and build "
            "again: that ends the removal."
        )
        raise IndexStoreError(msg)
    note_removal_ended(root, HERE)


def note_removal_ended(root: Path, place: str) -> None:
    """Note that what was to be removed is nowhere in a place any more.

    Raises:
        IndexStoreError: it cannot be noted.
    """
    _note_removals(root, {name: b for name, b in noted_removals(root).items() if name != place})


def _note_removals(root: Path, noted: dict[str, str]) -> None:
    with _noting(root):
        if noted:
            atomic_write(root / _REMOVAL, json.dumps(noted))
        else:
            (root / _REMOVAL).unlink(missing_ok=True)


@contextmanager
def _noting(root: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, JsonError) as error:
        msg = (
            f"{str(root / _REMOVAL)!r}, where removals that have not ended are noted, cannot be "
            f"read or written ({error}). See who may read and write there; if it is damaged, "
            "delete it and all folders in 'generations' but the one that CURRENT names."
        )
        raise IndexStoreError(msg) from error


def verify(root: Path) -> Generation:
    """Check all of an index: every file by its hash, every text, passage, sentence and vector.

    Raises:
        IndexStoreError: there is no index, or it is damaged.
    """
    return verified(open_current(root))


def verified(generation: Generation) -> Generation:
    """Check all of a generation; see :func:`verify`. One that is damaged is closed.

    Raises:
        IndexStoreError: it is damaged.
    """
    try:
        generation.check_whole()
        generation.verify()
    except BaseException:
        generation.close()
        raise
    return generation


def left_over(
    there: Sequence[_Generation],
    live: _Generation | None,
    kept: int,
    number: Callable[[_Generation], int],
) -> list[_Generation]:
    """Return the generations that go where ``kept`` stay: the live one and those right before it.

    Args:
        there: all of them, oldest first.
        live: one of them, or None, where all go.
        kept: at least 1.
        number: gives the number of one.
    """
    if live is None:
        return list(there)
    before = [found for found in there if number(found) < number(live)]
    stay = [live, *before[len(before) - kept + 1 :]]
    return [found for found in there if found not in stay]


def _prune(generations: Path, live: Path | None, kept: int) -> None:
    for path in left_over(_numbered(generations), live, kept, _number):
        shutil.rmtree(path, ignore_errors=True)


def _remove_but(generations: Path, stay: set[Path]) -> None:
    for path in _numbered(generations):
        if path not in stay:
            shutil.rmtree(path, ignore_errors=True)


def complete_generations(root: Path) -> list[Path]:
    """Return the folders of the complete generations of the index at ``root``, oldest first."""
    try:
        return [path for path in _numbered(root / "generations") if path.is_dir()]
    except OSError:
        return []


def _number(path: Path) -> int:
    return int(path.name)


def _numbered(generations: Path) -> list[Path]:
    """Return the folders of complete generations, oldest first."""
    found = (path for path in generations.iterdir() if _NUMBER.fullmatch(path.name))
    return sorted(found, key=_number)

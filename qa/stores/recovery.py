"""Recovery of an index that lost its ``CURRENT``: the newest sound generation goes live again.

``CURRENT`` can be deleted, emptied or overwritten, or name a folder that was deleted. The
generations are then all that is left of the index, so nothing here deletes one.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.errors import IndexCorruptError, IndexNotFoundError, IndexPermissionError, IndexStoreError
from qa.index.generations.generation import Generation
from qa.stores.folder import building, complete_generations, current_path, point_at, verified

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Restored:
    """The result of checking and restoring the pointer to the live generation.

    Attributes:
        lost: what was wrong with it, as an error says it; empty if nothing was.
        path: folder of the generation that is live now; None if none is sound.
        counts: how many documents, passages and sentences that one has.
        damaged: folder of each newer generation that is not sound → the reason, newest first.
            They stay until the next build that ends well.
    """

    lost: str
    path: Path | None
    counts: dict[str, int]
    damaged: dict[Path, str]

    @property
    def notes(self) -> list[str]:
        """What a user should know, in sentences."""
        if not self.lost:
            return []
        notes = [_without_advice(self.lost)]
        if self.path:
            notes.append(f"CURRENT names {self.path.name} again, the newest sound generation.")
        for path, reason in self.damaged.items():
            note = (
                f"The generation {str(path)!r} is damaged and was left as it is. The next build "
                "that ends well removes it."
            )
            notes.append(note if reason == self.lost else f"{note} {_without_advice(reason)}")
        return notes


def _without_advice(error: str) -> str:
    """Return an error without its advice, which is being followed."""
    for advice in (". The folder still has", ". Build it again with"):
        error = error.partition(advice)[0]
    return f"{error.removesuffix('.')}."


def restore_lost(root: Path) -> Restored | None:
    """Make CURRENT name the newest sound generation if it leads nowhere.

    Args:
        root: folder of the index, locked by :func:`qa.stores.folder.building`.

    Returns:
        None if CURRENT is sound, or there is no index.

    Raises:
        IndexPermissionError: this user may not read CURRENT or a generation: an unreadable one
            may be the live one.
        IndexStoreError: CURRENT cannot be written.
    """
    try:
        current_path(root)
    except IndexNotFoundError:
        return None
    except IndexPermissionError:
        raise
    except IndexStoreError as error:
        return _restore(root, str(error))
    return None


def restore(root: Path) -> Restored:
    """Check the live generation; if it is lost or damaged, go back to the newest sound one.

    Args:
        root: folder of the index.

    Raises:
        IndexNotFoundError: there is no index.
        IndexCorruptError: no generation is sound.
        IndexPermissionError: this user may not read all of it; nothing is changed.
        IndexStoreError: a build is writing, or CURRENT cannot be written.
    """
    if not complete_generations(root):
        current_path(root)  # raises: there is nothing to restore
    with building(root):
        try:
            live = current_path(root)
            return Restored("", live, _checked(live), {})
        except IndexPermissionError:
            raise
        except IndexStoreError as error:
            restored = _restore(root, str(error))
    if restored.path is None:
        reasons = "".join(f"\n  {reason}" for reason in restored.damaged.values())
        msg = (
            f"No generation of the index at {str(root)!r} is sound, and nothing was changed. "
            f"Build it again with: qa build FOLDER{reasons}"
        )
        raise IndexCorruptError(msg)
    return restored


def _restore(root: Path, lost: str) -> Restored:
    damaged: dict[Path, str] = {}
    for path in reversed(complete_generations(root)):
        try:
            counts = _checked(path)
        except IndexPermissionError:
            raise
        except IndexStoreError as error:
            damaged[path] = str(error)
            continue
        try:
            point_at(root, path)
        except OSError as error:
            msg = f"CURRENT in {str(root)!r} cannot be written ({error}). See who may write there."
            raise IndexStoreError(msg) from error
        return Restored(lost, path, counts, damaged)
    return Restored(lost, None, {}, damaged)


def _checked(path: Path) -> dict[str, int]:
    """Check a generation, and return how many documents, passages and sentences it has.

    Raises:
        IndexStoreError: it is damaged, or of another version.
    """
    with closing(verified(Generation(path))) as generation:
        return generation.manifest.counts

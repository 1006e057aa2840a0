"""The files and folders of an index on disk.

::

    index/
      CURRENT                     name of the live generation, with check digits
      LOCK                        locked while a build writes
      SEEN                        size, time and hash of each file, so that only changes are read
      SKIPPED                     files that the last build left out, and why
      PUBLISHED                   addresses of the stores that the index was published to
      REMOVAL                     stores where a removal has begun and not ended
      generations/000001/
        manifest.json             what it was made from, and the hash of every file
        checksums.npy             a CRC-32 of every block of the files below
        store.sqlite              documents, passages, sentences, terms
        holders.npy …             which passages a term occurs in, and how often
        passages.faiss            a vector for each passage
        sentences.npy             a vector for each sentence, 8 bits a number
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CURRENT = "CURRENT"
"""Name of the pointer file, see :mod:`qa.stores.folder.pointer`."""

LOCK = "LOCK"
"""Name of the file that is locked while a build writes."""

SEEN = "SEEN"
"""Name of the file of :class:`qa.loaders.folders.file_cache.Seen`."""

SKIPPED = "SKIPPED"
"""Name of the file that says what the last build left out, see :mod:`qa.indexing.skipped`."""

PUBLISHED = "PUBLISHED"
"""Name of the file with the addresses of the stores that the index was published to."""

REMOVAL = "REMOVAL"
"""Name of the file of :mod:`qa.stores.folder.removals`."""

DRAFT = ".building"
"""Prefix of the name of an unfinished generation."""

_CHECKPOINT = ".embedded"
_NUMBER = re.compile(r"[0-9]{6,12}")


def generations_folder(root: Path) -> Path:
    """Return the folder of all generations.

    Args:
        root: folder of the index.
    """
    return root / "generations"


def draft_path(root: Path) -> Path:
    """Return the folder in which a build writes its generation.

    Args:
        root: folder of the index.
    """
    return generations_folder(root) / DRAFT


def checkpoint_path(root: Path) -> Path:
    """Return the path that the names of all checkpoint files begin with.

    A checkpoint holds the vectors of a build that has not ended, so that the next one need not
    compute them again.

    Args:
        root: folder of the index.
    """
    return generations_folder(root) / _CHECKPOINT


def checkpoint_files(root: Path) -> Iterator[Path]:
    """Yield the files of the checkpoint that builds have left.

    Args:
        root: folder of the index.
    """
    return generations_folder(root).glob(f"{_CHECKPOINT}*")


def is_generation_name(name: str) -> bool:
    """Return whether a folder of this name would be a complete generation.

    Args:
        name: of a folder below ``generations``.
    """
    return _NUMBER.fullmatch(name) is not None


def generation_number(path: Path) -> int:
    """Return the number of a generation; a later one has a higher number.

    Args:
        path: folder of a complete generation.
    """
    return int(path.name)


def numbered_generations(root: Path) -> list[Path]:
    """Return every path that is named like a complete generation, oldest first.

    Args:
        root: folder of the index.

    Raises:
        OSError: the folder cannot be listed.
    """
    folder = generations_folder(root)
    found = (path for path in folder.iterdir() if is_generation_name(path.name))
    return sorted(found, key=generation_number)


def complete_generations(root: Path) -> list[Path]:
    """Return the folders of the complete generations, oldest first; none if it cannot be listed.

    Args:
        root: folder of the index.
    """
    try:
        return [path for path in numbered_generations(root) if path.is_dir()]
    except OSError:
        return []

"""The files that the last build left out, and why: saved next to the index, to be shown later."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from qa.errors import DocumentError, JsonError
from qa.files.atomic import atomic_write, temporary_name
from qa.files.typed_json import read
from qa.loaders.folders.file_cache import files_seen
from qa.stores.folder import SEEN, SKIPPED

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence


def save_skipped(root: Path, skipped: Sequence[DocumentError]) -> None:
    """Save what a build left out in place of what an earlier one did, if the disk has room.

    Args:
        root: folder of the index.
        skipped: files and folders, each with its reason.
    """
    rows = [[os.path.abspath(error.path), error.reason] for error in skipped]  # noqa: PTH100 - Path.absolute keeps ".."
    with suppress(OSError):
        if rows:
            atomic_write(root / SKIPPED, json.dumps(rows))
        else:
            temporary_name(root / SKIPPED).unlink(missing_ok=True)  # a killed build left it
            (root / SKIPPED).unlink(missing_ok=True)


def read_skipped(root: Path) -> list[DocumentError]:
    """Return the files and folders that the last build left out, by absolute paths.

    A list that cannot be read counts as empty: it is not part of the index.

    Args:
        root: folder of the index.
    """
    try:
        return _read(root)
    except (OSError, JsonError):
        return []


def named_as_documents(
    root: Path, documents: Mapping[str, str], skipped: Sequence[DocumentError]
) -> list[DocumentError]:
    """Return files that were left out with paths below the corpus, as documents are named.

    The files of the documents show where that is. A path below none of these stays absolute.

    Args:
        root: folder of the index.
        documents: ``doc_id`` → sha256 of its file.
        skipped: as :func:`read_skipped` returns them.
    """
    if not skipped:
        return []
    names: dict[str, list[str]] = {}
    for doc_id, sha256 in documents.items():
        names.setdefault(sha256, []).append(f"/{doc_id.partition('#')[0]}")
    folders: set[str] = set()
    for path, sha256 in files_seen(root / SEEN).items():
        # The same file may also be in a folder below: the longest name is that of this path.
        fitting = [name for name in names.get(sha256, ()) if path.endswith(name)]
        if fitting:
            folders.add(path.removesuffix(max(fitting, key=len)))
    return [DocumentError(_below(error.path, folders), error.reason) for error in skipped]


def _below(path: Path, folders: Collection[str]) -> Path:
    """Return a path relative to the folder that contains it; unchanged without one."""
    folder = next((parent for parent in path.parents if str(parent) in folders), None)
    return path if folder is None else path.relative_to(folder)


def forget_skipped(root: Path, is_gone: Callable[[str], bool]) -> None:
    """Delete entries; all of them if the list cannot be read, since it may name removed files.

    Args:
        root: folder of the index.
        is_gone: receives the absolute path of a file or folder.
    """
    try:
        skipped = _read(root)
    except FileNotFoundError:
        return
    except (OSError, JsonError):
        save_skipped(root, [])
        return
    left = [error for error in skipped if not is_gone(str(error.path))]
    if len(left) < len(skipped):
        save_skipped(root, left)


def _read(root: Path) -> list[DocumentError]:
    rows = read(root / SKIPPED, list[tuple[str, str]], has_names=True)
    return [DocumentError(Path(path), reason) for path, reason in rows]

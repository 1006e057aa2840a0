"""The files of a corpus."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pathspec import GitIgnoreSpec

from qa.errors import CorpusError, DocumentError
from qa.files.existence import exists

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

IGNORE_FILE = ".qaignore"
"""At the root of a corpus: what to leave out, in the syntax of ``.gitignore``."""


@dataclass(slots=True)
class Found:
    """What is in the folders and files of a corpus.

    Attributes:
        files: ``(doc_id, file)``, sorted. A ``doc_id`` is the POSIX path below its root; with
            several roots it starts with the root's own name.
        skipped: folders that cannot be read, links that lead in a circle, and files below one
            root that would have the ``doc_id`` of another one.
        notes: folders that are reached in two ways, and read once.
    """

    files: list[tuple[str, Path]] = field(default_factory=list)
    skipped: list[DocumentError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def find_files(roots: Sequence[Path], leave_out: Path | None = None) -> Found:
    """Return every file below ``roots``.

    Links are followed, each folder is read once. Hidden files and folders are left out, what
    :data:`IGNORE_FILE` names, and the folder ``leave_out``: an index must not contain itself.

    Args:
        roots: folders and files.
        leave_out: a folder to leave out.

    Raises:
        CorpusError: a root does not exist, files of two roots have the same ``doc_id``, or an
            ignore file cannot be read.
    """
    found = Found()
    files: dict[str, Path] = {}
    seen: dict[tuple[int, int], Path] = {}
    for root in roots:
        try:
            is_there = exists(root)
        except PermissionError as error:
            raise DocumentError(root, f"cannot be read ({error.strerror})") from error
        if not is_there:
            msg = f"No file or folder at {str(root)!r}. Give the path of the documents to index."
            raise CorpusError(msg)
        within: dict[str, Path] = {}
        prefix = f"{root.resolve().name}/" if len(roots) > 1 and root.is_dir() else ""
        for name, path in _files_below(root, leave_out, found, seen):
            doc_id = prefix + name
            doc_id = doc_id.encode("utf-8", "backslashreplace").decode()
            if within.setdefault(doc_id, path) != path:  # one is not UTF-8, the other spells that
                reason = f"has the name {doc_id!r}, as another file has; rename one of them"
                found.skipped.append(DocumentError(path, reason))
                continue
            if files.setdefault(doc_id, path) != path:
                msg = (
                    f"{str(files[doc_id])!r} and {str(path)!r} would both be called {doc_id!r}. "
                    "Rename one of them, or build from a folder that contains both."
                )
                raise CorpusError(msg)
    found.files = sorted(files.items())
    return found


def _files_below(
    root: Path,
    leave_out: Path | None,
    found: Found,
    seen: dict[tuple[int, int], Path],
) -> Iterator[tuple[str, Path]]:
    """Yield path below ``root`` and path of every file."""
    if not root.is_dir():
        yield root.name, root
        return

    def report(error: OSError) -> None:
        folder = Path(error.filename)
        found.skipped.append(DocumentError(folder, f"cannot be read ({error.strerror})"))

    ignored = _ignored(root)
    left_out = leave_out.resolve() if leave_out else None
    seen.setdefault(_identity(root), root)
    for folder, folders, files in os.walk(root, onerror=report, followlinks=True):
        at = Path(folder)
        inside = "" if at == root else f"{at.relative_to(root).as_posix()}/"
        entered = []
        for name in sorted(folders):
            path = at / name
            if (
                name.startswith(".")
                or ignored.match_file(f"{inside}{name}/")
                or path.resolve() == left_out
            ):
                continue
            if _is_new(path, found, seen):
                entered.append(name)
        folders[:] = entered
        for name in sorted(files):
            if not name.startswith(".") and not ignored.match_file(inside + name):
                yield inside + name, at / name


def _is_new(path: Path, found: Found, seen: dict[tuple[int, int], Path]) -> bool:
    """Return whether a folder was not read yet, by this path or another."""
    try:
        first = seen.setdefault(_identity(path), path)
    except OSError:
        return True  # to walk into it reports why it cannot be read
    if first == path:
        return True
    if first in path.parents:
        reason = f"is a link to {str(first)!r}, which contains it: a loop"
        found.skipped.append(DocumentError(path, reason))
    else:
        found.notes.append(f"{str(path)!r}: the same folder as {str(first)!r}, read once")
    return False


def _identity(folder: Path) -> tuple[int, int]:
    status = folder.stat()
    return status.st_dev, status.st_ino


def _ignored(root: Path) -> GitIgnoreSpec:
    path = root / IGNORE_FILE
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a named pipe never answers
            msg = f"The ignore file {str(path)!r} is not a regular file. Remove it."
            raise CorpusError(msg)
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        lines = []
    except (OSError, UnicodeDecodeError) as error:
        msg = f"The ignore file {str(path)!r} cannot be read ({error})."
        raise CorpusError(msg) from error
    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError as error:
        msg = f"The ignore file {str(path)!r} has a wrong pattern ({error})."
        raise CorpusError(msg) from error

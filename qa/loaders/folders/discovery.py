"""The files of a corpus."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from pathspec import GitIgnoreSpec

from qa.errors import CorpusError, DocumentError
from qa.files.existence import exists

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

IGNORE_FILE = ".qaignore"
"""At the root of a corpus: what to leave out, in the syntax of ``.gitignore``."""

LEFT_OUT = (
    "node_modules/",
    "bower_components/",
    "site-packages/",
    "__pycache__/",
    "*.min.js",
    "*.min.css",
    "*.bundle.js",
    "*.chunk.js",
    "package-lock.json",
    "npm-shrinkwrap.json",
    "composer.lock",
    "pnpm-lock.yaml",
    "poetry.lock",
    "yarn.lock",
    "uv.lock",
    "Cargo.lock",
    "Gemfile.lock",
    "Pipfile.lock",
    "go.sum",
    "Thumbs.db",
)
"""What nobody wrote to be read: libraries of others, and what programs write for programs. A line
such as ``!node_modules/`` in the ignore file takes it in."""

# The second is of a document that is open in Word, Excel or PowerPoint, and hidden on Windows.
_HIDDEN = (".", "~$")
_CACHE_TAG = "CACHEDIR.TAG"  # in folders that their program can make again (bford.info/cachedir)
_ENVIRONMENT = "pyvenv.cfg"
_PAGES = (".html", ".htm")
_PARTS_OF_PAGES = ("_files", "-files", "_Dateien", "-Dateien", "_fichiers", "_archivos")


@dataclass(slots=True)
class Found:
    """The files of a corpus, and what was left out.

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
    :data:`LEFT_OUT` and :data:`IGNORE_FILE` name, caches, the files of which saved web pages are
    made, and the folder ``leave_out``: an index must not contain itself. What :data:`LEFT_OUT`
    names is noted.

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
                reason = f"has the same name as another file, {doc_id!r}; rename one of them"
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
    by_default: list[str] = []
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
                or _is_ignored(ignored, f"{inside}{name}/", by_default)
                or path.resolve() == left_out
                or _is_made(path, files)
            ):
                continue
            if _is_new(path, found, seen):
                entered.append(name)
        folders[:] = entered  # os.walk enters those that are left in its own list
        for name in sorted(files):
            if not name.startswith(_HIDDEN) and not _is_ignored(ignored, inside + name, by_default):
                yield inside + name, at / name
    if by_default:
        first, *others = by_default
        more = f" and {len(others):,} more" if others else ""
        found.notes.append(
            f"{first!r}{more} left out, as written by programs or by others; "
            f"lines such as '!{PurePosixPath(first).name}' in {IGNORE_FILE} take them in"
        )


def _is_ignored(ignored: GitIgnoreSpec, name: str, by_default: list[str]) -> bool:
    """Return whether a file or folder is left out; remember it where the user did not say so."""
    result = ignored.check_file(name)
    if result.include and result.index is not None and result.index < len(LEFT_OUT):
        by_default.append(name)
    return bool(result.include)


def _is_made(folder: Path, siblings: Sequence[str]) -> bool:
    """Return whether a folder has what programs made: a cache, or the parts of a saved page."""
    # Of a folder that may not be read, os.path knows nothing, where Path raises an error.
    if any(os.path.isfile(folder / name) for name in (_CACHE_TAG, _ENVIRONMENT)):  # noqa: PTH113
        return True
    name = folder.name
    page = next((name.removesuffix(end) for end in _PARTS_OF_PAGES if name.endswith(end)), "")
    return bool(page) and any(page + suffix in siblings for suffix in _PAGES)


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
        return GitIgnoreSpec.from_lines([*LEFT_OUT, *lines])
    except ValueError as error:
        msg = f"The ignore file {str(path)!r} has a wrong pattern ({error})."
        raise CorpusError(msg) from error

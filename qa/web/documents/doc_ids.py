"""A ``doc_id`` as a path below the folder of the documents, and back."""

from __future__ import annotations

import unicodedata
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from qa.errors import DocumentError
from qa.loaders.registry import FORMATS, may_be_read
from qa.web import strings

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST_NAME = 200  # bytes; file systems take 255, and a hidden name needs some more
_FORBIDDEN = frozenset('\\:*?"<>|')  # on Windows; a folder may move from one system to another
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})  # control characters, overrides of direction, half pairs


def parts_of(doc_id: str, root: Path, index: Path) -> list[str]:
    """Return the path of a new document below the folder, part by part.

    Args:
        doc_id: from a request; any text.
        root: folder of the documents.
        index: folder of the index, into which no document may go.

    Raises:
        DocumentError: the name has an unknown suffix, or leads out of the folder (path traversal,
            CWE-22), or is not an ordinary name on every system.
    """
    name = PurePosixPath(doc_id)
    if not may_be_read(Path(doc_id)):
        known = " ".join(sorted(FORMATS))
        raise DocumentError(Path(doc_id), strings.NO_FORMAT.format(known=known))
    parts = doc_id.split("/")
    if not all(map(_is_ordinary, parts)) or (root / name).is_dir():
        raise DocumentError(Path(doc_id), strings.BAD_NAME)
    with suppress(RuntimeError):  # links in a circle, which no later step follows
        if (root / name).resolve().is_relative_to(index.resolve()):
            raise DocumentError(Path(doc_id), strings.BAD_NAME)
    return parts


def parts_below(root: Path, path: Path) -> list[str]:
    """Return the path of a file or folder below another one, part by part.

    Args:
        root: the upper folder.
        path: of what is in it.
    """
    return list(path.relative_to(root).parts)


def spelled(parts: Sequence[str]) -> str:
    """Return a path as text that can be sent; bytes that are not UTF-8 are escaped.

    Args:
        parts: of the path; Python reads such bytes as half surrogate pairs (PEP 383).
    """
    return "/".join(parts).encode("utf-8", "backslashreplace").decode()


def _is_ordinary(part: str) -> bool:
    """Return whether a part of a path is a name that people give files, on every system."""
    return (
        bool(part)
        and not part.startswith(".")  # hidden files, and the way up
        and len(part.encode(errors="replace")) <= _LONGEST_NAME
        and not set(part) & _FORBIDDEN
        and not any(unicodedata.category(char) in _UNSEEN for char in part)
    )

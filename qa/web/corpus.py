"""The folder of the documents, which the page may add to and take from.

What is in it is the truth; the index follows with the next build. No name leads out of it.
"""

from __future__ import annotations

import os
import secrets
import unicodedata
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from qa.errors import CorpusError, DocumentError
from qa.hashing import sha256_of_file
from qa.loaders.formats import FORMATS
from qa.loaders.found import find_files
from qa.web import strings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

REMOVED = ".removed"
"""Folder below the corpus that takes what is removed; hidden, so that no build reads it."""

_LONGEST_NAME = 200  # bytes of a part of a path; file systems take 255


class Corpus:
    """A folder of documents.

    Attributes:
        root: the folder.
    """

    def __init__(self, root: Path, index: Path) -> None:
        """Take the folder, and that of the index, which is no part of it."""
        self.root = root
        self._index = index
        self._hashes: dict[Path, tuple[int, int, str]] = {}

    def files(self) -> dict[str, Path]:
        """Return ``doc_id`` → file; nothing where there is no folder yet.

        Raises:
            CorpusError: the folder cannot be read.
        """
        if not self.root.exists():
            return {}
        return dict(find_files([self.root], self._index).files)

    def sha256(self, path: Path) -> str:
        """Return the hash of a file, kept until its size or time changes; empty if unreadable."""
        try:
            status = path.stat()
            known = self._hashes.get(path)
            if known is None or known[:2] != (status.st_mtime_ns, status.st_size):
                known = (status.st_mtime_ns, status.st_size, sha256_of_file(path))
                self._hashes[path] = known
        except OSError:
            return ""
        return known[2]

    async def put(self, doc_id: str, pieces: AsyncIterator[bytes]) -> None:
        """Write a file as it comes in; it takes its place when it is complete.

        Raises:
            DocumentError: the name is none that a document can have.
            CorpusError: it cannot be written.
        """
        target = self._place(doc_id)
        beside = self.root / f".upload-{secrets.token_hex(8)}"
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                with beside.open("xb") as file:
                    async for piece in pieces:
                        file.write(piece)
                self._place(doc_id)  # a folder may have become a link meanwhile
                beside.replace(target)
            finally:
                beside.unlink(missing_ok=True)
        except OSError as error:
            raise CorpusError(strings.NOT_WRITTEN.format(doc_id=doc_id, why=error)) from error

    def remove(self, doc_id: str) -> None:
        """Move a file to :data:`REMOVED`.

        Raises:
            KeyError: there is none.
            CorpusError: it cannot be moved.
        """
        files = self.files()
        path = files.get(doc_id) or files.get(doc_id.partition("#")[0])
        if path is None:
            raise KeyError(doc_id)
        target = self.root / REMOVED / path.relative_to(self.root)
        number = 1
        while os.path.lexists(target):
            number += 1
            target = target.with_name(f"{path.stem}-{number}{path.suffix}")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            path.rename(target)
        except OSError as error:
            raise CorpusError(strings.NOT_REMOVED.format(doc_id=doc_id, why=error)) from error

    def _place(self, doc_id: str) -> Path:
        """Return where a document goes, or raise DocumentError."""
        name = PurePosixPath(doc_id)
        if name.suffix.lower() not in FORMATS:
            known = " ".join(sorted(FORMATS))
            raise DocumentError(Path(doc_id), strings.NO_FORMAT.format(known=known))
        if doc_id.startswith("/") or not all(map(_is_plain, doc_id.split("/"))):
            raise DocumentError(Path(doc_id), strings.BAD_NAME)
        place = self.root / name
        if not place.parent.resolve().is_relative_to(self.root.resolve()) or place.is_dir():
            raise DocumentError(Path(doc_id), strings.BAD_NAME)
        return place


def _is_plain(part: str) -> bool:
    """Tell whether a part of a path is a name as people give them, on every system."""
    return (
        bool(part)
        and not part.startswith(".")
        and len(part.encode(errors="replace")) <= _LONGEST_NAME
        and not set(part) & set('\\:*?"<>|')
        and not any(unicodedata.category(char) in {"Cc", "Cf", "Cs"} for char in part)
    )

"""The documents that a receipt names, read from a folder or from one file."""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from qa.errors import DocumentError, ReceiptError
from qa.files.existence import exists
from qa.loaders.reading import sha256_of
from qa.loaders.registry import FORMATS
from qa.loaders.sandbox.loading import load_documents

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.loaders.sandbox.process import Sandbox
    from qa.records import Document

_ESCAPED = re.compile(r"\\u(dc[89a-f][0-9a-f])")
"""A byte of a file name that is not UTF-8, as
:func:`qa.loaders.folders.discovery.find_files` writes it."""

_MOST_HASHED = 1 << 30  # bytes of files that are hashed to find a renamed one; some 3 s
_RECEIPT = "receipt"  # in errors, to which the reader of the file adds its name


class SourceFolder:
    """Documents below a folder; or one file, which has the name of its document.

    Attributes:
        is_file: whether it is one file.
    """

    def __init__(self, root: Path, sandbox: Sandbox) -> None:
        """Read from a folder or a file.

        Args:
            root: the folder or file.
            sandbox: reads the files.
        """
        self.is_file = os.path.isfile(root)  # noqa: PTH113 - Path.is_file raises for a long name
        self._root, self._sandbox = root, sandbox
        self._read: dict[str, dict[str, Document]] = {}
        self._hashes: dict[str, str] = {}
        self._files: list[Path] | None = None
        self._names: dict[str, dict[str, str]] = {}
        self._left_to_hash = _MOST_HASHED

    def document(self, doc_id: str, media_type: str) -> Document | None:
        """Return a document by its path, None where there is no such file or none in it.

        Args:
            doc_id: its path below the folder.
            media_type: of the document.

        Raises:
            ReceiptError: the path is not below the folder; nothing was read.
            DocumentError: the file cannot be read.
        """
        file, _ = split_path(doc_id, media_type)
        if file not in self._read:
            path = self._path(file)
            documents = load_documents(file, path, self._sandbox)[0] if path else []
            self._read[file] = {document.doc_id: document for document in documents}
        return self._read[file].get(doc_id)

    def has_bytes(self, doc_id: str, media_type: str, sha256: str) -> bool | None:
        """Return whether the file of a document has these bytes.

        None means that one file is there, and the path names another.

        Args:
            doc_id: path of the document.
            media_type: of the document.
            sha256: of the bytes, in hex.

        Raises:
            ReceiptError: the path is not below the folder; nothing was read.
        """
        file, _ = split_path(doc_id, media_type)
        path = self._path(file)
        if path is None:
            return None if self.is_file else False
        try:
            self._hashes[file] = self._hashes.get(file) or sha256_of(path)
        except DocumentError:
            return False
        return self._hashes[file] == sha256

    def renamed(self, doc_id: str, media_type: str, sha256: str) -> str | None:
        """Return the ``doc_id`` that a document has now, None if no file has its bytes.

        Files with the same suffix are hashed first, then the others, at most 1 GiB of them all.

        Args:
            doc_id: of a document that does not exist any more.
            media_type: as a receipt has it.
            sha256: of the bytes of its file, in hex.
        """
        file, name = split_path(doc_id, media_type)
        suffix = PurePosixPath(file).suffix.lower()
        if self._files is None:  # a receipt may name many documents: the folder is listed once
            self._files = sorted(self._all_files())
        suffixes = sorted({path.suffix.lower() for path in self._files} - {suffix})
        for one in (suffix, *suffixes):
            if one not in self._names:
                self._names[one] = self._hashed(one, self._files)
            now = self._names[one].get(sha256)
            if now:
                return now + name
        return None

    def _hashed(self, suffix: str, files: Sequence[Path]) -> dict[str, str]:
        """Return sha256 → path below the folder of the files with a suffix."""
        names: dict[str, str] = {}
        for path in files:
            if path.suffix.lower() != suffix:
                continue
            try:
                self._left_to_hash -= path.stat().st_size
                if self._left_to_hash < 0:
                    break
                relative = path.relative_to(path.parent if self.is_file else self._root)
                name = relative.as_posix().encode("utf-8", "backslashreplace").decode()
                names.setdefault(sha256_of(path), name)
            except (DocumentError, OSError):
                continue  # a file that cannot be read is not a document
        return names

    def _all_files(self) -> Iterator[Path]:
        """Yield the regular files of the source that are not hidden."""
        if self.is_file:
            yield self._root
            return
        for folder, folders, files in os.walk(self._root):
            folders[:] = [name for name in folders if not name.startswith(".")]
            paths = (Path(folder) / name for name in files if not name.startswith("."))
            yield from (path for path in paths if path.is_file())

    def _path(self, file: str) -> Path | None:
        """Return where a file is, None where it is not.

        Of several folders indexed together, each has its name in the paths of its documents.
        """
        if self.is_file:
            own = self._root.name.encode("utf-8", "backslashreplace").decode()
            return self._root if PurePosixPath(file).name in (self._root.name, own) else None
        first, _, rest = file.partition("/")
        paths = [self._root / file]
        if rest and first == self._root.resolve().name:
            paths.append(self._root / rest)
        if _ESCAPED.search(file):
            paths.append(self._root / _ESCAPED.sub(lambda at: chr(int(at[1], 16)), file))
        # Path.is_file raises where a name is too long. Devices and named pipes are not files.
        try:
            return next((path for path in paths if exists(path) and path.is_file()), None)
        except PermissionError as error:  # nobody can know whether the document is gone
            raise DocumentError(self._root, f"cannot be read ({error.strerror})") from error


def split_path(doc_id: str, media_type: str) -> tuple[str, str]:
    """Return the path of a document's file, and ``#name`` where the file has several documents.

    Args:
        doc_id: path of a document, as a receipt has it.
        media_type: of the document.

    Raises:
        ReceiptError: it is not the path of a file below a folder, in its usual spelling.
    """
    file, name = doc_id, ""
    suffixes = {s for s, known in FORMATS.items() if known.has_several}
    ends = (
        doc_id.lower().find(f"{suffix}#") + len(suffix)
        for suffix in suffixes
        if FORMATS[suffix].media_type == media_type and f"{suffix}#" in doc_id.lower()
    )
    at = min(ends, default=-1)
    if at < 0 and any(FORMATS[suffix].media_type == media_type for suffix in suffixes):
        at = doc_id.find("#")  # a mailbox often has no suffix
        at = -1 if PurePosixPath(doc_id[:at]).suffix else at
    if at >= 0:
        file, name = doc_id[:at], doc_id[at:]
    below = PurePosixPath(file)
    if (
        below.is_absolute()
        or PureWindowsPath(file).anchor
        or ".." in PureWindowsPath(file).parts
        or below.as_posix() != file
        or file == "."
        or "\x00" in file
    ):
        reason = (
            f"names the document {file!r}, which is not a path below the folder of the documents; "
            "nothing was read"
        )
        raise ReceiptError(_RECEIPT, reason)
    return file, name

"""Finds the documents of an index that a command names, also by their files."""

from __future__ import annotations

from contextlib import suppress
from fnmatch import fnmatchcase
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING

from qa.errors import DocumentError, QuestionError
from qa.loaders.folders.discovery import find_files
from qa.loaders.folders.file_cache import files_seen
from qa.loaders.reading import sha256_of
from qa.stores.folder import SEEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.index.search import Index


def named_documents(index: Index, root: Path, named: Sequence[str]) -> list[str]:
    """Return the documents that are named, by their names in the index or by their files.

    A shell expands a pattern without quotation marks to paths of files. The index may have shorter
    names.

    Args:
        index: that has the documents.
        root: folder of the index.
        named: names or patterns of documents, files, folders, or patterns of files.

    Raises:
        QuestionError: nothing in the index is named so.
    """
    found: list[str] = []
    for name in named:
        try:
            found += index.doc_ids([name])
        except QuestionError:
            found += _of_files(index, root, Path(name))
    return list(dict.fromkeys(found))


def _of_files(index: Index, root: Path, path: Path) -> list[str]:
    wanted = path.resolve()
    known = {
        sha256
        for file, sha256 in files_seen(root / SEEN).items()
        if Path(file) == wanted or wanted in Path(file).parents or fnmatchcase(file, str(wanted))
    }
    found = _with_bytes(index, known)
    if not found:  # the files, the index or both were moved or copied since the build
        found = _with_bytes(index, _hashes(path, index))
    if found:
        return found
    if path.exists():
        msg = f"{str(path)!r} is not in the index. Add it first: qa build"
        raise QuestionError(msg)
    return index.doc_ids([str(path)])  # raises: there is no such document


def _with_bytes(index: Index, hashes: set[str]) -> list[str]:
    documents = index.generation.manifest.documents
    return sorted(doc_id for doc_id, sha256 in documents.items() if sha256 in hashes)


def _hashes(path: Path, index: Index) -> set[str]:
    """Return the hashes of the files at a path, in a folder, or that match a pattern.

    Only of those that have a name of the index.
    """
    # A part of the name, as what is in an archive or a mailbox is named after it.
    names = {part for name in index.generation.manifest.documents for part in name.split("/")}
    hashes: set[str] = set()
    # Path.glob refuses some patterns, and none of a folder.
    for named in [str(path)] if path.exists() else sorted(glob(str(path))):  # noqa: PTH207
        for _, file in find_files([Path(named)]).files:
            if file.name in names:
                with suppress(DocumentError):  # it cannot be read
                    hashes.add(sha256_of(file))
    return hashes

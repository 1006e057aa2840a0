"""Finds the file of a document that is in an index."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from qa.errors import DocumentError, QAError, ReceiptError
from qa.files.existence import exists
from qa.loaders.folders.file_cache import files_seen
from qa.loaders.folders.source_folder import split_path
from qa.loaders.reading import sha256_of
from qa.stores.folder import SEEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.records import Document


def file_of(
    document: Document, index: Path, source: Path | None = None
) -> tuple[Path | None, list[str]]:
    """Return the absolute path of a document's file, None if it is not found, and notes on it.

    Args:
        document: of the index.
        index: folder of the index, which knows where the last build read.
        source: the folder of the documents, or the file; searched instead.

    Raises:
        QAError: the source does not have the file.
    """
    try:
        name, _ = split_path(document.doc_id, document.media_type)
    except ReceiptError:  # no index of ours has such a name
        return None, ["the document has no path below a folder"]
    paths = _named(source, name) if source else _known(document, index, name)
    path = next((path for path in paths if _is_file(path)), None)
    if path is None:
        if source:
            msg = f"{name!r} is not in {str(source)!r}. Name the folder that was indexed."
            raise QAError(msg)
        return None, [f"the file of {name!r} was not found; name its folder with --source"]
    notes = []
    with suppress(DocumentError):
        if sha256_of(path) != document.source_sha256:
            notes.append(f"{str(path)!r} has changed since it was indexed")
    return path.resolve(), notes


def _named(source: Path, name: str) -> Iterator[Path]:
    if source.is_file():
        yield source
        return
    yield source / name
    first, _, rest = name.partition("/")
    if rest and first == source.resolve().name:  # of several folders, each is part of the names
        yield source / rest


def _known(document: Document, index: Path, name: str) -> list[Path]:
    """Return the files that the last build read with these bytes, those with the name first."""
    seen = files_seen(index / SEEN)
    paths = [Path(path) for path, sha256 in seen.items() if sha256 == document.source_sha256]
    return sorted(paths, key=lambda path: not path.as_posix().endswith(f"/{name}"))


def _is_file(path: Path) -> bool:
    try:
        return exists(path) and path.is_file()
    except PermissionError:
        return False

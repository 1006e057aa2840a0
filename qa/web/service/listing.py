"""Lists the documents in the index and in the folder, and describes the index."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict

from pydantic import BaseModel, Field

from qa.errors import IndexNotFoundError
from qa.indexing.skipped import read_skipped
from qa.loaders.registry import may_be_read
from qa.stores.live import live_generation
from qa.stores.registry import current_store
from qa.web.service.notes import for_page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa.records import DocumentFacts
    from qa.web.documents.corpus import Corpus

Status = Literal["indexed", "new", "changed", "refused", "missing"]


class ListedDocument(BaseModel):
    """A document in the list."""

    doc_id: str = Field(
        description="POSIX path below the folder of the documents.", examples=["2024/lease.pdf"]
    )
    status: Status = Field(
        default="indexed",
        description="`new` and `changed`: in the folder, but not in the index as it is now. "
        "`refused`: the last build could not read it. `missing`: no longer in the folder; the "
        "next build removes it.",
    )
    title: str = Field(default="", description="Title; empty if it is not in the index.")
    media_type: str = Field(
        default="", description="Media type; empty likewise.", examples=["text/plain"]
    )
    characters: int = Field(default=0, description="Length of its text.")
    pages: int = Field(default=0, description="Number of pages; 0 if it has none.")
    passages: int = Field(default=0, description="Passages in the index.")
    bytes: int | None = Field(default=None, description="Size of the file; null if unknown.")
    modified: str | None = Field(
        default=None,
        description="When the file was last changed, ISO 8601 in UTC; null if unknown.",
    )
    sha256: str | None = Field(
        default=None, description="Hash of the file now in the folder, its ETag; null if unknown."
    )
    reason: str | None = Field(default=None, description="Why it was refused.")
    notes: tuple[str, ...] = Field(default=(), description="Notes, such as pages without text.")


class IndexFacts(BaseModel):
    """A description of the index."""

    fingerprint: str = Field(
        description="16 hex digits that identify everything that answers depend on."
    )
    model: str = Field(description="Name of the embedding model.")
    model_sha256: str = Field(description="Hash of its weights.")
    dimension: int = Field(description="Length of its vectors.")
    format: int = Field(description="Version of the layout on disk.")
    built: str | None = Field(description="Time of the build, ISO 8601 in UTC; null on a cluster.")
    bytes: int = Field(description="Size on disk.")
    documents: int = Field(description="Number of documents.")
    passages: int = Field(description="Number of passages.")
    sentences: int = Field(description="Number of sentences.")


def index_facts(root: Path) -> IndexFacts:
    """Describe the live index. No model is needed.

    Args:
        root: folder of the index.

    Raises:
        IndexStoreError: there is no usable index.
    """
    with live_generation(root) as generation:
        manifest = generation.manifest
        built_ns = current_store(root).built_ns()
        built = datetime.fromtimestamp(built_ns / 1e9, timezone.utc).isoformat(timespec="seconds")
        return IndexFacts(
            fingerprint=manifest.fingerprint,
            model=Path(manifest.embedder.name).name,
            model_sha256=manifest.embedder.sha256,
            dimension=manifest.embedder.dimension,
            format=manifest.format,
            built=built if built_ns else None,
            bytes=generation.bytes,
            **manifest.counts,
        )


def list_documents(root: Path, corpus: Corpus | None = None) -> list[ListedDocument]:
    """Return every document of the index and of the folder, sorted by ``doc_id``.

    Args:
        root: folder of the index; without an index, every file is new or refused.
        corpus: folder of the documents; None lists those in the index only.

    Raises:
        IndexStoreError: the index cannot be used.
        CorpusError: the folder cannot be read.
    """
    indexed = _read_index(root)
    if corpus is None:
        return [_row(item) for item in indexed.facts.values()]
    files = corpus.files()
    refused = {str(error.path): for_page(error.reason) for error in read_skipped(root)}
    of_file = _by_file(indexed.facts, files)
    rows: dict[str, ListedDocument] = {}
    for doc_id, path in files.items():
        reason = refused.get(os.path.abspath(path))  # noqa: PTH100 - spelled as a build does
        if doc_id in indexed.duplicates:
            names = [indexed.duplicates[doc_id]]
        else:
            names = of_file.get(doc_id, [])
        if reason is not None:
            rows[doc_id] = ListedDocument(
                doc_id=doc_id, status="refused", reason=reason, **_file_facts(path)
            )
        elif not names:
            rows[doc_id] = _new_row(doc_id, path, corpus)
        # A copy of another file has no document of its own: it is listed under its own name.
        for name in names:
            shown = doc_id if doc_id in indexed.duplicates else name
            rows[shown] = _row_of_file(shown, path, indexed, name, corpus)
    for doc_id in indexed.facts.keys() - rows.keys():
        rows[doc_id] = _row(indexed.facts[doc_id]).model_copy(update={"status": "missing"})
    return [rows[doc_id] for doc_id in sorted(rows)]


@dataclass(frozen=True, slots=True)
class _Indexed:
    """What the index says of its documents.

    Attributes:
        facts: ``doc_id`` → facts.
        hashes: ``doc_id`` → sha256 of the file that was indexed.
        duplicates: path of a copy → ``doc_id`` of the document with the same bytes.
    """

    facts: Mapping[str, DocumentFacts] = field(default_factory=dict)
    hashes: Mapping[str, str] = field(default_factory=dict)
    duplicates: Mapping[str, str] = field(default_factory=dict)


def _read_index(root: Path) -> _Indexed:
    try:
        with live_generation(root) as generation:
            facts = {item.doc_id: item for item in generation.facts()}
            manifest = generation.manifest
            return _Indexed(facts, manifest.documents, manifest.duplicates)
    except IndexNotFoundError:
        return _Indexed()


def _by_file(facts: Mapping[str, DocumentFacts], files: Mapping[str, Path]) -> dict[str, list[str]]:
    """Return file → its documents. A file of records has several: ``file#1``, ``file#2``, etc."""
    of_file: dict[str, list[str]] = {}
    for name in facts:
        of_file.setdefault(name if name in files else name.partition("#")[0], []).append(name)
    return of_file


def _new_row(doc_id: str, path: Path, corpus: Corpus) -> ListedDocument:
    # A build reads no other formats; hashing them, such as videos, would only take time.
    sha256 = corpus.sha256(path) if may_be_read(path) else ""
    return ListedDocument(doc_id=doc_id, status="new", sha256=sha256 or None, **_file_facts(path))


def _row_of_file(
    shown: str, path: Path, indexed: _Indexed, name: str, corpus: Corpus
) -> ListedDocument:
    """Return the row ``shown`` of a file whose document in the index is ``name``."""
    sha256 = corpus.sha256(path)
    changes = {
        "doc_id": shown,
        "status": "indexed" if indexed.hashes[name] == sha256 else "changed",
        "sha256": sha256 or None,
        **_file_facts(path),
    }
    return _row(indexed.facts[name]).model_copy(update=changes)


def _row(facts: DocumentFacts) -> ListedDocument:
    return ListedDocument(
        doc_id=facts.doc_id,
        title=facts.title,
        media_type=facts.media_type,
        characters=facts.characters,
        pages=facts.pages,
        passages=facts.passages,
        notes=tuple(map(for_page, facts.notes)),
    )


class _FileFacts(TypedDict):
    """What a folder says of a file."""

    bytes: int | None
    modified: str | None


def _file_facts(path: Path) -> _FileFacts:
    try:
        status = path.stat()
    except OSError:
        return _FileFacts(bytes=None, modified=None)
    return _FileFacts(bytes=status.st_size, modified=_iso(status.st_mtime))


def _iso(seconds: float) -> str | None:
    """Return a time in UTC; None if a file system gives one that no calendar has."""
    try:
        time = datetime.fromtimestamp(seconds, timezone.utc)
    except (OverflowError, ValueError, OSError):
        return None
    return time.isoformat(timespec="seconds")

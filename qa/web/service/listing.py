"""The documents as a list: those in the index, and those in the folder that are not."""

from __future__ import annotations

import os
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel

from qa.errors import IndexNotFoundError
from qa.indexing.skipped import read_skipped
from qa.loaders.registry import FORMATS
from qa.stores.live import live_generation
from qa.stores.registry import current_store

if TYPE_CHECKING:
    from qa.records import DocumentFacts
    from qa.web.service.corpus import Corpus

Status = Literal["indexed", "new", "changed", "refused", "missing"]


class ListedDocument(BaseModel):
    """A document in a list.

    Attributes:
        doc_id: POSIX path below the corpus root.
        status: ``indexed``; ``new`` or ``changed`` in the folder since the last build;
            ``refused`` by it; ``missing`` from the folder, and gone with the next build.
        title: its own title, empty where it is not in the index.
        media_type: such as ``text/plain``, empty likewise.
        characters: of its text, 0 likewise.
        pages: 0 where there are none.
        passages: in the index.
        bytes: of its file, None where it is not known.
        sha256: of its file in the folder, which is its ETag; None where it is not known.
        reason: why it was refused.
        notes: what is worth knowing of its file, such as pages without text.
    """

    doc_id: str
    status: Status = "indexed"
    title: str = ""
    media_type: str = ""
    characters: int = 0
    pages: int = 0
    passages: int = 0
    bytes: int | None = None
    sha256: str | None = None
    reason: str | None = None
    notes: tuple[str, ...] = ()


class IndexFacts(BaseModel):
    """What an index is.

    Attributes:
        fingerprint: 16 hex digits that stand for corpus, model and way of splitting.
        model: name of the embedding model.
        model_sha256: of its weights.
        dimension: of its vectors.
        format: version of the layout on disk.
        built: when, ISO 8601 in UTC; None on a cluster, which does not keep it.
        bytes: on disk.
        documents, passages, sentences: how many there are.
    """

    fingerprint: str
    model: str
    model_sha256: str
    dimension: int
    format: int
    built: str | None
    bytes: int
    documents: int
    passages: int
    sentences: int


def index_facts(root: Path) -> IndexFacts:
    """Return what the live index at ``root`` is; needs no model.

    Raises:
        IndexStoreError: there is none that can be used.
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


def listed(root: Path, corpus: Corpus | None = None) -> list[ListedDocument]:
    """Return every document of the index at ``root`` and of the corpus, sorted by ``doc_id``.

    Raises:
        IndexStoreError: the index cannot be used; where there is none, nothing is in it.
        CorpusError: the folder cannot be read.
    """
    try:
        with live_generation(root) as generation:
            facts = {item.doc_id: item for item in generation.facts()}
            hashes, duplicates = generation.manifest.documents, generation.manifest.duplicates
    except IndexNotFoundError:
        facts, hashes, duplicates = {}, {}, {}
    if corpus is None:
        return [_listed(item) for item in facts.values()]
    files = corpus.files()
    refused = {str(error.path): error.reason for error in read_skipped(root)}
    of_file: dict[str, list[str]] = {}
    for name in facts:
        of_file.setdefault(name if name in files else name.partition("#")[0], []).append(name)
    found: dict[str, ListedDocument] = {}
    for doc_id, path in files.items():
        held = [duplicates[doc_id]] if doc_id in duplicates else of_file.get(doc_id, [])
        size = _size(path)
        reason = refused.get(os.path.abspath(path))  # noqa: PTH100 - as it is kept
        if reason is not None:
            found[doc_id] = ListedDocument(
                doc_id=doc_id, status="refused", bytes=size, reason=reason
            )
        elif not held:
            sha256 = corpus.sha256(path) if path.suffix.lower() in FORMATS else None
            found[doc_id] = ListedDocument(
                doc_id=doc_id, status="new", bytes=size, sha256=sha256 or None
            )
        for name in held:
            sha256 = corpus.sha256(path)
            status: Status = "indexed" if hashes[name] == sha256 else "changed"
            shown = doc_id if doc_id in duplicates else name
            row = _listed(facts[name]).model_copy(
                update={
                    "doc_id": shown,
                    "status": status,
                    "bytes": size,
                    "sha256": sha256 or None,
                }
            )
            found[shown] = row
    for doc_id in facts.keys() - found.keys():
        found[doc_id] = _listed(facts[doc_id]).model_copy(update={"status": "missing"})
    return [found[doc_id] for doc_id in sorted(found)]


def _listed(facts: DocumentFacts) -> ListedDocument:
    return ListedDocument(
        doc_id=facts.doc_id,
        title=facts.title,
        media_type=facts.media_type,
        characters=facts.characters,
        pages=facts.pages,
        passages=facts.passages,
        notes=facts.notes,
    )


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None

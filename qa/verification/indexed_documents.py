"""Receipts against the documents of an index: as they were when it was built."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from qa.loaders.folders.source_folder import split_path
from qa.loaders.sandbox.loading import title_from_name
from qa.verification.verifying import INDEX, compare_with

if TYPE_CHECKING:
    from qa.index.search import Index
    from qa.receipts import Receipt
    from qa.records import Document
    from qa.verification.verifying import Verification


@dataclass(frozen=True, slots=True)
class IndexedDocuments:
    """The documents of an index, at each of their paths.

    Attributes:
        index: that has them.
    """

    index: Index

    def document(self, doc_id: str, media_type: str) -> Document | None:  # noqa: ARG002 - see Documents
        """Return the document at a path, None if missing.

        Args:
            doc_id: as a receipt names it.
            media_type: not used: the index knows its documents one by one.
        """
        manifest = self.index.generation.manifest
        first = doc_id if doc_id in manifest.documents else manifest.duplicates.get(doc_id)
        if first is None:
            return None
        document = self.index.document(first)
        if first == doc_id:
            return document
        # The index stores one of several files with the same bytes. A title that was made of the
        # name of that file is not the title of this one.
        paths = (first, *document.places)
        is_from_name = document.title == title_from_name(PurePosixPath(first).stem)
        return replace(
            document,
            doc_id=doc_id,
            title=title_from_name(PurePosixPath(doc_id).stem) if is_from_name else document.title,
            places=tuple(path for path in paths if path != doc_id),
        )

    def has_bytes(self, doc_id: str, media_type: str, sha256: str) -> bool:
        """Return whether the file at a path had these bytes when it was indexed.

        Args:
            doc_id: as a receipt names it.
            media_type: as the receipt has it.
            sha256: of the bytes, in hex.
        """
        document = self.document(doc_id, media_type)
        return document is not None and document.source_sha256 == sha256

    def renamed(self, doc_id: str, media_type: str, sha256: str) -> str | None:
        """Return the ``doc_id`` that a document has now, None if no file has its bytes.

        Args:
            doc_id: of a document that does not exist any more.
            media_type: as the receipt has it.
            sha256: of the bytes of its file, in hex.
        """
        _, name = split_path(doc_id, media_type)
        documents = self.index.generation.manifest.documents
        same = (now for now, bytes_of in documents.items() if bytes_of == sha256)
        return next((now for now in sorted(same) if split_path(now, media_type)[1] == name), None)


def verify_with(index: Index, receipt: Receipt) -> Verification:
    """Compare a receipt with the documents of an index; no question is asked.

    Args:
        index: with the documents.
        receipt: to verify.

    Raises:
        IndexCorruptError: the stored text of a document has changed.
    """
    verification = compare_with(receipt, IndexedDocuments(index))
    if receipt.index == index.fingerprint:
        names = tuple(name for name in verification.not_verified if name != INDEX)
        return replace(verification, not_verified=names)
    notice = (
        f"the receipt was made with another index ({receipt.index or 'none'}) than the one in "
        f"use ({index.fingerprint})"
    )
    return replace(verification, notices=(notice,))

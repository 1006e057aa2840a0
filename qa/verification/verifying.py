"""Is what a receipt says true of the documents?

This needs the receipt and the documents, but no index and no model, and for documents that are
text only Python's standard library. Other documents are read as a build reads them, in a process
of its own. A quote is

- *exact*: the same characters, at the same offsets, in the document that the receipt names;
- *moved*: the same characters, elsewhere in it or in another document;
- *altered*: most of the words, but not all, or not in the same characters;
- *gone*: nowhere in the document, or the document does not exist.

Anything else in a receipt that differs, such as a title, a hash or a page, is a problem. What
documents cannot show is listed as not verified. The seal does not prove it: anyone who edits a
receipt can seal it again.
"""

from __future__ import annotations

import os
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from qa.errors import DocumentError
from qa.files.existence import exists
from qa.loaders.folders.source_folder import SourceFolder, split_path
from qa.loaders.sandbox.process import Sandbox
from qa.receipts import Receipt, parse_receipt, read_receipt, receipt_from
from qa.verification.contradictions import contradictions
from qa.verification.judging import ALTERED, EXACT, GONE, MOVED, Verdict, judge
from qa.verification.relocation import offset_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa.records import Document

DEFAULT_SOURCE = "corpus"
"""Folder of the documents if the caller names none."""

MOST_COMPARED = 50_000_000
"""Characters of documents that are searched for the words most similar to altered quotes, for one
receipt. It takes some 15 s; a receipt with that many altered quotes needs no more details."""

INDEX = "index"
"""Name of the fingerprint of the index in :data:`NOT_VERIFIED`."""

NOT_VERIFIED = (
    "question",
    "searched",
    "carried",
    "found",
    "confidence",
    "score",
    "asked",
    INDEX,
    "versions",
    "choice and order of the quotes",
    "whether other files have the same bytes",
)
"""What documents cannot show of a receipt: attributes of it, and facts. ``qa replay`` asks the
index again and compares all but the versions."""

NOT_VERIFIED_WITH_ONE_FILE = ("folder of the document", "other paths of the document")
"""What cannot be verified either if the source is one file: only its name is compared."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What has become of the quotes of a receipt.

    Attributes:
        receipt: that was verified.
        verdicts: one for each quote.
        problems: what is wrong with the receipt as a whole, each a sentence.
        not_verified: attributes of the receipt, and facts that it implies, that were not
            compared with anything; they may be forged.
        notices: what is worth knowing and no fault of the receipt, each a sentence.
    """

    receipt: Receipt
    verdicts: tuple[Verdict, ...]
    problems: tuple[str, ...]
    not_verified: tuple[str, ...] = NOT_VERIFIED
    notices: tuple[str, ...] = ()

    @property
    def exact(self) -> bool:
        """Whether every quote is exact, and nothing else that was compared differs."""
        sound = all(one.verdict == EXACT and not one.problems for one in self.verdicts)
        return sound and not self.problems


class Documents(Protocol):
    """What a receipt is compared with: a folder, or an index."""

    def document(self, doc_id: str, media_type: str) -> Document | None:
        """Return a document, None if it does not exist.

        Args:
            doc_id: as a receipt names it.
            media_type: as the receipt has it; some formats have several documents in a file.
        """

    def has_bytes(self, doc_id: str, media_type: str, sha256: str) -> bool | None:
        """Return whether the file of a document has these bytes; None if that is unknown.

        Args:
            doc_id: as a receipt names it.
            media_type: as the receipt has it.
            sha256: of the bytes, in hex.
        """

    def renamed(self, doc_id: str, media_type: str, sha256: str) -> str | None:
        """Return the ``doc_id`` that a document has now, None if no file has its bytes.

        Args:
            doc_id: of a document that does not exist any more.
            media_type: as the receipt has it.
            sha256: of the bytes of its file, in hex.
        """


CHANGED = "the receipt was changed after it was made; ask whoever saved it for the original"
"""The problem of a receipt whose seal does not fit."""


def verify(
    receipt: Receipt | Mapping[str, object] | str | os.PathLike[str],
    source: str | os.PathLike[str] | None = None,
) -> Verification:
    """Compare a receipt with the documents: is every quote in them, word for word?

    Args:
        receipt: a :class:`~qa.receipts.Receipt`, what its ``to_dict`` returned, its JSON, or
            the path of a file.
        source: the file quoted, or the folder that the documents' paths start from (default:
            ``corpus``).

    Raises:
        ReceiptError: the receipt cannot be read, is one of a newer version, or names a
            document outside of the folder.
        CorpusError: the source does not exist, or a document cannot be read.
    """
    read = _read(receipt)
    root = Path(source if source is not None else DEFAULT_SOURCE)
    _refuse_missing(root)
    with closing(Sandbox()) as sandbox:
        folder = SourceFolder(root, sandbox)
        verification = compare_with(read, folder)
    if folder.is_file:
        unseen = (*verification.not_verified, *NOT_VERIFIED_WITH_ONE_FILE)
        verification = replace(verification, not_verified=unseen)
    return verification


def _refuse_missing(source: Path) -> None:
    try:
        if exists(source):
            return
    except PermissionError as error:  # a folder above it is closed: nobody can know
        raise DocumentError(source, f"cannot be read ({error.strerror})") from error
    raise DocumentError(source, "does not exist; name the folder of the documents: --source FOLDER")


def compare_with(receipt: Receipt, documents: Documents) -> Verification:
    """Compare a receipt with documents and with itself; see :func:`verify`.

    Args:
        receipt: to verify.
        documents: to look up its quotes in.
    """
    verdicts: list[Verdict] = []
    # A forger could make a receipt of thousands of quotes that each take a search of everything.
    left = MOST_COMPARED
    for quote in receipt.quotes:
        document = documents.document(quote.doc_id, quote.source.media_type)
        verdict = judge(quote, document, look_for_nearest=left > 0)
        if document is not None and verdict.verdict in (ALTERED, GONE):
            left -= len(document.text)
        if verdict.verdict == GONE:
            verdict = _at_another_path(verdict, documents, is_missing=document is None)
        verdicts.append(_with_other_paths(verdict, documents))
    problems = () if receipt.intact else (CHANGED,)
    return Verification(receipt, tuple(verdicts), (*problems, *contradictions(receipt)))


def _at_another_path(verdict: Verdict, documents: Documents, *, is_missing: bool) -> Verdict:
    """Return the verdict *moved* if another file has the quote: a known copy, or a renamed file.

    It is never *exact*: the receipt says that the document it names has the words.
    """
    quote = verdict.quote
    media_type = quote.source.media_type
    for path in quote.places:
        document = documents.document(path, media_type)
        if document is not None:
            return _moved(verdict, document)
    if is_missing:
        doc_id = documents.renamed(quote.doc_id, media_type, quote.source.sha256)
        document = None
        with suppress(DocumentError):  # under a name of another format, it may not be readable
            document = documents.document(doc_id, media_type) if doc_id else None
        if document is not None:
            notice = f"{doc_id!r} has the bytes of the file that was quoted; it may be renamed"
            return _moved(replace(verdict, notices=(*verdict.notices, notice)), document)
    return verdict


def _moved(verdict: Verdict, document: Document) -> Verdict:
    """Return the verdict *moved* if a document has the quote, otherwise the verdict as it is."""
    quote = verdict.quote
    start = offset_of(quote, document.text)
    if start is None:
        return verdict
    end = start + len(quote.text)
    return replace(verdict, verdict=MOVED, start=start, end=end, moved_to=document.doc_id)


def _with_other_paths(verdict: Verdict, documents: Documents) -> Verdict:
    """Compare the other paths of a quote's document, too."""
    quote = verdict.quote
    media_type = quote.source.media_type
    # None means unknown, if one file is the source: that is not a problem of the receipt.
    missing = [
        f"there is no document {path!r} with the same bytes, which the receipt names as another "
        "path"
        for path in quote.places
        if documents.has_bytes(path, media_type, quote.source.sha256) is False
        or split_path(path, media_type)[1] != split_path(quote.doc_id, media_type)[1]
    ]
    return replace(verdict, problems=(*verdict.problems, *missing))


def _read(receipt: Receipt | Mapping[str, object] | str | os.PathLike[str]) -> Receipt:
    if isinstance(receipt, Receipt):  # made by hand, it may have values that no file may have
        return replace(receipt_from(receipt.to_dict()), intact=receipt.intact)
    if isinstance(receipt, str) and receipt.lstrip().startswith("{"):
        return parse_receipt(receipt)
    if isinstance(receipt, (str, os.PathLike)):
        return read_receipt(Path(receipt))
    return receipt_from(receipt)

"""Do the documents bear out what a receipt says?

This needs the receipt and the documents, no index and no model, and nothing outside of
Python's standard library for documents that are text. Other documents are read as a build
reads them, in a process of its own. A quote is

- *exact*: the same characters, at the same offsets, in the document that the receipt names;
- *moved*: the same characters, somewhere else in it, or in another document;
- *altered*: most of the words, but not all, or not in the same characters;
- *gone*: nowhere in the document, or the document is not there.

Whatever else of a receipt is not so, a title, a hash, a page, is a problem. What the documents
cannot show is listed as not verified: the seal proves nothing of it, for whoever edits a
receipt can seal it again.
"""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from qa.errors import DocumentError
from qa.loaders.folders.source_folder import SourceFolder, split_path
from qa.loaders.sandbox.process import Sandbox
from qa.receipts import Receipt, parse_receipt, read_receipt, receipt_from
from qa.verification.judging import ALTERED, EXACT, GONE, MOVED, Verdict, judge, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qa.records import Document

DEFAULT_SOURCE = "corpus"

MOST_COMPARED = 50_000_000
"""Characters of documents in which the words most like a quote are looked for, for one receipt.
It takes some 15 s; whoever has that many altered quotes needs no more of them named."""

INDEX = "index"
"""Name, among what is not verified, of the fingerprint of the index."""

NOT_VERIFIED = (
    "question",
    "searched",
    "carried",
    "found",
    "confidence",
    "asked",
    INDEX,
    "versions",
    "choice and order of the quotes",
    "whether there are further places",
)
"""What documents cannot show of a receipt: attributes of it, and facts. ``qa replay`` asks the
index again and compares all but the versions."""

NOT_VERIFIED_WITH_ONE_FILE = ("folder of the document", "further places")
"""What is not verified either where the source is one file, whose name alone is compared."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What became of the quotes of a receipt.

    Attributes:
        receipt: that was verified.
        verdicts: one for each quote.
        problems: what is wrong with the receipt as a whole, each a sentence.
        not_verified: attributes of the receipt, and facts that it implies, that were not
            compared with anything; whatever it says of them may be forged.
        notices: what is worth knowing and no fault of the receipt, each a sentence.
    """

    receipt: Receipt
    verdicts: tuple[Verdict, ...]
    problems: tuple[str, ...]
    not_verified: tuple[str, ...] = NOT_VERIFIED
    notices: tuple[str, ...] = ()

    @property
    def exact(self) -> bool:
        """Whether every quote is exact, and nothing that was compared is otherwise."""
        sound = all(one.verdict == EXACT and not one.problems for one in self.verdicts)
        return sound and not self.problems


class Documents(Protocol):
    """What a receipt is compared with: a folder, or an index."""

    def document(self, doc_id: str, media_type: str) -> Document | None:
        """Return a document, None where there is none.

        Args:
            doc_id: as a receipt names it.
            media_type: as the receipt has it; tells files that hold several documents.
        """

    def holds(self, doc_id: str, media_type: str, sha256: str) -> bool | None:
        """Return whether the file of a document has these bytes; None where that is unknown."""


def verify(
    receipt: Receipt | Mapping[str, object] | str | os.PathLike[str],
    source: str | os.PathLike[str] | None = None,
) -> Verification:
    """Compare a receipt with the documents: whether every quote stands there, word for word.

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
    if not os.path.exists(root):  # noqa: PTH110 - Path.exists raises where a name is too long
        raise DocumentError(root, "does not exist. Name the documents with --source")
    with closing(Sandbox()) as sandbox:
        folder = SourceFolder(root, sandbox)
        verification = compare_with(read, folder)
    if folder.is_file:
        unseen = (*verification.not_verified, *NOT_VERIFIED_WITH_ONE_FILE)
        verification = replace(verification, not_verified=unseen)
    return verification


def compare_with(receipt: Receipt, documents: Documents) -> Verification:
    """Compare a receipt with documents and with itself; see :func:`verify`."""
    verdicts: list[Verdict] = []
    left = MOST_COMPARED
    for quote in receipt.quotes:
        document = documents.document(quote.doc_id, quote.source.media_type)
        verdict = judge(quote, document, look_for_nearest=left > 0)
        if document is not None and verdict.verdict in (ALTERED, GONE):
            left -= len(document.text)
        verdicts.append(_with_further_places(verdict, documents))
    problems = () if receipt.intact else ("the receipt was changed after it was made",)
    return Verification(receipt, tuple(verdicts), (*problems, *_contradictions(receipt)))


def _with_further_places(verdict: Verdict, documents: Documents) -> Verdict:
    """Compare the further places of a quote's document, too."""
    quote = verdict.quote
    media_type = quote.source.media_type
    if verdict.verdict == GONE:
        verdict = _in_a_further_place(verdict, documents)
    missing = [
        f"there is no document {place!r} with the same bytes, which the receipt names as a "
        "further path"
        for place in quote.places
        if documents.holds(place, media_type, quote.source.sha256) is False
        or split_path(place, media_type)[1] != split_path(quote.doc_id, media_type)[1]
    ]
    return replace(verdict, problems=(*verdict.problems, *missing))


def _in_a_further_place(verdict: Verdict, documents: Documents) -> Verdict:
    """Return the verdict *moved* where a quote stands in the first further place that is there.

    It is never *exact*: the receipt says of the document it names that the words stand in it.
    """
    quote = verdict.quote
    for place in quote.places:
        document = documents.document(place, quote.source.media_type)
        if document is None:
            continue
        start = place_of(quote, document.text)
        if start is None:
            return verdict
        end = start + len(quote.text)
        return replace(verdict, verdict=MOVED, start=start, end=end, moved_to=document.doc_id)
    return verdict


def _contradictions(receipt: Receipt) -> Iterator[str]:
    """Yield what a receipt says that is at odds with itself."""
    asked, quotes = receipt.asked, receipt.quotes
    if receipt.found and not quotes:
        yield "the receipt says that an answer was found, and has no quote"
    if quotes and not receipt.found:
        yield "the receipt says that no answer was found, and has quotes"
    least = asked.min_confidence
    if least is not None and (receipt.confidence >= least) != receipt.found:
        yield (
            f"an answer counts as found from the confidence {least}, the receipt has "
            f"{receipt.confidence}, and found is {str(receipt.found).lower()}"
        )
    if asked.k is not None and len(quotes) > asked.k:
        yield f"at most {asked.k:,} quotes were asked for, and the receipt has {len(quotes):,}"
    if len({(quote.doc_id, quote.start, quote.end) for quote in quotes}) < len(quotes):
        yield "the receipt has a quote twice"
    for quote in quotes:
        if asked.documents and not _is_among(asked.documents, (quote.doc_id, *quote.places)):
            yield f"{quote.doc_id!r} is none of the documents that were asked"


def _is_among(named: Sequence[str], doc_ids: Sequence[str]) -> bool:
    """Return whether one of the paths of a document is named, as itself or by a pattern."""
    return any(doc_id == name or fnmatchcase(doc_id, name) for name in named for doc_id in doc_ids)


def _read(receipt: Receipt | Mapping[str, object] | str | os.PathLike[str]) -> Receipt:
    if isinstance(receipt, Receipt):  # made by hand, it may hold what no file may
        return replace(receipt_from(receipt.to_dict()), intact=receipt.intact)
    if isinstance(receipt, str) and receipt.lstrip().startswith("{"):
        return parse_receipt(receipt)
    if isinstance(receipt, (str, os.PathLike)):
        return read_receipt(Path(receipt))
    return receipt_from(receipt)

"""Is every quote of a receipt where the receipt says, to the character?

This needs the receipt and the documents, no index and no model, and nothing outside of
Python's standard library for documents that are text. Other documents are read as a build
reads them, in a process of its own. A quote is

- *exact*: the same characters, at the same offsets;
- *moved*: the same characters, somewhere else in the document;
- *altered*: most of the words, but not all, or not in the same characters;
- *gone*: nowhere in the document, or the document is not there.

Whatever else of a receipt is not so, a hash, a page, its seal, is told as a problem.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any

from qa.comparing import Change, compare
from qa.errors import DocumentError, ReceiptError
from qa.folding import differences
from qa.hashing import sha256_of_text
from qa.loaders import load_documents
from qa.loaders.bounded import Bounded
from qa.loaders.formats import JSON_LINES
from qa.receipts import Receipt, parse_receipt, read_receipt, receipt_from

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qa.receipts import QuoteReceipt
    from qa.records import Document

DEFAULT_SOURCE = "corpus"

EXACT, MOVED, ALTERED, GONE = "exact", "moved", "altered", "gone"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a quote.

    Attributes:
        quote: as the receipt has it.
        verdict: ``exact``, ``moved``, ``altered`` or ``gone``.
        start: offset at which the words, or the ones most like them, stand; None for ``gone``.
        end: offset after the last of them; None for ``gone``.
        changes: of an altered quote: the receipt's words as ``claimed``, the document's as
            ``actual``.
        typography: of an altered quote, the kinds of typography in which it differs too.
        problems: what else of the receipt is not so, each a sentence.
    """

    quote: QuoteReceipt
    verdict: str
    start: int | None = None
    end: int | None = None
    changes: tuple[Change, ...] = ()
    typography: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verification:
    """What became of the quotes of a receipt.

    Attributes:
        receipt: that was verified.
        verdicts: one for each quote.
        problems: what is wrong with the receipt as a whole, each a sentence.
    """

    receipt: Receipt
    verdicts: tuple[Verdict, ...]
    problems: tuple[str, ...]

    @property
    def exact(self) -> bool:
        """Whether every quote is exact, and the receipt and its documents are unchanged."""
        sound = all(one.verdict == EXACT and not one.problems for one in self.verdicts)
        return sound and not self.problems


def verify(
    receipt: Receipt | Mapping[str, Any] | str | os.PathLike[str],
    source: str | os.PathLike[str] | None = None,
) -> Verification:
    """Tell of every quote of a receipt whether it stands in its document, word for word.

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
        raise DocumentError(root, "is not there. Name the documents with --source")
    documents: dict[str, Document | None] = {}
    with closing(Bounded()) as bounded:
        for quote in read.quotes:
            if quote.doc_id not in documents:
                documents[quote.doc_id] = _document(quote, root, bounded)
    verdicts = tuple(judge(quote, documents[quote.doc_id]) for quote in read.quotes)
    problems = () if read.intact else ("the receipt was changed after it was made",)
    return Verification(read, verdicts, problems)


def judge(quote: QuoteReceipt, document: Document | None) -> Verdict:
    """Tell what became of a quote; without a document, it is gone."""
    problems = tuple(_problems(quote, document))
    if document is None:
        return Verdict(quote, GONE, problems=problems)
    text, words = document.text, quote.text
    if text[quote.start : quote.end] == words:
        return Verdict(quote, EXACT, quote.start, quote.end, problems=problems)
    start = _moved_to(quote, text)
    if start is not None:
        return Verdict(quote, MOVED, start, start + len(words), problems=problems)
    near = compare(words, text)
    if near is None:
        return Verdict(quote, GONE, problems=problems)
    typography = differences(words, text[near.start : near.end]) if not near.changes else ()
    return Verdict(quote, ALTERED, near.start, near.end, near.changes, typography, problems)


def _problems(quote: QuoteReceipt, document: Document | None) -> Iterator[str]:
    """Yield what of a quote's receipt is at odds with itself or the document."""
    yield from _at_odds_with_itself(quote)
    if document is None:
        yield f"there is no document {quote.doc_id!r}"
        return
    if document.source_sha256 != quote.source.sha256:
        yield "the file is not the one that was quoted: it has another hash"
    if document.text_sha256 != quote.source.text_sha256:
        yield "the document's text is not the one that was quoted: it has another hash"
    elif document.media_type != quote.source.media_type:
        yield f"the document is {document.media_type}, not {quote.source.media_type}"
    text = document.text
    if text[quote.start : quote.end] != quote.text:
        return
    if len(text[: quote.start].encode()) != quote.byte_start:
        yield "the byte offsets are not those of the character offsets"
    if (bisect_right(document.pages, quote.start) or None) != quote.page:
        yield f"the quote does not stand on page {quote.page}"
    if not _selects(quote, text):
        yield "the selectors do not select the quote, or not only the quote"


def _at_odds_with_itself(quote: QuoteReceipt) -> Iterator[str]:
    if sha256_of_text(quote.text) != quote.sha256:
        yield "the hash of the quote is not that of its words"
    spanned, length = quote.end - quote.start, len(quote.text)
    if spanned != length:
        yield f"the offsets span {spanned:,} characters, and the quote has {length:,}"
    if quote.byte_end - quote.byte_start != len(quote.text.encode()):
        yield "the byte offsets do not span the bytes of the quote"


def _selects(quote: QuoteReceipt, text: str) -> bool:
    """Tell whether the selectors lead to the quote and to nothing else."""
    kinds = {selector.get("type"): selector for selector in quote.selectors}
    position = kinds.get("TextPositionSelector", {})
    quotation = kinds.get("TextQuoteSelector", {})
    prefix, suffix = quotation.get("prefix"), quotation.get("suffix")
    if not isinstance(prefix, str) or not isinstance(suffix, str):
        return False
    selected = f"{prefix}{quote.text}{suffix}"
    first = text.find(selected)
    return (
        len(kinds) == len(quote.selectors) == 2  # noqa: PLR2004 - a position and a quotation
        and (position.get("start"), position.get("end")) == (quote.start, quote.end)
        and quotation.get("exact") == quote.text
        and first + len(prefix) == quote.start
        and text.find(selected, first + 1) == -1
    )


def _moved_to(quote: QuoteReceipt, text: str) -> int | None:
    """Return where else the characters stand: between the words they stood between, or near."""
    places: list[int] = []
    at = text.find(quote.text)
    while at != -1:
        places.append(at)
        at = text.find(quote.text, at + 1)
    quotation = next((s for s in quote.selectors if s.get("type") == "TextQuoteSelector"), {})
    prefix, suffix = str(quotation.get("prefix", "")), str(quotation.get("suffix", ""))
    return min(
        places,
        key=lambda at: (
            not text.startswith(suffix, at + len(quote.text)),
            not text.endswith(prefix, 0, at),
            abs(at - quote.start),
        ),
        default=None,
    )


def _read(receipt: Receipt | Mapping[str, Any] | str | os.PathLike[str]) -> Receipt:
    if isinstance(receipt, Receipt):
        return receipt
    if isinstance(receipt, str) and receipt.lstrip().startswith("{"):
        return parse_receipt(receipt)
    if isinstance(receipt, (str, os.PathLike)):
        return read_receipt(Path(receipt))
    return receipt_from(receipt)


def _document(quote: QuoteReceipt, root: Path, bounded: Bounded) -> Document | None:
    """Return the document a quote is from, None where it is not there."""
    for doc_id in (quote.doc_id, *quote.places):
        file, part = _file_of(doc_id, quote)
        path = root if root.is_file() else _below(root, file)
        if not os.path.isfile(path):  # noqa: PTH113 - Path.is_file raises where a name is too long
            continue
        documents, _ = load_documents(file, path, bounded)
        wanted = f"{file}#{part}" if part else file
        for document in documents:
            if document.doc_id == wanted:
                return document
    return None


def _file_of(doc_id: str, quote: QuoteReceipt, name: str = "receipt") -> tuple[str, str]:
    """Return the path of a document's file, and its name there where the file holds several."""
    file, part = doc_id, ""
    if quote.source.media_type == JSON_LINES:
        at = doc_id.lower().find(".jsonl#")
        if at != -1:
            at += len(".jsonl")
            file, part = doc_id[:at], doc_id[at + 1 :]
    outside = PurePosixPath(file).is_absolute() or PureWindowsPath(file).anchor or not file
    if outside or ".." in PureWindowsPath(file).parts or "\x00" in file:
        reason = (
            f"names the document {file!r}, which is no path below the folder of the documents; "
            "nothing was read"
        )
        raise ReceiptError(name, reason)
    return file, part


def _below(root: Path, file: str) -> Path:
    """Return the path of a document; of several folders indexed together, each has its name."""
    first, _, rest = file.partition("/")
    path = root / file
    if rest and first == root.resolve().name and not os.path.exists(path):  # noqa: PTH110 - as above
        return root / rest
    return path

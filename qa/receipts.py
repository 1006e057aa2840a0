"""A receipt: an answer on file, so that others can check it without index or model.

A receipt is JSON, described by ``qa/receipt.schema.json``. It is sealed by the sha256 of its
own content, which shows damage and careless edits; it is no signature, for whoever forges a
receipt can seal it again. :mod:`qa.verification.verifying` compares it with the documents.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any

from qa.errors import JsonError, ReceiptError
from qa.files import typed_json
from qa.files.typed_records import Bound, in_brief, record_from

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 2
"""Version of the form of receipts. Version 1, which is read too, lacks :data:`NEW_IN_2`."""

NEW_IN_2 = ("after", "chosen", "leaning")
"""Attributes of :class:`Asked` that receipts of version 1 do not have."""

LARGEST = 64 << 20
"""Bytes of a receipt that are read."""

MOST_QUOTES = 10_000
"""Quotes that a receipt may have, and places that a quote may have."""

_MAKE_ONE = "Make one with: qa ask QUESTION --receipt FILE"
_LARGEST_INTEGER = 2**53 - 1  # up to which every JSON reader agrees
_WITHOUT_WAITING: int = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)

_Sha256 = Annotated[str, Bound(re.compile("[0-9a-f]{64}").fullmatch, "64 hexadecimal digits")]
_Fingerprint = Annotated[
    str, Bound(re.compile("(?:[0-9a-f]{16})?").fullmatch, "16 hexadecimal digits, or empty")
]
_Offset = Annotated[
    int, Bound(lambda at: 0 <= at <= _LARGEST_INTEGER, f"an offset, 0 to {_LARGEST_INTEGER:,}")
]
_FromOne = Annotated[
    int, Bound(lambda one: 1 <= one <= _LARGEST_INTEGER, f"a number from 1 to {_LARGEST_INTEGER:,}")
]
_Probability = Annotated[float, Bound(lambda one: 0 <= one <= 1, "a probability, 0 to 1")]
_Words = Annotated[str, Bound(bool, "text that is not empty")]


@dataclass(frozen=True, slots=True)
class Source:
    """The file a quote is from, and what read it; all empty for a citation made by hand.

    Attributes:
        media_type: such as ``text/plain``.
        sha256: of the file's bytes, in hex.
        text_sha256: of the canonical text in UTF-8, in hex.
        loader: module of Quoth that read the file, such as ``pdf``.
        versions: of Quoth and of the libraries the loader leans on, such as ``quoth 0.1.0``.
    """

    media_type: str = ""
    sha256: _Sha256 = ""
    text_sha256: _Sha256 = ""
    loader: str = ""
    versions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preceding:
    """The question and answer before a follow-up, as far as a follow-up can lean on them.

    Attributes:
        searched: what was searched for; at most 1,000 characters.
        quote: the first quote of the answer; at most 1,000 characters.
    """

    searched: str
    quote: str


@dataclass(frozen=True, slots=True)
class Asked:
    """How a question was asked: all that it takes to ask it again in the same way.

    Attributes:
        k: the most quotes; None for as many as there are.
        documents: those to look in, by ``doc_id`` or pattern; empty for all.
        min_confidence: from which an answer counted as found; None for the fitted threshold.
        evidence_model: the reader; None for the usual one.
        after: the question and answer before, where the question may lean on them.
        chosen: words that a person chose to add to the question; None where nobody chose.
        leaning: for each question that was asked in one, whether the answer is that of the
            question together with what came before, and not that of the question alone.
    """

    k: _FromOne | None = None
    documents: tuple[str, ...] = ()
    min_confidence: _Probability | None = None
    evidence_model: str | None = None
    after: Preceding | None = None
    chosen: tuple[str, ...] | None = None
    leaning: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class QuoteReceipt:
    """A quote and where it stands. Offsets are half-open and point into the canonical text.

    Attributes:
        text: the words.
        sha256: of the words in UTF-8, in hex.
        doc_id: POSIX path below the corpus root.
        title: of the document.
        headings: titles of the sections, outermost first.
        page: 1-based, None where the document has no pages.
        start: code points before the quote.
        end: code points up to its end.
        byte_start: bytes of UTF-8 before the quote.
        byte_end: bytes of UTF-8 up to its end.
        selectors: the TextPositionSelector and TextQuoteSelector of W3C Web Annotation.
        places: further paths below the corpus root at which the same bytes stood.
        source: the file, and what read it.
    """

    text: _Words
    sha256: _Sha256
    doc_id: str
    title: str
    headings: tuple[str, ...]
    page: _FromOne | None
    start: _Offset
    end: _Offset
    byte_start: _Offset
    byte_end: _Offset
    selectors: tuple[dict[str, Any], ...]
    places: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Receipt:
    """An answer on file.

    Attributes:
        question: as it was asked.
        searched: what was searched for; empty where that is not recorded.
        carried: words among them that came from the question before.
        found: whether the documents answered.
        confidence: probability that they did, [0, 1].
        quotes: best first.
        asked: how the question was asked.
        index: fingerprint of the index; empty for a text handed in.
        intact: whether the seal agrees with the content; True for one just made.
        version: of the form it was written in.
    """

    question: str
    searched: str
    carried: tuple[str, ...]
    found: bool
    confidence: _Probability
    quotes: tuple[QuoteReceipt, ...]
    asked: Asked
    index: _Fingerprint
    intact: bool = True
    version: int = FORMAT

    def to_dict(self) -> dict[str, Any]:
        """Return the receipt as plain data, sealed."""
        content = {"receipt": self.version, **json.loads(json.dumps(asdict(self)))}
        del content["intact"], content["version"]
        if self.version == 1:
            for key in NEW_IN_2:
                del content["asked"][key]
        return {**content, "seal": _seal(content)}

    def to_json(self) -> str:
        """Return the receipt as JSON, sealed."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1) + "\n"


def read_receipt(path: Path) -> Receipt:
    """Read a receipt from a file.

    Raises:
        ReceiptError: it cannot be read, is no receipt, or is one of a newer version.
    """
    name = str(path)
    try:
        # Opened once and without waiting: a named pipe would never answer, and what lies at a
        # path may be replaced between two looks at it.
        with os.fdopen(os.open(path, _WITHOUT_WAITING), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise ReceiptError(name, "is no regular file")
            data = file.read(LARGEST + 1)
    except IsADirectoryError as error:
        raise ReceiptError(name, "is no regular file") from error
    except OSError as error:
        raise ReceiptError(name, f"cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise ReceiptError(name, f"cannot be read ({error})") from error  # NUL in the path
    if len(data) > LARGEST:
        raise ReceiptError(name, f"has more than {LARGEST >> 20} MiB, which no receipt has")
    return parse_receipt(data, name)


def parse_receipt(data: bytes | str, name: str = "receipt") -> Receipt:
    """Read a receipt from JSON; ``name`` is what errors call it.

    Raises:
        ReceiptError: it is no receipt, or one of a newer version.
    """
    try:
        content = typed_json.parse(data, Any)
    except JsonError as error:
        reason = f"is no receipt that can be read ({error}). {_MAKE_ONE}"
        raise ReceiptError(name, reason) from error
    return receipt_from(content, name)


def receipt_from(content: Any, name: str = "receipt") -> Receipt:
    """Turn plain data, as :meth:`Receipt.to_dict` returns it, into a receipt.

    Every value is checked against its type and range before anything works with it. What
    only the documents or the index can show is left to :mod:`qa.verification.verifying`.

    Raises:
        ReceiptError: it is no receipt, or one of a newer version.
    """
    if not isinstance(content, dict) or "receipt" not in content or "seal" not in content:
        raise ReceiptError(name, f"is no receipt. {_MAKE_ONE}")
    version = content["receipt"]
    if type(version) is not int or version < 1:
        raise ReceiptError(name, f"receipt is {in_brief(version)}; it is a whole number from 1 on")
    if version > FORMAT:
        reason = (
            f"has a newer version, and this Quoth reads receipts up to version {FORMAT}. "
            "Install a newer one"
        )
        raise ReceiptError(name, reason)
    claims = {key: content[key] for key in content if key not in ("receipt", "seal")}
    for key in ("intact", "version"):  # of the record, and not of its JSON
        if key in claims:
            raise ReceiptError(name, f"{key} is unknown to receipts")
    if version == 1:
        claims["asked"] = _asked_of_version_1(claims.get("asked"), name)
    receipt = record_from(Receipt, {**claims, "intact": True, "version": version}, name)
    _check_shape(receipt, name)
    sealed = {key: content[key] for key in content if key != "seal"}
    return replace(receipt, intact=content["seal"] == _seal(sealed))


def _asked_of_version_1(asked: Any, name: str) -> Any:
    """Return how a question was asked, with the attributes that version 1 lacks."""
    if not isinstance(asked, dict):
        return asked
    for key in NEW_IN_2:
        if key in asked:
            raise ReceiptError(name, f"asked.{key} is unknown to receipts of version 1")
    return {**asked, "after": None, "chosen": None, "leaning": []}


def _seal(content: dict[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _check_shape(receipt: Receipt, name: str) -> None:
    """Refuse what no annotation of a single field says: ranges, selectors and how many."""
    if len(receipt.quotes) > MOST_QUOTES:
        raise ReceiptError(name, f"has more than {MOST_QUOTES:,} quotes, which no receipt has")
    for number, quote in enumerate(receipt.quotes):
        where = f"quotes[{number}]"
        for what, start, end in (
            ("start, end", quote.start, quote.end),
            ("byte_start, byte_end", quote.byte_start, quote.byte_end),
        ):
            if start >= end:
                raise ReceiptError(name, f"{where}.{what} are {start}, {end}: that is no range")
        if len(quote.places) > MOST_QUOTES:
            raise ReceiptError(name, f"{where} has more than {MOST_QUOTES:,} places")
        if len(quote.selectors) != len(_SELECTORS):
            reason = f"{where} has {len(quote.selectors):,} selectors; it has {len(_SELECTORS)}"
            raise ReceiptError(name, reason)
        for kind, selector in zip(_SELECTORS, quote.selectors, strict=True):
            record_from(kind, selector, f"{name}, {where}.selectors")


@dataclass(frozen=True, slots=True)
class _TextPositionSelector:
    type: Annotated[str, Bound("TextPositionSelector".__eq__, '"TextPositionSelector"')]
    start: _Offset
    end: _Offset


@dataclass(frozen=True, slots=True)
class _TextQuoteSelector:
    type: Annotated[str, Bound("TextQuoteSelector".__eq__, '"TextQuoteSelector"')]
    exact: str
    prefix: str
    suffix: str


_SELECTORS = (_TextPositionSelector, _TextQuoteSelector)
"""The selectors of a quote, in order, as :meth:`qa.records.Citation.selectors` returns them."""

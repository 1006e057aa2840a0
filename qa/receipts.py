"""A receipt: an answer on file, so that others can check it without index or model.

A receipt is JSON, described by ``qa/receipt.schema.json``. It is sealed by the sha256 of its
own content, which shows damage and careless edits; it is no signature, for whoever forges a
receipt can seal it again. What the documents say is told by :mod:`qa.verifying`.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints

from qa.errors import ReceiptError

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 1
"""Version of the form of receipts; a newer one is refused."""

LARGEST = 64 << 20
"""Bytes of a receipt that are read."""

_Record = TypeVar("_Record")


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
    sha256: str = ""
    text_sha256: str = ""
    loader: str = ""
    versions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """How a question was asked, as far as it was not asked in the usual way.

    Attributes:
        k: the most quotes; None for as many as there are.
        documents: those that were looked in; empty for all.
        min_confidence: from which an answer counted as found; None for the fitted threshold.
        evidence_model: the reader; None for the usual one.
    """

    k: int | None = None
    documents: tuple[str, ...] = ()
    min_confidence: float | None = None
    evidence_model: str | None = None


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

    text: str
    sha256: str
    doc_id: str
    title: str
    headings: tuple[str, ...]
    page: int | None
    start: int
    end: int
    byte_start: int
    byte_end: int
    selectors: tuple[dict[str, Any], ...]
    places: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Receipt:
    """An answer on file.

    Attributes:
        question: as it was asked.
        searched: what was searched for; empty where nothing was told of it.
        carried: words among them that came from the question before.
        found: whether the documents answered.
        confidence: probability that they did, [0, 1].
        quotes: best first.
        asked: how the question was asked.
        index: fingerprint of the index.
        intact: whether the seal agrees with the content; True for one just made.
    """

    question: str
    searched: str
    carried: tuple[str, ...]
    found: bool
    confidence: float
    quotes: tuple[QuoteReceipt, ...]
    asked: Asked
    index: str
    intact: bool = True

    def to_dict(self) -> dict[str, Any]:
        """Return the receipt as plain data, sealed."""
        content = {"receipt": FORMAT, **json.loads(json.dumps(asdict(self)))}
        del content["intact"]
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
        if path.stat().st_size > LARGEST:
            raise ReceiptError(name, f"has more than {LARGEST >> 20} MiB, which no receipt has")
        if not path.is_file():
            raise ReceiptError(name, "is no regular file")
        return parse_receipt(path.read_bytes(), name)
    except OSError as error:
        raise ReceiptError(name, f"cannot be read ({error.strerror})") from error


def parse_receipt(data: bytes | str, name: str = "receipt") -> Receipt:
    """Read a receipt from JSON; ``name`` is what errors call it.

    Raises:
        ReceiptError: it is no receipt, or one of a newer version.
    """
    try:
        content = json.loads(data, parse_constant=_refuse, object_pairs_hook=_each_once)
        json.dumps(content, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise ReceiptError(name, f"is no JSON that can be read ({error})") from error
    return receipt_from(content, name)


def receipt_from(content: Any, name: str = "receipt") -> Receipt:
    """Turn plain data, as :meth:`Receipt.to_dict` gives it, into a receipt.

    Raises:
        ReceiptError: it is no receipt, or one of a newer version.
    """
    if not isinstance(content, dict) or "receipt" not in content or "seal" not in content:
        raise ReceiptError(name, "is no receipt. Make one with: qa ask QUESTION --receipt FILE")
    version = content["receipt"]
    if type(version) is not int or version < 1:
        raise ReceiptError(name, f"receipt is {version!r}; it is a whole number from 1 on")
    if version > FORMAT:
        reason = (
            f"has version {version}, and this Quoth reads receipts up to version {FORMAT}. "
            "Install a newer one"
        )
        raise ReceiptError(name, reason)
    told = {key: value for key, value in content.items() if key not in ("receipt", "seal")}
    sealed = content["seal"] == _seal({key: content[key] for key in content if key != "seal"})
    receipt: Receipt = _record(Receipt, {**told, "intact": sealed}, "", name)
    for number, quote in enumerate(receipt.quotes):
        _check_offsets(quote, f"quotes[{number}]", name)
    return receipt


def _seal(content: dict[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _refuse(constant: str) -> Any:
    msg = f"{constant} is no number"
    raise ValueError(msg)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        msg = "a name stands twice in one object"
        raise ValueError(msg)
    return content


def _check_offsets(quote: QuoteReceipt, where: str, name: str) -> None:
    for what, start, end in (
        ("start, end", quote.start, quote.end),
        ("byte_start, byte_end", quote.byte_start, quote.byte_end),
    ):
        if not 0 <= start < end:
            raise ReceiptError(name, f"{where}.{what} are {start}, {end}: that is no range")


def _record(kind: type[_Record], data: Any, where: str, name: str) -> _Record:
    """Return a record made from plain data, every value checked against its field's type."""
    if not isinstance(data, dict):
        raise ReceiptError(name, f"{where} is {_shown(data)}; it is an object")
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    for key in names:
        if key not in data:
            raise ReceiptError(name, f"{_joined(where, key)} is missing")
    unknown = sorted(data.keys() - set(names))
    if unknown:
        raise ReceiptError(name, f"{_joined(where, unknown[0])} is unknown to receipts")
    return kind(**{key: _value(hints[key], data[key], _joined(where, key), name) for key in names})


def _value(hint: Any, value: Any, where: str, name: str) -> Any:
    if hint in _CHECKED:
        matches, what = _CHECKED[hint]
        if not matches(value):
            raise ReceiptError(name, f"{where} is {_shown(value)}; it is {what}")
        return value
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise ReceiptError(name, f"{where} is {_shown(value)}; it is a list")
        item = get_args(hint)[0]
        return tuple(_value(item, part, f"{where}[{i}]", name) for i, part in enumerate(value))
    return _record(hint, value, where, name)


def _is_whole(value: Any) -> bool:
    return type(value) is int


def _is_number(value: Any) -> bool:
    return type(value) in (int, float)


_CHECKED: dict[Any, tuple[Any, str]] = {
    str: (lambda value: isinstance(value, str), "text"),
    str | None: (lambda value: value is None or isinstance(value, str), "text or null"),
    bool: (lambda value: isinstance(value, bool), "true or false"),
    int: (_is_whole, "a whole number"),
    int | None: (lambda value: value is None or _is_whole(value), "a whole number or null"),
    float: (_is_number, "a number"),
    float | None: (lambda value: value is None or _is_number(value), "a number or null"),
    dict[str, Any]: (lambda value: isinstance(value, dict), "an object"),
}
"""Type of a field → whether a value has it, and what to say where it has not."""


def _joined(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=True)
    return text if len(text) < 60 else f"{text[:56]} …"  # noqa: PLR2004 - a line's worth

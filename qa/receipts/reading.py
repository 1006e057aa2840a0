"""Receipts read from files, JSON and plain data; every value is checked before it is used."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any

from qa.errors import JsonError, ReceiptError
from qa.files import typed_json
from qa.files.typed_records import Bound, in_brief, record_from
from qa.receipts.records import FORMAT, NEW_IN_2, OPTIONAL, Offset, Receipt, seal

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 64 << 20
"""Bytes of a receipt that are read."""

MOST_QUOTES = 10_000
"""Quotes that a receipt may have, and other paths that a quote may have."""

MAKE_ONE = "Make one with: qa ask QUESTION --receipt FILE"
"""What to do without a receipt; the page says it in other words."""

_GET_AGAIN = "It was edited or damaged: ask whoever saved it for the original"
_WITHOUT_WAITING: int = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_receipt(path: Path) -> Receipt:
    """Read a receipt from a file.

    Args:
        path: of the file.

    Raises:
        ReceiptError: it cannot be read, is not a receipt, or is one of a newer version.
    """
    name = str(path)
    try:
        # Opened once and without waiting: a named pipe would never answer, and the file may be
        # replaced between a look at its kind and the reading.
        with os.fdopen(os.open(path, _WITHOUT_WAITING), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise ReceiptError(name, "is not a regular file. Name the file of a receipt")
            data = file.read(LARGEST + 1)
    except IsADirectoryError as error:
        raise ReceiptError(name, "is a folder. Name the files of the receipts in it") from error
    except FileNotFoundError as error:
        raise ReceiptError(name, "does not exist. Name the file of a receipt") from error
    except OSError as error:
        raise ReceiptError(name, f"cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise ReceiptError(name, f"cannot be read ({error})") from error  # NUL in the path
    if len(data) > LARGEST:
        raise ReceiptError(name, f"has more than {LARGEST >> 20} MiB, which no receipt has")
    return parse_receipt(data, name)


def parse_receipt(data: bytes | str, name: str = "receipt") -> Receipt:
    """Read a receipt from JSON.

    Args:
        data: the JSON; bytes are UTF-8.
        name: of the receipt in errors.

    Raises:
        ReceiptError: it is not a receipt, or one of a newer version.
    """
    try:
        content = typed_json.parse(data, Any)
    except JsonError as error:
        reason = f"is not a receipt ({error}). {MAKE_ONE}"
        raise ReceiptError(name, reason) from error
    return receipt_from(content, name)


def receipt_from(content: Any, name: str = "receipt") -> Receipt:
    """Turn plain data, as :meth:`Receipt.to_dict` returns it, into a receipt.

    Every value is checked against its type and range. What only the documents or the index can
    show is left to :mod:`qa.verification.verifying`.

    Args:
        content: the plain data.
        name: of the receipt in errors.

    Raises:
        ReceiptError: it is not a receipt, or one of a newer version.
    """
    if not isinstance(content, dict) or "receipt" not in content:
        raise ReceiptError(name, f"is not a receipt. {MAKE_ONE}")
    if "seal" not in content:
        raise ReceiptError(name, _malformed("seal is missing"))
    version = content["receipt"]
    if type(version) is not int or version < 1:
        reason = f"receipt is {in_brief(version)}; expected a whole number from 1 on"
        raise ReceiptError(name, _malformed(reason))
    if version > FORMAT:
        reason = (
            f"is of version {version}, and this Quoth reads receipts up to version {FORMAT}. "
            "Install a newer Quoth"
        )
        raise ReceiptError(name, reason)
    try:
        receipt = _checked(content, version, name)
    except ReceiptError as error:
        raise ReceiptError(name, _malformed(error.reason)) from error
    sealed = {key: content[key] for key in content if key != "seal"}
    return replace(receipt, intact=content["seal"] == seal(sealed))


def _malformed(what: str) -> str:
    """Return the reason that says what is wrong with a receipt, and what to do."""
    return f"is not as Quoth writes receipts ({what}). {_GET_AGAIN}"


def _checked(content: dict[str, Any], version: int, name: str) -> Receipt:
    """Return the claims of a receipt, every value checked.

    Raises:
        ReceiptError: a value is missing, not known, or wrong.
    """
    claims = {key: content[key] for key in content if key not in ("receipt", "seal")}
    for key in ("intact", "version"):  # fields of the record that its JSON does not have
        if key in claims:
            raise ReceiptError(name, f"{key} is not a field of a receipt")
    if version == 1:
        claims["asked"] = _asked_of_version_1(claims.get("asked"), name)
    claims["quotes"] = _with_optional(claims.get("quotes"))
    receipt = record_from(Receipt, {**claims, "intact": True, "version": version}, name)
    _check_shape(receipt, name)
    return receipt


def _asked_of_version_1(asked: Any, name: str) -> Any:
    """Return how a question was asked, with the attributes that version 1 lacks."""
    if not isinstance(asked, dict):
        return asked
    for key in NEW_IN_2:
        if key in asked:
            raise ReceiptError(name, f"asked.{key} is not a field of a receipt of version 1")
    return {**asked, "after": None, "chosen": None, "leaning": []}


def _with_optional(quotes: Any) -> Any:
    """Return quotes with the attributes that their JSON may leave out."""
    if not isinstance(quotes, list):
        return quotes
    none: dict[str, Any] = dict.fromkeys(OPTIONAL)
    return [{**none, **one} if isinstance(one, dict) else one for one in quotes]


def _check_shape(receipt: Receipt, name: str) -> None:
    """Refuse what the types of single fields allow: empty ranges, wrong selectors, too many."""
    if len(receipt.quotes) > MOST_QUOTES:
        raise ReceiptError(name, f"has more than {MOST_QUOTES:,} quotes, which no receipt has")
    for number, quote in enumerate(receipt.quotes):
        where = f"quotes[{number}]"
        for what, start, end in (
            ("start, end", quote.start, quote.end),
            ("byte_start, byte_end", quote.byte_start, quote.byte_end),
        ):
            if start >= end:
                raise ReceiptError(name, f"{where}.{what} are {start}, {end}: that is not a range")
        if len(quote.places) > MOST_QUOTES:
            raise ReceiptError(name, f"{where} has more than {MOST_QUOTES:,} places")
        if len(quote.selectors) != len(_SELECTORS):
            reason = (
                f"{where} has {len(quote.selectors):,} selectors; a quote has {len(_SELECTORS)}"
            )
            raise ReceiptError(name, reason)
        for kind, selector in zip(_SELECTORS, quote.selectors, strict=True):
            record_from(kind, selector, f"{name}, {where}.selectors")


@dataclass(frozen=True, slots=True)
class _TextPositionSelector:
    type: Annotated[str, Bound("TextPositionSelector".__eq__, '"TextPositionSelector"')]
    start: Offset
    end: Offset


@dataclass(frozen=True, slots=True)
class _TextQuoteSelector:
    type: Annotated[str, Bound("TextQuoteSelector".__eq__, '"TextQuoteSelector"')]
    exact: str
    prefix: str
    suffix: str


_SELECTORS = (_TextPositionSelector, _TextQuoteSelector)
"""The selectors of a quote, in order, as :meth:`qa.records.Citation.selectors` returns them."""

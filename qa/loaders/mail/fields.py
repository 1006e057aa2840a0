"""The fields above a message, such as its sender, as a reader sees them."""

from __future__ import annotations

from email.header import decode_header
from itertools import islice
from typing import TYPE_CHECKING

from qa.characters import HALF_PAIR
from qa.loaders.mail.charsets import decoded

if TYPE_CHECKING:
    from email.message import Message

_LONGEST = 4_000
"""Characters of a field that are read: some 80 recipients. To decode one takes up to the square of
its length."""

_LOOKED_AT = 20  # parts, of which the first with text names the encoding of the fields

SHOWN = ("From", "To", "Cc", "Date", "Subject")
"""The fields that a message begins with, in this order."""


def field(message: Message, name: str, notes: list[str] | None = None) -> str:
    """Return a field in plain characters, on one line; empty if missing.

    Args:
        message: whose field.
        name: of the field; capitals do not matter.
        notes: to add to, where its encoding is a guess.
    """
    # ``get`` would return bytes beyond ASCII as U+FFFD.
    values = (value for found, value in message.raw_items() if found.lower() == name.lower())
    value = str(next(values, ""))
    charset = _charset(message) if HALF_PAIR.search(value) else ""
    return plain(value, charset, notes)


def file_name(part: Message) -> str:
    """Return the name that a part has as a file; empty where it has none that can be read.

    Args:
        part: of a message.
    """
    try:
        return plain(part.get_filename() or "")
    except (ValueError, LookupError, TypeError, AttributeError):  # it is wrongly encoded
        return ""


def parameter(part: Message, name: str) -> str:
    """Return a parameter of the type of a part; empty if missing or unreadable.

    Args:
        part: of a message.
        name: of the parameter.
    """
    try:
        value = part.get_param(name, "")
    except (ValueError, LookupError, TypeError, AttributeError):  # any of them is wrongly encoded
        return ""
    return str((value[2] if isinstance(value, tuple) else value) or "")


def _charset(message: Message) -> str:
    """Return the character set of the text of a message: its fields are in the same, mostly."""
    parts = (part for part in islice(message.walk(), _LOOKED_AT))
    names = (parameter(p, "charset") for p in parts if p.get_content_maintype() == "text")
    return next(filter(None, names), "")


def plain(value: str, charset: str = "", notes: list[str] | None = None) -> str:
    """Return the value of a field without its encodings (RFC 2047).

    Args:
        value: as it stands in the message.
        charset: of bytes beyond ASCII that name none; empty where it is not known.
        notes: to add to, where an encoding is a guess.
    """
    cut = value[:_LONGEST]
    try:
        words = "".join(
            decoded(part, _named(label, charset), notes)
            if isinstance(part, bytes)
            else _readable(part, charset, notes)
            for part, label in decode_header(cut)
        )
    except Exception:  # noqa: BLE001 - what is wrongly encoded is shown as it is
        words = _readable(cut, charset, notes)
    more = " …" if len(value) > _LONGEST else ""
    return " ".join(words.replace("\x00", "").split()) + more


def _named(label: str | None, charset: str) -> str:
    # Of bytes beyond ASCII without a name, the library says "unknown-8bit".
    return charset if label in {None, "unknown-8bit"} else str(label)


def _readable(text: str, charset: str, notes: list[str] | None) -> str:
    """Return text in which bytes beyond ASCII, which Python keeps as half pairs, are decoded."""
    if not HALF_PAIR.search(text):
        return text
    return decoded(text.encode("ascii", "surrogateescape"), charset, notes)

"""Messages of Outlook (``.msg``): a compound file of properties, as [MS-OXMSG] describes it."""

from __future__ import annotations

import io
import re
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from typing import TYPE_CHECKING

import olefile

from qa.errors import DocumentError
from qa.loaders import rtf
from qa.loaders.mail.attachments import Attachments
from qa.loaders.mail.bodies import add_page
from qa.loaders.mail.charsets import decoded
from qa.loaders.mail.replies import MessageText
from qa.loaders.mail.rtf_packed import unpacked
from qa.loaders.refusals import unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa.loaders.extraction import Extract

# Properties of [MS-OXPROPS], by their numbers.
_SUBJECT, _BODY, _HTML, _RTF = "0037", "1000", "1013", "1009"
_SENDER, _SENDER_ADDRESS, _SENDER_SMTP = "0C1A", "0C1F", "5D01"
_TO, _CC = "0E04", "0E03"
_SUBMITTED, _DELIVERED = 0x0039, 0x0E06
_LONG_NAME, _SHORT_NAME, _DATA, _KIND = "3707", "3704", "3701", "370E"
_CODEPAGES = (0x3FDE, 0x3FFD)
_DEEPEST = 5
_ATTACHED = re.compile(r"__attach_version1\.0_#[0-9A-F]{8}")
_EPOCH = datetime(1601, 1, 1, tzinfo=timezone.utc)
_LATEST = 2_650_467_744 * 10**9  # the last time that fits a date


def extract(data: bytes, path: Path) -> Iterator[Extract]:
    """Read a message of Outlook, and each attachment that has a loader.

    Args:
        data: bytes of the file.
        path: of the file, for errors.

    Raises:
        DocumentError: it is no such message, or damaged.
    """
    if not data.startswith(olefile.MAGIC):
        raise unreadable(path, data)
    try:
        file = olefile.OleFileIO(io.BytesIO(data))
    except (OSError, ValueError, IndexError, TypeError, AttributeError, OverflowError) as error:
        raise unreadable(path, data) from error
    with file:
        storage = _Storage(file, [])
        if not storage.has("__properties_version1.0"):
            reason = "is not an Outlook message (it has no properties); save it again from Outlook"
            raise DocumentError(path, reason)
        yield from _message(storage, path, None, 0)


class _Storage:
    """A message or an attachment in a compound file."""

    def __init__(self, file: olefile.OleFileIO, within: list[str]) -> None:
        self._file, self._within = file, within
        properties = self._read("__properties_version1.0")
        last = within[-1] if within else ""
        header = 8 if last.startswith("__attach") else 24 if last else 32
        self._fixed = {
            int.from_bytes(properties[at + 2 : at + 4], "little"): properties[at + 8 : at + 16]
            for at in range(header, len(properties) - 15, 16)
        }
        numbers = (self.number(name) for name in _CODEPAGES)
        codepage = next(filter(None, numbers), 1252)
        self._charset = "utf-8" if codepage == 65001 else f"cp{codepage}"  # noqa: PLR2004

    def has(self, name: str) -> bool:
        """Return whether there is such a stream or storage."""
        return bool(self._file.exists([*self._within, name]))

    def below(self, name: str) -> _Storage:
        """Return a storage in this one."""
        return _Storage(self._file, [*self._within, name])

    def attached(self) -> list[str]:
        """Return the names of the storages that have attachments, in order."""
        depth = len(self._within)
        entries = self._file.listdir(streams=True, storages=True)
        names = {e[depth] for e in entries if len(e) > depth and e[:depth] == self._within}
        return sorted(name for name in names if _ATTACHED.fullmatch(name))

    def text(self, number: str) -> str:
        """Return a property as text; empty if missing."""
        words = self._read(f"__substg1.0_{number}001F")
        if words:
            return words.decode("utf-16-le", "replace").rstrip("\x00")
        return decoded(self._read(f"__substg1.0_{number}001E"), self._charset).rstrip("\x00")

    def data(self, number: str) -> bytes:
        """Return a property as bytes; empty if missing."""
        return self._read(f"__substg1.0_{number}0102")

    def page(self) -> str:
        """Return the message as a web page; empty where it has none."""
        return decoded(self.data(_HTML), self._charset) or self.text(_HTML)

    def number(self, name: int) -> int:
        """Return a property as a number; 0 if missing."""
        return int.from_bytes(self._fixed.get(name, b"")[:4], "little")

    def time(self, name: int) -> str:
        """Return a property as a time, as messages write it; empty if missing."""
        ticks = int.from_bytes(self._fixed.get(name, b""), "little")  # of 100 nanoseconds
        if not 0 < ticks < _LATEST:
            return ""
        return format_datetime(_EPOCH + timedelta(microseconds=ticks // 10))

    def _read(self, name: str) -> bytes:
        place = [*self._within, name]
        try:
            if self._file.get_type(place) != olefile.STGTY_STREAM:
                return b""
            return bytes(self._file.openstream(place).read())
        except (OSError, ValueError, IndexError, TypeError, OverflowError):  # it is damaged
            return b""


def _message(storage: _Storage, path: Path, name: str | None, depth: int) -> Iterator[Extract]:
    attachments = Attachments(path)
    below: list[Extract] = []
    shown = []
    for place in storage.attached():
        part = storage.below(place)
        inner = f"__substg1.0_{_DATA}000D"
        if part.has(inner) and depth < _DEEPEST:
            message = part.below(inner)
            label = attachments.unique((message.text(_SUBJECT) or "message") + ".msg")
            below += _message(message, path, f"{name}/{label}" if name else label, depth + 1)
        else:
            label = attachments.unique(
                part.text(_LONG_NAME) or part.text(_SHORT_NAME) or "attachment"
            )
            within = f"{name}/" if name else ""
            below += attachments.read_bytes(part.data(_DATA), label, part.text(_KIND), within)
        shown.append(label)
    text, notes = _text(storage, path)
    fields = [
        ("From", _sender(storage)),
        ("To", _one_line(storage.text(_TO))),
        ("Cc", _one_line(storage.text(_CC))),
        ("Date", storage.time(_SUBMITTED) or storage.time(_DELIVERED)),
        ("Subject", _one_line(storage.text(_SUBJECT))),
        ("Attachments", ", ".join(shown)),
    ]
    known = [(label, value) for label, value in fields if value]
    title = dict(known).get("Subject")
    yield text.extract(known, title, (*notes, *attachments.notes()), name)
    yield from below


def _text(storage: _Storage, path: Path) -> tuple[MessageText, tuple[str, ...]]:
    """Return what was written, from the first of its versions that there is; and notes."""
    text = MessageText()
    body = storage.text(_BODY)
    if body.strip():
        text.add_plain(body)
        return text, ()
    page = storage.page()
    if page.strip():
        return text, add_page(page, text, path)
    packed = storage.data(_RTF)
    if not packed:
        return text, ()
    try:
        for found in rtf.extract(unpacked(packed), path):
            text.add_plain(found.text)
    except DocumentError as error:
        return text, (f"its text cannot be read (it {error.fault})",)
    except ValueError:
        return text, ("its text cannot be read (it is damaged)",)
    return text, ()


def _sender(storage: _Storage) -> str:
    name = _one_line(storage.text(_SENDER))
    address = _one_line(storage.text(_SENDER_SMTP) or storage.text(_SENDER_ADDRESS))
    if not address or address == name or "@" not in address:  # Exchange has addresses of its own
        return name or address
    return f"{name} <{address}>" if name else address


def _one_line(text: str) -> str:
    return " ".join(text.split())

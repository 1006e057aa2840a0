"""Many messages in a file (``.mbox``), each a document named by its number."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.errors import DocumentError
from qa.loaders.mail.message import Reading, parse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa.loaders.extraction import Extract

# A line "From " after a blank one begins a message (RFC 4155). Programs write the sender and the
# time behind it; a sentence that begins so has no such time, and is mostly written as ">From ".
_BEGINS = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\n]{0,200}\d\d:\d\d[^\n]{0,100}\n")
_DATED = tuple(
    re.compile(rb"(?<![^ \t,])(?:" + words + rb")(?![^ \t,\r\n])")
    for words in (
        rb"Mon|Tue|Wed|Thu|Fri|Sat|Sun",
        rb"Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec",
        rb"(?:19|20)\d\d",
    )
)
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_MOST_NAMED = 3


def extract(data: bytes, path: Path) -> Iterator[Extract]:
    """Read the messages of a mailbox, in its order.

    Args:
        data: bytes of the file.
        path: of the file, for errors.

    Raises:
        DocumentError: it does not begin as a mailbox does, or has no message that can be read.
    """
    data = data.lstrip(b"\r\n")
    begins = _begins(data)
    if not begins or begins[0][0]:
        reason = "is not a mailbox (it does not begin with a line 'From ')"
        raise DocumentError(path, f"{reason}; export it again from the mail program")
    ends = [*(start for start, _ in begins[1:]), len(data)]
    reading = Reading(path, is_mailbox=True)
    unread: list[str] = []
    last: Extract | None = None
    for number, ((_, start), end) in enumerate(zip(begins, ends, strict=True), start=1):
        found, reason = _read(reading, data[start:end], number, path)
        unread += [f"message {number:,} {reason}"] if reason else []
        for item in (*found, *reading.attachments):
            if last:
                yield last
            last = item
        reading.attachments.clear()
    if last is None:
        raise DocumentError(path, "; ".join(unread[:_MOST_NAMED]))
    if len(unread) > _MOST_NAMED:
        unread[_MOST_NAMED:] = [f"{len(unread) - _MOST_NAMED:,} other messages cannot be read"]
    yield replace(last, notes=(*last.notes, *unread, *reading.notes()))


def _begins(data: bytes) -> list[tuple[int, int]]:
    """Return where the lines that begin messages start and end."""
    lines = list(_BEGINS.finditer(data))
    if lines and _is_dated(lines[0][0]):  # so the program writes whole dates
        lines = [match for match in lines if _is_dated(match[0])]
    return [match.span() for match in lines]


def _read(reading: Reading, data: bytes, number: int, path: Path) -> tuple[list[Extract], str]:
    """Return the documents of a message, or why it cannot be read."""
    try:
        message = parse(_ESCAPED.sub(rb"\1", data), path)
        return list(reading.message(message, str(number))), ""
    except DocumentError as error:
        return [], error.reason
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - one odd message costs no others
        return [], "cannot be read, as it is not written by the rules"


def _is_dated(line: bytes) -> bool:
    """Return whether a line has a day of the week, a month and a year."""
    return all(words.search(line) for words in _DATED)

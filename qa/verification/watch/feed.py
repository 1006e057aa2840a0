"""An Atom feed (RFC 4287) of changed answers: entries accumulate, up to a bound, newest first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import UUID, uuid4
from xml.etree import ElementTree as ET

from qa.errors import QAError
from qa.files.atomic import atomic_write
from qa.verification.junit import clean
from qa.verification.watch.messages import headline, to_html
from qa.verification.watch.states import WORDS
from qa.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from qa.verification.watch.states import WatchedAnswer

MOST_ENTRIES = 200
"""Entries of a feed; the oldest ones go."""

_LARGEST = 32 << 20  # bytes of a feed that is read
_ATOM = "http://www.w3.org/2005/Atom"
_GENERATOR = "Quoth"
_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)


def write_feed(path: Path, answers: Sequence[WatchedAnswer], at: datetime) -> int:
    """Add changed answers to a feed, and return how many are new in it.

    A change that the feed has already is not added again. The file is replaced in one step. A feed
    without changes is written too, so that readers can subscribe to it.

    Args:
        path: of the feed; it is created if it does not exist.
        answers: that have changed.
        at: now, with its time zone.

    Raises:
        QAError: the file is no feed of Quoth, or cannot be read or written.
    """
    ET.register_namespace("", _ATOM)
    root = _read(path)
    feed = root if root is not None else _new(at)
    entries = feed.findall(_tag("entry"))
    known = {entry.findtext(_tag("id")) for entry in entries}
    new = [one for one in answers if _urn(one.id) not in known]
    if root is not None and not new:
        return 0
    for entry in entries:
        feed.remove(entry)
    updated = feed.find(_tag("updated"))
    if updated is not None:
        updated.text = _time(at)
    for entry in [*(_entry(one, at) for one in new), *entries][:MOST_ENTRIES]:
        feed.append(entry)
    ET.indent(feed)
    content = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    try:
        atomic_write(path, content + b"\n")
    except OSError as error:
        msg = f"The feed {str(path)!r} cannot be written ({error.strerror})."
        raise QAError(msg) from error
    return len(new)


def _read(path: Path) -> ET.Element | None:
    """Return the feed in a file, None if there is no file; nobody else's file is overwritten."""
    advice = "Name another file with --feed; it is created."
    try:
        if path.exists() and not path.is_file():
            msg = f"The feed {str(path)!r} is not a regular file. {advice}"
            raise QAError(msg)
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        msg = f"The feed {str(path)!r} cannot be read ({error.strerror})."
        raise QAError(msg) from error
    root = None
    is_utf_8 = b"\0" not in data  # as Quoth writes it; UTF-16 would hide a DOCTYPE
    if len(data) <= _LARGEST and is_utf_8 and not _DOCTYPE.search(data):
        try:
            root = ET.fromstring(data)  # noqa: S314 - without a DOCTYPE there are no entities
        except ET.ParseError:
            root = None
    if root is None or root.tag != _tag("feed") or root.findtext(_tag("generator")) != _GENERATOR:
        msg = f"{str(path)!r} is not a feed that qa watch wrote, and is left as it is. {advice}"
        raise QAError(msg)
    return root


def _new(at: datetime) -> ET.Element:
    feed = ET.Element(_tag("feed"))
    # An id of its own, for good: two feeds of the same answers are two feeds.
    _add(feed, "id", uuid4().urn)
    _add(feed, "title", "Saved answers that have changed")
    _add(feed, "updated", _time(at))
    _add(_add(feed, "author"), "name", _GENERATOR)
    _add(feed, "generator", _GENERATOR, version=__version__)
    return feed


def _entry(answer: WatchedAnswer, at: datetime) -> ET.Element:
    entry = ET.Element(_tag("entry"))
    _add(entry, "id", _urn(answer.id))
    _add(entry, "title", headline(answer))
    _add(entry, "updated", _time(at))
    _add(entry, "category", term=answer.state, label=WORDS[answer.state])
    _add(entry, "summary", f"{answer.name}, index {answer.index}")
    _add(entry, "content", to_html(answer), type="html")
    return entry


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, _tag(name), attributes)
    child.text = clean(text) or None
    return child


def _tag(name: str) -> str:
    return f"{{{_ATOM}}}{name}"


def _urn(digest: str) -> str:
    return UUID(digest[:32]).urn


def _time(at: datetime) -> str:
    return at.isoformat(timespec="seconds")

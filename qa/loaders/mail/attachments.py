"""Attachments, read by the loader of their format."""

from __future__ import annotations

import mimetypes
import re
from collections import Counter
from dataclasses import replace
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from qa.errors import DocumentError
from qa.loaders.content import suffix_of_bytes
from qa.loaders.extraction import has_text
from qa.loaders.mail.fields import file_name
from qa.loaders.registry import FORMATS, named_otherwise, suffix_of_older

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    from qa.loaders.extraction import Extract

_MOST = 1_000
"""Documents that attachments of one file may give; of files that hold many records, for example."""

_MOST_NAMED = 5
_LONGEST_NAME = 120
_LONGEST_SUFFIX = 60
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\]+")
_SUFFIXES = {known.media_type: suffix for suffix, known in reversed(FORMATS.items())}


class Attachments:
    """The attachments of one file."""

    def __init__(self, path: Path) -> None:
        """Begin with none.

        Args:
            path: of the file, for errors.
        """
        self._path = path
        self._taken: Counter[str] = Counter()
        self._left = _MOST
        self._unread: list[str] = []
        self._found: list[str] = []

    def begin(self) -> None:
        """Begin with another message, whose attachments may have the names of others."""
        self._taken.clear()

    def notes(self) -> tuple[str, ...]:
        """Return what the user should know: which attachments were not read, and why."""
        unread = self._unread[:_MOST_NAMED]
        more = len(self._unread) - len(unread)
        named = ", ".join(unread) + (f" and {more:,} more" if more else "")
        are = (
            "1 attachment is"
            if len(self._unread) == 1
            else f"{len(self._unread):,} attachments are"
        )
        return (*((f"{are} not read: {named}",) if unread else ()), *self._found)

    def name_of(self, part: Message, title: str = "", suffix: str = "") -> str:
        """Return a name for an attachment that no other one of the file has.

        Args:
            part: the attachment.
            title: its name where it names none.
            suffix: of the name then.
        """
        named = file_name(part)
        if not named:
            kind = part.get_content_type()
            suffix = suffix or _SUFFIXES.get(kind) or mimetypes.guess_extension(kind) or ""
            named = (title or "attachment") + suffix
        return self.unique(named)

    def unique(self, named: str) -> str:
        """Return a name for an attachment that no other one of the file has.

        Args:
            named: as the message names it.
        """
        name = PurePosixPath(" ".join(_UNSAFE.sub(" ", named).split()) or "attachment")
        suffix = name.suffix[:_LONGEST_SUFFIX]
        stem = name.name.removesuffix(name.suffix)[: _LONGEST_NAME - len(suffix)]
        whole = label = stem + suffix
        while label in self._taken:
            self._taken[whole] += 1
            number = f" ({self._taken[whole]})"
            label = stem[: _LONGEST_NAME - len(suffix) - len(number)] + number + suffix
        self._taken[label] = 1
        return label

    def read(self, part: Message, name: str, within: str = "") -> list[Extract]:
        """Return the documents in an attachment; one that cannot be read is noted.

        Args:
            part: the attachment.
            name: of the attachment.
            within: begins the names of its documents.
        """
        data = part.get_payload(decode=True)
        if not isinstance(data, bytes):
            self._unread.append(name)
            return []
        return self.read_bytes(data, name, part.get_content_type(), within)

    def read_bytes(self, data: bytes, name: str, kind: str, within: str = "") -> list[Extract]:
        """Return the documents in an attachment; one that cannot be read is noted.

        Args:
            data: bytes of the attachment.
            name: of the attachment.
            kind: its media type, by which it is read if its name has no known suffix.
            within: begins the names of its documents.
        """
        suffix = PurePosixPath(name).suffix.lower()
        suffix = suffix if suffix in FORMATS else _SUFFIXES.get(kind, "")
        known = FORMATS.get(suffix)
        if known is not None and known.converted:
            named, suffix = suffix, suffix_of_older(suffix, suffix_of_bytes(data))
            known = FORMATS[suffix]
            if note := named_otherwise(named, suffix):
                self._found.append(f"{name}: {note}")
        if known is None:
            self._unread.append(name)
            return []
        if known.converted:
            self._unread.append(f"{name} (of an older format)")
            return []
        try:
            found = list(self._documents(import_module(known.module).extract, data, name, within))
        except DocumentError as error:
            self._unread.append(f"{name} ({error.fault})")
            return []
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - one attachment costs no others
            self._unread.append(f"{name} (damaged)")
            return []
        with_text = [item for item in found if has_text(item)]
        if not with_text:
            self._unread.append(f"{name} (has no text)")
        return with_text

    def _documents(self, extract: object, data: bytes, name: str, within: str) -> Iterator[Extract]:
        assert callable(extract)
        for item in extract(data, Path(name)):
            if self._left == 0:
                self._found.append(
                    f"{name}: only the first {_MOST:,} documents of attachments are read"
                )
                return
            self._left -= 1
            self._found += (f"{name}: {note}" for note in item.notes)
            own = within + (name if item.name is None else f"{name}/{item.name}")
            yield replace(item, name=own, title=item.title or name, notes=())

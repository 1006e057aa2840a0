"""A message: its fields, its text, and its attachments, which are documents of their own."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import Message
from typing import TYPE_CHECKING

from qa.errors import DocumentError
from qa.loaders.mail.attachments import Attachments
from qa.loaders.mail.bodies import body_of
from qa.loaders.mail.fields import SHOWN, field

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from qa.loaders.extraction import Extract
    from qa.loaders.mail.replies import MessageText

_MOST_PARTED = 300
"""Parts that have parts themselves. To read a line costs a comparison for each that is open."""

_PARTED = re.compile(rb"boundary\s{0,9}=", re.IGNORECASE)
_FIELD = re.compile(rb"(?:From [^\n]*\n)?[!-9;-~]{1,100}[ \t]{0,9}:")
_DEEPEST = 5
"""Messages in messages. A forwarded one has the text of those that it forwards, mostly."""


def parse(data: bytes, path: Path) -> Message:
    """Return a message and the parts in it.

    Args:
        data: bytes of the message.
        path: of the file, for errors.

    Raises:
        DocumentError: it does not begin with a field, or its parts are nested too deeply,
            or a field is wrongly encoded.
    """
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if not _FIELD.match(data):
        reason = "is not an e-mail message (it does not begin with a field such as 'From:')"
        raise DocumentError(path, f"{reason}; save it again from the mail program")
    if len(_PARTED.findall(data)) > _MOST_PARTED:
        raise DocumentError(path, f"has more than {_MOST_PARTED} parts that have parts")
    try:
        # Of the two policies, this one leaves fields as they are until they are asked for: the
        # other's parser fails on some that are wrong, and takes long over others.
        return message_from_bytes(data, policy=policy.compat32)
    except RecursionError as error:
        raise DocumentError(path, "has parts nested too deeply") from error
    except (ValueError, LookupError) as error:  # such as of the line between its parts
        raise DocumentError(path, "has a field that is wrongly encoded") from error


class Reading:
    """Reads the messages of one file.

    Attributes:
        attachments: documents that were attached to the messages read, to be taken from here.
    """

    def __init__(self, path: Path, *, is_mailbox: bool = False, depth: int = 0) -> None:
        """Begin with no message.

        Args:
            path: of the file, for errors.
            is_mailbox: whether notes on what was not read are for the file and not for a message.
            depth: number of messages around this one.
        """
        self.attachments: list[Extract] = []
        self._path, self._is_mailbox, self._depth = path, is_mailbox, depth
        self._attached = Attachments(path)

    def notes(self) -> tuple[str, ...]:
        """Return what the user should know of the attachments that were not read."""
        return self._attached.notes()

    def message(self, message: Message, name: str | None = None) -> Iterator[Extract]:
        """Yield a message as a document.

        Args:
            message: to read.
            name: of its document, None where it is the only message of its file.

        Raises:
            DocumentError: its parts are nested too deeply.
        """
        self._attached.begin()
        body = body_of(message, self._path)
        fields = [(label, field(message, label, body.notes)) for label in SHOWN]
        shown = [label for part in body.attached if (label := self._attach(part, name))]
        yield self.written(fields, shown, body.text, body.notes, name)

    def written(
        self,
        fields: Sequence[tuple[str, str]],
        attached: Sequence[str],
        text: MessageText,
        notes: Sequence[str],
        name: str | None,
    ) -> Extract:
        """Return a message as a document.

        Args:
            fields: names and values; those without a value are left out.
            attached: names of its attachments.
            text: what was written.
            notes: for the user.
            name: of its document.
        """
        known = dict(fields)
        about = [(label, value) for label, value in fields if value]
        if attached:
            about.append(("Attachments", ", ".join(attached)))
        more = () if self._is_mailbox else self.notes()
        return text.extract(about, known.get("Subject"), (*dict.fromkeys(notes), *more), name)

    def _attach(self, part: Message, name: str | None) -> str:
        """Read an attachment; return its name, empty where a message shows none."""
        within = f"{name}/" if name else ""
        if part.get_content_type() == "message/rfc822":
            payload = part.get_payload() if part.is_multipart() else None
            inner = payload[0] if isinstance(payload, list) and payload else None
            if isinstance(inner, Message) and self._depth < _DEEPEST:
                label = self._attached.name_of(part, field(inner, "Subject"), ".eml")
                reading = Reading(self._path, depth=self._depth + 1)
                self.attachments += reading.message(inner, within + label)
                self.attachments += reading.attachments
                return label
        label = self._attached.name_of(part)
        self.attachments += self._attached.read(part, label, within)
        return label

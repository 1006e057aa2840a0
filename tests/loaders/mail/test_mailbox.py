"""A mailbox is a document a message, and what is attached to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.errors import DocumentError
from qa.loaders.mail.mailbox import extract
from tests.loaders.mail.test_single import message


def test_each_message_is_a_document_named_by_its_number() -> None:
    """A sentence that begins with From begins no message; its sign is taken off."""
    first = message("The ferry is late.\n\nFrom now on it leaves at 8:00.\n")
    second = message("Bring boots.")
    second.add_attachment("A map.", filename="map.txt")
    second.add_attachment(b"\x00", maintype="image", subtype="png", filename="a.png")
    box = b"".join(
        b"From ann@example.org Fri May  3 10:00:00 2024\n"
        + item.as_bytes().replace(b"\nFrom now", b"\n>From now")
        + b"\n\n"
        for item in (first, second)
    )
    found = list(extract(box, Path("a.mbox")))
    assert [item.name for item in found] == ["1", "2", "2/map.txt"]
    assert "From now on it leaves at 8:00." in found[0].text.splitlines()
    assert [note for item in found for note in item.notes] == ["1 attachment is not read: a.png"]


def test_a_message_that_cannot_be_read_costs_no_other() -> None:
    """It is noted by its number."""
    begin = b"From a Fri May  3 10:00:00 2024\n"
    box = begin + b"no fields\n\n" + begin + message("Bring boots.").as_bytes()
    (found,) = extract(box, Path("a.mbox"))
    assert found.name == "2"
    assert found.notes[0].startswith("message 1 is no message")


def test_what_is_no_mailbox_is_refused() -> None:
    """By its first line."""
    with pytest.raises(DocumentError, match="is no mailbox"):
        list(extract(message().as_bytes(), Path("a.mbox")))

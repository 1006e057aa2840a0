"""A mailbox is a document a message, and what is attached to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa.errors import DocumentError
from qa.loaders.mail.mailbox import extract
from qa.loaders.mail.message import Reading
from tests.loaders.mail.test_single import message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    from qa.loaders.extraction import Extract


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
    assert found.notes[0].startswith("message 1 is not an e-mail message")


def test_what_is_no_mailbox_is_refused() -> None:
    """By its first line."""
    with pytest.raises(DocumentError, match="is not a mailbox"):
        list(extract(message().as_bytes(), Path("a.mbox")))


@pytest.mark.parametrize(
    ("kind", "note"),
    [
        ("text/plain; name*=idna''report", ""),
        ("text/plain; name*" + "1" * 5_000 + "=a", ""),
        ('text/plain; charset="a\x00b"', ""),
        ("multipart/mixed; boundary*=idna''BB", "message 2 has a field that is wrongly encoded"),
    ],
)
def test_an_odd_field_costs_no_message(kind: str, note: str) -> None:
    """At most the one that it is in, which is noted in plain words."""
    begin = b"From a Fri May  3 10:00:00 2024\n"
    good = message("Bring boots.").as_bytes()
    odd = f"Subject: Odd\nContent-Type: {kind}\n\nThe caf\xe9 is odd.\n\n".encode()
    found = list(extract(begin + good + b"\n" + begin + odd + begin + good, Path("a.mbox")))
    assert [item.name for item in found] == (["1", "3"] if note else ["1", "2", "3"])
    assert [n for item in found for n in item.notes] == ([note] if note else [])
    assert note or "The café is odd." in found[1].text


def test_an_error_of_a_library_is_noted_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """It costs the message that it is in, and no other one."""
    read = Reading.message

    def fails(self: Reading, item: Message, name: str | None = None) -> Iterator[Extract]:
        if name == "1":
            raise IndexError
        return read(self, item, name)

    monkeypatch.setattr(Reading, "message", fails)
    begin = b"From a Fri May  3 10:00:00 2024\n"
    box = (begin + message("Bring boots.").as_bytes() + b"\n") * 2
    (found,) = extract(box, Path("a.mbox"))
    assert found.name == "2"
    assert found.notes == ("message 1 cannot be read, as it is not written by the rules",)


def test_a_sentence_with_a_time_begins_no_message() -> None:
    """The line that does has a whole date."""
    text = "We begin early.\n\nFrom noon on 12:30 lunch is served.\nNote: bring a plate.\n"
    box = b"From a Fri May  3 10:00:00 2024\n" + message(text).as_bytes()
    (found,) = extract(box, Path("a.mbox"))
    assert "From noon on 12:30 lunch is served." in found.text


def test_attachments_with_the_same_long_name_are_numbered() -> None:
    """The name is cut to leave room for the number, and its suffix stays."""
    both = message("See both.")
    for words in ("One.", "Two.", "Three."):
        both.add_attachment(words, filename="Minutes of the meeting " * 8 + ".txt")
    box = b"From a Fri May  3 10:00:00 2024\n" + both.as_bytes()
    names = [str(item.name) for item in extract(box, Path("a.mbox"))][1:]
    assert [name[-8:] for name in names[1:]] == [" (2).txt", " (3).txt"]
    assert names[0].endswith(".txt")
    assert len(set(names)) == 3
    assert all(len(name) <= len("1/") + 120 for name in names)

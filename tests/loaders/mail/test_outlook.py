"""A message of Outlook has its fields, its words and its attachments."""

from __future__ import annotations

import struct
from datetime import datetime
from pathlib import Path

import pytest

from qa.errors import DocumentError
from qa.loaders.mail.outlook import extract
from qa.loaders.mail.rtf_packed import unpacked
from tests.support.compound import Tree, compound

_SENT = datetime(2024, 5, 3, 9, 30) - datetime(1601, 1, 1)  # noqa: DTZ001 - both are UTC
SENT_AT = (int(_SENT.total_seconds()) * 10_000_000).to_bytes(8, "little")


def message(subject: str, more: Tree, header: int = 32) -> Tree:
    """Return the streams of a message from Ann, sent at a known time."""
    sent = struct.pack("<HHI", 0x0040, 0x0039, 6) + SENT_AT
    texts = {"0037": subject, "0C1A": "Ann Lée", "5D01": "ann@example.org", "0E04": "Bob; Carla"}
    named = {f"__substg1.0_{n}001F": text.encode("utf-16-le") for n, text in texts.items()}
    return {"__properties_version1.0": bytes(header) + sent, **named, **more}


def attachment(**streams: bytes | Tree) -> Tree:
    """Return the streams of an attachment."""
    return {"__properties_version1.0": b"", **streams}


def test_fields_words_and_attachments_are_read() -> None:
    """An attached message too; names of both kinds of text are understood."""
    inner = message("Inner", {"__substg1.0_1000001F": "Deep.".encode("utf-16-le")}, 24)
    tree = message(
        "The quay",
        {
            "__substg1.0_1000001E": b"It costs 4.\r\n\r\n"
            b"From: Carl\r\nSent: 2 May 2024\r\nTo: Ann\r\n",
            "__attach_version1.0_#00000000": attachment(
                **{
                    "__substg1.0_3707001F": "a.txt".encode("utf-16-le"),
                    "__substg1.0_37010102": b"Crane. " * 600,
                }
            ),
            "__attach_version1.0_#00000001": attachment(**{"__substg1.0_3701000D": inner}),
        },
    )
    found = list(extract(compound(tree), Path("a.msg")))
    assert found[0].text.startswith(
        "From: Ann Lée <ann@example.org>\nTo: Bob; Carla\nDate: Fri, 03 May 2024 09:30:00 +0000\n"
        "Subject: The quay\nAttachments: a.txt, Inner.msg\n\nIt costs 4."
    )
    assert [h.title for h in found[0].headings] == [
        "Ann Lée <ann@example.org>",
        "From: Carl, 2 May 2024",
    ]
    assert [item.name for item in found[1:]] == ["a.txt", "Inner.msg"]
    assert found[2].text.endswith("Deep.")


def test_what_is_no_message_is_refused() -> None:
    """Also another compound file, and a damaged one."""
    whole = compound({"WordDocument": b"x"})
    for data in (b"From: a", whole, whole[:700]):
        with pytest.raises(DocumentError, match=r"is not a .msg file|is not an Outlook|is damaged"):
            list(extract(data, Path("a.msg")))


PACKED = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a80"
    "0fa0"
)
"""The example of the specification, [MS-OXRTFCP] 3.1.1."""


def test_packed_rtf_is_unpacked() -> None:
    """It is all that some messages have."""
    assert unpacked(PACKED) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    tree = message("Rtf", {"__substg1.0_10090102": PACKED})
    (found,) = extract(compound(tree), Path("a.msg"))
    assert found.text.endswith("hello world")
    with pytest.raises(ValueError, match="unknown packing"):
        unpacked(b"\x00" * 20)

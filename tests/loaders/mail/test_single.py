"""A message has its fields, its words, those that it quotes apart, and its attachments."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa.errors import DocumentError
from qa.loaders.mail import extract
from tests.support.compound import compound
from tests.support.office import word

if TYPE_CHECKING:
    from qa.loaders.extraction import Extract

REPLY = """Hi Bob,

the quay costs 40,000 euros.

On Thu, 2 May 2024 at 09:12, Bob Ray
<bob@example.org> wrote:
> What does the quay cost?
>
> On Wed, 1 May 2024, Carla Diaz wrote:
>> The quay is closed.
>
> We need it open.

It opens on Friday.
"""


def message(text: str = REPLY, **fields: str) -> EmailMessage:
    """Return a message of Ann to Bob."""
    made = EmailMessage()
    made["From"] = "Ann Lée <ann@example.org>"
    made["To"] = "bob@example.org"
    made["Date"] = "Fri, 3 May 2024 10:00:00 +0200"
    made["Subject"] = "Re: The quay – a question"
    for name, value in fields.items():
        made[name] = value
    made.set_content(text)
    return made


def read(data: EmailMessage | bytes) -> list[Extract]:
    """Return the documents of a message."""
    content = data if isinstance(data, bytes) else data.as_bytes()
    return list(extract(content, Path("a.eml")))


def sections(item: Extract) -> list[tuple[int, str, str]]:
    """Return level and title of each heading, and what is below it."""
    ends = [*(heading.start for heading in item.headings[1:]), len(item.text)]
    return [
        (heading.level, heading.title, item.text[heading.end : end].strip())
        for heading, end in zip(item.headings, ends, strict=True)
    ]


def test_fields_come_first_in_plain_characters() -> None:
    """And the subject is the title."""
    (found,) = read(message())
    assert found.text.startswith(
        "From: Ann Lée <ann@example.org>\nTo: bob@example.org\n"
        "Date: Fri, 03 May 2024 10:00:00 +0200\nSubject: Re: The quay – a question\n\nHi Bob,"
    )
    assert found.title == "Re: The quay – a question"


def test_each_stretch_is_below_the_one_whose_words_it_has() -> None:
    """The sender, those who are quoted, and the sender again."""
    (found,) = read(message())
    ann = "Ann Lée <ann@example.org>"
    bob = "On Thu, 2 May 2024 at 09:12, Bob Ray <bob@example.org> wrote:"
    assert sections(found) == [
        (1, ann, "Hi Bob,\n\nthe quay costs 40,000 euros."),
        (1, bob, "What does the quay cost?"),
        (2, "On Wed, 1 May 2024, Carla Diaz wrote:", "The quay is closed."),
        (1, bob, "We need it open."),
        (1, ann, "It opens on Friday."),
    ]


def test_a_message_may_answer_part_by_part() -> None:
    """What it quotes next is of the same person, and a greeting is not part of the line above."""
    (found,) = read(
        message(
            "Hi,\nOn 2 May 2024 at 09:12, Bob wrote:\n> Is it open?\n\nYes.\n\n"
            "> And the crane?\n\nNo.\n"
        )
    )
    ann, bob = "Ann Lée <ann@example.org>", "On 2 May 2024 at 09:12, Bob wrote:"
    assert sections(found) == [
        (1, ann, "Hi,"),
        (1, bob, "Is it open?"),
        (1, ann, "Yes."),
        (1, bob, "And the crane?"),
        (1, ann, "No."),
    ]


def test_an_older_message_below_may_have_no_signs() -> None:
    """The line above it says enough."""
    (found,) = read(
        message("Fine.\n\nOn 2 May 2024 at 09:12, Bob <b@x.org>\nwrote:\n\nIs it open?\n")
    )
    title = "On 2 May 2024 at 09:12, Bob <b@x.org> wrote:"
    assert sections(found)[1][:2] == (1, title)
    assert sections(found)[1][2].endswith("Is it open?")


def test_what_is_quoted_in_a_page_is_apart() -> None:
    """By its element, and by the fields that Outlook writes; an indented line is the sender's."""
    made = message()
    made.set_content(
        '<p>See below.</p><blockquote style="margin:0 0 0 40px;border:none">Mind the step.'
        "</blockquote><p>On Mon, 6 May 2024 at 07:00, Dora wrote:</p><blockquote>Rain comes."
        "</blockquote><p>I stay.</p><p><b>From:</b> Carl<br><b>Sent:</b> Monday, 6 May 2024 08:00"
        "<br><b>To:</b> Ann<br><b>Subject:</b> Roof</p><p>The roof leaks.</p>",
        subtype="html",
    )
    (found,) = read(made)
    ann = "Ann Lée <ann@example.org>"
    assert sections(found)[:3] == [
        (1, ann, "See below.\n\nMind the step."),
        (1, "On Mon, 6 May 2024 at 07:00, Dora wrote:", "Rain comes."),
        (1, ann, "I stay."),
    ]
    level, title, words = sections(found)[3]
    assert (level, title) == (1, "From: Carl, Monday, 6 May 2024 08:00")
    assert words.endswith("The roof leaks.")


def test_plain_text_is_read_unless_it_is_a_stub() -> None:
    """Some programs send "please use another program" in its place."""
    page = "<p>The ferry to the island leaves at seven in the morning, every day of the week.</p>"
    page += "<p>Tickets are sold on the quay, and bicycles travel free of charge.</p>"
    made = message("Your program shows no pages.")
    made.add_alternative(page, subtype="html")
    assert "The ferry to the island" in read(made)[0].text
    made = message("The ferry to the island leaves at seven, every day.")
    made.add_alternative(page, subtype="html")
    assert read(made)[0].text.endswith("The ferry to the island leaves at seven, every day.")


def test_lines_that_flow_into_each_other_are_one() -> None:
    """The line that introduces a signature ends with a space too, and does not flow."""
    made = message("The ferry leaves \nat seven.\n\n-- \nAnn\n")
    made.replace_header("Content-Type", "text/plain; charset=utf-8; format=flowed")
    assert read(made)[0].text.endswith("\n\nThe ferry leaves at seven.\n\n--\nAnn")


def test_attachments_are_documents_of_their_own() -> None:
    """Read by the loader of their format; what cannot be read is noted by name."""
    made = message()
    made.add_attachment(
        word(), maintype="application", subtype="octet-stream", filename="fruit.docx"
    )
    made.add_attachment("Bring boots.", filename="notes.txt")
    made.add_attachment("Bring a hat.", filename="notes.txt")
    made.add_attachment(b"\x00\x01", maintype="image", subtype="png", filename="photo.png")
    made.add_attachment(b"PK", maintype="application", subtype="zip", filename="broken.docx")
    first, *others = read(made)
    assert [item.name for item in others] == ["fruit.docx", "notes.txt", "notes (2).txt"]
    assert [item.title for item in others] == ["All about fruit", "notes.txt", "notes (2).txt"]
    assert "Apples are red." in others[0].text
    assert "Attachments: fruit.docx, notes.txt, notes (2).txt, photo.png, broken.docx" in first.text
    (note,) = first.notes
    assert note.startswith(
        "2 attachments are not read: photo.png, broken.docx (is not a .docx file"
    )


def test_attachments_with_names_of_older_programs_are_read_by_their_content() -> None:
    """What such a program wrote is named: the converter takes files, and no attachments."""
    made = message()
    older = {"order.xls": b"<table><tr><td>Ten ropes.</table>", "lease.doc": compound({"a": b"b"})}
    for name, data in older.items():
        made.add_attachment(data, maintype="application", subtype="msword", filename=name)
    first, order = read(made)
    assert (order.name, order.text) == ("order.xls", "Ten ropes.")
    assert first.notes == (
        "1 attachment is not read: lease.doc (of an older format)",
        "order.xls: named .xls, read as .html (web pages) by its content",
    )


def test_an_attached_message_is_a_document_with_its_attachments() -> None:
    """Down to some depth."""
    inner = message("The inner words.")
    inner.add_attachment("Deep words.", filename="deep.txt")
    made = message("The outer words.")
    made.add_attachment(inner)
    found = read(made)
    label = "Re: The quay – a question.eml"
    assert [item.name for item in found] == [None, label, f"{label}/deep.txt"]
    assert [item.text.splitlines()[-1] for item in found] == [
        "The outer words.",
        "The inner words.",
        "Deep words.",
    ]


def test_a_name_leads_nowhere() -> None:
    """It is a name of a document, and neither a path nor of several lines."""
    made = message()
    made.add_attachment("Bring boots.", filename="../..\\x/notes.txt")
    assert read(made)[1].name == ".. .. x notes.txt"


def test_wrong_character_sets_do_not_change_words() -> None:
    """UTF-8 is what it is, whatever the message names; so are bytes in its fields."""
    made = "Subject: Café\nFrom: Zoë\nContent-Type: text/plain; charset=x-none\n\nnaïve"
    found = read(made.encode())[0]
    assert found.text == "From: Zoë\nSubject: Café\n\nnaïve"
    latin = made.replace("x-none", "iso-8859-1").encode("latin-1")
    assert read(latin)[0].text == found.text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x00\x01\x02", "is not an e-mail message"),
        (b"Dear all,\n\nhello", "is not an e-mail message"),
        (
            b"From: a\n" + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" * 10_000,
            "has more than 300 parts that have parts",
        ),
    ],
)
def test_what_is_no_message_is_refused(data: bytes, reason: str) -> None:
    """Also one whose parts are in parts without end."""
    with pytest.raises(DocumentError) as caught:
        read(data)
    assert caught.value.reason.startswith(reason)


def test_a_bomb_of_parts_is_bounded() -> None:
    """The first thousand parts are read, and a note says so; long fields are cut."""
    head = b"From: a\nTo: " + b"x@example.org, " * 100_000 + b"\n"
    head += b"Content-Type: multipart/mixed; boundary=b\n\n"
    found = read(head + b"--b\nContent-Type: text/plain\n\nWord.\n" * 5_000 + b"--b--\n")
    assert found[0].notes == ("only the first 1,000 parts are read",)
    assert len(found[0].text) < 20_000


RUSSIAN = "Договор аренды заканчивается в мае следующего года, сказала она."


@pytest.mark.parametrize("charset", ["utf-8", "us-ascii", "x-none", "unicode_escape"])
def test_a_wrong_name_of_the_encoding_is_a_guess_and_noted(charset: str) -> None:
    """Bytes that it cannot be are read as what they most likely are."""
    made = f"Subject: a\nContent-Type: text/plain; charset={charset}\n\n"
    (found,) = read(made.encode() + RUSSIAN.encode("koi8-r"))
    assert found.text.endswith(RUSSIAN)
    assert found.notes == ("decoded as koi8-r by guess",)


def test_only_character_sets_are_looked_up() -> None:
    r"""Python calls others so too, and one would take ``\\n`` for a new line."""
    made = "Subject: a\nContent-Type: text/plain; charset=%s\n\nC:\\new\\table +AOk-"
    (found,) = read((made % "unicode_escape").encode())
    assert found.text.endswith("C:\\new\\table +AOk-")
    assert read((made % "utf-7").encode())[0].text.endswith("C:\\new\\table é")


def test_fields_are_in_the_encoding_of_the_text() -> None:
    """Where they name none of their own; without any it is a guess, which is noted once."""
    made = "Subject: Договор аренды\nFrom: Анна\nContent-Type: text/plain%s\n\n" + RUSSIAN
    (found,) = read((made % "; charset=koi8-r").encode("koi8-r"))
    assert found.text.startswith("From: Анна\nSubject: Договор аренды\n")
    assert found.notes == ()
    (found,) = read((made % "").encode("koi8-r"))
    assert found.text.endswith(RUSSIAN)
    assert "decoded as koi8-r by guess" in found.notes
    assert len(set(found.notes)) == len(found.notes)
    naive = "Subject: naïve\nContent-Type: text/plain; charset=iso-8859-1\n\nYes."
    assert read(naive.encode("latin-1"))[0].title == "naïve"

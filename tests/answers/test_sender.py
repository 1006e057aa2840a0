"""Who sent what an e-mail is, or has attached, is said by its line "From:"."""

from __future__ import annotations

from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from qa import ask, build
from qa.answers.sender import mail_of, sent_thing

if TYPE_CHECKING:
    from pathlib import Path

    from qa.index.search import Index


def write_mail(path: Path, sender: str, subject: str, body: str, attached: str = "") -> None:
    """Write an e-mail."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "Tim Hecht <tim@orrin.example>", subject
    mail["Date"] = "Tue, 4 Mar 2025 10:00:00 +0100"
    mail.set_content(body)
    if attached:
        mail.add_attachment(
            attached.encode(), maintype="text", subtype="plain", filename="survey.txt"
        )
    path.write_bytes(mail.as_bytes())


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Return the index of three e-mails and a note."""
    root = tmp_path_factory.mktemp("sent")
    docs = root / "docs"
    docs.mkdir()
    write_mail(
        docs / "wheel.eml", "Olga Brandner <olga@mill.example>", "The old wheel",
        "Dear Mr. Hecht,\n\nWe offer 900 euros for the wheel.\n\nKind regards,\nOlga Brandner\n",
    )  # fmt: skip
    write_mail(
        docs / "slates.eml", "Petra Weiss <petra@roof.example>", "Your roof",
        "Dear Mr. Hecht,\n\nplease find attached our estimate.\n\nKind regards,\nPetra Weiss\n",
        "Estimate for the slates\n\nSlates cost 7,400 euros, and labour 3,100 euros.\n",
    )  # fmt: skip
    write_mail(
        docs / "drums.eml", "Udo Kranz <udo@flat.example>", "Noise",
        "Dear Mr. Hecht,\n\nI complain about the drums. Moll sent the parcel.\n\nUdo Kranz\n",
    )  # fmt: skip
    (docs / "note.txt").write_text("Moll sent the parcel by post. Renner made the report on ice.")
    return build(docs, into=root / "index")


@pytest.mark.parametrize(
    ("question", "sender"),
    [
        ("Who sent the offer?", "From: Olga Brandner"),
        ("Who made the offer for the wheel?", "From: Olga Brandner"),
        ("Who sent the estimate for the slates?", "From: Petra Weiss"),
        ("Who wrote the complaint about the drums?", "From: Udo Kranz"),
    ],
)
def test_the_sender_of_a_thing_is_that_of_its_mail(
    index: Index, question: str, sender: str
) -> None:
    """The question need not say that it came by e-mail."""
    answer = ask(question, index)
    assert answer.found
    assert answer.quotes[0].text.startswith(sender)


@pytest.mark.parametrize(
    "question",
    ["Who sent the parcel?", "Who made the report on ice?", "Who sent the barley offer?"],
)
def test_another_thing_is_not_what_a_mail_is(index: Index, question: str) -> None:
    """A mail that mentions it, or is another offer, does not say who sent it."""
    answer = ask(question, index, min_confidence=0.0)
    assert not answer.quotes[0].text.startswith("From:")


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("Who sent us the final offer?", "offer"),
        ("Who wrote the complaint?", "complaint"),
        ("Who wrote the report?", ""),
        ("Who sent the parcel?", ""),
        ("When was the offer sent?", ""),
    ],
)
def test_a_thing_that_is_sent_is_known_by_its_name(question: str, thing: str) -> None:
    """A report is often written by another person than the one who sends it."""
    assert sent_thing(question) == thing


def test_an_attachment_belongs_to_its_mail(index: Index) -> None:
    """A note to none."""
    assert mail_of("slates.eml#survey.txt", index.document) == "slates.eml"
    assert mail_of("drums.eml", index.document) == "drums.eml"
    assert not mail_of("note.txt", index.document)

"""A message is quoted, and not the reply that repeats it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa import ask
from qa.indexing.build import build_with_report

if TYPE_CHECKING:
    from pathlib import Path

    from qa.embedders.protocol import Embedder
    from qa.index.search import Index

MOVED = "The harvest supper in Ketton has been moved from 12 September to 19 September."
BRING = "Every member brings a chair and a lantern to the supper."


def message(sender: str, subject: str, body: str) -> str:
    """Return a message as a file has it."""
    return (
        f"From: {sender} <{sender.casefold()}@choir.example>\nTo: All <all@choir.example>\n"
        f"Subject: {subject}\nDate: Mon, 01 Sep 2025 09:00:00 +0200\n"
        f"Content-Type: text/plain; charset=utf-8\n\n{body}\n"
    )


def quoted(*lines: str) -> str:
    """Return lines as a reply repeats them."""
    return "".join(f"> {line}\n" for line in lines)


@pytest.fixture
def choir(tmp_path: Path, real_embedder: Embedder) -> Index:
    """A message, two replies that quote it, and notes that quote something else."""
    folder = tmp_path / "post"
    folder.mkdir()
    said = "On Mon, 1 Sep 2025, Mara wrote:\n"
    (folder / "z-supper.eml").write_text(message("Mara", "Supper", f"Hello,\n\n{MOVED}\n{BRING}"))
    (folder / "a-reply.eml").write_text(
        message("Tor", "Re: Supper", f"Gladly. I bring the cider.\n\n{said}{quoted(MOVED, BRING)}")
    )
    (folder / "notes.md").write_text(f"# Notes\n\nMara wrote to us.\n\n{quoted(MOVED)}\n")
    lost = quoted("The rehearsal in Oakham begins at half past six.")
    (folder / "b-reply.eml").write_text(message("Tor", "Re: Oakham", f"Fine.\n\n{said}{lost}"))
    return build_with_report([folder], into=tmp_path / "index", embedder=real_embedder).index


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("When is the harvest supper in Ketton?", MOVED),
        ("What does every member bring to the supper?", BRING),
    ],
)
def test_the_original_is_quoted_first(choir: Index, question: str, words: str) -> None:
    """Its reply is not, nor do notes come before it that have the same words."""
    answer = ask(question, choir)
    assert answer.found
    assert answer.quotes[0].citation.doc_id == "z-supper.eml"
    assert words in answer.quotes[0].text
    assert all(words != quote.text for quote in answer.quotes[1:])


def test_what_only_a_reply_has_is_quoted_from_it(choir: Index) -> None:
    """Its own words, and those of a message that is not there."""
    assert ask("Who brings the cider?", choir).quotes[0].citation.doc_id == "a-reply.eml"
    oakham = ask("When does the rehearsal in Oakham begin?", choir)
    assert oakham.quotes[0].citation.doc_id == "b-reply.eml"


@pytest.mark.parametrize(
    ("original", "reply"),
    [
        (
            "Lanterns light the way home. {said}",
            "> Hello to all of you, wherever you may be. {said}",
        ),
        ("Lanterns go out if the wind is > 40 knots on the moor. {said}", "> {said}"),
    ],
)
def test_a_line_that_begins_with_its_sign_is_quoted(
    tmp_path: Path, real_embedder: Embedder, original: str, reply: str
) -> None:
    """However long it is, and no line that has the sign elsewhere."""
    folder = tmp_path / "post"
    folder.mkdir()
    (folder / "z.txt").write_text(f"Supper\n\n{original.format(said=MOVED)}\n")
    (folder / "a.txt").write_text(f"Supper\n\n{reply.format(said=MOVED)}\n")
    index = build_with_report([folder], into=tmp_path / "index", embedder=real_embedder).index
    quote = ask("When is the harvest supper in Ketton?", index).quotes[0]
    assert (quote.citation.doc_id, quote.text) == ("z.txt", MOVED)

"""A transcript as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.rendering.text import escaped_markdown
from qa.rendering.transcripts.entries import TITLE, entries

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.records import Answer
    from qa.rendering.transcripts.entries import Entry, Quoted


def to_markdown(answers: Sequence[Answer], title: str = TITLE) -> str:
    """Return a conversation as Markdown: a heading for each question, quotes as block quotes.

    Args:
        answers: of the conversation, in order.
        title: its name.
    """
    blocks = [f"# {escaped_markdown(title)}"]
    for entry in entries(answers):
        blocks += _blocks(entry)
    return "\n\n".join(blocks) + "\n"


def _blocks(entry: Entry) -> Iterator[str]:
    yield f"## {_one_line(entry.question)}"
    yield "  \n".join(f"**{escaped_markdown(line)}**" for line in _lines(entry.verdict))
    yield from map(escaped_markdown, entry.remarks)
    yield from map(_block_quote, entry.quotes)
    if entry.nearest:
        yield escaped_markdown(entry.nearest_label)
        yield from map(_block_quote, entry.nearest)


def _block_quote(quoted: Quoted) -> str:
    words = "\n".join(f"> {escaped_markdown(line)}" for line in quoted.text.split("\n"))
    return f"{words}\n>\n> — {_one_line(quoted.citation)}"


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _one_line(text: str) -> str:
    return escaped_markdown(" ".join(text.split()))

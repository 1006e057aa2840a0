"""A transcript as Markdown."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from qa.rendering.text import escaped_markdown
from qa.rendering.transcripts.entries import TITLE, entries, exported_line, heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from qa.records import Answer
    from qa.rendering.transcripts.entries import Entry, Quoted


def to_markdown(
    answers: Sequence[Answer], title: str = TITLE, exported: datetime | None = None
) -> str:
    """Return a conversation as Markdown: a heading for each question, quotes as block quotes.

    Args:
        answers: of the conversation, in order.
        title: its name.
        exported: when it is written; None leaves that out.
    """
    blocks = [f"# {escaped_markdown(heading(title, answers))}"]
    if line := exported_line(exported):
        blocks.append(f"*{escaped_markdown(line)}*")
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
    """Return the words of a quote as a block quote; rows with bars are a table in it.

    Rows without bars are drawn above their words, which stay as they are.
    """
    drawn = quoted.rows and quoted.text.startswith("|")
    lines = _table(quoted) if drawn else map(escaped_markdown, quoted.text.split("\n"))
    words = "\n".join(f"> {line}" for line in lines)
    above = "\n".join(_table(quoted)) + "\n\n" if quoted.rows and not drawn else ""
    lead_in = f"> *{_one_line(quoted.lead_in)}*\n>\n" if quoted.lead_in else ""
    return f"{above}{lead_in}{words}\n>\n> — {_one_line(quoted.citation)}"


def _table(quoted: Quoted) -> Iterator[str]:
    """Yield the lines of a table, with the names of its columns in italics, if they are not quoted.

    Markdown has one row of names: those of several rows are joined. One must be there, if only
    with empty cells.
    """
    columns = max(map(len, (*quoted.header, *quoted.rows)))
    rows = [[_one_line(cell) for cell in row] for row in quoted.rows]
    if quoted.is_headed:
        names, *rows = rows
    else:
        above = zip_longest(*quoted.header, fillvalue="")
        joined = (_one_line(" ".join(dict.fromkeys(column))) for column in above)
        names = [f"*{name}*" if name else "" for name in joined]
    yield _row(names, columns)
    yield "|" + "---|" * columns
    for row in rows:
        yield _row(row, columns)


def _row(cells: Sequence[str], columns: int) -> str:
    return f"| {' | '.join([*cells, *[''] * (columns - len(cells))])} |"


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _one_line(text: str) -> str:
    return escaped_markdown(" ".join(text.split()))

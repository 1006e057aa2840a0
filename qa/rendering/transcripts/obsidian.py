"""A transcript as notes for Obsidian: one with the answers, and one for each document quoted.

A quote is a block of its document's note with an identifier, https://help.obsidian.md/links, which
the note with the answers shows in place. Whoever quotes it elsewhere links to the same block.
"""

from __future__ import annotations

import json
import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from qa.files.hashing import sha256_of_text
from qa.files.zip_times import UNDATED
from qa.rendering.text import escaped_markdown
from qa.rendering.transcripts.entries import (
    ANSWER_TITLE,
    TITLE,
    cited_place,
    entries,
    exported_line,
    heading,
    single_answers,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from qa.records import Answer, Quote

_SOURCES = "Sources"
_READ, _LONGEST = 1_000, 80  # characters of a name that are read, and that stay
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\\/:*?\"<>|#^\[\].%]+")  # neither files nor links take them


def to_obsidian(
    answers: Sequence[Answer], title: str = TITLE, exported: datetime | None = None
) -> dict[str, str]:
    """Return the notes: path within a vault → Markdown.

    Args:
        answers: of a conversation, in order.
        title: its name.
        exported: when it is written; None leaves that out.
    """
    quotes: dict[str, dict[str, Quote]] = {}
    for answer in single_answers(answers):
        for quote in (*answer.quotes, *answer.nearest):
            quotes.setdefault(quote.citation.doc_id, {})[_block(quote)] = quote
    names = _names(quotes)
    notes = {
        f"{_SOURCES}/{names[doc_id]}.md": _source_note(list(found.values()))
        for doc_id, found in quotes.items()
    }
    name = heading(title, answers)
    first = next(single_answers(answers), None)
    named = first.question if first and name in {TITLE, ANSWER_TITLE} else name
    notes[f"{_plain(named) or TITLE}.md"] = _answer_note(answers, name, names, exported)
    return notes


def to_obsidian_zip(
    answers: Sequence[Answer], title: str = TITLE, exported: datetime | None = None
) -> bytes:
    """Return the notes as a ZIP file, to unpack in a vault.

    Args:
        answers: of a conversation, in order.
        title: its name.
        exported: when it is written; None leaves that out.
    """
    time = UNDATED if exported is None else exported.timetuple()[:6]
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in to_obsidian(answers, title, exported).items():
            archive.writestr(zipfile.ZipInfo(path, time), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _answer_note(
    answers: Sequence[Answer], name: str, names: dict[str, str], exported: datetime | None
) -> str:
    blocks = [f"# {_one_line(name)}"]
    if line := exported_line(exported):
        blocks.append(f"*{escaped_markdown(line)}*")
    for entry, answer in zip(entries(answers), single_answers(answers), strict=True):
        blocks += [f"## {_one_line(entry.question)}", f"**{_one_line(entry.verdict)}**"]
        blocks += map(escaped_markdown, entry.remarks)
        if entry.nearest:
            blocks.append(escaped_markdown(entry.nearest_label))
        shown = answer.quotes or (answer.nearest if entry.nearest else ())
        blocks += (
            f"![[{_SOURCES}/{names[quote.citation.doc_id]}#^{_block(quote)}]]" for quote in shown
        )
    return "\n\n".join(blocks) + "\n"


def _source_note(quotes: Sequence[Quote]) -> str:
    """Return the note of a document: what it is, and its quotes in their order."""
    citation = quotes[0].citation
    facts = {
        "title": citation.title,
        "file": citation.doc_id,
        "sha256": citation.source.sha256,
    }
    head = "\n".join(
        f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in facts.items()
    )
    blocks = [f"---\n{head}\n---", f"# {_one_line(citation.title)}"]
    for quote in sorted(quotes, key=lambda one: (one.citation.start, one.citation.end)):
        words = "\n".join(f"> {escaped_markdown(line)}" for line in quote.text.split("\n"))
        if quote.lead_ins:
            words = f"> *{_one_line(quote.lead_in())}*\n>\n{words}"
        cited = _one_line(cited_place(quote, rated=False))
        blocks.append(f"{words}\n>\n> — {cited}\n\n^{_block(quote)}")
    return "\n\n".join(blocks) + "\n"


def _block(quote: Quote) -> str:
    """Return the identifier of a quote, the same for the same words of a document."""
    citation = quote.citation
    span = json.dumps([citation.doc_id, citation.start, citation.end, quote.text])
    return f"quoth-{sha256_of_text(span)[:12]}"


def _names(quotes: dict[str, dict[str, Quote]]) -> dict[str, str]:
    """Return the name of each document's note, which is its title where no other has it."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for doc_id, found in quotes.items():
        title = next(iter(found.values())).citation.title
        name = next(
            name
            for name in _spellings(_plain(title) or "document", doc_id)
            if name.casefold() not in taken
        )
        taken.add(name.casefold())
        names[doc_id] = name
    return names


def _spellings(title: str, doc_id: str) -> Iterator[str]:
    yield title
    yield f"{title} ({_plain(doc_id)})"
    yield f"{title} ({sha256_of_text(doc_id)[:12]})"


def _plain(name: str) -> str:
    return " ".join(_NOT_IN_NAMES.sub(" ", name[:_READ]).split())[:_LONGEST].strip()


def _one_line(text: str) -> str:
    return escaped_markdown(" ".join(text.split()))

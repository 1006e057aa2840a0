"""Sources that disagree, in words: what differs, both sentences, and which document is newer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from qa.records import Disagreement, Statement

TITLE = "Sources disagree"
_KINDS = {
    "number": "on a number",
    "date": "on a date",
    "name": "on a name",
    "negation": "on whether it is so",
}
_CHANGES = {
    "amendment": "Another document may change this",
    "superseded": "This document may be out of date",
}


def heading(found: Disagreement) -> str:
    """Return what two sources disagree on: ``Sources disagree on a number: “30” or “25”.``.

    Args:
        found: of an answer.
    """
    if title := _CHANGES.get(found.kind):
        named = ", ".join(f"“{word}”" for word in differing(found.statements[-1]))
        return f"{title}: see {named}."
    # An answer that another version stored may have kinds that this one does not know.
    kind = _KINDS.get(found.kind, "")
    sides = [", ".join(f"“{word}”" for word in differing(one)) for one in found.statements]
    what = " or ".join(sides) if all(sides) else f"only one says {''.join(sides)}"
    return f"{TITLE}{f' {kind}' if kind else ''}: {what}."


def lines(found: Disagreement, *, quoted: Collection[str] = ()) -> Iterator[str]:
    """Yield what two sources disagree on, each sentence with its place, and which is newer.

    Args:
        found: of an answer.
        quoted: documents whose sentence the reader sees already, and which is left out.
    """
    yield heading(found)
    for one in found.statements:
        if one.citation.doc_id not in quoted:
            yield f"{place(one)}: “{one.text}”"
    if line := newer(found):
        yield line


def differing(statement: Statement) -> list[str]:
    """Return the words of a sentence that differ, as they stand there.

    Args:
        statement: of a disagreement.
    """
    at = statement.citation.start
    return [statement.text[span.start - at : span.end - at] for span in statement.differing]


def place(statement: Statement) -> str:
    """Return where a sentence is: ``leases/mill.pdf, page 3``.

    Args:
        statement: of a disagreement.
    """
    where = statement.citation.where()
    return f"{statement.citation.doc_id}{f', {where}' if where else ''}"


def newer(found: Disagreement) -> str:
    """Return which of two documents is newer, as far as they say so; empty if unknown.

    Args:
        found: of an answer.
    """
    if not found.newer:
        return ""
    dated = {one.citation.doc_id: one.dated for one in found.statements}
    others = (f"{doc_id} says {at}" for doc_id, at in dated.items() if doc_id != found.newer)
    return f"{found.newer} is newer: it says {dated.get(found.newer, '')}; {', '.join(others)}."

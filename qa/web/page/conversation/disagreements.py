"""Sources that disagree, as HTML: both sentences, with the words that differ marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.rendering.disagreements import heading, newer, place
from qa.verification.findings import Place
from qa.web import strings
from qa.web.page.escaping import escaped
from qa.web.service.references import reference_of

if TYPE_CHECKING:
    from qa.records import Answer, Disagreement, Statement


def disagreements_html(answer: Answer) -> str:
    """Return where the sources of an answer disagree; empty if they do not.

    Args:
        answer: the answer.
    """
    return "".join(map(_disagreement, answer.disagreements))


def _disagreement(found: Disagreement) -> str:
    statements = "".join(map(_statement, found.statements))
    later = newer(found)
    line = f'<div class="newer">{escaped(later)}</div>' if later else ""
    return (
        f'<div class="disagreement"><div class="label">{escaped(heading(found))}</div>'
        f"{statements}{line}</div>"
    )


def _statement(statement: Statement) -> str:
    citation = statement.citation
    parts, at = [], citation.start
    for span in statement.differing:
        parts.append(escaped(_between(statement, at, span.start)))
        parts.append(f"<mark>{escaped(_between(statement, span.start, span.end))}</mark>")
        at = span.end
    parts.append(escaped(_between(statement, at, citation.end)))
    at_place = Place(
        citation.doc_id, citation.title, None, citation.start, citation.end, statement.text
    )
    return (
        f'<div class="statement"><blockquote class="words">{"".join(parts)}</blockquote>'
        f'<button class="chip" value="{escaped(reference_of(at_place))}">'
        f'<span class="work"><span class="unseen">{escaped(strings.OPEN_SOURCE)} </span>'
        f'{escaped(citation.title)}</span> <span class="doc">{escaped(place(statement))}</span>'
        "</button></div>"
    )


def _between(statement: Statement, start: int, end: int) -> str:
    first = statement.citation.start
    return statement.text[start - first : end - first]

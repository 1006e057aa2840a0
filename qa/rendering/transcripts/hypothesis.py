"""A transcript as annotations for Hypothesis, https://web.hypothes.is.

The file is of the form that its client exports and imports; each annotation is also the body of
a ``POST /api/annotations``. https://h.readthedocs.io/en/latest/api-reference/v1
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote as percent_encoded

from qa.rendering.text import escaped_markdown
from qa.rendering.transcripts.entries import cited_place, single_answers
from qa.terminal import to_json_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.records import Answer, Quote

_USER = "acct:quoth@localhost"  # the client lists annotations by who made them
_TAG = "Quoth"


def to_hypothesis(answers: Sequence[Answer], base_url: str = "") -> str:
    """Return an annotation for each quote of a conversation, with its question as the text.

    Args:
        answers: of the conversation, in order.
        base_url: address of the folder that was indexed; empty for relative addresses, which
            stand for the document that is open when the file is imported.
    """
    annotations = [
        _annotation(answer, quote, base_url)
        for answer in single_answers(answers)
        for quote in answer.quotes
    ]
    return to_json_text({"annotations": annotations}, indent=2)


def _annotation(answer: Answer, quote: Quote, base_url: str) -> dict[str, Any]:
    citation = quote.citation
    path = percent_encoded(citation.doc_id)
    uri = f"{base_url.rstrip('/')}/{path}" if base_url else path
    cited = cited_place(quote, rated=not answer.note)
    return {
        "uri": uri,
        "document": {"title": [citation.title]},
        "user": _USER,
        "text": f"{escaped_markdown(answer.question)}\n\n{escaped_markdown(cited)}",
        "tags": [_TAG],
        "target": [{"source": uri, "selector": citation.selectors(quote.text)}],
    }

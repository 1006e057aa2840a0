"""What speaks against the first quote, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.records import Doubt

_TEXTS = {
    "limit": "The quote says {words}; your question does not.",
    "negation": "{words} is in your question or in the quote, but not in both.",
    "year": "The quote is about a different year from {words}.",
    "intention": "The quote says {words}, not that it happened.",
    "end": "The date in the quote is a limit ({words}), not when it was done.",
    "role": "The quote is about the {words}, the other party.",
    "total": "To find the {words}, add up the quotes.",
    "rows": "Compare these rows: you asked for {words}, and there may be more.",
    "comparison": "To find what is {words}, compare the quotes.",
    "person": "You asked {words}; the quote names no one.",
    "place": "You asked for a {words}; the quote names none.",
    "count": "You asked {words}; the quote gives no such number.",
    "unnamed": "The quote does not mention {words}.",
    "disagreement": "Two quotes differ: {words}.",
    "questions": (
        "These {number} questions were searched as one. Ask up to four in a message, or all of "
        "them in a grid (“qa grid”, or Grid in the page)."
    ),
    "document": "The quote is not from the document that you call {words}.",
}
_OTHER = "Check {words}."


def doubt_text(doubt: Doubt) -> str:
    """Return a doubt as a sentence.

    Args:
        doubt: of an answer.
    """
    words = ", ".join(f"“{word}”" for word in doubt.words)
    # An answer that another version stored may have kinds that this one does not know.
    return _TEXTS.get(doubt.kind, _OTHER).format(words=words, number=len(doubt.words))

"""A conversation: an answer, one that is uncertain, none, two questions in one, and a greeting."""

from __future__ import annotations

import pytest

from qa.records import Answer, Citation, Doubt, Quote, Span, Why

WORDS = "Birds <b>fly</b> & sing.\nMost of them, *often*."
"""Words that HTML, Markdown and XML would each read in their way."""


def _quote(text: str) -> Quote:
    citation = Citation("a/birds.txt", "Birds", ("Air",), 3, 5, 5 + len(text), "before ", " after")
    return Quote(text, citation, 0.8, Span(0, 90), Why(0.5, 2.5, 0.75, 1.0, ("bird",)))


def _answer(question: str, *quotes: Quote, **changes: object) -> Answer:
    values = {"found": True, "confidence": 0.9, "nearest": (), "index": "0" * 16} | changes
    return Answer(question, quotes, **values)  # type: ignore[arg-type]


@pytest.fixture
def conversation() -> list[Answer]:
    quote = _quote(WORDS)
    part = _answer("And <i>bats</i>?", quote, likely=True, searched="bats fly")
    return [
        _answer("What do birds do?", quote, likely=True),
        _answer("Do they swim?", quote, doubts=(Doubt("negation", ("not",)),), unknown=("swim",)),
        _answer("Who?", found=False, nearest=(quote,)),
        _answer("Both?", quote, parts=(part, _answer("Eels?", found=False))),
        _answer("hello", note="Hello. Ask a question."),
    ]

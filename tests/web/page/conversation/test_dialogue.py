"""What is around a quote of a hearing: its question, and the questions and answers next to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.records import Citation, Heading, Span
from qa.web import strings
from qa.web.page.conversation.answers import answer_html
from qa.web.page.conversation.dialogue import exchange_around, next_questions
from qa.web.page.conversation.quotes import quote_html
from tests.support.tables import answering
from tests.support.webs import document, quote

_PAIRS = (
    "Q. Where were you on the night of the fire?\nA. I was at the depot until nine.",
    "Q. Who locked the depot?\nA. The porter did. He has the only key.",
    "Q. Did you see smoke?\nA. Not before ten.",
    "Q. Whom did you call?\nA. I called the brigade.",
)
_TEXT = "Hearing of Odo Lisle\n\n" + "\n".join(_PAIRS) + "\nAnnex\n\nThe plan of the depot.\n"
_HEARING = replace(
    document(_TEXT),
    headings=(
        Heading(0, 20, 1, "Hearing of Odo Lisle"),
        Heading(_TEXT.index("Annex"), _TEXT.index("Annex") + 5, 1, "Annex"),
    ),
)


def cited(words: str) -> Citation:
    """Return the citation of some words of the hearing."""
    start = _TEXT.index(words)
    return quote(_HEARING, start, start + len(words)).citation


def around(words: str) -> str:
    """Return the exchange around some words."""
    span = exchange_around(_HEARING, cited(words))
    assert span is not None
    return _TEXT[span.start : span.end]


@pytest.mark.parametrize(
    ("words", "pairs"),
    [
        ("A. I was at the depot until nine.", _PAIRS[:2]),
        ("He has the only key.", _PAIRS[:3]),
        (_PAIRS[1], _PAIRS[:3]),  # with its question
        ("A. I called the brigade.", _PAIRS[2:]),
    ],
)
def test_the_exchange_around_an_answer_is_its_question_and_the_pairs_next_to_it(
    words: str, pairs: tuple[str, ...]
) -> None:
    """No further than the heading below it."""
    assert around(words) == "\n".join(pairs)


def test_what_answers_no_question_has_none() -> None:
    """Words below another heading, and those of a text without questions."""
    assert exchange_around(_HEARING, cited("The plan of the depot.")) is None
    assert next_questions(_HEARING, cited("The plan of the depot.")) == []
    prose = document("The depot burnt down. Nobody was hurt.")
    assert exchange_around(prose, quote(prose, 0, 21).citation) is None


def test_one_reads_on_at_the_next_question() -> None:
    """No line is skipped; the section after them comes when they are read."""
    titles = [one.title for one in next_questions(_HEARING, cited("He has the only key."))]
    assert titles == ["Did you see smoke?", "Whom did you call?"]
    last = cited("Not before ten.")
    shown = answer_html(
        answering(quote(_HEARING, last.start, last.end)), {_HEARING.doc_id: _HEARING}.__getitem__
    )
    assert strings.FURTHER_ASKED in shown
    assert shown.index(">Whom did you call?<") < shown.index(">Annex<")


def test_a_quote_that_is_all_of_its_passage_has_the_exchange_as_context() -> None:
    """A context that the answer has already is not replaced."""
    start = _TEXT.index("A. Not before ten.")
    end = start + len("A. Not before ten.")
    alone = replace(quote(_HEARING, start, end), context=Span(start, end))
    shown = quote_html(alone, _HEARING, None, 1.0)
    assert "Whom did you call?" in shown.partition('<details class="passage">')[2]
    wider = replace(alone, context=Span(start - len("Q. Did you see smoke?\n"), end))
    shown = quote_html(wider, _HEARING, None, 1.0)
    context = shown.partition('<details class="passage">')[2]
    assert "Did you see smoke?" in context
    assert "Whom did you call?" not in context

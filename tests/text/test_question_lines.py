"""A question with an answer below it is its heading."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.records import Heading, Span
from qa.text.question_lines import is_interrogative, question_at, questions_of
from tests.support.nasty import document


def answers(text: str) -> dict[str, str]:
    """Return the words of the answer to each question that heads one."""
    return {
        found.title: " ".join(text[found.end : found.until].split())
        for found in questions_of(document(text))
    }


@pytest.mark.parametrize(
    "text",
    [
        "**May I fish?**\n\nIn May.\n\n**Is it deep?**\n\nNo.",
        "**May I fish?** In May.\n\n**Is it deep?** No.",
        "## May I fish?\n\nIn May.\n\n## Is it deep?\n\nNo.",
        "- **May I fish?** In May.\n- **Is it deep?** No.",
        "- May I fish?\n  In May.\n- Is it deep?\n  No.",
        "1. May I fish?\nIn May.\n\n2. Is it deep?\nNo.",
        "Question 1: May I fish?\nIn May.\nQuestion 2: Is it deep?\nNo.",
        "May I fish?\n\nIn May.\n\nIs it deep?\n\nNo.",
        "May I fish?\nIn May.\n\nIs it deep?\nNo.",
    ],
)
def test_a_question_heads_what_follows_it(text: str) -> None:
    """However it is written; its title has no number, label or mark-up."""
    assert answers(text) == {"May I fish?": "In May.", "Is it deep?": "No."}


def test_questions_and_answers_may_be_labelled() -> None:
    """The label of an answer is part of it; both may stand in one line."""
    text = "Q: May I fish?\nA: In May.\n\nQ: Is it deep? A: No.\nF: Und kalt?\nA: Ja."
    assert answers(text) == {
        "May I fish?": "A: In May.",
        "Is it deep?": "A: No.",
        "Und kalt?": "A: Ja.",
    }


def test_what_a_speaker_asks_heads_what_another_says() -> None:
    """What the speaker says before it remains text."""
    text = "HOST: Good morning.\nMR IDE: Hello.\nHOST: I see. How old is it?\nMR IDE: Ten years."
    assert answers(text) == {"How old is it?": "MR IDE: Ten years."}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The lake is deep. Is it cold? Very. So they say.",
        "May I fish?\n\nIs it deep?\n\nIs it cold?",
        "1. Is it deep?\n2. Is it cold?\n3. Is it far?\n\nThank you for your answers.",
        "“Who is there?”\n\nNobody spoke.",
        "> Who is there?\n\nNobody spoke.",
        "| Is it deep? | No. |\n| Is it cold? | Yes. |",
    ],
)
def test_other_questions_head_nothing(text: str) -> None:
    """Those in prose, in a questionnaire, in a dialogue, in a table."""
    assert answers(text) == {}


def test_an_answer_ends_at_the_next_heading_and_goes_over_a_page() -> None:
    """An aside is not part of it, but may lie in it."""
    text = "May I fish?\n\nIn May.\n\nPage\n\nNot later.\n\nRules\n\nNone."
    page, rules = text.index("Page"), text.index("Rules")
    headings = (Heading(rules, rules + 5, 1, "Rules"),)
    made = document(text, headings=headings, pages=(0, page))
    made = replace(made, asides=(Span(page, page + 4),))
    (found,) = questions_of(made)
    assert text[found.until :].startswith("\n\nRules")


def test_an_answer_is_found_by_an_offset() -> None:
    """Neither the question itself nor what stands before it is its answer."""
    text = "A lake.\n\nMay I fish?\n\nIn May."
    questions = questions_of(document(text))
    assert question_at(questions, 0) is None
    assert question_at(questions, text.index("May I")) is None
    found = question_at(questions, text.index("In May"))
    assert found is not None
    assert found.title == "May I fish?"
    assert question_at((), 0) is None


def test_an_answer_has_an_end() -> None:
    """Three thousand characters below the question, where a paragraph ends."""
    text = "May I fish?\n\n" + "\n\n".join(["The lake is deep and cold. " * 4] * 100)
    (found,) = questions_of(document(text))
    assert 3_000 <= found.until - found.end < 3_200


def test_a_sentence_asks_by_its_last_sign() -> None:
    """Quotation marks and mark-up may follow it."""
    assert all(map(is_interrogative, ["Is it?", "*Is it?*", "“Is it?”", "¿Es?", "吗？"]))
    assert not any(map(is_interrogative, ["", "It is.", "Is it? Yes."]))

"""Several questions in one message have an answer each, and one together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa import ask
from qa.rendering.text import LEFT_OUT, to_markdown, to_text
from qa.web.page.conversation.answers import answer_html

if TYPE_CHECKING:
    from qa.index.search import Index

XIAOMI = "How many EVs did Xiaomi deliver in October 2024?"
DELIVERED = "China’s EV sector also received a boost from Xiaomi"
OPPOSED = "This directive followed a vote by EU members"


def test_two_questions_in_one_get_two_answers(article_index: Index) -> None:
    """Each part has its own; the quotes are theirs in turn."""
    both = "How many EVs did Xiaomi deliver in October 2024 and who opposed the tariffs?"
    answer = ask(both, article_index)
    assert answer.found
    first, second = answer.parts
    assert first.quotes[0].text.startswith(DELIVERED)
    assert second.quotes[0].text.startswith(OPPOSED)
    assert [quote.text for quote in answer.quotes[:2]] == [
        first.quotes[0].text,
        second.quotes[0].text,
    ]


@pytest.mark.parametrize("k", [1, 2])
def test_what_is_shown_of_several_questions_is_what_is_returned(
    article_index: Index, k: int
) -> None:
    """As text, Markdown and HTML: the quotes of the answer, each once, and no other."""
    both = "How many EVs did Xiaomi deliver in October 2024 and who opposed the tariffs?"
    answer = ask(both, article_index, k=k)
    assert len(answer.quotes) == k
    words = [quote.text for part in answer.parts for quote in part.quotes]
    assert sorted(words) == sorted(quote.text for quote in answer.quotes)
    assert to_text(answer).count("· probability") == k
    assert to_markdown(answer).count("> — ") == k
    assert answer_html(answer, article_index.document).count("<blockquote") == k
    assert [LEFT_OUT in shown(answer) for shown in (to_text, to_markdown)] == [k == 1] * 2


def test_one_part_may_be_not_found(article_index: Index) -> None:
    """It is told for that part, and the other is answered."""
    answer = ask("How many EVs did Xiaomi deliver? What is the capital of France?", article_index)
    assert [part.found for part in answer.parts] == [True, False]
    assert answer.found


def test_what_is_said_of_several_questions_is_said_of_the_first_quote(
    article_index: Index,
) -> None:
    """Whether it is likely, and what speaks against it."""
    answer = ask(f"{XIAOMI} Which company is the largest?", article_index)
    assert len(answer.parts) == 2
    first = next(part for part in answer.parts if part.quotes)
    assert answer.quotes[0] == first.quotes[0]
    assert (answer.likely, answer.doubts) == (first.likely, first.doubts)

"""What a list of everything that answers leaves to its reader: to compare, or to add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.answers.superlatives import compared_by
from qa.questions.totals import asked_total, states_total
from qa.records import Doubt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.records import Quote


def doubts_about_all(question: str, quotes: Sequence[Quote]) -> tuple[Doubt, ...]:
    """Return why none of the quotes answers alone: the question asks for an extreme or a total.

    None if there is nothing to compare, or if one of the quotes states what is asked for.

    Args:
        question: in one line; one question.
        quotes: all that were found.
    """
    if sum(quote.text.count("\n") + 1 for quote in quotes) <= 1:  # a list or rows are one quote
        return ()
    texts = [
        f"{' | '.join(quote.table.names()) if quote.table else ''}\n{quote.text}"
        for quote in quotes
    ]
    by_quote = [compared_by(question, text) for text in texts]
    left = tuple(word for word in by_quote[0] if all(word in words for words in by_quote))
    is_stated = any(map(states_total, texts))
    found = (
        Doubt("comparison", left),
        Doubt("total", () if is_stated else asked_total(question)),
    )
    return tuple(doubt for doubt in found if doubt.words)

"""The cell of a row that answers a question: by the kind of value asked for, and by its column.

The words of a row are hardly ever those of a question, and a reader that was trained on sentences
would point at any number of it. A mark on the wrong cell is worse than none.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from qa.questions.kinds import question_kind
from qa.questions.phrases import phrases
from qa.records import Span
from qa.text.analyzer import terms
from qa.text.dates import dates

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from qa.records import Quote

_LONGEST_VALUE = 40  # characters of a date, an amount or a name
_YEAR = re.compile(r"(?:1\d|20)\d\d")
_AMOUNT = re.compile(r"\W{0,3}(?:[A-Z]{3} )?\d[\d.,’']*[kKmM]?(?![-–/:\d\w])")
_COUNT = frozenset(
    "no none one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
)
_YES_NO = frozenset({"yes", "no", "true", "false", "y", "n", "✓", "✔", "✗", "✘", "ja", "nein"})
_COSTS = re.compile(
    r"what (?:do|does|did|will|would) .{1,200}\b(?:charge|cost|earn|pay)\b", re.IGNORECASE
)
_MONEY = re.compile(r"how much\b", re.IGNORECASE)
_CURRENCY = re.compile(r"[€$£¥]|\b(?:EUR|USD|GBP|CHF)\b")
_ASKS_WHAT = re.compile(r"(?:\w+ )?(?:what|which)\b", re.IGNORECASE)
_NAMES = {
    "time": re.compile(r"\b(?:date|day|time|when|year)\b", re.IGNORECASE),
    "person": re.compile(r"\b(?:name|person|who)\b", re.IGNORECASE),
    "money": re.compile(
        r"\b(?:amount|charges?|costs?|fees?|price|rate|sum|total|value)\b|[€$£¥]"
        r"|\b(?:EUR|USD|GBP|CHF)\b",
        re.IGNORECASE,
    ),
}
"""Kind of value → what a column of it may be called, whatever the question says."""


class _Cell(NamedTuple):
    words: str
    name: str
    span: Span


def answering_cell(question: str, quote: Quote) -> Span | None:
    """Return the span of ``quote.text`` that is the cell asked for; None where that is not clear.

    Args:
        question: in one line.
        quote: of rows of a table; of several rows, no cell is the one.
    """
    unsaid = _unsaid(question, quote)
    kind = _kind(question)
    of_kind = [cell for cell in unsaid if _is_of(kind, cell)]
    if of_kind:
        return _chosen(question, kind, of_kind, unsaid)
    return _by_name(_asked(question, unsaid), unsaid)


def only_value(question: str, quote: Quote) -> Span | None:
    """Return the only cell of a row that the question does not say itself; None for a long one.

    Args:
        question: in one line.
        quote: of a row with a label and a value.
    """
    unsaid = _unsaid(question, quote)
    is_one = len(unsaid) == 1 and len(unsaid[0].words) <= _LONGEST_VALUE
    return unsaid[0].span if is_one else None


def _unsaid(question: str, quote: Quote) -> list[_Cell]:
    """Return the cells with words that the question does not have: the others are no answer."""
    table, rows = quote.table, quote.cells()
    if table is None or len(rows) != 1:
        return []
    asked, start = frozenset(terms(question)), quote.citation.start
    said = frozenset(re.findall(r"\w+", question.casefold()))
    named = zip_longest(rows[0], table.names(), table.rows[0], fillvalue=None)
    return [
        _Cell(words, name or "", Span(span.start - start, span.end - start))
        for words, name, span in named
        if words and span and (frozenset(terms(words)) - asked or _is_of_stop_words(words, said))
    ]


def _is_of_stop_words(cell: str, question: Collection[str]) -> bool:
    """Return whether a cell is a word like "no", which is no term, and not in the question."""
    return cell.casefold() in _YES_NO and cell.casefold() not in question


def _kind(question: str) -> str:
    if _MONEY.search(question) or _COSTS.match(question):
        return "money"
    return question_kind(question)


def _is_of(kind: str, cell: _Cell) -> bool:
    words = cell.words
    if len(words) > _LONGEST_VALUE:
        return False
    is_date = bool(dates(words))
    if kind == "time":
        return is_date or _YEAR.fullmatch(words) is not None
    if kind in {"money", "number"}:
        return not is_date and (_AMOUNT.match(words) is not None or words.casefold() in _COUNT)
    if kind == "person":
        return words[0].isupper() and not any(map(str.isdigit, words))
    return kind == "yes_no" and words.casefold() in _YES_NO


def _chosen(
    question: str, kind: str, of_kind: Sequence[_Cell], unsaid: Sequence[_Cell]
) -> Span | None:
    """Return the cell of a kind that is asked for, by its column, or by being the only one."""
    asked = frozenset(terms(question))
    if any(_shared(asked, cell) for cell in of_kind):
        return _by_name(asked, of_kind)
    called = _NAMES.get(kind)
    if kind == "time" and len(of_kind) > 1:
        return None  # of the dates of a row, each is of something else
    usual = [cell for cell in of_kind if called and called.search(cell.name)]
    if not usual and kind == "money":
        usual = [cell for cell in of_kind if _CURRENCY.search(cell.words)]
    if not usual and not any(cell.name for cell in unsaid):
        usual = list(of_kind)
    return usual[0].span if len(usual) == 1 else None


def _asked(question: str, cells: Sequence[_Cell]) -> frozenset[str]:
    """Return the terms of what is asked for: "the amount of the invoice" is no invoice."""
    asks = _ASKS_WHAT.match(question)
    first = next((each for each in phrases(question) if asks and each.end > asks.end()), None)
    if first:
        noun = frozenset(terms(question[first.words[0][0] : first.end]))
        if any(_shared(noun, cell) for cell in cells):
            return noun
    return frozenset(terms(question))


def _by_name(asked: frozenset[str], cells: Sequence[_Cell]) -> Span | None:
    """Return the cell whose column shares most words with what is asked for; None for several."""
    shared = [_shared(asked, cell) for cell in cells]
    most = max(shared, default=0)
    return cells[shared.index(most)].span if most and shared.count(most) == 1 else None


def _shared(asked: frozenset[str], cell: _Cell) -> int:
    """Return how many words asked for are in the name of a column, or next to a number in it."""
    counted = terms(cell.words) if _AMOUNT.match(cell.words) else []
    return len(asked.intersection((*terms(cell.name), *counted)))

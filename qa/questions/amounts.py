"""Amounts in a question: money, shares, numbers with a unit, bare numbers.

"Is the deposit 400 euros?" supposes a value. It is the deposit's: a question that follows, "and the
fee?", asks for another. English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from qa.questions.kinds import question_kind

Kind = Literal["money", "share", "measure", "number"]
"""Of an amount: 400 euros, 4 %, 30 days, 4."""

_NUMBER = (
    r"(?:\d{1,12}(?:[.,]\d{1,6}){0,4}|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|twenty|thirty|fifty|hundred|thousand)\b)"
)
_SCALE = r"(?:\s?(?:thousand|million|billion|[kmb])\b)?"
_CURRENCY = (
    r"(?:[€$£¥]|(?:euros?|dollars?|pounds?|pence|cents?|francs?|kron[ae]r?|eur|usd|gbp|chf)\b)"
)
_UNIT = (
    r"(?:(?:business |working |calendar )?(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?"
    r"|quarters?|years?|(?:kilo|centi|milli)?(?:metres?|meters?|grams?|lit(?:re|er)s?)|miles?|inch(?:es)?"
    r"|feet|foot|yards?|kilos?|tons?|tonnes?|degrees?|[kc]?m|mm|kg|km/h|mph|g|l|ml)\b|°\s?[CF]\b)"
)
_AMOUNT = re.compile(
    rf"(?<![\w.,])(?:(?P<money>[€$£¥]\s?{_NUMBER}{_SCALE}|{_NUMBER}{_SCALE}\s?{_CURRENCY})"
    rf"|(?P<share>{_NUMBER}\s?(?:%|per\s?cent\b))"
    rf"|(?P<measure>{_NUMBER}[\s-]?{_UNIT})"
    rf"|(?P<number>{_NUMBER}(?![\w%])))",
    re.IGNORECASE,
)
_DIGITS = re.compile(_NUMBER, re.IGNORECASE)
_RATE = re.compile(r" (?:an?|per|each|every) [^\W\d_]{3,15}\b", re.IGNORECASE)
_BEFORE = re.compile(r"(?:(\w+) )?(?:(?:the|a|an) )?$")
_READ = 40  # characters before an amount that tell what it is of
_OF_VALUE = frozenset({"of", "for", "at", "about", "around", "within", "after"})
_BOUNDS = frozenset(
    {"under", "over", "than", "least", "most", "above", "below", "between", "from", "to", "with"}
    | {"per", "by", "in", "on", "until", "before", "without", "and", "or"}
)
_BE = re.compile(r"(?:is|are|was|were)\b", re.IGNORECASE)
_MODAL = re.compile(r"(?:can|could|may|might|must|shall|should|will|would)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in a question.

    Attributes:
        start: offset of its first character.
        end: offset after its last.
        kind: of money, a share, a measure, or a number alone.
    """

    start: int
    end: int
    kind: Kind

    def number(self, text: str) -> tuple[int, int]:
        """Return the span of its number.

        Args:
            text: the question.
        """
        found = _DIGITS.search(text, self.start, self.end)
        return found.span() if found else (self.start, self.end)


def amounts(text: str) -> list[Amount]:
    """Return the amounts in a question, in its order.

    Args:
        text: the question.
    """
    kinds: tuple[Kind, ...] = ("money", "share", "measure", "number")
    return [
        Amount(found.start(), found.end(), next(kind for kind in kinds if found[kind]))
        for found in _AMOUNT.finditer(text)
    ]


def without_supposed(question: str) -> str:
    """Return a question without the values that it supposes: "Is the deposit?".

    Those on which something depends stay: "Can I stay for 3 nights?", "Is it dear under 20 pounds?"

    Args:
        question: in one line.
    """
    if question_kind(question) != "yes_no":
        return question
    text = question
    for amount in reversed(amounts(question)):
        first = max(0, amount.start - _READ)
        lead = _BEFORE.search(question, first, amount.start)
        word = ((lead and lead[1]) or "").casefold()
        ends = not question[amount.end :].strip(" ?!.")
        if amount.kind == "number" or word in _BOUNDS:
            continue
        if amount.kind == "measure" and _MODAL.match(question):
            continue
        start = amount.start
        if word in _OF_VALUE:
            if not _BE.match(question) or (amount.kind == "measure" and not ends):
                continue
            start = lead.start() if lead else start
        rate = _RATE.match(text, amount.end)
        left, right = text[:start].rstrip(), text[rate.end() if rate else amount.end :]
        text = f"{left}{right}" if right[:1] in {"", " ", "?", "!", ".", ","} else f"{left} {right}"
    return text

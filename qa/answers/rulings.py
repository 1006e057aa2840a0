"""Sentences that rule on what a yes/no question asks about: allowed, covered, forbidden.

"Can I bring a stroller?" and "Strollers are allowed" share one word, and the others of such a
question ask for no more than a rule.
"""

from __future__ import annotations

import re

from qa.questions.kinds import question_kind
from qa.text.analyzer import terms

_RULES = re.compile(
    r"\b(?:may|must|shall|allowed|permitted|prohibited|forbidden|banned|not|never|no|cannot|can|free"
    r"|required|entitled|covered|excluded|included|insured|out of order)\b|n['’]t\b",
    re.IGNORECASE,
)
_ASKS_FOR_RULE = frozenset(
    terms(
        "allowed permitted possible able okay ok bring take pay cover included needed insured free"
        " have get use keep want come right policy required rules"
    )
)


def is_ruled_on(question: str, sentence: str) -> bool:
    """Return whether a sentence rules on all that a yes/no question names.

    Args:
        question: in one line.
        sentence: words of a document.
    """
    if question_kind(question) != "yes_no" or not _RULES.search(sentence):
        return False
    asked = frozenset(terms(question)) - _ASKS_FOR_RULE
    return bool(asked) and asked <= frozenset(terms(sentence))

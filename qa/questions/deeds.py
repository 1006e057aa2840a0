"""What someone did, in a question for who: "signed" in "Who signed the lease?". English."""

from __future__ import annotations

import re

_DEED = re.compile(
    r"\bwho(?: (?:ha(?:s|d|ve)|is|are|was|were|will|can|may|must|should)(?:n?['’]t)?"
    r"|(?: wo| does| do| did)n?['’]t)?"
    r"(?: also| first)? (?P<deed>[^\W\d_]{3,})\b(?!['’])",
    re.IGNORECASE,
)
_NO_DEEDS = frozenset(
    """
    the his her its our your their this that these those has have had is are was were does did can
    may must should will would been being get gets got make makes made take takes took come comes
    came become became give gives gave goes went need needs else all not responsible allowed
    """.split()  # noqa: SIM905 - a list of words reads best as words
)


def asked_deed(question: str) -> str:
    """Return the verb after "who"; empty if it says little, as in "Who is …".

    Args:
        question: in one line.
    """
    found = _DEED.search(question)
    return found["deed"] if found and found["deed"].casefold() not in _NO_DEEDS else ""

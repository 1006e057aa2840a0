"""Questions for what happened: "Did he stop?", "When was the roof repaired?". English."""

from __future__ import annotations

import re

from qa.text.analyzer import terms

_LEAD = (
    r"(?:(?:in|on|at|by|to|for|from|since) )?"
    r"(?:(?:when|where|why|how(?: \w+){0,2}|whom?|what(?: \w+){0,2}|which(?: \w+){0,2}) )?"
)
_DID = re.compile(
    rf"{_LEAD}did(?:n['’]t)?\b",
    re.IGNORECASE,
)
_WAS = re.compile(
    rf"{_LEAD}(?:was|were|ha(?:s|ve|d)(?:n['’]t)?(?! to\b))(?:n['’]t)?\b(?!.*\bto be\b)",
    re.IGNORECASE,
)
_IRREGULAR = {
    "began": "begin", "begun": "begin", "bought": "buy", "broke": "break", "broken": "break",
    "brought": "bring", "built": "build", "came": "come", "chose": "choose", "chosen": "choose",
    "drew": "draw", "drawn": "draw", "fell": "fall", "fallen": "fall", "gave": "give",
    "given": "give", "gone": "go", "went": "go", "held": "hold", "kept": "keep", "left": "leave",
    "lent": "lend", "lost": "lose", "made": "make", "met": "meet", "paid": "pay",
    "sent": "send", "shut": "shut", "sold": "sell", "spent": "spend", "stole": "steal",
    "stolen": "steal", "taken": "take", "taught": "teach", "told": "tell", "took": "take",
    "withdrawn": "withdraw", "withdrew": "withdraw", "won": "win", "written": "write",
    "wrote": "write",
}  # fmt: skip
_PRESENT = r"(?!(?:need|feed|speed|exceed|succeed|proceed)\b)"
_PAST_FORM = rf"{_PRESENT}(?:\w{{2,}}ed|been|{'|'.join(_IRREGULAR)})\b"
_DONE = re.compile(rf"\b{_PAST_FORM}", re.IGNORECASE)
_WHO_DID = re.compile(rf"who {_PAST_FORM}", re.IGNORECASE)
_PAST = re.compile(
    r"\b(?:was|were|had|has|have|did|said|got|saw|ran|rose|grew|cut|put|set)\b", re.IGNORECASE
)
_FILLER = re.compile(r"(?:(?:and|so|but|then|also|well|ok|okay),? )+", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")


def asks_what_happened(question: str) -> bool:
    """Return whether a question is for what happened, not for a rule or a state.

    Args:
        question: in one line.
    """
    filler = _FILLER.match(question)
    asking = question[filler.end() :] if filler else question
    if _DID.match(asking) or _WHO_DID.match(asking):
        return True
    was = _WAS.match(asking)
    return was is not None and _DONE.search(asking, was.end()) is not None


def says_what_happened(sentence: str) -> bool:
    """Return whether a sentence has a verb in the past.

    Args:
        sentence: words of a document.
    """
    return _DONE.search(sentence) is not None or _PAST.search(sentence) is not None


def deeds(text: str) -> frozenset[str]:
    """Return the terms of a text, verbs without their irregular past: "sell" for "sold".

    Args:
        text: a question or words of a document.
    """
    return frozenset(
        term
        for word in _WORD.findall(text)
        for term in terms(_IRREGULAR.get(word.casefold(), word))
    )

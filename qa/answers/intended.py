"""What was asked for, planned or supposed, where a question asks for what happened.

"She asked him to stop the sales" has all words of "Did he stop the sales?" and leaves it open. So
do "he would stop them", and "if he stops them".
"""

from __future__ import annotations

import re
from itertools import islice

from qa.questions.kinds import question_kind
from qa.questions.past import asks_what_happened, deeds, says_what_happened

_WISH = re.compile(
    r"\b(?:ask(?:s|ed|ing)?|agree[sd]?|plan(?:s|ned|ning)?|intend(?:s|ed|ing)?|propos(?:e[sd]?|al)"
    r"|request(?:s|ed)?|promise[sd]?|offer(?:s|ed)?|want(?:s|ed)?|wish(?:es|ed)?|hop(?:e[sd]?|ing)"
    r"|expect(?:s|ed)?|urge[sd]?|tell|told|order(?:s|ed)?|instruct(?:s|ed)?|advise[sd]?"
    r"|recommend(?:s|ed)?|suggest(?:s|ed)?|demand(?:s|ed)?|invite[sd]?|threaten(?:s|ed)?"
    r"|undertak(?:es?|en)|undertook|consider(?:s|ed)?|need(?:s|ed)?|prepare[sd]?|going|due|about"
    r"|suppose[sd]|oblige[sd]|require[sd]|authori[sz]ed|allowed|intention|decision|duty|right"
    r"|wanting|willing|ready|free|entitled|tried|tries|try|attempt(?:s|ed)?|ought|has|have)\b",
    re.IGNORECASE,
)
_TO = re.compile(r"\bto\s+(?:not\s+|also\s+)?(?P<deed>[^\W\d_]+)", re.IGNORECASE)
_DUTY = re.compile(
    r"\b(?:agree|promise|undertake|have|has|had|commit|pledge|need|obliged|required)d?\s"
    r"(?:not\s)?to\s(?P<deed>[^\W\d_]+)",
    re.IGNORECASE,
)
_BINDING = frozenset({"shall", "must", "will"})
_MODAL = re.compile(
    r"\b(?P<sign>would|could|should|might|will|shall|may|must|can)\s+"
    r"(?:not\s+|also\s+|then\s+|only\s+)?(?:be\s+)?(?P<deed>[^\W\d_]+)",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"\b(?:will|shall|would|going to|is to|are to|plans? to|intends? to)\b", re.IGNORECASE
)
_IF = re.compile(r"\b(?P<sign>if|unless|in case)\s[^.;:!?,]{1,120}", re.IGNORECASE)
_OF_WHAT_FOLLOWS = re.compile(
    r"\b(?:was|were|did)\b.*\b(?:agree|announce|arrange|book|conclude|decide|determine|expect|find"
    r"|found|intend|order|plan|predict|promise|propose|recommend|resolve|rule|said|say|schedule|state"
    r"|suggest|tell|told|threaten|warn)(?:d|s|n?ed)?\b",
    re.IGNORECASE,
)
"""What was decided, planned or found may lie ahead."""
_PROPOSED = re.compile(
    r"\b(?:offer(?:s|ed)?|demand(?:s|ed)?|propose[sd]?|claim(?:s|ed)?|estimate[sd]?|bids?|budget(?:s|ed)?"
    r"|quote[sd]?|ask(?:s|ed)? for)\b",
    re.IGNORECASE,
)
_DEEDS = deeds(
    "pay cost spend receive get sell buy settle fetch earn lose offer demand propose claim estimate"
    " bid budget quote ask"
)
_OF_MONEY = deeds("pay cost spend receive get sell buy settle fetch earn lose")
_REPLIES = re.compile(r"(?:\W{0,3}a[.:]\s{1,3})?(?:yes|no|never)\b[.,;!]", re.IGNORECASE)
# "Ms. Wolff" goes on.
_STOPS = re.compile(r"(?:[;:!?]|(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\bMrs)(?<!\bProf)\.)(?=\s|$)")
_CLAUSE_ENDS = re.compile(rf"{_STOPS.pattern}|,? (?:and|but|so) ")
_MOST, _MOST_WISHED = 20, 2  # wishes of a sentence, and what each is for; the others are not read
_REACH = 60  # characters between a wish and what is wished


def intended(question: str, quote: str) -> tuple[str, ...]:
    """Return the words by which a quote leaves open whether what a question asks for happened.

    Args:
        question: in one line.
        quote: words of a document.

    Returns:
        Such as "asked"; none where the question itself is for a wish, or where the quote says
        elsewhere that it happened.
    """
    if not asks_what_happened(question) or _REPLIES.match(quote):
        return ()
    asked = deeds(question)
    is_yes_no = question_kind(question) == "yes_no"
    promised = frozenset() if is_yes_no else _promised(question)
    for start, end, sign, said in _open(quote):
        # "Did she ask him to stop?" is for the wish.
        if deeds(sign) & asked:
            continue
        besides = deeds(f"{quote[:start]} {quote[end:]}")
        is_answer = bool(said & promised) and sign.casefold() in _BINDING
        if said & asked:
            if not is_answer and not said & asked & besides:
                return (sign.casefold(),)
            continue
        # "Asked her to inform the insurer" leaves open whether the insurer was told.
        outside = deeds(quote[:start]) | deeds(quote[_end_of_clause(quote, end) :])
        if is_yes_no and _WISH.match(quote, start) and asked & besides and not asked & outside:
            return (sign.casefold(),)
    proposed = _PROPOSED.search(quote)
    if proposed and asked & _OF_MONEY and not (deeds(quote) | deeds(proposed[0])) & asked & _DEEDS:
        return (proposed[0].casefold(),)
    later = _FUTURE.search(quote)
    if later and not says_what_happened(quote) and not _OF_WHAT_FOLLOWS.search(question):
        return (later[0].casefold(),)
    return ()


def _promised(question: str) -> frozenset[str]:
    """Return the verbs that a question asks for as a duty: "pay" in "What did he agree to pay?"."""
    return frozenset(verb for duty in _DUTY.finditer(question) for verb in deeds(duty["deed"]))


def _end_of_clause(quote: str, at: int) -> int:
    stop = _CLAUSE_ENDS.search(quote, at)
    return stop.end() if stop else len(quote)


def _open(quote: str) -> list[tuple[int, int, str, frozenset[str]]]:
    """Return what a quote leaves open: from where, to where, by which word, and its verbs."""
    found: list[tuple[int, int, str, frozenset[str]]] = []
    for wish in islice(_WISH.finditer(quote), _MOST):
        stop = _STOPS.search(quote, wish.end())
        until = min(wish.end() + _REACH, stop.start() if stop else len(quote))
        found += [
            (wish.start(), to.end(), wish[0], deeds(to["deed"]))
            for to in islice(_TO.finditer(quote, wish.end(), until), _MOST_WISHED)
        ]
    found += [
        (modal.start(), modal.end(), modal["sign"], deeds(modal["deed"]))
        for modal in islice(_MODAL.finditer(quote), _MOST)
    ]
    found += [
        (clause.start(), clause.end(), clause["sign"], deeds(clause[0]) - deeds(clause["sign"]))
        for clause in islice(_IF.finditer(quote), _MOST)
    ]
    return found

"""The header of an e-mail: who sent it, to whom, and when.

Its lines answer only a question for that. Then they are the only ones that do: the dates in a
message are of other things.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from qa.answers.answer_types import names_by_term
from qa.questions.kinds import question_kind
from qa.questions.past import asks_what_happened, deeds
from qa.text.analyzer import terms
from qa.text.dates import dates
from qa.text.letters import MAIL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from qa.answers.features import Candidates, Evidence
    from qa.records import Document, Passage

_FIELD = re.compile(
    r"(?P<name>from|to|cc|bcc|date|sent|subject|reply-to|von|an|datum|gesendet|betreff):\s",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"\b(?:sent?|send|wr(?:ote|ite|itten)|e-?mail(?:ed)?|repl(?:y|ied)|answer(?:ed)?|sa(?:y|id)|tell|told"
    r"|ask(?:ed)?|offer(?:ed)?|inform(?:ed)?|announced?|report(?:ed)?|complain(?:ed)?|notif(?:y|ied)"
    r"|request(?:ed)?|propos(?:ed?|al)|confirm(?:ed)?|warn(?:ed)?|mention(?:ed)?|demand(?:ed)?"
    r"|invit(?:ed?|ation)|forward(?:ed)?|promised?|claim(?:ed)?|threaten(?:ed)?"
    r"|(?:make|made|get|got) (?:[\w’']+ ){0,3}"
    r"(?:offer|request|complaint|proposal|claim|promise|demand))\b",
    re.IGNORECASE,
)
_MAKES = re.compile(
    r"\b(?:make|made|get|got) (?:[\w’']+ ){0,3}"
    r"(?:offer|request|complaint|proposal|claim|promise|demand)\b",
    re.IGNORECASE,
)
_NOUN = re.compile(
    r"\b(?:the|an?|this|that|my|your|our|his|her|their|\w+[’']s) "
    r"(?:answer|claim|demand|offer|proposal|report|request)\b(?! (?:made|sent|submitted))",
    re.IGNORECASE,
)
"""Of these, "When was the claim paid?" may ask what became: no message says so by its date."""
_RECEIVES = re.compile(
    r"\b(?:receiv(?:ed?|es)|recipients?|addressees?|addressed|got|gets|sent to|to whom"
    r"|written to)\b",
    re.IGNORECASE,
)
_MESSAGE = re.compile(r"\b(?:e-?mails?|mails?|messages?)\b", re.IGNORECASE)
_COPIED = re.compile(
    r"\b(?:cc|cc['’]?d|copied|(?:got|gets?|received|sent) a copy(?! of (?!it\b)))\b", re.IGNORECASE
)
_ABOUT_MAIL = re.compile(
    r"\b(?:e-?mails?|mails?|messages?|address|addresses|subject|sent|sends?|receiv\w+|cc|contact|reach)\b",
    re.IGNORECASE,
)
_LONGEST_NAME = 4  # words
_TO_WHOM = re.compile(
    r"(?:to )?whom?\b.*\b(?:sent|written|addressed|write|send)(?: to)?\W*$", re.IGNORECASE
)


def asked_fields(question: str) -> frozenset[str]:
    """Return the fields of an e-mail's header that a question asks for, in small letters.

    Args:
        question: in one line.
    """
    kind = question_kind(question)
    if (
        kind == "time"
        and asks_what_happened(question)
        and (_MAKES.search(question) or _SAYS.search(_NOUN.sub(" ", question)))
    ):
        return frozenset({"date", "sent", "datum", "gesendet"})
    if kind != "person":
        return frozenset()
    if _COPIED.search(question) or (_MESSAGE.search(question) and "copy" in question.casefold()):
        return frozenset({"cc", "bcc"})
    if _MESSAGE.search(question):
        if _RECEIVES.search(question) or _TO_WHOM.match(question):
            return frozenset({"to", "an"})
        if _SAYS.search(question) or re.search(r"\bfrom\b", question, re.IGNORECASE):
            return frozenset({"from", "von"})
    return frozenset()


def field_of(words: str) -> str:
    """Return the name of a line of a header, such as "date"; empty for other words.

    Args:
        words: of a unit of an e-mail.
    """
    found = _FIELD.match(words)
    return found["name"].casefold() if found else ""


def asked_header(
    question: str,
    candidates: Candidates,
    scores: NDArray[np.float64],
    document: Callable[[str], Document],
) -> NDArray[np.bool_]:
    """Return which sentence is the asked line of the header of the best e-mail, if any is.

    Bool ``(sentences,)``. The best sentence must be of an e-mail.

    Args:
        question: in one line.
        candidates: the sentences, one at least.
        scores: theirs, float64 ``(sentences,)``.
        document: returns the document with a ``doc_id``.
    """
    asked = asked_fields(question)
    found = np.zeros(len(candidates.evidence), dtype=bool)
    best = _best(question, candidates, scores)
    if not asked or document(best.doc_id).media_type != MAIL:
        return found
    if best.headings and best.headings[-1].endswith(":"):
        return found  # of an earlier message below, which another person sent
    first = candidates.evidence[int(np.argmax(scores))]
    source = document(first.hit.passage.doc_id).text
    said = source[first.span.start : first.span.end]
    named = frozenset(names_by_term(question))
    if "date" in asked and dates(said) and deeds(question) - named <= deeds(said):
        return found  # what happened, with its date
    text = document(best.doc_id).text
    lines = {
        i: text[item.span.start : item.span.end]
        for i, item in enumerate(candidates.evidence)
        if item.hit.passage.doc_id == best.doc_id and not item.hit.passage.headings
    }
    if "from" in asked or not _is_by_another(question, lines.values()):
        for i, line in lines.items():
            found[i] = field_of(line) in asked
    return found


def is_by_named_author(
    question: str, candidates: Candidates, position: int, document: Callable[[str], Document]
) -> bool:
    """Return whether a line of a header is of an e-mail by, or to, all whom a question names.

    And on what it asks about, so far as it says so.

    Args:
        question: in one line.
        candidates: the sentences.
        position: of the line.
        document: returns the document with a ``doc_id``.
    """
    doc_id = candidates.evidence[position].hit.passage.doc_id
    source = document(doc_id)
    named = frozenset(names_by_term(question))
    header = {
        term
        for item in candidates.evidence
        if item.hit.passage.doc_id == doc_id and not item.hit.passage.headings
        for term in terms(source.text[item.span.start : item.span.end])
    }
    if not named or not named <= header:
        return False
    further = frozenset(terms(_SAYS.sub(" ", question))) - named
    return not further or bool(further & frozenset(terms(source.text)))


def _best(question: str, candidates: Candidates, scores: NDArray[np.float64]) -> Passage:
    """Return the passage of the best sentence; of its e-mail, by an author that is named."""
    first = candidates.evidence[int(np.argmax(scores))].hit.passage
    named = frozenset(names_by_term(question))
    for i in np.argsort(-scores, kind="stable").tolist():
        passage: Passage = candidates.evidence[i].hit.passage
        author = frozenset(terms(passage.headings[-1])) if passage.headings else frozenset()
        if passage.doc_id == first.doc_id and named & author:
            return passage
    return first


def is_line_of_mail(question: str, words: str, item: Evidence, source: Document) -> bool:
    """Return whether a sentence is a line of an e-mail that answers nothing that is asked.

    Such are a line of its header, where the question is for none, and the name below it.

    Args:
        question: in one line.
        words: of the sentence.
        item: the sentence.
        source: its document.
    """
    if source.media_type != MAIL or _ABOUT_MAIL.search(question):
        return False
    path = item.hit.passage.headings
    if asked := asked_fields(question):
        # When Hecht wrote is not said by the date of what he received.
        lines = source.text[: item.hit.passage.end].splitlines() if not path else ()
        return "date" in asked and field_of(words) in asked and _is_by_another(question, lines)
    if not path:
        return bool(field_of(words))
    own = frozenset(terms(words))
    return bool(own) and len(words.split()) <= _LONGEST_NAME and own <= frozenset(terms(path[0]))


def _is_by_another(question: str, lines: Iterable[str]) -> bool:
    """Return whether a question names who got a message, and not who sent it."""
    named = frozenset(names_by_term(question))
    by_field = {field_of(line): frozenset(terms(line)) for line in lines}
    sender = by_field.get("from", frozenset())
    received = frozenset(term for field in ("to", "cc") for term in by_field.get(field, ()))
    return bool(named & received) and not named & sender

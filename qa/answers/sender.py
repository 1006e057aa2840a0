"""Who sent an offer, a complaint or a report that is an e-mail, or is attached to one.

"Who sent the offer?" says nothing of e-mail, and the e-mail nothing of sending: it says "we offer",
or "please find attached our offer". The line "From:" of its header says who.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from qa.answers.message_header import field_of
from qa.questions.past import deeds
from qa.text.analyzer import terms
from qa.text.letters import MAIL

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from qa.answers.features import Candidates
    from qa.records import Document

_SENT = re.compile(
    r"who (?:has |had )?(?P<deed>sent|sends|forwarded|issued|submitted"
    r"|(?P<wrote>wrote|writes|written|made|makes|gave|put in))\b"
    r"(?P<thing>(?: [\w’'-]+){0,4}? (?:answer|application|attachment|bid|claim|complaint|demand"
    r"|draft|estimate|invitation|letter|minutes|notice|offer|proposal|quotation|quote|reminder"
    r"|reply|report|request|response|summary|tender|warning))\b",
    re.IGNORECASE,
)
_IS_WRITTEN = re.compile(
    r"\b(?:bid|complaint|demand|offer|proposal|reminder|reply|request|response)$", re.IGNORECASE
)
"""What is written by the person who sends it, unlike a report."""
_OWN = re.compile(r"\b(?:we|I|our|my|us|me|attached|enclosed|herewith)\b|^(?:we|I) ", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?\n]")
_LEAST = 5  # letters that "complain" and "complaint" share
_ASIDE = frozenset(terms("sent send write wrote forward issue submit make made give gave put"))


def sent_thing(question: str) -> str:
    """Return the thing of which a question asks who sent it, such as "offer"; empty for none.

    Args:
        question: in one line.
    """
    found = _SENT.match(question)
    if found is None or (found["wrote"] and not _IS_WRITTEN.search(found["thing"])):
        return ""
    return found["thing"].split()[-1].casefold()


def mail_of(doc_id: str, document: Callable[[str], Document]) -> str:
    """Return the ``doc_id`` of the e-mail that a document is, or is attached to; empty for none.

    Args:
        doc_id: of any document.
        document: returns the document with a ``doc_id``.
    """
    source = document(doc_id)
    if source.media_type != MAIL or field_of(source.text):
        return doc_id if source.media_type == MAIL else ""
    around = doc_id.rpartition("#")[0]
    try:
        return around if around and field_of(document(around).text) else ""
    except KeyError:  # a mailbox has no document of its own
        return ""


def lines_of_sender(
    question: str,
    candidates: Candidates,
    scores: NDArray[np.float64],
    document: Callable[[str], Document],
) -> NDArray[np.bool_]:
    """Return which sentences are the line "From:" of an e-mail that is what someone sent.

    Bool ``(sentences,)``. The e-mail, with what is attached to it, has all words of the question.
    None, where the best sentence says itself who sent it.

    Args:
        question: in one line.
        candidates: the sentences.
        scores: theirs, float64 ``(sentences,)``.
        document: returns the document with a ``doc_id``.
    """
    found = np.zeros(len(candidates.evidence), dtype=bool)
    thing = sent_thing(question)
    if not thing or _says_itself(question, thing, candidates, scores, document):
        return found
    asked = frozenset(terms(question)) - _ASIDE
    sources: dict[str, list[Document]] = {}
    for item in candidates.evidence:
        doc_id = item.hit.passage.doc_id
        mail = mail_of(doc_id, document)
        if mail and document(doc_id) not in sources.setdefault(mail, [document(mail)]):
            sources[mail].append(document(doc_id))
    sent = {mail for mail, parts in sources.items() if _is_sent(thing, asked, parts)}
    for i, item in enumerate(candidates.evidence):
        passage = item.hit.passage
        if passage.doc_id in sent and not passage.headings:
            text = document(passage.doc_id).text[item.span.start : item.span.end]
            found[i] = field_of(text) in {"from", "von"}
    return found


def _says_itself(
    question: str,
    thing: str,
    candidates: Candidates,
    scores: NDArray[np.float64],
    document: Callable[[str], Document],
) -> bool:
    """Return whether the best sentence has what was done to the thing, in whatever form."""
    best = candidates.evidence[int(np.argmax(scores))]
    text = document(best.hit.passage.doc_id).text[best.span.start : best.span.end]
    found = _SENT.match(question)
    return found is not None and deeds(text) >= deeds(f"{found['deed']} {thing}")


def _is_sent(thing: str, asked: frozenset[str], parts: list[Document]) -> bool:
    """Return whether an e-mail, with its attachments, is a thing, and has what is asked of it."""
    mail, *attached = parts
    known = frozenset(term for part in parts for term in terms(f"{part.title}\n{part.text}"))
    stem = terms(thing)[0]
    if not all(term == stem or term in known for term in asked):
        return False
    if any(_has(stem, part.title) for part in parts):
        return True
    if any(_has(stem, part.text[: part.text.find("\n") + 1]) for part in attached):
        return True
    said = _SENTENCE.split(mail.text)
    return any(_OWN.search(one) and _has(stem, one) for one in said)


def _has(stem: str, words: str) -> bool:
    """Return whether words have a term, or one that begins like it: "complain", "complaint"."""
    return any(
        term == stem or (len(term) >= _LEAST <= len(stem) and _begin_alike(term, stem))
        for term in terms(words)
    )


def _begin_alike(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)

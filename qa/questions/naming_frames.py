"""The places in a question where a document is named: "According to the lease, …".

There, and nowhere else, an ordinary noun may name a document: "the rules" in "Who made the rules?"
does not. English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.text.analyzer import terms

_ALIKE = (
    "agreement contract deed lease licence license",
    "brochure catalogue faq guide handbook instructions leaflet manual memo memorandum",
    "bylaws charter constitution directive guidelines policy protocol regulations rules statute",
)
_KINDS = "|".join(_ALIKE).replace(" ", "|")
_THE = r"(?:the|this|our|my|your)"
# Up to five words, none of which begins what is asked.
_WORD = (
    r"(?!(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|can|could|may"
    r"|must|should|will|would|about|on|for)\b)[\w'’&.-]+"
)
_WORDS = rf"{_THE} {_WORD}(?: {_WORD}){{0,4}}"
_OF_A_KIND = rf"{_THE} (?:{_WORD} ){{0,4}}?(?:{_KINDS})"
_END = r"(?=[ ?!.]{0,3}$)"
# What may follow a request to sum up.
_SHORT = (
    r"(?: for (?:me|us))?(?: briefly| quickly| in (?:short|brief|an? \w+|a few \w+"
    rf"|(?:plain|simple|one|two|three|five|ten) \w+))?{_END}"
)
_SUMMARY = r"(?:summary|overview|outline|gist|abstract)"
_FRAMES = (
    rf"\baccording to (?P<to>{_WORDS})(?=[,:]|{_END})",
    rf"\baccording to (?P<to_kind>{_OF_A_KIND})\b",
    rf"^(?:in|under|per|by|from|within) (?P<front>{_OF_A_KIND})(?=[,:])",
    rf" (?:in|under|per|by|from|within) (?P<end>{_OF_A_KIND}){_END}",
    rf"\bwhat (?:do|does|did) (?P<says>{_WORDS}) (?:say|state|mention|tell|write)\b",
)
_SUMMARIES = (
    rf"\b(?:summari[sz]e|sum up)(?: for me)? (?P<sum>{_WORDS}?){_SHORT}",
    rf"\b{_SUMMARY} of (?P<of>{_WORDS}?){_SHORT}",
    rf"\bwhat(?:['’]s| is| are) (?P<topic>{_WORDS}) (?:all )?about{_END}",
)
# These may also ask for something in the document, or for a thing that is none.
_OVERVIEWS = (
    rf"\b(?:outline|describe)(?: for me)? (?P<sum>{_WORDS}?){_SHORT}",
    rf"\b(?:what(?:['’]s| is| are)|tell me) (?:about )?(?P<about>{_OF_A_KIND}){_END}",
)
_NAMED = tuple(re.compile(one, re.IGNORECASE) for one in _FRAMES)
_SUMMARIZED = tuple(re.compile(one, re.IGNORECASE) for one in _SUMMARIES)
_OUTLINED = tuple(re.compile(one, re.IGNORECASE) for one in _OVERVIEWS)
_IS_KIND = re.compile(rf"(?:{_KINDS})$", re.IGNORECASE)
_LONGEST = 1_000  # characters of a question in which a name is looked for


@dataclass(frozen=True, slots=True)
class Frame:
    """The name of a document in a question.

    Attributes:
        start: offset of its article.
        end: offset after its last word.
        words: without the article.
        is_kind: whether the last of them is a kind of document, as "lease" is.
        sums_up: whether the question asks for what the document says in short.
        only: whether it asks for nothing else, as "summarise the rules" does; "what are the rules"
            may ask for something in a document.
    """

    start: int
    end: int
    words: str
    is_kind: bool
    sums_up: bool
    only: bool = False

    @property
    def terms(self) -> frozenset[str]:
        """The terms of its words."""
        return frozenset(terms(self.words))

    @property
    def alike(self) -> frozenset[str]:
        """The terms of the kinds of document that may be meant: a lease is a contract."""
        last = self.words.casefold().split(" ")[-1]
        found = (kinds for kinds in _ALIKE if last in kinds.split(" "))
        return frozenset(terms(next(found, "")))


def naming_frame(question: str) -> Frame | None:
    """Return where a question names a document, None where it does not.

    Args:
        question: in one line.
    """
    if len(question) > _LONGEST:
        return None
    for patterns in (_SUMMARIZED, _OUTLINED, _NAMED):
        for pattern in patterns:
            found = pattern.search(question)
            if found:
                group = str(found.lastgroup)
                words = found[group].split(" ", maxsplit=1)[1]
                is_kind = _IS_KIND.search(words) is not None
                sums_up, only = patterns is not _NAMED, patterns is _SUMMARIZED
                return Frame(*found.span(group), words, is_kind, sums_up, only)
    return None


def asks_to_sum_up(question: str) -> bool:
    """Return whether a question asks for a document in short, and for nothing else.

    Args:
        question: in one line.
    """
    frame = naming_frame(question)
    return frame is not None and frame.only

"""The kind of answer that a question asks for, and the words of a sentence that may be one.

The kinds are the coarse classes of question classification (Li and Roth 2002, "Learning question
classifiers"): a number, a time, a person, a place, a reason; a definition, a rule (what a question
that can be answered by yes or no mostly asks for) and the items of a list. A few English words show
them; a question that shows none of the first five may ask for any name.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from qa.questions.kinds import asks_several, question_kind
from qa.text.analyzer import terms
from qa.text.labels import is_item

NUMBER = re.compile(
    r"\d[\d.,]*|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|"
    r"forty|fifty|hundred|thousand|million|billion|half|dozen|once|twice)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:1\d{3}|20\d{2})s?\b|\b(?:january|february|march|april|june|july|august|september|"
    r"october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    r"century|centuries|decade|bc|bce|ad)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=[\w,;’'\")] )[“\"(]?([A-Z][\w’-]+)")  # never the first word of a sentence
_NAME_OR_NUMBER = re.compile(r"\b[A-Z][\w’'&.-]*|\d[\d.,/-]*\w*")  # a date is one number
_NO_NAMES = frozenset({"ok", "okay"})
_REASON = re.compile(
    r"\b(?:because|due to|owing to|since|so that|in order to|as a result|caused?|causes|causing|"
    r"reasons?|therefore|thus|thanks to|leads? to|led to|resulting|prevent\w*|allow\w*|enabl\w*)\b",
    re.IGNORECASE,
)
_RULE = re.compile(
    r"\b(?:may|must|shall|should|can|cannot|could|will|not|no|never|only|always|unless|except|if|"
    r"\w+n['’]t|allowed|permitted|prohibited|forbidden|required|obliged|entitled|possible|optional|"
    r"included|excluded|covered|free|need(?:s|ed)?|has to|have to|yes)\b",
    re.IGNORECASE,
)
_DEFINES = re.compile(
    r"\b(?:means?|stands? for|refers? to|(?:is|are|was|were) (?:called|defined|known|termed)|"
    r"defined as|short for|known as|called|i\.e\.)(?!\w)",
    re.IGNORECASE,
)
_SIGN_OF_DEFINITION = re.compile(r"[\s\"'”’*_`)]*(?:[:(=–—]|\b(?:is|are|means?)\b)", re.IGNORECASE)
_FUNCTION_WORDS = frozenset(
    {"what", "is", "are", "does", "do", "did", "an", "the", "of", "by", "it", "mean", "in", "to"}
)
_FRONT = 40  # characters of a sentence in which the term that it defines stands
_ASKS_FOR = {
    "number": re.compile(
        r"\bhow (?:many|much|long|far|old|tall|big|large|high|deep|fast|often|wide|heavy|few)\b|"
        r"\b(?:what|which)(?: \w+)? (?:percent\w*|number|amount|share|proportion|fraction|rate|"
        r"price|cost|population|size|length|height|age|distance|temperature|speed)\b",
        re.IGNORECASE,
    ),
    "time": re.compile(
        r"\bwhen\b|\b(?:what|which)(?: \w+)? (?:year|date|day|month|century|decade|time|period|"
        r"era|season)\b|\bhow long ago\b",
        re.IGNORECASE,
    ),
    "person": re.compile(r"\bwho(?:m|se)?\b", re.IGNORECASE),
    "place": re.compile(
        r"\bwhere\b|\b(?:what|which)(?: \w+)? (?:country|countries|city|cities|state|place|region|"
        r"location|town|continent|area|province|river|island)\b",
        re.IGNORECASE,
    ),
    "reason": re.compile(r"\bwhy\b|\bwhat (?:caused?|causes|reason|led)\b", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class ExpectedAnswer:
    """The kinds of answer that a question asks for; it may ask for several or none.

    Attributes:
        number: whether it asks for a number, as "how many" does.
        time: whether it asks for a time.
        person: whether it asks for a person.
        place: whether it asks for a place.
        reason: whether it asks for a reason.
        definition: whether it asks what something is or means.
        rule: whether it can be answered by yes or no.
        several: whether it asks for several things.
        numbers: the numbers in the question, which are not its answer.
        words: the words of the question, likewise; case-folded.
    """

    number: bool
    time: bool
    person: bool
    place: bool
    reason: bool
    definition: bool
    rule: bool
    several: bool
    numbers: frozenset[str]
    words: frozenset[str]

    @classmethod
    def of(cls, question: str) -> ExpectedAnswer:
        """Return what a question asks for.

        Args:
            question: in one line.
        """
        kind = question_kind(question)
        return cls(
            definition=kind == "definition",
            rule=kind == "yes_no",
            several=asks_several(question),
            numbers=_numbers(question),
            words=frozenset(re.findall(r"\w+", question.casefold())),
            **{kind: asks.search(question) is not None for kind, asks in _ASKS_FOR.items()},
        )

    def features(self, sentence: str) -> dict[str, float]:
        """Return features of a sentence: does it contain what the question asks for?

        Args:
            sentence: its words, as they are in the document.

        Returns:
            Feature → value, named as in :class:`qa.answers.features.SentenceFeatures`; 0 for
            every kind that the question does not ask for.
        """
        other = not (self.number or self.time or self.person or self.place or self.reason)
        numbers = times = names = reasons = 0.0
        # Each search costs time for every sentence, so only those are made that the question needs.
        if self.number or self.time:
            numbers = math.log1p(len(_numbers(sentence) - self.numbers))
        if self.time:
            times = float(any(time not in self.words for time in _lower(_TIME, sentence)))
        if self.person or self.place or other:
            names = math.log1p(len(set(_lower(_NAME, sentence)) - self.words))
        if self.reason:
            reasons = float(_REASON.search(sentence) is not None)
        definitions = self._defined_by(sentence) if self.definition else 0.0
        rules = math.log1p(len(_RULE.findall(sentence))) if self.rule else 0.0
        items = float(_is_of_list(sentence)) if self.several else 0.0
        return {
            "number_asked": self.number * numbers,
            "time_asked": times,
            "number_for_time": self.time * numbers,
            "person_asked": self.person * names,
            "place_asked": self.place * names,
            "name_asked": other * names,
            "reason_asked": reasons,
            "definition_asked": definitions,
            "rule_asked": rules,
            "items_asked": items,
        }

    def _defined_by(self, sentence: str) -> float:
        """Return 1 where a sentence says what a word of the question is, ½ where it may."""
        for word in re.finditer(r"\w{2,}", sentence):
            folded = word[0].casefold()
            if folded in _FUNCTION_WORDS or folded not in self.words:
                continue
            if sentence[: word.start()].endswith("(") and sentence.startswith(")", word.end()):
                return 1.0
            if word.start() < _FRONT and _SIGN_OF_DEFINITION.match(sentence, word.end()):
                return 1.0
        return 0.5 * (_DEFINES.search(sentence) is not None)


def _is_of_list(sentence: str) -> bool:
    """Return whether a sentence is an item of a list or introduces one."""
    return sentence.rstrip().endswith(":") or is_item(sentence)


def names_by_term(question: str) -> dict[str, str]:
    """Return the terms of the names and numbers in a question, each with the word as typed.

    A name is a word with a capital letter. The first word of a question has one anyway, so it
    counts only where another capital follows, as in "NIO". In a question all in capitals, names
    cannot be recognised.

    Args:
        question: in one line.
    """
    if question.isupper():
        return {}
    found = [
        m[0] for m in _NAME_OR_NUMBER.finditer(question) if m.start() or not m[0][1:].islower()
    ]
    return {
        term: word.rstrip(".,")
        for word in found
        if word.casefold() not in _NO_NAMES
        for term in terms(word)
    }


def _numbers(text: str) -> frozenset[str]:
    return frozenset(number.strip(".,") for number in _lower(NUMBER, text))


def _lower(pattern: re.Pattern[str], text: str) -> list[str]:
    return [found.casefold() for found in pattern.findall(text)]

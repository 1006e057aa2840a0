"""The kind of a question, and whether it asks for several things.

The words that a question begins with decide. What stands before it in a message, as in "I have lost
my card, who pays?", is passed over. English, with the question words of German, French, Spanish and
Italian.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import Literal

from qa.questions.beginnings import BEGINNINGS, PREPOSITION
from qa.questions.phrases import PREDICATES, PREPOSITIONS
from qa.text.normalization import composed

Kind = Literal[
    "yes_no", "definition", "list", "how_to", "why", "number", "time", "person", "place", "keyword",
    "other",
]  # fmt: skip
"""What a question asks for: ``keyword`` if it is no sentence, ``other`` for any other thing."""

_DEFINED = re.compile(
    r"(?:what(?: is| are|'s|s)(?! (?:not|the|this|that|my|our|your|their|its|there|it|in|on))"
    r"(?: an?)?|was ist|qu'est-ce que|qué es)(?: [\w'.&/+\"“”-]+){1,6}$"
)
_PLURAL_DEFINED = re.compile(r"what(?: are|'re)(?: [\w'-]+){1,2}$")
_BARE = re.compile(r"what (?:are|is an?|was an?)(?: (?!\w+(?:ed|ing)\b)[\w'-]+){1,2}")
_IN_TEXT = re.compile(
    r" (?:according to .{1,80}|(?:in|under|within|for the purposes? of) (?:this|the|our|my|your) "
    r"(?:\w+ )?(?:act|agreement|clause|contract|directive|document|guide|law|lease|licence|license"
    r"|manual|paper|policy|regulations?|report|rules|section|standard|statute|terms|text|treaty))$"
)
"""What may follow a term that a text defines: "fixtures under this lease"."""
_ACRONYM = re.compile(r"(?i:what(?: is|'s)) the [A-Z][A-Z0-9]+s?$")
_AUXILIARY = re.compile(
    r"(?:is|are|am|was(?! (?:brauch|benötig|muss|müssen|ist|sind|gilt|kostet|passiert))|were"
    r"|do|does|did|has|have|had|can|could|may|might|must|will|would|shall"
    r"|should)(?:n't|nt)?|can't|cant|won't|wont|cannot"
    r"|ist|sind|hat|haben|kann|können|darf|dürfen|muss|müssen|soll|gibt es|gilt|wird|werden"
    r"|est-ce que|puis-je|peut-on|faut-il|y a-t-il|existe-t-il|es|son|está|hay|puedo|puede|se puede"
    r"|tengo que|debo|debe|posso|può|si può|devo|deve|è|c'è"
)
_ASKS_WHAT = re.compile(
    r"(?:PREP?(?:what|which)|was|welche[rsnm]?|quel(?:le)?s?|que|qu'est-ce qu\w*|qué|cuál(?:es)?"
    r"|cosa|quali?)".replace("PREP?", PREPOSITION)
)
_LISTS = re.compile(
    r"(?:list|name|enumerate|nenne|liste|énumère|enumera)\b.{0,40}?"
    r"|(?:who|what|which) (?:all|of (?:the|these|those))|(?:what|which) (?:kinds?|types?|sorts?) of"
    r"|(?:give|show)(?: me)? (?:all|some|examples?|every)"
    r"|(?:what|who)(?: are|'re| were) (?!you\b|we\b|they\b)|was sind|wer sind|welche .{1,40}? "
    r"(?:sind|haben|werden|gibt|müssen|dürfen|können)|quel(?:le)?s (?:sont|\w+s)|cuáles|quali"
    r"|what (?:else )?(?:do|does) (?:i|we|you|one|they|he|she) (?:need|have to|bring|take|submit"
    r"|provide|include|carry|wear|pack|pay for|send|attach|hand in|offer)"
    r"|what(?:'s| is| has to be)(?: all| not)? (?:in|included|covered|needed|required|excluded)\b"
    r"|what (?:else )?comes (?:along )?(?:in|with)\b"
    r"|what (?:do|does|did) .{1,40}? (?:cover|include|contain|consist of|offer|require)\b"
    r"|was (?:brauche|benötige|brauchen|benötigen|muss ich|müssen wir)\b|welche \w+(?:en|n|er|s)\b"
    r"|schritte\b"
    r"|what (?:else )?(?:must|may|should|can|could|has to|have to) (?!(?:i|we|you|one) do\b)"
    r"|who (?!is\b|was\b|has\b|does\b)\w+(?<!s)s (?!(?:the|an?|it|this|that|me|us|them|my|our|your"
    r"|his|her|their|for|to|up|what|when|if|how|from|in|on|at|after|before|back|out|with|about)\b)"
)
_OF_SEVERAL = frozenset(
    """
    advantages aspects benefits causes conditions consequences differences disadvantages drawbacks
    duties effects examples exceptions factors features goals items kinds limitations members names
    obligations options parts points problems reasons requirements rights risks rules stages steps
    symptoms tasks things tips tools topics types uses ways
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
# Those that are no verbs: after "what", "causes" is one.
_FACTORS = _OF_SEVERAL - {
    *(
        "benefits",
        "causes",
        "features",
        "names",
        "points",
        "risks",
        "stages",
        "steps",
        "tips",
        "types",
    ),
    *("uses", "things"),
}
_PLURAL = re.compile(r"(?!this$|his$|its$)\w{2,}[^siu\W]s|people|children|men|women|criteria|data")
_VERBS = frozenset(
    """
    applies belongs comes counts depends does gets gives goes happens has helps is keeps lets makes
    means says shows stands stops was works
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_EVERY = re.compile(r"\b(?:both|all (?:the|of|my|our|your)|every one of|each of|examples)\b")
_CLAUSE = re.compile(r"[,;:–—] | - | (?:and|but|so|or) ")
_SENTENCE = re.compile(r"(?<=[.?!…])\s+")
_SUBORDINATE = re.compile(
    r"(?:when|where|if|once|since|as|wenn|si|cuando|quando|quand) "
    r"(?!(?:is|are|was|were|do|does|did|can|could|may|must|will|would|should|has|have|had)\b)"
)
_FILLERS = frozenset({"and", "or", "but", "so", "also", "then", "well", "ok", "okay", "hi", "hey"})
_MOST_KEYWORDS = 8
_FAR = 6  # words after "which" among which its noun is
_READ = 1_000  # characters; the question of a longer message is at its end, or its beginning
_PRONOUNS = frozenset({"i", "we", "you", "they", "he", "she", "it", "my", "me", "our", "us"})


_YES_NO = re.compile(rf"(?:{_AUXILIARY.pattern})(?![\w'])")
_KINDS: dict[str, re.Pattern[str]] = {
    **BEGINNINGS,
    "yes_no": _YES_NO,
}
_IN_ORDER: tuple[Kind, ...] = (
    *("why", "definition", "number", "yes_no", "list", "time", "place", "person", "how_to"),
)
_BEGIN_QUESTIONS = (*_KINDS.values(), _ASKS_WHAT, _LISTS)


def question_kind(text: str) -> Kind:
    """Return the kind of a question.

    Args:
        text: a question, as typed or in one line.
    """
    typed = _asking(text)
    question = typed.casefold()
    several = _is_several(question)
    if not _KINDS["why"].match(question) and (_ACRONYM.match(typed) or _is_term(question)):
        return "definition"
    for kind in _IN_ORDER:
        if several if kind == "list" else _KINDS[kind].match(question):
            return kind
    if _ASKS_WHAT.match(question) or text.rstrip().endswith("?"):
        return "other"
    words = question.split()
    return "keyword" if len(words) <= _MOST_KEYWORDS and _PRONOUNS.isdisjoint(words) else "other"


def asks_several(text: str) -> bool:
    """Return whether a question asks for several things: "which towns", "what do I need".

    Args:
        text: a question, as typed or in one line.
    """
    question = _asking(text).casefold()
    before = _IN_ORDER[: _IN_ORDER.index("list")]
    return not any(_KINDS[kind].match(question) for kind in before) and _is_several(question)


def _asking(text: str) -> str:
    """Return a message from where it asks, its signs and fillers left out."""
    line = " ".join(composed(text).replace("’", "'").split())
    line = line if len(line) <= _READ else line[-_READ:]
    sentences = _SENTENCE.split(line)
    asking = [one for one in sentences if one.endswith("?")] or sentences
    for sentence in asking:
        starts = [0, *(match.end() for match in _CLAUSE.finditer(sentence))]
        clauses = [_bare(sentence[start:]) for start in starts]
        for clause in clauses:
            folded = clause.casefold()
            begins = any(pattern.match(folded) for pattern in _BEGIN_QUESTIONS)
            if begins and not (clause is not clauses[-1] and _SUBORDINATE.match(folded)):
                return clause
    return _bare(asking[0])


def _bare(clause: str) -> str:
    """Return a clause without signs at its ends and fillers at its beginning."""
    words = clause.strip(" ?!.…¿¡\"“”«»'").split(" ")
    first = 0
    while first < len(words) - 1 and words[first].strip(",").casefold() in _FILLERS:
        first += 1
    return " ".join(words[first:]).lstrip('¿¡"“«')


def _is_term(question: str) -> bool:
    """Return whether a question is "what is …" with a term, and not "what is new in …"."""
    term = _IN_TEXT.sub("", question)
    words = term.split(" ")
    if term != question:
        told = words[-1] in _OF_SEVERAL or PREDICATES.intersection(words[2:])
        return _BARE.fullmatch(term) is not None and not told
    if not _DEFINED.match(question) or words[-1] == "of" or PREDICATES.intersection(words[2:]):
        return False
    driving = words[3:4] in (["the"], ["a"], ["an"])  # "what is driving the price"
    if driving or any(word in PREPOSITIONS and word != "of" for word in words):
        return False
    return not _is_several(question) or _PLURAL_DEFINED.match(question) is not None


def _is_several(question: str) -> bool:
    """Return whether a question, from where it asks and in lower case, asks for several things."""
    if _LISTS.match(question) or _EVERY.search(question):
        return True
    if question.split(" ", maxsplit=1)[0].strip(",") in _OF_SEVERAL:
        return True
    asked = _ASKS_WHAT.match(question)
    if asked is None:
        return False
    # The noun is before the first verb or preposition: "which old towns of Spain have …".
    words = question[asked.end() :].split(" ")[1:_FAR]
    for number, (word, following) in enumerate(zip_longest(words, words[1:], fillvalue="")):
        if _YES_NO.fullmatch(word) or word in PREPOSITIONS or word in _VERBS:
            return False
        if _PLURAL.fullmatch(word):
            ends = not following or _YES_NO.fullmatch(following) or following in PREPOSITIONS
            which = "which" in asked[0] or word in _FACTORS
            sold = not number and which and not following.endswith(("s", "ing"))
            told = following.endswith("ed") or following in {"that", "who", "which"}
            return bool(ends) or sold or told
    return False

"""Lines of a letter or message that say nothing alone: greetings and closings."""

from __future__ import annotations

import re

from qa.records import Span

MAIL = "message/rfc822"
"""Media type of an e-mail."""

_GREETING = re.compile(
    r"(?:dear|hi(?!-)|hello|hey|good (?:morning|afternoon|evening)|to whom it may concern|greetings"
    r"|sehr geehrte[rs]?|liebe[rs]?|hallo|guten tag|bonjour|chère?s?|madame|monsieur|estimad[oa]s?"
    r"|hola|querid[oa]s?|gentile|caro|cara|egregio)\b(?P<name>[^,!?\n]{0,80}?)(?P<sign>[,:!])?",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:(?:(?:with|my) )?(?:kind(?:est)?|best|warm(?:est)?) (?:regards|wishes)|best|regards"
    r"|sincerely|yours(?: (?:sincerely|faithfully|truly|ever))?|(?:sincerely|truly) yours|cheers"
    r"|(?:many )?thanks(?: again)?|thank you|all the best|love|mit freundlichen grüßen"
    r"|(?:viele|beste|liebe|herzliche) grüße|cordialement|bien à vous"
    r"|(?:un )?saludos?(?: cordial(?:es)?)?|atentamente|cordiali saluti|distinti saluti)"
    r"[,.!]?(?:\s(?-i:[A-Z])[\w.’'-]*){0,4}",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?:[^\W\d_a-zß-ÿ][\w’'-]*\.? ){1,3}[^\W\d_a-zß-ÿ][\w’'-]*")
_SENTENCE = re.compile(r"[.!?:]\s*$|\s\w+ed\s")
_LONGEST_ROLE = 10  # words
_MOST_NAMES = 6  # words behind a greeting


def is_greeting_or_closing(words: str) -> bool:
    """Return whether a unit is only the greeting or the closing of a letter.

    "Dear Ms. Hecht, thank you for your letter." says something.

    Args:
        words: of the unit.
    """
    bare = words.strip()
    if _CLOSING.fullmatch(bare):
        return True
    greeting = _GREETING.fullmatch(bare)
    if greeting is None:
        return False
    name = greeting["name"].split()
    return len(name) <= _MOST_NAMES and (greeting["sign"] is not None or _are_names(name))


def with_name_above(text: str, span: Span) -> Span:
    """Return a line of a signature with the name in the line above: "Head of purchasing".

    Args:
        text: of a message.
        span: of a unit of it, returned as it is where no name is above or it is a sentence.
    """
    words = text[span.start : span.end]
    if "\n" in words or _SENTENCE.search(words) or len(words.split()) > _LONGEST_ROLE:
        return span
    line = text.rfind("\n", 0, span.start) + 1
    above = text.rfind("\n", 0, max(0, line - 1)) + 1
    name = text[above : line - 1] if line else ""
    if text[line : span.start].strip() or _is_name(words) or not _is_name(name):
        return span
    return Span(above, span.end)


def _is_name(line: str) -> bool:
    return _NAME.fullmatch(line) is not None


def _are_names(words: list[str]) -> bool:
    return bool(words) and all(word[:1].isupper() for word in words)

"""A typed question, checked, cleaned and split into its parts."""

from __future__ import annotations

import re
import unicodedata

from qa.errors import QuestionError
from qa.text.analyzer import terms
from qa.text.sentences import sentence_spans

LONGEST_QUESTION = 10_000
"""Characters; five pages. The embedding model reads the first 250 words or so anyway."""

_SPACE = re.compile(r"\s+")
_ALSO_ASKS = re.compile(
    r"[,;]? (?:and|or|but|also)(?: also)? (?=(?:who|whom|whose|what|which|when|where|why|how)\b)",
    re.IGNORECASE,
)
_TERMS_OF_A_QUESTION = 2
_MOST_PARTS = 4
_COURTESY = re.compile(
    r"""^(?:(?:hi|hello|hey|dear|good\s(?:morning|afternoon|evening))(?:\sthere|\sall)?[\s,!.]+)
      | \b(?:(?:can|could|would|will)\syou\s(?:please\s|kindly\s)?|please\s|kindly\s)
        (?:tell|show|help|explain|find|give)(?:\s(?:to\s)?me)?(?:\sout)?(?:\sif|\swhether)?\b
      | \bI(?:['’]d|\swould)\slike\sto\s(?:know|find\sout|learn)(?:\sif|\swhether)?\b
      | \bI\s(?:want|need)\sto\s(?:know|find\sout|learn)(?:\sif|\swhether)?\b
      | \bdo\syou\s(?:happen\sto\s)?know\b
      | \b(?:please|kindly)\b
      | (?:\b(?:many\s)?thanks(?:\sa\slot|\sin\sadvance)?|\bthank\syou(?:\svery\smuch)?)[\s!.]*$
    """,
    re.IGNORECASE | re.VERBOSE,
)


def cleaned(question: str) -> str:
    """Return the question in one line, without control characters.

    Args:
        question: as typed.

    Raises:
        QuestionError: it is not text, has no letter or digit, or is too long.
    """
    if not isinstance(question, str):
        msg = f"A question must be a str, not {type(question).__name__}."
        raise QuestionError(msg)
    if len(question) > LONGEST_QUESTION:
        msg = (
            f"The question has {len(question):,} characters; the limit is {LONGEST_QUESTION:,}. "
            "Ask for one thing at a time."
        )
        raise QuestionError(msg)
    visible = "".join(" " if _is_control(char) else char for char in question)
    line = _SPACE.sub(" ", visible).strip()
    if not line:
        msg = "The question is empty. Ask about something in the documents."
        raise QuestionError(msg)
    if not any(char.isalnum() for char in line):
        msg = f"The question {line[:40]!r} contains no word. Ask about something in the documents."
        raise QuestionError(msg)
    return line


def parts(question: str) -> list[tuple[str, ...]]:
    """Return the questions in one message, each in the ways it may be read.

    Of a message of several sentences with one question, that question may be meant, or the whole
    message. Each of several questions is a part, and so is what follows "and who", "and how many"
    and the like.

    Args:
        question: in one line, as :func:`cleaned` returns it.
    """
    plain = _uncourteous(question)
    sentences = _sentences(plain)
    asking = _asking(sentences)
    single = _single(plain, asking)
    if 1 < len(single) <= _MOST_PARTS:
        return [(part,) for part in single]
    if len(asking) == 1 < len(sentences):
        return [(plain, asking[0])]
    return [(plain,)]


def too_many(question: str) -> tuple[str, ...]:
    """Return the questions in one message if they are too many to be asked one by one.

    :func:`parts` then returns the message as one question.

    Args:
        question: in one line, as :func:`cleaned` returns it.
    """
    plain = _uncourteous(question)
    single = _single(plain, _asking(_sentences(plain)))
    return tuple(single) if len(single) > _MOST_PARTS else ()


def _sentences(plain: str) -> list[str]:
    return [plain[span.start : span.end] for span in sentence_spans(plain)]


def _asking(sentences: list[str]) -> list[str]:
    return [sentence for sentence in sentences if sentence.endswith("?")]


def _single(plain: str, asking: list[str]) -> list[str]:
    return [part for sentence in asking or [plain] for part in _split(sentence)]


def _split(sentence: str) -> list[str]:
    found = [part.strip(" ,;") for part in _ALSO_ASKS.split(sentence)]
    if any(len(terms(part)) < _TERMS_OF_A_QUESTION for part in found):
        return [sentence]
    return [part if part.endswith("?") else f"{part}?" for part in found] if found[1:] else found


def _uncourteous(question: str) -> str:
    """Return a question without courtesies, unless it consists of nothing else."""
    plain = _COURTESY.sub(" ", question)
    plain = _SPACE.sub(" ", plain).strip(" ,")
    return plain if terms(plain) else question


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cs"}

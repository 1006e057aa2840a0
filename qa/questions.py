"""What a user typed, made fit to be asked."""

from __future__ import annotations

import re
import unicodedata

from qa.errors import QuestionError

LONGEST_QUESTION = 10_000
"""Characters; five pages. The embedding model reads the first 250 words or so anyway."""

_SPACE = re.compile(r"\s+")


def cleaned(question: str) -> str:
    """Return the question in one line, without control characters.

    Raises:
        QuestionError: it is no text, holds no letter or digit, or is too long.
    """
    if not isinstance(question, str):
        msg = f"A question is a str, not {type(question).__name__}."
        raise QuestionError(msg)
    if len(question) > LONGEST_QUESTION:
        msg = (
            f"The question has {len(question):,} characters; at most {LONGEST_QUESTION:,} can be "
            "asked at once. Ask for one thing at a time."
        )
        raise QuestionError(msg)
    visible = "".join(" " if _is_control(char) else char for char in question)
    line = _SPACE.sub(" ", visible).strip()
    if not line:
        msg = "The question is empty. Ask for something the documents may say."
        raise QuestionError(msg)
    if not any(char.isalnum() for char in line):
        msg = f"The question {line[:40]!r} holds no word. Ask for something the documents may say."
        raise QuestionError(msg)
    return line


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cs"}

"""Questions as lines of a text, and as JSON Lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from qa.errors import JsonError, QuestionnaireError
from qa.files.typed_json import lines, parse
from qa.grids.questionnaire.names import is_id_name, is_section_name, name_words, question_rank
from qa.grids.questionnaire.records import Question

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_MARKER = re.compile(
    r"[-*+•‣·–—]\s+|(?P<id>\(?(?:Q\.?)?\d{1,4}(?:\.\d{1,4}){0,5}(?:[.):]|(?=\s))|\(?[a-z][.)])\s+"
)
_NUMBER_ALONE = re.compile(r"\d{1,4}")  # "2024 was a good year for whom?" has no number
_NO_RANK = 4


def line_questions(text: str) -> Iterator[Question]:
    """Yield the lines of a text, without numbers and bullets; a line with ``#`` heads others.

    Args:
        text: of the file.
    """
    section = ""
    for number, line in enumerate(text.split("\n"), start=1):
        words = line.strip()
        if words.startswith("#"):
            section = words.lstrip("# \t").strip()[:200]
            continue
        marker = _MARKER.match(words)
        found = (marker["id"] or "") if marker else ""
        if marker and not _NUMBER_ALONE.fullmatch(found):
            words = words[marker.end() :]
        else:
            found = ""
        if words:
            yield Question(words, number, found.strip("().:"), section)


def json_questions(data: bytes, path: Path, chosen: str | None) -> Iterator[Question]:
    """Yield the questions of JSON Lines: strings, or objects with a question.

    Args:
        data: bytes of the file.
        path: of the file, for errors.
        chosen: the key of the questions, None to find it.

    Raises:
        QuestionnaireError: a line is no JSON, or has no question.
    """
    for number, line in lines(data.removeprefix(b"\xef\xbb\xbf")):
        try:
            content = parse(line, object)
        except JsonError as error:
            reason = f"has a line {number} that is not JSON ({error})"
            raise QuestionnaireError(path, reason) from error
        if isinstance(content, str):
            yield Question(content, number)
        elif isinstance(content, dict):
            yield _question(content, number, path, chosen)
        else:
            reason = f"has in line {number} neither a string nor an object"
            raise QuestionnaireError(path, reason)


def _question(row: Mapping[str, Any], number: int, path: Path, chosen: str | None) -> Question:
    if chosen is not None:
        named = [key for key in row if key == chosen or name_words(key) == name_words(chosen)]
    else:
        ranked = sorted((question_rank(key), key) for key in row if isinstance(row[key], str))
        named = [key for rank, key in ranked if rank < _NO_RANK]
    value = row[named[0]] if named else None
    if not isinstance(value, str):
        wanted = repr(chosen) if chosen is not None else "'question'"
        keys = ", ".join(map(repr, list(row)[:8])) or "none"
        reason = f"has in line {number} no text under {wanted}; its keys are {keys}"
        raise QuestionnaireError(path, reason)
    return Question(
        value, number, _first(row, named[0], is_id_name), _first(row, named[0], is_section_name)
    )


def _first(row: Mapping[str, Any], besides: str, wanted: Any) -> str:
    """Return the first plain value whose key a function accepts."""
    for key, value in row.items():
        if key != besides and isinstance(value, str | int) and wanted(key):
            return " ".join(str(value).split())[:200]
    return ""

"""Verdicts as commands of a workflow on GitHub, which shows them in the lines of a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.manuscripts.records import EXACT, WORDS
from qa.manuscripts.wording import is_fault, message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.manuscripts.records import CheckedManuscript, Judged

_IN_MESSAGE = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTY = {**_IN_MESSAGE, ":": "%3A", ",": "%2C"}


def to_github(checked: Sequence[CheckedManuscript]) -> str:
    """Return a line for each quotation that is not exact: ``::error file=…,line=…::…``.

    Args:
        checked: the manuscripts.
    """
    return "".join(
        f"{line}\n"
        for manuscript in checked
        for one in manuscript.judged
        if one.verdict != EXACT
        for line in _lines(manuscript.name, one)
    )


def _lines(name: str, judged: Judged) -> Iterator[str]:
    region = judged.quotation.region
    where = {"file": name}
    if region:
        where |= {"line": str(region.line), "endLine": str(region.end_line)}
        if region.line == region.end_line:
            where |= {"col": str(region.column), "endColumn": str(region.end_column)}
    where["title"] = f"Quotation: {WORDS[judged.verdict]}"
    said = ",".join(f"{key}={_escaped(value, _IN_PROPERTY)}" for key, value in where.items())
    level = "error" if is_fault(judged) else "warning"
    yield f"::{level} {said}::{_escaped(message(judged), _IN_MESSAGE)}"


def _escaped(text: str, signs: dict[str, str]) -> str:
    return "".join(signs.get(char, char) for char in text)

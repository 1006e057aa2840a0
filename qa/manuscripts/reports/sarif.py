"""Verdicts as SARIF 2.1.0, which code hosts and editors show in the lines of a file."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from qa.manuscripts.records import EXACT, MEANINGS, NOT_CHECKED, WORDS
from qa.manuscripts.wording import claimed, is_fault, message, where
from qa.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.manuscripts.records import CheckedManuscript, Judged

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_RULES = {
    verdict: f"quotation/{verdict.replace('_', '-')}" for verdict in MEANINGS if verdict != EXACT
}


def to_sarif(checked: Sequence[CheckedManuscript], errors: Sequence[tuple[str, str]] = ()) -> str:
    """Return a log of one run; a result for each quotation that is not exact.

    Args:
        checked: the manuscripts.
        errors: name of each file that could not be checked, and why.
    """
    ids = list(_RULES)
    run = {
        "tool": {
            "driver": {
                "name": "Quoth",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(verdict) for verdict in ids],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not errors,
                "toolExecutionNotifications": [
                    {
                        "level": "error",
                        "message": {"text": reason},
                        "locations": [{"physicalLocation": _artifact(name)}],
                    }
                    for name, reason in errors
                ],
            }
        ],
        "artifacts": [{"location": _artifact(one.name)["artifactLocation"]} for one in checked],
        "results": [
            _result(manuscript.name, one, ids.index(one.verdict))
            for manuscript in checked
            for one in manuscript.judged
            if one.verdict != EXACT
        ],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _rule(verdict: str) -> dict[str, Any]:
    return {
        "id": _RULES[verdict],
        "name": "".join(word.title() for word in ("quotation", *verdict.split("_"))),
        "shortDescription": {"text": WORDS[verdict][:1].upper() + WORDS[verdict][1:] + "."},
        "fullDescription": {"text": MEANINGS[verdict]},
        "defaultConfiguration": {"level": _level(verdict)},
    }


def _level(verdict: str) -> str:
    return "warning" if verdict in {"source_missing", NOT_CHECKED} else "error"


def _result(name: str, judged: Judged, index: int) -> dict[str, Any]:
    quotation = judged.quotation
    place: dict[str, Any] = _artifact(name)
    if quotation.region:
        region = quotation.region
        place["region"] = {
            "startLine": region.line,
            "startColumn": region.column,
            "endLine": region.end_line,
            "endColumn": region.end_column,
            "charOffset": region.offset,
            "charLength": region.length,
            "snippet": {"text": quotation.text},
        }
    location: dict[str, Any] = {"physicalLocation": place}
    if not quotation.region:  # the file is no text: its lines mean nothing
        location["message"] = {"text": f"{where(judged)}: “{quotation.text}”"}
    return {
        "ruleId": _RULES[judged.verdict],
        "ruleIndex": index,
        "level": "error" if is_fault(judged) else "warning",
        "message": {"text": message(judged)},
        "locations": [location],
        "properties": {"claimedSource": claimed(judged), "documents": list(judged.documents)},
    }


def _artifact(name: str) -> dict[str, Any]:
    path = PurePath(name)
    uri = path.as_uri() if path.is_absolute() else quote(path.as_posix())
    return {"artifactLocation": {"uri": uri}}

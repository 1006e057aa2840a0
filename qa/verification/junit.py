"""Replays as JUnit XML, which continuous integration shows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from qa.verification.judging import EXACT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.verification.judging import Verdict
    from qa.verification.replaying import Replay

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_junit(replayed: Sequence[tuple[str, Replay]], errors: Sequence[tuple[str, str]] = ()) -> str:
    """Return JUnit XML: a suite for each receipt, a case for its question and for each quote.

    Args:
        replayed: name of each receipt, and its replay.
        errors: name of each receipt that could not be replayed, and why.
    """
    root = ET.Element("testsuites", name="qa replay")
    for name, replay in replayed:
        cases = list(_cases(replay))
        failed = sum(failure is not None for _, failure in cases)
        suite = add_suite(root, name, len(cases), failures=failed)
        for title, failure in cases:
            case = ET.SubElement(suite, "testcase", classname=clean(name), name=clean(title))
            if failure is not None:
                ET.SubElement(case, "failure", message=clean(failure))
    for name, reason in errors:
        suite = add_suite(root, name, 1, errors=1)
        case = ET.SubElement(suite, "testcase", classname=clean(name), name="receipt")
        ET.SubElement(case, "error", message=clean(reason))
    return written(root)


def written(root: ET.Element) -> str:
    """Return XML as a file has it.

    Args:
        root: the outermost element.
    """
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def add_suite(
    root: ET.Element, name: str, tests: int, *, failures: int = 0, errors: int = 0
) -> ET.Element:
    """Add a suite, and return it.

    Args:
        root: to which it is added.
        name: of the suite.
        tests: cases that it has.
        failures: cases that fail.
        errors: cases that could not be tried.
    """
    counts = {"tests": str(tests), "failures": str(failures), "errors": str(errors)}
    return ET.SubElement(root, "testsuite", {"name": clean(name), **counts})


def _cases(replay: Replay) -> Iterator[tuple[str, str | None]]:
    """Yield the name of each case, and the message of its failure; None if it passes."""
    for verdict in replay.verdicts:
        quote = verdict.quote
        name = f"{quote.doc_id} {quote.start}–{quote.end}: {quote.text}"
        yield name, None if verdict.verdict == EXACT else _failure(verdict)
    otherwise = "the answer has changed" if replay.answered_otherwise else None
    yield replay.receipt.question, otherwise or "; ".join(replay.problems) or None


def _failure(verdict: Verdict) -> str:
    now = f"{verdict.moved_to or verdict.quote.doc_id} {verdict.start}–{verdict.end}"
    where = f"{verdict.verdict}, now {now}" if verdict.start is not None else verdict.verdict
    changes = [
        f"{change.kind}: “{change.claimed}” was, “{change.actual}” is" for change in verdict.changes
    ]
    return "; ".join([where, *changes])


def clean(text: str) -> str:
    """Return a text with U+FFFD for each character that XML 1.0 forbids.

    Args:
        text: of a document or a person.
    """
    return _FORBIDDEN.sub("\ufffd", text)

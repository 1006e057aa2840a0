"""Verdicts as JUnit XML: a suite for each manuscript, a case for each quotation."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from qa.manuscripts.records import EXACT, NOT_CHECKED, WORDS
from qa.manuscripts.wording import message, where
from qa.verification.junit import add_suite, clean, written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.manuscripts.records import CheckedManuscript


def to_junit(checked: Sequence[CheckedManuscript], errors: Sequence[tuple[str, str]] = ()) -> str:
    """Return JUnit XML.

    Args:
        checked: the manuscripts.
        errors: name of each file that could not be checked, and why.
    """
    root = ET.Element("testsuites", name="qa check")
    for manuscript in checked:
        unchecked = sum(one.verdict == NOT_CHECKED for one in manuscript.judged)
        failed = sum(one.verdict not in {EXACT, NOT_CHECKED} for one in manuscript.judged)
        total = len(manuscript.judged)
        suite = add_suite(root, manuscript.name, total, failures=failed, errors=unchecked)
        for one in manuscript.judged:
            name = ": ".join(filter(None, (where(one), one.quotation.text)))
            case = ET.SubElement(
                suite, "testcase", classname=clean(manuscript.name), name=clean(name)
            )
            if one.verdict != EXACT:
                kind = "error" if one.verdict == NOT_CHECKED else "failure"
                said = {"type": WORDS[one.verdict], "message": clean(message(one))}
                ET.SubElement(case, kind, said)
    for name, reason in errors:
        suite = add_suite(root, name, 1, errors=1)
        case = ET.SubElement(suite, "testcase", classname=clean(name), name="manuscript")
        ET.SubElement(case, "error", message=clean(reason))
    return written(root)

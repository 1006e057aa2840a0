"""A replay as JUnit XML, which continuous integration reads."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from qa.verification.junit import to_junit
from qa.verification.replaying import replay
from tests.verification.test_replaying import APPLE, BIRD, saved

if TYPE_CHECKING:
    from tests.support.indexes import Library


def test_an_answer_that_holds_passes(library: Library) -> None:
    """A case for the quote, and one for the question."""
    replayed = replay(saved(library), library.load())
    root = ET.fromstring(to_junit([("r.json", replayed)]))
    assert [case.get("name") for case in root.iter("testcase")] == [
        f"fruit.txt 0–41: {APPLE.strip()}",
        "What does an apple weigh?",
    ]
    assert list(root.iter("failure")) == []


def test_what_changed_is_the_message_of_a_failure(library: Library) -> None:
    """A receipt that cannot be read is an error; characters that XML forbids are replaced."""
    receipt = saved(library)
    replayed = replay(receipt, library.build(fruit=APPLE.replace("120", "180") + BIRD))
    root = ET.fromstring(to_junit([("r.json", replayed)], [("s.json", "is no \x1b receipt")]))
    assert [one.get("message") for one in root.iter("failure")] == [
        "altered, now fruit.txt 0–41; number: “120” was, “180” is",
        "the answer has changed",
    ]
    assert [one.get("message") for one in root.iter("error")] == ["is no \ufffd receipt"]
    assert [suite.get("failures") for suite in root] == ["2", "0"]

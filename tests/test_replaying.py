"""Answers that were kept are tested again whenever the documents have changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from qa.errors import QuestionError
from qa.junit import to_junit
from qa.pipeline import ask
from qa.receipts import Asked, receipt_from
from qa.replaying import replay

if TYPE_CHECKING:
    from library import Library

    from qa.receipts import Receipt

APPLE = "An apple of the orchard weighs 120 grams. "
BIRD = "A bird of the river was counted twice. "


def kept(library: Library) -> Receipt:
    """Return the receipt of an answer with one quote, from a text of two sentences."""
    index = library.build(fruit=APPLE + BIRD)
    answer = ask("What does an apple weigh?", index, 1, min_confidence=0.0, evidence_model="none")
    assert [quote.text for quote in answer.quotes] == [APPLE.strip()]
    return answer.receipt(Asked(k=1, min_confidence=0.0, evidence_model="none"))


def test_an_answer_holds_while_nothing_changed(library: Library) -> None:
    """The quote is exact, and the question is answered by it."""
    receipt = kept(library)
    told = replay(receipt, library.load())
    assert told.holds
    assert not told.answered_otherwise
    assert to_junit([("r.json", told)]).count("<testcase") == 2


def test_a_quote_that_moved_is_told(library: Library) -> None:
    """Within its document, and into another one."""
    receipt = kept(library)
    moved = replay(receipt, library.build(fruit=BIRD + APPLE))
    assert [one.verdict for one in moved.verdicts] == ["moved"]
    assert (moved.moved_to, moved.holds, moved.answered_otherwise) == (("",), False, False)
    renamed = replay(receipt, library.build(other=APPLE + BIRD))
    assert [one.verdict for one in renamed.verdicts] == ["moved"]
    assert renamed.moved_to == ("other.txt",)


def test_a_changed_quote_and_answer_are_told(library: Library) -> None:
    """The number in the document is another one, and so is the answer."""
    receipt = kept(library)
    told = replay(receipt, library.build(fruit=APPLE.replace("120", "180") + BIRD))
    (verdict,) = told.verdicts
    assert verdict.verdict == "altered"
    assert [(one.kind, one.claimed, one.actual) for one in verdict.changes] == [
        ("number", "120", "180")
    ]
    assert told.answered_otherwise
    root = ET.fromstring(to_junit([("r.json", told)], [("s.json", "is no \x1b receipt")]))
    assert [one.get("message") for one in root.iter("failure")] == [
        "altered to fruit.txt 0–41; number: “120” was, “180” is",
        "is answered otherwise now",
    ]
    assert [one.get("message") for one in root.iter("error")] == ["is no \ufffd receipt"]
    assert [suite.get("failures") for suite in root] == ["2", "0"]


def test_a_quote_that_is_gone_is_told(library: Library) -> None:
    """It stands in no document any more."""
    told = replay(kept(library), library.build(sky="A cloud came by, and then one more."))
    assert [one.verdict for one in told.verdicts] == ["gone"]
    assert not told.holds


def test_an_edited_receipt_does_not_hold(library: Library) -> None:
    """Its seal is broken, whatever the documents say."""
    content = kept(library).to_dict()
    content["confidence"] = 1.0
    told = replay(receipt_from(content), library.load())
    assert (told.holds, told.problems) == (False, ("the receipt was changed after it was made",))


def test_a_question_to_a_document_that_is_gone_cannot_be_asked(library: Library) -> None:
    """The error says so."""
    receipt = kept(library)
    scoped = replace(receipt, asked=replace(receipt.asked, documents=("gone.txt",)))
    with pytest.raises(QuestionError, match=r"no document 'gone.txt'"):
        replay(scoped, library.load())

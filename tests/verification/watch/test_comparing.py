"""Saved answers are compared with a history of documents: what is said, and what alarms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.pipeline import ask
from qa.receipts import Asked
from qa.verification.watch.comparing import compare_saved
from qa.verification.watch.revisions import NEW, OLD

if TYPE_CHECKING:
    from qa.index.search import Index
    from qa.receipts import Receipt
    from qa.verification.watch.states import WatchedAnswer
    from tests.support.indexes import Library

DEPOSIT = "The tenant pays a deposit of two months for the apple orchard before moving in."
NOTICE = "Either party may end the lease of the bird house with three months of notice."
RULES = "Guests of the cloud room sign the book at the door and leave before ten in the evening."
LEASE = f"Lease of the mill\n\n{DEPOSIT} {NOTICE}\n"
HOUSE = f"Rules of the house\n\n{RULES}\n"
QUESTIONS = {
    "deposit": "What does the tenant pay for the apple orchard?",
    "notice": "How can a party end the lease of the bird house?",
    "rules": "What do guests of the cloud room sign?",
}


def saved(index: Index) -> dict[str, Receipt]:
    """Return the receipts of three answers with one quote each."""
    asked = Asked(k=1, min_confidence=0.0, evidence_model="none")
    answers = {
        name: ask(question, index, 1, min_confidence=0.0, evidence_model="none")
        for name, question in QUESTIONS.items()
    }
    quoted = [answer.quotes[0].text for answer in answers.values()]
    assert quoted == [DEPOSIT, NOTICE, RULES]
    return {name: answer.receipt(asked) for name, answer in answers.items()}


@pytest.fixture
def receipts(library: Library) -> dict[str, Receipt]:
    """Answers from a lease and the rules of a house, as they were first."""
    return saved(library.build(lease=LEASE, house=HOUSE))


def states(receipts: dict[str, Receipt], index: Index) -> dict[str, str]:
    """Return the state of each answer."""
    return {name: compare_saved(name, one, index).state for name, one in receipts.items()}


def alarms(receipts: dict[str, Receipt], index: Index) -> list[str]:
    """Return the names of the answers that someone is notified of."""
    return [name for name, one in receipts.items() if compare_saved(name, one, index).is_alarming]


def version(compared: WatchedAnswer, without: str) -> str:
    """Return one version of the first quote, put together from its pieces."""
    return "".join(one.text for one in compared.quotes[0].pieces if one.kind != without).strip()


def test_nothing_changed_is_as_saved(receipts: dict[str, Receipt], library: Library) -> None:
    """Another build of the same documents changes nothing."""
    index = library.build(lease=LEASE, house=HOUSE)
    assert set(states(receipts, index).values()) == {"as_saved"}


@pytest.mark.parametrize(
    "files",
    [
        {"lease": f"Lease of the mill\n\n{NOTICE} {DEPOSIT}\n", "house": HOUSE},
        {"lease": LEASE.replace(" of ", "\nof "), "house": HOUSE.replace(" the ", "\nthe ")},
        {"lease": LEASE.replace("tenant", "**tenant**"), "house": f"A word before.\n\n{HOUSE}"},
        {"contracts": f"{HOUSE}\n{LEASE}"},
    ],
    ids=["reordered", "reflowed", "marked up", "in one file"],
)
def test_moved_words_raise_no_alarm(
    receipts: dict[str, Receipt], library: Library, files: dict[str, str]
) -> None:
    """Sentences in another order, wrapped otherwise, with mark-up, or in another file."""
    index = library.build(**files)
    found = states(receipts, index)
    assert alarms(receipts, index) == []
    assert "moved" in found.values()


def test_a_changed_word_is_shown_in_both_versions(
    receipts: dict[str, Receipt], library: Library
) -> None:
    """The old sentence is what was quoted, the new one what the document says, to its end."""
    changed = DEPOSIT.replace("two months", "three months").replace("moving in", "the keys")
    index = library.build(lease=LEASE.replace(DEPOSIT, changed), house=HOUSE)
    compared = compare_saved("deposit", receipts["deposit"], index)
    assert compared.state == "changed"
    assert version(compared, NEW) == DEPOSIT
    assert version(compared, OLD) == changed
    (quote,) = compared.quotes
    assert quote.now is not None
    assert quote.now.text == changed
    assert [one.text.strip() for one in quote.pieces if one.kind == OLD] == ["two", "moving in"]
    assert alarms(receipts, index) == ["deposit"]


def test_a_capital_is_a_change(receipts: dict[str, Receipt], library: Library) -> None:
    """A Tenant may be defined elsewhere, and a tenant is anyone."""
    index = library.build(lease=LEASE.replace("The tenant", "The Tenant"), house=HOUSE)
    assert states(receipts, index)["deposit"] == "changed"


def test_words_that_left_their_document_are_gone(
    receipts: dict[str, Receipt], library: Library
) -> None:
    """Even if another document has them: each lease of a template has its own clauses."""
    other = LEASE.replace("the mill", "the barn")
    index = library.build(lease=f"Lease of the mill\n\n{NOTICE}\n", barn=other, house=HOUSE)
    compared = compare_saved("deposit", receipts["deposit"], index)
    assert compared.state == "gone"
    assert [place.doc_id for place in compared.quotes[0].elsewhere] == ["barn.txt"]
    assert alarms(receipts, index) == ["deposit"]


def test_words_of_a_lost_document_are_gone(receipts: dict[str, Receipt], library: Library) -> None:
    """Nothing else says them."""
    assert states(receipts, library.build(house=HOUSE))["notice"] == "gone"


def test_a_question_with_another_answer_is_answered_otherwise(
    receipts: dict[str, Receipt], library: Library
) -> None:
    """The quote is where it was, and something that fits better is quoted now."""
    waiver = "House\n\nAll guests of the cloud room sign a waiver at the door and leave it there.\n"
    index = library.build(lease=LEASE, house=HOUSE, guests=waiver)
    compared = compare_saved("rules", receipts["rules"], index)
    assert compared.state == "answered_otherwise"
    assert compared.quotes[0].state in ("as_saved", "moved")
    assert compared.answer is not None
    assert "waiver" in compared.answer.quotes[0].text


def test_the_same_change_has_the_same_id(receipts: dict[str, Receipt], library: Library) -> None:
    """Whatever else is built; another change has another one."""
    changed = LEASE.replace("two months", "three months")
    first = compare_saved("a", receipts["deposit"], library.build(lease=changed, house=HOUSE))
    moved = library.build(lease=f"\n\n{changed}", house=HOUSE, more="Something else.")
    assert compare_saved("b", receipts["deposit"], moved).id == first.id
    other = library.build(lease=LEASE.replace("two months", "six months"), house=HOUSE)
    assert compare_saved("a", receipts["deposit"], other).id != first.id


def test_a_question_that_cannot_be_asked_any_more_is_said(library: Library) -> None:
    """It was narrowed to a document that is not there."""
    index = library.build(lease=LEASE, house=HOUSE)
    answer = ask(
        QUESTIONS["rules"],
        index,
        1,
        documents=["house.txt"],
        min_confidence=0.0,
        evidence_model="none",
    )
    compared = compare_saved("rules", answer.receipt(), library.build(lease=LEASE))
    assert compared.state == "gone"
    assert compared.answer is None
    assert any("cannot be asked" in note for note in compared.notes)

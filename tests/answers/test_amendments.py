"""A quoted clause is shown with the sentence of another document that changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.pipeline import ask
from qa.rendering.text import to_text

if TYPE_CHECKING:
    from qa.records import Answer
    from tests.support.indexes import Library

PARTIES = "between Orchard Foods Limited and Quarry Lane Bakery Limited"
CONTRACT = f"""SUPPLY CONTRACT

This contract is made on 3 May 2021 {PARTIES}.

4. Delivery

4.1 The supplier delivers apple flour on Mondays and Thursdays.

4.2 An apple order may be cancelled up to 48 hours before delivery.
"""
QUESTION = "Until when may an apple order be cancelled before delivery?"


def letter(change: str, named: str = f"the contract of 3 May 2021 {PARTIES}") -> str:
    """Return a later letter that changes a contract."""
    return f"SIDE LETTER\n\n1 March 2023\n\nThis is about {named}.\n\n{change}\n"


def asked(library: Library, question: str = QUESTION, **files: str) -> Answer:
    """Return the answer from some documents."""
    index = library.build(**files)
    return ask(question, index, k=1, min_confidence=0.0, evidence_model="none")


def test_a_clause_is_shown_with_what_changes_it(library: Library) -> None:
    """Both sentences are cut from their documents, and the newer document is named."""
    change = letter("Clause 4.2 is deleted.")
    answer = asked(library, contract=CONTRACT, letter=change)
    (found,) = answer.disagreements
    for one, text in zip(found.statements, (CONTRACT, change), strict=True):
        assert text[one.citation.start : one.citation.end] == one.text
    (named,) = found.statements[1].differing
    assert change[named.start : named.end] == "Clause 4.2"
    shown = to_text(answer)
    assert "Another document may change this: see “Clause 4.2”." in shown
    assert "letter.txt" in shown


@pytest.mark.parametrize(
    "change",
    [
        'Section 4.2 shall be replaced by: "It may be cancelled up to 72 hours before."',
        "Clause 4 is replaced by the annex to this letter.",
    ],
    ids=["section", "whole chapter"],
)
def test_a_change_names_the_clause(library: Library, change: str) -> None:
    """By its own number, or by that of the clause that it is in."""
    answer = asked(library, contract=CONTRACT, letter=letter(change))
    assert answer.quotes[0].citation.doc_id == "contract.txt"
    assert not answer.likely
    (found,) = answer.disagreements
    assert found.kind == "amendment"
    assert [one.text for one in found.statements] == [answer.quotes[0].text, change]


def test_other_sentences_change_nothing(library: Library) -> None:
    """They refer to another clause, or say of no change that it was made."""
    change = (
        "Clause 4.1 is deleted. Clause 4.2 applies, as amended from time to time. "
        "Clause 4.2 may not be varied by telephone. In clause 4, the days of the week are replaced."
    )
    assert asked(library, contract=CONTRACT, letter=letter(change)).disagreements == ()


def test_an_amendment_of_another_contract_changes_nothing(library: Library) -> None:
    """The amended contract is known by its date and a party, or by its title and both parties."""
    named = (
        "the contract of 8 May 2020 between Orchard Foods Limited and Hill Mill Limited",
        "the contract of 3 May 2021 between Anna Berg and Olav Dahl",
        "a supply contract between Orchard Foods Limited and Hill Mill Limited",
    )
    others = {f"n{i}": letter("Clause 4.2 is deleted.", one) for i, one in enumerate(named)}
    assert asked(library, contract=CONTRACT, **others).disagreements == ()


def test_a_contract_is_known_by_its_title_and_parties(library: Library) -> None:
    """Where the amendment does not say of which day it is."""
    change = letter("Clause 4.2 is deleted.", f"the Supply Contract {PARTIES}")
    assert asked(library, contract=CONTRACT, letter=change).disagreements


def test_a_defined_term_is_changed_without_its_clause(library: Library) -> None:
    """The quote has the term for which another document states something else."""
    contract = CONTRACT + "\n5.1 The buyer pays an apple Security Deposit of 900 pounds.\n"
    change = letter("The Security Deposit is reduced to 400 pounds.")
    question = "What apple security deposit does the buyer pay?"
    answer = asked(library, question, contract=contract, letter=change)
    assert answer.quotes[0].citation.doc_id == "contract.txt"
    assert [one.kind for one in answer.disagreements] == ["amendment"]


def test_an_answer_from_the_amendment_has_no_warning(library: Library) -> None:
    """It begins with what is in force."""
    change = letter('Clause 4.2 is replaced by: "Nobody may cancel pear orders on Sundays."')
    answer = asked(library, "May pear orders be cancelled on Sundays?", contract=CONTRACT, n=change)
    assert answer.quotes[0].citation.doc_id == "n.txt"
    assert answer.disagreements == ()


def test_german_paragraphs_are_changed(library: Library) -> None:
    """By the paragraph sign, in a contract with a heading for each."""
    lease = (
        "MIETVERTRAG\n\nzwischen Helga Sommer und der Nordlicht Verlag GmbH vom 12. April 2018\n\n"
        "§ 3 Miete\n\nDie Miete beträgt 2.400 apple Euro.\n"
    )
    change = (
        "NACHTRAG\n\nzum Mietvertrag vom 12. April 2018 mit der Nordlicht Verlag GmbH\n\n"
        "§ 3 Satz 1 wird neu gefasst.\n"
    )
    answer = asked(library, "Wie hoch ist die Miete in apple Euro?", lease=lease, change=change)
    assert [one.kind for one in answer.disagreements] == ["amendment"]

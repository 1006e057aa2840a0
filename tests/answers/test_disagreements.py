"""Sources that disagree are shown together; documents on different things do not disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.pipeline import ask
from qa.rendering.text import to_markdown, to_text

if TYPE_CHECKING:
    from qa.records import Answer
    from tests.support.indexes import Library

LEAVE = "Full-time staff are entitled to 25 apple days of paid leave in each year."
QUESTION = "How many apple days of paid leave are full-time staff entitled to?"
HANDBOOK = f"Employee handbook\n\nEffective 1 March 2021.\n\n{LEAVE}\n"
POLICY = f"Leave policy\n\nLast updated 2 May 2024.\n\n{LEAVE.replace('25', '30')}\n"


def asked(library: Library, question: str = QUESTION, **files: str) -> Answer:
    """Return the answer from some documents."""
    index = library.build(**files)
    return ask(question, index, min_confidence=0.0, evidence_model="none")


def test_two_sources_with_another_number_disagree(library: Library) -> None:
    """Both sentences are cut from their documents, and the newer document is named."""
    answer = asked(library, handbook=HANDBOOK, policy=POLICY)
    (found,) = answer.disagreements
    assert found.kind == "number"
    texts = {"handbook.txt": HANDBOOK, "policy.txt": POLICY}
    for one, number in zip(found.statements, ("25", "30"), strict=True):
        text = texts[one.citation.doc_id]
        assert text[one.citation.start : one.citation.end] == one.text
        assert [text[span.start : span.end] for span in one.differing] == [number]
    assert [one.dated for one in found.statements] == ["2021-03-01", "2024-05-02"]
    assert found.newer == "policy.txt"
    assert not answer.likely
    shown = to_text(answer)
    assert "Sources disagree on a number: “25” or “30”." in shown
    assert "policy.txt is newer: it says 2024-05-02; handbook.txt says 2021-03-01." in shown
    assert "Sources disagree" in to_markdown(answer)


@pytest.mark.parametrize(
    "other",
    [
        f"Copy\n\n{LEAVE}\n",
        f"Copy\n\n{LEAVE.replace('25', 'twenty-five')}\n",
        f"Copy\n\n{LEAVE.replace('Full-time', 'Part-time').replace('25', '20')}\n",
    ],
    ids=["copy", "in words", "other staff"],
)
def test_sources_that_agree_or_are_about_others_do_not_disagree(
    library: Library, other: str
) -> None:
    """An untouched copy, an amount written otherwise, another group."""
    assert asked(library, handbook=HANDBOOK, other=other).disagreements == ()


def test_a_source_that_says_not_disagrees(library: Library) -> None:
    """The word that one of them lacks is named once."""
    denied = LEAVE.replace("are entitled", "are not entitled")
    answer = asked(library, handbook=HANDBOOK, other=f"Copy\n\n{denied}\n")
    assert [one.kind for one in answer.disagreements] == ["negation"]
    assert "on whether it is so: only one says “not”." in to_text(answer)


def test_leases_of_one_template_do_not_disagree(library: Library) -> None:
    """Each has its own parties, and says nothing of the other."""
    lease = (
        "Lease\n\nThis lease is made between Olav Brenner and the owner of Dockside House.\n\n"
        "The tenant pays a rent of 900 apple coins at the beginning of each month.\n"
    )
    other = lease.replace("Olav Brenner", "Ines Dahl").replace("Dockside", "Millbrook")
    answer = asked(
        library,
        "What rent does the tenant pay in apple coins each month?",
        one=lease,
        two=other.replace("900", "800"),
    )
    assert answer.quotes
    assert answer.disagreements == ()


def test_sheets_of_two_products_do_not_disagree(library: Library) -> None:
    """Their titles are alike but for a name; an address in small letters is no other word."""
    text = "The apple pump survives 30 seconds without water, see www.veyra.example."
    answer = asked(
        library,
        "How many seconds does the apple pump survive without water?",
        one=f"# Veyra pumps: product sheet\n\n{text}\n",
        two=f"# Okafor pumps: product sheet\n\n{text.replace('30', '40').split(',')[0]}.\n",
    )
    assert answer.quotes
    assert answer.disagreements == ()


def test_a_question_on_one_value_is_not_about_the_other(library: Library) -> None:
    """The words "in 2019" ask about that year; a sentence on 2021 is about another."""
    said = "In 2019 the port of Velmora counted its apple ships twice at the pier."
    answer = asked(
        library,
        "What did the port of Velmora count twice in 2019?",
        one=f"Port\n\n{said}\n",
        two=f"Port\n\n{said.replace('2019', '2021')}\n",
    )
    assert answer.disagreements == ()

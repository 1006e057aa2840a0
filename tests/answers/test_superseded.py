"""A quote from a document that is out of date is shown with the sentence that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.pipeline import ask
from qa.rendering.text import to_text

if TYPE_CHECKING:
    from qa.records import Answer
    from tests.support.indexes import Library

QUESTION = "How many apple crates may a member store?"
RULE = "A member may store nine apple crates in the barn."


def rules(stated: str, rule: str = RULE, title: str = "Barn rules") -> str:
    """Return rules that state something of themselves."""
    return f"# {title}\n\n{stated}\n\n## Storage\n\n{rule}\n"


def asked(library: Library, old: str, **others: str) -> Answer:
    """Return the answer from some documents, the first of them quoted."""
    index = library.build(old=old, **others)
    answer = ask(QUESTION, index, k=1, min_confidence=0.0, evidence_model="none")
    assert answer.quotes[0].citation.doc_id == "old.txt"
    return answer


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ("In force since 2020. It is superseded by the edition of 2024.", "the edition of 2024"),
        ("This guide is no longer in force.", "no longer in force"),
        ("This policy was withdrawn in May.", "This policy was withdrawn in May"),
        ("Ersetzt durch die Ordnung vom Mai.", "Ersetzt durch die Ordnung vom Mai"),
    ],
)
def test_a_document_says_that_it_is_out_of_date(library: Library, stated: str, words: str) -> None:
    """At its top, wherever the quote is from."""
    answer = asked(library, rules(stated))
    (found,) = answer.disagreements
    assert found.kind == "superseded"
    assert not answer.likely
    shown = to_text(answer)
    assert "This document may be out of date: see “" in shown
    assert words in shown


OTHER = "A guest may moor a boat at the pier."


@pytest.mark.parametrize(
    "stated",
    [
        "From 1 May 2024. These rules replace nothing; this policy supersedes that of 2020.",
        "Dated 1 May 2024. It replaces all earlier editions.",
    ],
)
def test_another_document_says_that_it_replaces_this_one(library: Library, stated: str) -> None:
    """It has the same title, and names the year of this one, or all earlier ones."""
    answer = asked(library, rules("From 1 May 2020."), new=rules(stated, OTHER))
    (found,) = answer.disagreements
    assert [one.citation.doc_id for one in found.statements] == ["old.txt", "new.txt"]


@pytest.mark.parametrize(
    "other",
    [
        rules("From 1 May 2024. It replaces the edition of 2017.", OTHER),
        rules("From 1 May 2024. It replaces all earlier editions.", OTHER, "Pier rules"),
        rules("Dated 1 May 2011. It replaces all earlier editions.", OTHER),
        rules(
            "From 1 May 2024. The new lamp replaces the one of 2020 that broke.", OTHER, "Minutes"
        ),
    ],
    ids=["another year", "another title", "an older one", "something else"],
)
def test_a_document_that_replaces_another_one_changes_nothing(library: Library, other: str) -> None:
    """Its title, or what it says, is of something else."""
    assert asked(library, rules("Dated 1 May 2020."), new=other).disagreements == ()


@pytest.mark.parametrize(
    "stated",
    ["The boiler was replaced by Ida Roe.", "Clause 7 of this policy is replaced.", "In force."],
)
def test_something_in_a_document_that_was_replaced_is_not_the_document(
    library: Library, stated: str
) -> None:
    """A boiler, or a clause."""
    assert asked(library, rules(stated)).disagreements == ()

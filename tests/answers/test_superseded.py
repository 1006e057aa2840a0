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


def test_a_document_says_that_it_is_out_of_date(library: Library) -> None:
    """At its top, wherever the quote is from; a boiler or a clause that was replaced is not it."""
    stated = {
        "a": ("In force since 2020. It is superseded by the edition of 2024.", "superseded by the"),
        "b": ("This guide is no longer in force.", "no longer in force"),
        "c": ("This policy was withdrawn in May.", "policy was withdrawn in May"),
        "d": ("Ersetzt durch die Ordnung vom Mai.", "Ersetzt durch die Ordnung vom Mai"),
        "e": ("The boiler was replaced by Ida Roe.", ""),
        "f": ("Clause 7 of this policy is replaced.", ""),
    }
    files = {name: rules(said, f"{RULE} {name}") for name, (said, _) in stated.items()}
    index = library.build(**files)
    for name, (_, words) in stated.items():
        answer = ask(
            QUESTION,
            index,
            k=1,
            min_confidence=0.0,
            evidence_model="none",
            documents=[f"{name}.txt"],
        )
        kinds = [one.kind for one in answer.disagreements if one.kind == "superseded"]
        assert bool(kinds) == bool(words)
        if words:
            assert not answer.likely
            assert words in to_text(answer).split("out of date: see “")[1]


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


def test_a_document_that_replaces_another_one_changes_nothing(library: Library) -> None:
    """Its title, its date or what it says is of something else."""
    others = {
        "year": rules("From 1 May 2024. It replaces the edition of 2017.", OTHER),
        "title": rules("From 1 May 2024. It replaces all earlier editions.", OTHER, "Pier rules"),
        "older": rules("Dated 1 May 2011. It replaces all earlier editions.", OTHER),
        "lamp": rules("From 1 May 2024. The lamp replaces the one of 2020.", OTHER, "Minutes"),
    }
    assert asked(library, rules("Dated 1 May 2020."), **others).disagreements == ()

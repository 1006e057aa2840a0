"""A party is the same in the words of a law office and in those of its clients."""

from __future__ import annotations

import pytest

from qa.questions.roles import Roles


@pytest.mark.parametrize(
    ("question", "text", "worded"),
    [
        (
            "What must the landlord repair?",
            "The Lessor repairs it.",
            "What must the lessor repair?",
        ),
        ("May tenants paint?", "Lessees may paint.", "May lessees paint?"),
        ("Who is the buyer?", "Hecht (the “Purchaser”)", "Who is the purchaser?"),
        ("Who insures the vendor?", "The Seller pays.", "Who insures the seller?"),
        ("Who is the lender?", "The Lender is Hecht, a creditor.", "Who is the lender?"),
        ("Who is the tenant?", "The mill burns oil.", "Who is the tenant?"),
        ("Where is the mill?", "The Lessor repairs it.", "Where is the mill?"),
    ],
)
def test_a_question_is_put_in_the_words_of_a_text(question: str, text: str, worded: str) -> None:
    """Where the text has no word of the question for the party."""
    assert Roles(question).in_words_of(text) == worded


def test_the_other_word_counts_as_that_of_the_question() -> None:
    """And is searched for; that of the other side is not."""
    roles = Roles("What must the landlord repair?")
    assert roles.terms_in("The Lessor repairs the roof.") == ["landlord"]
    assert roles.terms_in("The Lessee repairs the floor.") == []
    assert "lessor" in roles.also
    assert "lesse" not in roles.also
    assert not Roles("Where is the mill?").also


def test_words_of_a_party_that_are_on_anything_are_not_searched_for() -> None:
    """Of "insurance company", the second word is in every other sentence."""
    assert Roles("Who is the insurer?").also == ()
    assert Roles("Who is the policyholder?").also == ()
    assert Roles("Who is the insurance company?").also == ("insur",)


@pytest.mark.parametrize(
    ("question", "sentence", "found"),
    [
        ("How can the tenant end the lease?", "The Lessor may end it in May.", ("Lessor",)),
        ("How can the tenant end the lease?", "The Lessee may end it in May.", ()),
        ("How can the tenant get it?", "The Lessor shall return it to the Lessee.", ()),
        ("Who pays, landlord or tenant?", "The Lessor pays.", ()),
        ("May the employer look?", "Employees may look.", ("Employees",)),
        ("How can it end?", "The Lessor may end it.", ()),
    ],
)
def test_landlord_and_tenant_are_opposites(
    question: str, sentence: str, found: tuple[str, ...]
) -> None:
    """They share the rest of their words."""
    assert Roles(question).opposite(sentence) == found


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Can an employee be dismissed?", "The Employer may dismiss for gross misconduct."),
        ("What compensation does the tenant get?", "The Lessor pays two months of rent."),
    ],
)
def test_what_is_done_to_a_party_is_said_of_the_other(question: str, sentence: str) -> None:
    """That speaks for the sentence, not against it."""
    assert Roles(question).opposite(sentence) == ()

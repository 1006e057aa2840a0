"""A document is named by an ordinary noun only where a question names documents."""

from __future__ import annotations

import pytest

from qa.questions.names import DocumentNames, Named
from qa.questions.naming_frames import naming_frame

NAMES = DocumentNames(
    [
        ("2023/allotment-lease.txt", "Plot 7"),
        ("rowing-club-rules.md", "House rules"),
        ("kettle.html", "Kestrel K2: user manual"),
        ("bylaws-north.md", "North"),
        ("bylaws-south.md", "South"),
    ]
)


@pytest.mark.parametrize(
    ("question", "doc_id", "left"),
    [
        ("Summarise the lease", "2023/allotment-lease.txt", "Summarise this"),
        ("Give me a short overview of our lease.", "2023/allotment-lease.txt",
         "Give me a short overview"),
        ("What's the manual about?", "kettle.html", "What's this about?"),
        ("According to the rules, who cleans the boats?", "rowing-club-rules.md",
         "who cleans the boats?"),
        ("Who cleans the boats according to the club rules?", "rowing-club-rules.md",
         "Who cleans the boats?"),
        ("according to the rules who may row?", "rowing-club-rules.md", "who may row?"),
        ("Under the lease, who mows?", "2023/allotment-lease.txt", "who mows?"),
        ("Who mows under the allotment lease?", "2023/allotment-lease.txt", "Who mows?"),
        ("What does the kettle manual say about lime?", "kettle.html",
         "What does this say about lime?"),
    ],
)  # fmt: skip
def test_a_document_is_named_by_what_it_is(question: str, doc_id: str, left: str) -> None:
    """Where its file or title has the words; it is searched for the rest."""
    assert NAMES.named(question) == Named(doc_id, left)


@pytest.mark.parametrize(
    "question",
    [
        "Who made the rules?",
        "Does the lease end in May?",
        "Who boils water in the kettle?",
        "According to the bylaws, who votes?",  # there are two
        "According to the contract, who pays?",
        "Summarise the section on fees",
        "According to staff, who cooks?",
    ],
)
def test_other_nouns_name_none(question: str) -> None:
    """Nor does a name that two documents have, or none."""
    assert NAMES.named(question) is None


def test_the_only_document_is_meant_whatever_its_name() -> None:
    """By a question for a summary; any other could ask of something else."""
    names = DocumentNames([("scan0012.pdf", "scan0012")])
    assert names.named("Summarize the contract") == Named("scan0012.pdf", "Summarize this")
    assert names.named("According to the contract, who pays?") is None
    assert names.named("Summarize the harvest") is None


def test_a_frame_says_what_the_name_is() -> None:
    """A kind of document, or any noun."""
    frame = naming_frame("According to the travel policy, who pays?")
    assert frame is not None
    assert (frame.words, frame.is_kind, frame.sums_up) == ("travel policy", True, False)
    frame = naming_frame("According to the World Bank, who pays?")
    assert frame is not None
    assert not frame.is_kind


def test_a_long_question_has_no_frame() -> None:
    """Whatever it is made of."""
    for question in ("in the " * 3_000, "according to the a " * 900, "what does the " * 1_000):
        assert naming_frame(question) is None

"""A sentence has the number of its clause, and may refer to the numbers of others."""

from __future__ import annotations

import pytest

from qa.text.clause_references import Label, labels_of, references

TEXT = """2. Boats

2.1 Boats are let by the day. Oars are extra. 2.2 Dogs may come along.

§ 3 Lamps

Lamps are lit at dusk."""


@pytest.mark.parametrize(
    ("sentence", "labels"),
    [
        ("Clauses 7.2 and section 9 stay.", [Label("7.2"), Label("9")]),
        (
            "In Schedule 2 and Annex III, nothing changes.",
            [Label("2", is_attached=True), Label("iii", is_attached=True)],
        ),
        ("§ 3 und Ziffer 4.1 werden ersetzt.", [Label("3"), Label("4.1")]),
        ("The article a member wrote is 7 pages long; section a is short.", []),
    ],
)
def test_a_sentence_refers_to_clauses_and_schedules(sentence: str, labels: list[Label]) -> None:
    """By a word such as "clause" and a number; the offsets are those of both."""
    found = list(references(sentence))
    assert [one.label for one in found] == labels
    for one in found:
        assert sentence[one.start : one.end].casefold().endswith(one.label.number)


@pytest.mark.parametrize(
    ("sentence", "headings", "numbers"),
    [
        ("2.1 Boats", (), ["2.1", "2"]),
        ("Oars", ("2. Boats",), ["2.1", "2"]),
        ("2.2 Dogs", (), ["2.2", "2"]),
        ("Lamps are", (), ["3"]),
        ("Oars", ("SCHEDULE 4: PRICES",), ["4"]),
    ],
)
def test_a_sentence_has_the_numbers_around_it(
    sentence: str, headings: tuple[str, ...], numbers: list[str]
) -> None:
    """Its own first; those of a schedule are not those of clauses."""
    found = labels_of(TEXT, TEXT.index(sentence), headings)
    assert [label.number for label in found] == numbers

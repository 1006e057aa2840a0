"""Two sentences that differ in one thing, and those that are about two things."""

from __future__ import annotations

import pytest

from qa.answers.differing import difference

DEPOSIT = "The tenant pays a deposit of €1,200 before moving in."
PORT = "The port of Velmora is run by Ines Dahl since March 2016."


@pytest.mark.parametrize(
    ("one", "other", "kind", "words"),
    [
        (DEPOSIT, DEPOSIT.replace("1,200", "1,500"), "number", ("€1,200", "€1,500")),
        (DEPOSIT, DEPOSIT.replace("pays", "does not pay"), "negation", ("", "does not")),
        (DEPOSIT, DEPOSIT.replace("before", "after"), "negation", ("before", "after")),
        (PORT, PORT.replace("Ines Dahl", "Olav Brenner"), "name", ("Ines Dahl", "Olav Brenner")),
        (PORT, PORT.replace("2016", "2017"), "date", ("March 2016", "March 2017")),
        (
            "All staff get thirty days of paid leave.",
            "Staff get 25 days of paid leave.",
            "number",
            ("thirty", "25"),
        ),
        (
            "Guests may not smoke on the balcony.",
            "Guests may smoke on the balcony.",
            "negation",
            ("not", ""),
        ),
    ],
)
def test_one_thing_that_differs_is_found(
    one: str, other: str, kind: str, words: tuple[str, str]
) -> None:
    """An amount, a date, a name, or a "not"; its words are those of the sentences."""
    found = difference(one, other)
    assert found is not None
    assert found.kind == kind
    mine, its = found.one, found.other
    assert (one[mine.start : mine.end], other[its.start : its.end]) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (DEPOSIT, DEPOSIT),
        (DEPOSIT, DEPOSIT.replace("€1,200", "1200 EUR")),
        (DEPOSIT, DEPOSIT.replace("€1,200", "one thousand two hundred euros")),
        (PORT, PORT.replace("Ines Dahl", "Dahl")),
        (PORT, PORT.replace("Ines Dahl", "I. Dahl")),
        ("In 2019, 412 ships called at Velmora.", "In 2021, 388 ships called at Velmora."),
        ("The port of Velmora has 7 cranes.", "The port of Tarsk has 11 cranes."),
        ("Full-time staff get 30 days of leave.", "Part-time staff get 25 days of leave."),
        ("The lease of the mill runs 30 days.", "The lease of the mill runs 30 hours."),
        ("See section 4.2 for the deposit rules.", "See section 5.1 for the deposit rules."),
        ("4. Connect it to a protected socket.", "9. Connect it to a protected socket."),
        ("It costs 5 euros.", "It costs 6 euros."),  # three words may be about anything
        ("", "A word."),
    ],
)
def test_other_things_are_no_difference(one: str, other: str) -> None:
    """The same thing written otherwise; another year, person, thing or unit; too few words."""
    assert difference(one, other) is None
    assert difference(other, one) is None

"""A quote without what a question asks for is no likely answer."""

from __future__ import annotations

import pytest

from qa.answers.asked_kind import missing_kind


def missing(question: str, text: str, around: str = "", subject: str = "") -> list[str]:
    """Return the kinds that a quote lacks."""
    found = missing_kind(question, text, around or text, subject)
    return [kind for kind, words in found.items() if words]


FARES = "| Line | 2022 | 2023 |\n|---|---|---|\n| Ropes | 1,310 | 1,480 |"
ROOMS = "| Wing | Beds | Price |\n|---|---|---|\n| North | 14 | €60 |"


@pytest.mark.parametrize(
    ("question", "text", "kind"),
    [
        ("Who did Adeyemi pay?", "| Adeyemi | 410 | 395 |", "person"),
        ("Who painted the boat shed?", "Paint costs 40 euros a tin.", "person"),
        ("Which town did Adeyemi pay?", "| Adeyemi | 410 | 395 |", "place"),
        ("In which country is the mill?", "The mill grinds rye and oats.", "place"),
        ("How many ropes were bought?", "Ropes were bought for €1,310.", "count"),
        ("How many flats are let?", "Less than 4% of the flats are let.", "count"),
        ("How many flats are let?", "3.1 Flats are let by the month.", "count"),
        ("How many flats were let?", "Flats were let in 2021.", "count"),
        ("How many horses are there?", "The horses rest for 30 days.", "count"),
        ("How many flats were let?", "Since 2021 tenants may keep cats.", "count"),
        ("How many flats were let?", "In May 2021 tenants left.", "count"),
        ("Who is free of the tax?", "Dogs are exempt.", "person"),
        ("Who is free of the tax?", "Tax is low. 'Dogs are exempt.'", "person"),
        ("Who is free of the tax?", "3.1 Dogs are exempt.", "person"),
        ("Who ground the rye?", "Rye is ground in köln.", "person"),
    ],
)
def test_a_quote_lacks_what_is_asked_for(question: str, text: str, kind: str) -> None:
    """A person, a place, or a count."""
    assert missing(question, text) == [kind]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Who did Adeyemi pay?", "| Adeyemi | 410 | Varga |"),
        ("Who painted the boat shed?", "The shed was painted by Varga in May."),
        ("Who feeds the horses?", "The groom or a volunteer feeds the horses."),
        ("Who may row?", "You may row from the age of ten."),
        ("Which town did Adeyemi pay?", "| Adeyemi | 410 | Sandvik |"),
        ("In which country is the mill?", "Norway has one such mill."),
        ("Where is the mill?", "It stands behind the dyke."),
        ("How many ropes were bought?", "They bought 12 ropes for €1,310."),
        ("How many days does it take?", "It takes 30 days."),
        ("How many euros is a rope?", "A rope is 40 euros."),
        ("How many flats are let?", "3.1 Two flats are let."),
        ("How many sick days need no note?", "From the fourth day a note is needed."),
        ("How many people came in 2021?", "In 2021, 2,100 people came."),
        ("Number of employees?", "It employs 1999 people."),
        ("Who signs the deed?", "Both parties sign."),
        ("Who was let in?", "Pupils are free, and so are adults on Monday."),
        ("Who ground the rye?", "It was ground by Özil."),
        ("In which town is the mill?", "It is in Ödeby, as before."),
        ("How high is the rent?", "| Rent | high |"),
    ],
)
def test_a_quote_with_what_is_asked_for_lacks_nothing(question: str, text: str) -> None:
    """In a sentence or a row."""
    assert missing(question, text) == []


@pytest.mark.parametrize(
    ("question", "row", "table", "subject", "lacks"),
    [
        ("How many ropes were there in 2023?", "| Ropes | 1,310 | 1,480 |", FARES, "", []),
        ("How many ropes were there in 2023?", "| Ropes | 1,310 | 1,480 |",
         FARES, "Costs", ["count"]),
        ("How many ropes were there in 2023?", "| Ropes | 1,310 | 1,480 |",
         f"All sums in dollars.\n\n{FARES}", "", ["count"]),
        ("How many euros were the ropes?", "| Ropes | 1,310 | 1,480 |", FARES, "Costs", []),
        ("How many beds has the north wing?", "| North | 14 | €60 |", ROOMS, "", []),
        ("How many windows has the north wing?", "| North | 14 | €60 |", ROOMS, "", ["count"]),
        ("How many beds has the north wing?", "| North | many | none |", ROOMS, "", ["count"]),
    ],
)  # fmt: skip
def test_amounts_of_money_are_no_count(
    question: str, row: str, table: str, subject: str, lacks: list[str]
) -> None:
    """What stands above a row, and in the header of its column, tells what its numbers are."""
    assert missing(question, row, table, subject) == lacks

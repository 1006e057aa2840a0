"""What a text gives as a quotation is found in it."""

from __future__ import annotations

import pytest

from qa.verification.quotations import quotations


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He said “it was not sold” there.", ["it was not sold"]),
        ('He said "it was not sold" there.', ["it was not sold"]),
        ("Er sagte „es war nicht so“ und »gar nichts davon stimmt«.",
         ["es war nicht so", "gar nichts davon stimmt"]),
        ("Il dit « ce n’est pas vrai ».", ["ce n’est pas vrai"]),
        ("他说「这不是真的」。", ["这不是真的"]),
        ("A “so called” thing.", []),
        ('An unpaired " here.\n\nAnd one " in the next paragraph.', []),
        ("“One of them ‘within’ another one.”", ["One of them ‘within’ another one."]),
        ("> A block\n> quote of two lines\n\nand no more", ["A block\nquote of two lines"]),
        ("> First one.\n>\n> Second one.\n> — The author, “of three words”",
         ["First one.", "Second one."]),
        ("‘The tenants’ rights are ended’ he said.", ["The tenants’ rights are ended"]),
        ("He said 'it was not sold' and didn't go.", ["it was not sold"]),
        ("The tenants' rights and the landlords' duties.", []),
        ("'Tis the season, rock 'n' roll and the boys' club.", []),
        ("Don’t say ‘we don’t know’ in the ’90s.", ["we don’t know"]),
        ('A 5" pipe and a 6" pipe of lead.', []),
        ("Er sagte ‚es war nicht so‘ und ‹gar nicht so›.", ["es war nicht so", "gar nicht so"]),
        ("Han sade ”det var inte sant” igår.", ["det var inte sant"]),
        ("“The first one goes on\n\n“and this one ends.” Done.",
         ["The first one goes on", "and this one ends."]),
        ("It was 'so.\n\nAnd then 'the end of it' came.", ["the end of it"]),
        ("Nothing is quoted.", []),
    ],
)  # fmt: skip
def test_quotation_marks_and_block_quotes(text: str, found: list[str]) -> None:
    """Of several languages; short ones and unpaired marks are none, nor is a credit."""
    assert [quotation.text for quotation in quotations(text)] == found


def test_a_quotation_has_its_line() -> None:
    """Counted from one."""
    text = "One.\n\nTwo “three words here”.\n\n> A block quote\n"
    assert [quotation.line for quotation in quotations(text)] == [3, 5]
    assert [quotation.start for quotation in quotations(text)] == [10, 31]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("> It is \\*not\\* 4\\.20 at C:\\dir\\.", ["It is *not* 4.20 at C:\\dir."]),
        ("> | *Tea* | *Pot* |\n> |---|---|\n> | Assam | 4 |\n>\n> — A", ["| Assam | 4 |"]),
        ("> |  |  |\n> | --- | --- |\n> | Assam | 4 |", ["| Assam | 4 |"]),
        ("> | Tea | *Pot* |\n> |---|---|\n> | Assam | 4 |",
         ["| Tea | *Pot* |\n|---|---|\n| Assam | 4 |"]),
        ("> | **Tea** | **Pot** |\n> |---|---|\n> | Assam | 4 |",
         ["| **Tea** | **Pot** |\n|---|---|\n| Assam | 4 |"]),
        ("> | *Tea* | *Pot* |\n> |---|---|", ["| *Tea* | *Pot* |\n|---|---|"]),
    ],
)  # fmt: skip
def test_a_block_quote_is_markdown(text: str, found: list[str]) -> None:
    """Signs are escaped, and names of columns in italics are context, as in Quoth's own files."""
    assert [quotation.text for quotation in quotations(text)] == found

"""Where a table begins and what names its columns is seen from its cells."""

from __future__ import annotations

from qa.loaders.sheets.table_shape import (
    Cell,
    Row,
    column_names,
    first_of_table,
    header_rows,
    is_year,
    repeats,
    stand_above,
)


def rows(*lines: str, marked: tuple[int, ...] = ()) -> list[Row]:
    """Return rows, numbered from 1; cells are between strokes, numbers are values."""
    return [
        Row(
            number,
            {
                i: Cell(text, text[0].isdigit(), number in marked)
                for i, text in enumerate(line.split("|"))
                if text
            },
        )
        for number, line in enumerate(lines, 1)
    ]


def headers(*lines: str, marked: tuple[int, ...] = (), known: tuple[int, ...] = ()) -> int:
    """Return how many rows name the columns."""
    return header_rows(rows(*lines, marked=marked), known)


def test_titles_and_remarks_stand_above_a_table() -> None:
    """They are narrower than its rows."""
    assert first_of_table(rows("Fleet", "As of May", "Depot|Buses", "North|48", "West|16")) == 2
    assert first_of_table(rows("Depot|Buses", "North|48")) == 0
    assert first_of_table(rows("|2021|2022", "North|48|50")) == 0
    assert first_of_table(rows("A note", "Another")) == 2


def test_words_above_numbers_are_names() -> None:
    """And so are years above numbers that are none."""
    assert headers("Depot|Buses", "North|48", "West|16") == 1
    assert headers("Depot|2021|2022", "North|48|50", "West|16|17") == 1
    assert headers("North|48", "West|16", "East|20") == 0
    assert headers("Year|2021", "Month|5", "Day|1999") == 0


def test_a_row_that_alone_is_bold_names_columns() -> None:
    """Where no column has numbers, and where the names are numbers."""
    assert headers("Term|Sense", "Bus|Coach", "Tram|Streetcar", marked=(1,)) == 1
    assert headers("Name|1|2", "Ada|5|5", "Li|4|5", marked=(1,)) == 1
    assert headers("Term|Sense", "Bus|Coach", "Tram|Streetcar", marked=(1, 2, 3)) == 0


def test_words_above_words_are_names_if_there_are_several() -> None:
    """A sheet of two columns may be a form: its first row is a fact."""
    assert headers("Name|City|Trade", "Ada|London|Maths", "Li|Lima|Arts") == 1
    assert headers("Manager|Jan Kool", "Town|Oslo", "Line|Blue") == 0
    assert headers("Name|City|Ada", "Ada|London|Maths", "Ada|Lima|Ada") == 0
    assert headers("|City|Trade", "Ada|London|Maths", "Li|Lima|Arts") == 1


def test_the_file_knows_its_headers() -> None:
    """A row with a filter on it."""
    assert headers("1|2", "3|4", "5|6", known=(1,)) == 1
    assert headers("1|2", "3|4", "5|6", known=(2,)) == 2


def test_names_in_groups_are_joined() -> None:
    """A name over two columns is the first part of both."""
    top = Row(1, {0: Cell("Depot"), 1: Cell("2022", is_value=True, columns=2)})
    table = [top, *rows("|Buses|Trams", "North|48|3", "West|16|2")[0:3]]
    assert header_rows(table, ()) == 2
    assert list(column_names(table[:2]).values()) == ["Depot", "2022 Buses", "2022 Trams"]


def test_a_unit_and_a_period_stand_above_the_names() -> None:
    """In cells far apart; a label and its value beside each other are a remark."""
    table = ("In francs|||First half", "|Dues|Water|Cranes", "North|48|50|2", "West|16|17|4")
    assert first_of_table(rows(*table)) == 0
    assert headers(*table) == 2
    assert first_of_table(rows("Printed by|Ann", *table[1:])) == 1


def test_a_second_row_of_names_lacks_that_of_the_rows() -> None:
    """Where a period stands above some of the columns."""
    assert headers("Unit||Spring||May", "|Dues|Water|Dues|Water", "North|4|5|6|7", "W|1|1|2|2") == 2


def test_names_stand_above_values_with_a_blank_row_between() -> None:
    """A list of words, or values in other columns, has no names there."""
    names = rows("In francs|||", "|Dues|Water")
    assert stand_above(names, rows("North|48|50")[0].cells)
    assert not stand_above(names, rows("North|Ann|Ben")[0].cells)
    assert not stand_above(names, rows("North|48|50|9")[0].cells)
    assert not stand_above(rows("North|48|50"), rows("West|16|17")[0].cells)
    assert not stand_above([], rows("West|16|17")[0].cells)


def test_names_that_come_again_are_known() -> None:
    """All of them, or some; a row with anything else is none."""
    names = {0: "Item", 1: "Amount", 3: "62"}
    assert repeats(rows("Item|Amount||62")[0], names)
    assert repeats(rows("Item|Amount")[0], names)
    assert not repeats(rows("Item|Price")[0], names)
    assert not repeats(rows("Item")[0], names)


def test_years_are_known() -> None:
    """And spans of them."""
    assert [is_year(text) for text in ("2021", "2021/22", "1750", "20210")] == [
        *(True, True, False, False)
    ]

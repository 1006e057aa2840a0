"""How a quote is drawn that consists of rows of a table."""

from __future__ import annotations

from qa.records import Cell, Span, Table

HEADER = ((Cell("Mill", 0, 4), Cell("Orders", 5, 11)), (Cell("", 12, 12), Cell("Orders", 13, 19)))


def test_a_column_has_the_names_of_all_rows_above_it() -> None:
    """The same name once; a column without a name has an empty one."""
    assert Table(HEADER, ()).names() == ("Mill", "Orders")
    assert Table((*HEADER, (Cell("", 20, 20),) * 3), ()).names() == ("Mill", "Orders", "")
    assert Table((), ()).names() == ()


def test_the_names_have_a_place() -> None:
    """From the first cell to the last."""
    assert Table(HEADER, ()).place() == Span(0, 19)
    assert Table((), ()).place() is None


def test_cells_outside_of_the_quote_have_no_words() -> None:
    """Whatever a browser sends back."""
    table = Table((), ((Span(5, 8), Span(-9, 2), Span(90, 99)),))
    assert list(table.words("abc def", 5)) == [("abc", "", "")]


def test_many_columns_are_drawn_one_below_another() -> None:
    """If they have names."""
    row = (Span(0, 1),) * 7
    assert Table(HEADER, (row,)).is_upright()
    assert not Table((), (row,)).is_upright()
    assert not Table(HEADER, (row[:6],)).is_upright()


def test_a_name_over_several_columns_is_that_of_each() -> None:
    """One that stands over nothing is not."""

    def row(*words: str) -> tuple[Cell, ...]:
        return tuple(Cell(word, 0, len(word)) for word in words)

    above = row("Centre", "Plan", "", "Actual", "")
    below = row("Centre", "Q1", "Q2", "Q1", "Q2")
    table = Table((above, below), ((Span(0, 1),),))
    assert table.names() == ("Centre", "Plan Q1", "Plan Q2", "Actual Q1", "Actual Q2")
    table = Table((row("Name", "", "Rest"), row("", "Town", "")), ((Span(0, 1),),))
    assert table.names() == ("Name", "Town", "Rest")

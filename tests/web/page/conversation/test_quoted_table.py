"""A quote that is rows of a table as HTML."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest

from qa.records import Quote, Span, Table
from qa.web import strings
from qa.web.page.conversation.quoted_table import quoted_table
from tests.support.tables import COLUMNS, OOLONG, PRICES, TABLE, quoted, wide_row

_NAMES = re.compile(
    r'<thead class="column-names">.*?</thead>|<th class="column-names".*?</th>'
    r'|<caption class="unseen column-names">.*?</caption>'
)


def words(shown: str) -> str:
    """Return what a selection of all of a table copies."""
    return html.unescape(re.sub("<[^>]*>", "", _NAMES.sub("", shown)))


@pytest.mark.parametrize(
    "quote",
    [
        quoted(PRICES, OOLONG),
        quoted(PRICES, TABLE),
        quoted(PRICES, f"| Assam | 4.20 | |\n{OOLONG}"),
        wide_row(),
        quoted("a;b\nc;d\n", "c;d", "text/csv"),
    ],
)
def test_the_text_of_a_drawn_quote_is_the_quote(quote: Quote) -> None:
    """To the character, without the names of the columns; marked or not."""
    for answering in (None, Span(0, len(quote.text)), Span(3, 9)):
        assert words(quoted_table(quote, answering)) == quote.text


def test_names_and_cells_are_told_apart() -> None:
    """Names are heads of columns, with a hint that they are not quoted."""
    shown = quoted_table(quoted(PRICES, OOLONG), None)
    assert re.findall(r"<th title=.*?>(.*?)</th>", shown) == ["Tea", "Pot", "Note"]
    assert "&lt;b&gt;rare&lt;/b&gt;</span> &amp; dear" in shown
    assert "<b>" not in shown
    upright = quoted_table(wide_row(), None)
    assert re.findall(r'<th class="column-names".*?>(.*?)</th>', upright) == COLUMNS


def test_many_short_cells_are_read_across_and_many_long_ones_upright() -> None:
    """Rows of an invoice list are compared side by side; an empty cell is no quotation."""
    names = "| Invoice | Client | Matter | Date | Amount | Status | Paid on |"
    row = "| INV-7 | Bauer | M-101 | 2024-01-13 | $387.50 | open | |"
    text = f"{names}\n|{'---|' * 7}\n{row}\n"
    across = quoted_table(quoted(text, row), None)
    assert '<table class="rows">' in across
    assert "<thead" in across
    long = row.replace("Bauer", "The estate of Jonas Bauer, late of Port Harlan")
    upright = quoted_table(quoted(text.replace(row, long), long), None)
    assert '<table class="rows upright">' in upright
    assert upright.count("<td>") == 6
    assert upright.count('<td class="blank">') == 1


def test_each_cell_has_the_name_of_its_column() -> None:
    """So it is read where there is no room for columns; the quote may have the names itself."""
    row = quoted_table(quoted(PRICES, OOLONG), None)
    assert re.findall('<td value="(.*?)">', row) == ["Tea", "Pot", "Note"]
    rows = quoted_table(quoted(PRICES, TABLE), None)
    assert re.findall('<td value="(.*?)">', rows) == ["Tea", "Pot", "Note"] * 2
    nameless = quoted_table(quoted(PRICES, f"| Assam | 4.20 | |\n{OOLONG}"), None)
    assert nameless.count("<td value=") == 6


def test_a_date_or_a_code_is_marked_as_one_thing() -> None:
    """A word that is longer than a line of a phone is not."""
    long = "part-" * 9
    text = f"No;When;What\nINV-7;2024-03-08;an off-peak {long}\n"
    shown = quoted_table(quoted(text, text.splitlines()[1], "text/csv"), None)
    assert re.findall('<span class="whole">(.*?)</span>', shown) == [
        *("INV-7", "2024-03-08", "off-peak"),
    ]
    assert long in shown


def test_a_screen_reader_hears_that_names_are_not_quoted() -> None:
    """A hint on hover says it to nobody else; a table without names says nothing of them."""
    for quote in (quoted(PRICES, OOLONG), wide_row()):
        caption = re.findall("<caption.*?>(.*?)</caption>", quoted_table(quote, None))
        assert caption == [strings.NAMES_HINT_READ]
    nameless = quoted("a;b\nc;d\n", "c;d", "text/csv")
    assert nameless.table is not None
    nameless = replace(nameless, table=replace(nameless.table, header=()))
    assert "<caption" not in quoted_table(nameless, None)


def test_the_answering_words_are_marked_cell_by_cell() -> None:
    """What stands between the cells is not."""
    said = Span(OOLONG.index("Oolong"), OOLONG.index("6.00") + 4)
    shown = quoted_table(quoted(PRICES, OOLONG), said)
    assert re.findall(r'<strong class="said">(.*?)</strong>', shown) == ["Oolong*", "6.00"]


def test_cells_that_a_browser_made_up_are_not_drawn() -> None:
    """Out of order, or outside of the quote: then the words are shown as they are."""
    row = quoted(PRICES, OOLONG)
    start = row.citation.start
    for spans in ([(start + 9, start + 2)], [(0, 5)], [(start, start + 900)], []):
        table = Table((), (tuple(Span(*span) for span in spans),))
        assert not quoted_table(replace(row, table=table), None)
    assert not quoted_table(replace(row, table=Table((), ())), None)
    assert not quoted_table(quoted(PRICES, "All include milk."), None)

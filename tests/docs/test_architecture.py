"""ARCHITECTURE.md shows the house as it is."""

from __future__ import annotations

import re

from tests.support.pages import ROOT

PAGE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
ROOMS = re.findall(r"^\| (`qa[./].*?) \|", PAGE, re.MULTILINE)


def rows() -> list[list[str]]:
    """Return the packages and modules of each row of the table of rooms, from top to bottom."""
    return [re.findall(r"`qa[./](\w+)(?:/|\.py)?`", cell) for cell in ROOMS]


def test_every_package_has_a_row() -> None:
    """A newcomer finds each package of qa/ in the table."""
    named = {name for row in rows() for name in row}
    packages = {path.parent.name for path in (ROOT / "qa").glob("*/__init__.py")}
    assert packages <= named


def test_the_rows_have_the_order_of_the_imports() -> None:
    """A room is in the table above all rooms that it may import from."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    contract = re.search(r'containers = \["qa"\].*?layers = \[(.*?)\]', text, re.DOTALL)
    assert contract
    layers = [re.findall(r"\w+", layer) for layer in re.findall(r'"(.*?)"', contract[1])]
    layer_of = {name: number for number, names in enumerate(layers) for name in names}
    order = [layer_of[name] for row in rows() for name in row if name in layer_of]
    assert len(order) > 12
    assert order == sorted(order)


def test_the_reading_orders_name_functions_that_exist() -> None:
    """Each function is defined in the module that the page names for it."""
    orders = re.search(r"## How files become an index.*?(?=## What guards)", PAGE, re.DOTALL)
    assert orders
    named = re.findall(r"((?:`\w+`(?:,| and)? )+)in\s+`(qa/[\w/]+\.py)`", orders[0])
    assert len(named) >= 15
    for functions, path in named:
        source = (ROOT / path).read_text(encoding="utf-8")
        for function in re.findall(r"\w+(?=`)", functions):
            assert re.search(rf"^ *def {function}\(", source, re.MULTILINE), (function, path)


def test_a_quote_is_cut_where_the_page_says() -> None:
    """The module that the page names contains the slice."""
    assert "document.text[span.start : span.end]" in PAGE
    source = (ROOT / "qa" / "answers" / "quoting.py").read_text(encoding="utf-8")
    assert "document.text[span.start : span.end]" in source

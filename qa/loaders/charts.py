"""Charts of office files as rows, from the values that the file keeps of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.loaders.archives import attribute, every, first, local, text_of
from qa.loaders.sheets.number_formats import number_shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from qa.loaders.extraction import BlockText

_MOST_POINTS = 20_000  # of a chart
_MOST_SERIES = 255  # as in Excel
_LONGEST_NUMBER = 40  # characters


def chart_text(chart: Element, blocks: BlockText, sheets: frozenset[str] = frozenset()) -> bool:
    """Write the title of a chart and a row for each category, with the value of each series.

    Args:
        chart: root of its part.
        blocks: the text to write into.
        sheets: whose cells are in the text already; a chart of them has its titles only.

    Returns:
        Whether there were values, or need be none.
    """
    area = first(chart, "plotArea")
    title = _title(first(chart, "chart"))
    if title:
        blocks.paragraph(title)
    if area is None:
        return False
    series = list(every(area, "ser"))[:_MOST_SERIES]
    if not series:
        return False
    if sheets and all(_sheet_of(one) in sheets for one in series):
        return True
    for axis in every(area, "catAx", "valAx", "dateAx", "serAx"):
        blocks.paragraph(_title(axis))
    categories: dict[int, str] = {}
    columns: list[tuple[str, dict[int, str]]] = []
    for one in series:
        values = _points(_child(one, "val", "yVal"))
        for i, name in _points(_child(one, "cat", "xVal")).items():
            categories.setdefault(i, name)
        columns.append((" ".join(_points(_child(one, "tx")).values()), values))
    rows = sorted({i for _, values in columns for i in values})
    if any(name for name, _ in columns):
        blocks.row(["", *(name for name, _ in columns)])
    for i in rows:
        blocks.row([categories.get(i, ""), *(values.get(i, "") for _, values in columns)])
    return bool(rows)


def drawing_lines(drawing: Element) -> Iterator[str]:
    """Yield the paragraphs of the text in a drawing.

    Args:
        drawing: root of its part, or any element of it.
    """
    for paragraph in every(drawing, "p"):
        yield "".join(
            " " if local(part) == "br" else part.text or ""
            for part in paragraph.iter()
            if local(part) in {"t", "br"}
        )


def _title(owner: Element | None) -> str:
    """Return the title that an element has itself, not one of its parts."""
    title = _child(owner, "title")
    if title is None:
        return ""
    return " ".join(drawing_lines(title)).strip() or " ".join(_points(_child(title, "tx")).values())


def _child(element: Element | None, *names: str) -> Element | None:
    if element is None:
        return None
    return next((found for found in element if local(found) in names), None)


def _points(element: Element | None) -> dict[int, str]:
    """Return the values that are kept of some cells; of categories in levels, all words."""
    found: dict[int, str] = {}
    if element is None:
        return found
    direct = _child(element, "v")
    if direct is not None:
        return {0: (direct.text or "").strip()}
    code = text_of(first(element, "formatCode"))
    for point in every(element, "pt"):
        index = attribute(point, "idx")
        if not (index.isascii() and index.isdecimal()) or len(found) >= _MOST_POINTS:
            continue
        text = text_of(_child(point, "v")).strip()
        number = int(index[:9])
        shown = _shown(text, attribute(point, "formatCode") or code)
        # The outer level of categories comes behind the inner one.
        found[number] = f"{shown} {found[number]}" if number in found else shown
    return found


def _shown(text: str, code: str) -> str:
    """Return a value as the chart shows it: files keep 0.1 as 0.10000000000000001."""
    if not code or len(text) > _LONGEST_NUMBER:
        return text
    try:
        return number_shown(float(text), "" if code.lower() == "general" else code) or text
    except ValueError:
        return text


def _sheet_of(series: Element) -> str:
    """Return the name of the sheet with the values of a series; empty where they are its own."""
    values = _child(series, "val", "yVal")
    formula = text_of(first(values if values is not None else series, "f"))
    return formula.rpartition("!")[0].strip("'").replace("''", "'")

"""Charts and diagrams of office files: the values that a chart shows, as rows of a table.

An office program stores in the file what it drew, beside the workbook that it came from; that is
what a reader sees.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from qa.loaders.archives import attribute, every, first, local, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_MOST_ROWS = 10_000
_NAMES = ("cat", "xVal")
_VALUES = ("val", "yVal", "bubbleSize")
_WHOLE = re.compile(r"[0-9]{1,5}")
_FLOATING = re.compile(r"-?\d+\.\d{12,}(?:E-?\d+)?")  # a sum in binary digits
_DAY_ONE = date(1899, 12, 30)
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]')
_NO_NODE = frozenset({"pres", "parTrans", "sibTrans"})  # points that lay out the others
_DEEPEST = 8


class Chart(NamedTuple):
    """What a chart shows.

    Attributes:
        title: its title, with those of its axes; empty where it has none.
        rows: the names of its series, then a row for each category; empty without data.
    """

    title: str
    rows: list[list[str]]


def chart(root: Element) -> Chart:
    """Read a chart.

    Args:
        root: of the part with the chart.
    """
    titles = [
        words
        for title in every(root, "title")
        if (words := " ".join("".join(_runs(p)) for p in every(title, "p")).strip())
    ]
    series = list(every(root, "ser"))
    names: dict[int, str] = {}
    columns: list[tuple[str, dict[int, str]]] = []
    for one in series:
        for part in one:
            if local(part) in _NAMES:
                names = _points(part) | names
        label = " ".join(_points(tx).values()) if (tx := first(one, "tx")) is not None else ""
        for part in one:
            values = _points(part) if local(part) in _VALUES else {}
            if values:
                columns.append((label, values))
    count = min(1 + max([-1, *names, *(at for _, values in columns for at in values)]), _MOST_ROWS)
    rows = [
        [names.get(at, ""), *(values.get(at, "") for _, values in columns)] for at in range(count)
    ]
    has_labels = any(label for label, _ in columns)
    head = [["", *(label for label, _ in columns)]] if has_labels and rows else []
    return Chart(" – ".join(dict.fromkeys(titles)), [*head, *rows] if columns else [])


def _runs(paragraph: Element) -> Iterator[str]:
    return (part.text or "" for part in paragraph.iter() if local(part) == "t")


def _points(part: Element) -> dict[int, str]:
    """Return the points of a series by their number; of several levels, all names of a point."""
    form = text_of(first(part, "formatCode")).strip()
    inner, *outer = [
        {
            int(attribute(point, "idx")): text_of(first(point, "v")).strip()
            for point in every(level, "pt")
            if _whole(attribute(point, "idx"))
        }
        for level in (list(every(part, "lvl")) or [part])
    ]
    if not inner and (direct := first(part, "v")) is not None:
        inner[0] = text_of(direct).strip()
    for names in outer:
        carried = ""  # a name of an outer level goes for all points up to the next
        for at in sorted(inner):
            carried = names.get(at, carried)
            inner[at] = f"{carried} {inner[at]}".strip()
    return {at: _as_shown(words, form) for at, words in inner.items()}


def _whole(text: str) -> bool:
    return _WHOLE.fullmatch(text) is not None


def _as_shown(words: str, form: str) -> str:
    """Return a value as it is read: days as dates, percentages, sums without binary dust."""
    code = _LITERAL.sub("", form).casefold()
    if "y" in code and ("m" in code or "d" in code) and _whole(words):
        return (_DAY_ONE + timedelta(days=int(words))).isoformat()
    try:
        if code.endswith("%"):
            return f"{round(float(words) * 100, 2):g}%"
        if _FLOATING.fullmatch(words):
            return f"{float(words):.12g}"
    except (ValueError, OverflowError):
        pass
    return words


def diagram(root: Element) -> list[tuple[int, str]]:
    """Return the texts of a diagram (SmartArt) in order, each with its depth, 0 outermost.

    Args:
        root: of the part with the data of the diagram.
    """
    texts: dict[str, str] = {}
    for point in every(root, "pt"):
        if attribute(point, "type") not in _NO_NODE:
            lines = ("".join(_runs(p)) for p in every(point, "p"))
            texts[attribute(point, "modelId")] = " ".join(filter(None, map(str.strip, lines)))
    below: dict[str, list[tuple[int, str]]] = {}
    children: set[str] = set()
    for link in every(root, "cxn"):
        if attribute(link, "type") in {"", "parOf"}:
            at = attribute(link, "srcOrd")
            child = attribute(link, "destId")
            below.setdefault(attribute(link, "srcId"), []).append(
                (int(at) if _whole(at) else 0, child)
            )
            children.add(child)
    stack = [(0, point) for point in reversed(texts) if point not in children]
    found: list[tuple[int, str]] = []
    seen: set[str] = set()
    while stack:
        depth, point = stack.pop()
        if point in seen or point not in texts:
            continue
        seen.add(point)
        if texts[point]:
            found.append((depth, texts[point]))
        deeper = min(depth + bool(texts[point]), _DEEPEST)
        ordered = sorted(below.get(point, ()), reverse=True)
        stack.extend((deeper, child) for _, child in ordered)
    return found

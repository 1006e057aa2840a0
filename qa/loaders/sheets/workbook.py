"""What the sheets of an Excel file share: their names, texts, and formats of cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from qa.loaders.archives import attribute, every, first, local
from qa.loaders.raised import lowered, raised
from qa.loaders.sheets.number_formats import BUILT_IN

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from qa.loaders.office_package import Package

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # characters that XML cannot hold
_NO_FILL = frozenset({"", "none"})


class Style(NamedTuple):
    """How cells look.

    Attributes:
        code: of their number format; empty for the general one.
        is_marked: whether they are bold or have a colour of their own.
    """

    code: str = ""
    is_marked: bool = False


class SheetPart(NamedTuple):
    """A sheet as the workbook names it.

    Attributes:
        name: on its tab.
        part: of the file; empty where the workbook does not say which.
        is_hidden: whether a reader of the file does not see it.
        headers: numbers of rows above which a filter stands.
    """

    name: str
    part: str
    is_hidden: bool
    headers: frozenset[int]


class Workbook(NamedTuple):
    """What the sheets of a file share.

    Attributes:
        sheets: in order.
        texts: that cells name by their number.
        styles: likewise.
        from_1904: whether the calendar begins in 1904.
    """

    sheets: tuple[SheetPart, ...]
    texts: tuple[str, ...]
    styles: tuple[Style, ...]
    from_1904: bool


def workbook(package: Package) -> Workbook:
    """Read what the sheets share.

    Args:
        package: an Excel file.

    Raises:
        DocumentError: it has no workbook, or is damaged.
    """
    main, root = package.main("xl/workbook.xml")
    links = package.links(main)
    by_kind = {link.kind: link.part for link in links.values()}
    properties = first(root, "workbookPr")
    filters = _filters(root)
    sheets = tuple(
        SheetPart(
            attribute(sheet, "name"),
            links[identity].part if identity in links else "",
            attribute(sheet, "state") in {"hidden", "veryHidden"},
            frozenset(filters.get(str(number), ())),
        )
        for number, sheet in enumerate(every(root, "sheet"))
        for identity in [next((v for k, v in sheet.items() if k.endswith("}id")), "")]
    )
    strings = package.xml(by_kind.get("sharedStrings", ""))
    styles = package.xml(by_kind.get("styles", ""))
    return Workbook(
        sheets,
        tuple(rich_text(item) for item in strings) if strings is not None else (),
        _styles(styles) if styles is not None else (),
        properties is not None and attribute(properties, "date1904") in {"1", "true"},
    )


def rich_text(item: Element) -> str:
    """Return the text of a string with formats in it; how it is spoken is left out.

    Args:
        item: of the shared strings, or of a cell.
    """
    parts: list[str] = []
    for part in item:
        if local(part) == "t":
            parts.append(part.text or "")
        elif local(part) == "r":
            words = "".join(t.text or "" for t in part if local(t) == "t")
            align = first(part, "vertAlign")
            where = attribute(align, "val") if align is not None else ""
            if where == "superscript":
                words = raised(words, "".join(parts[-3:]))
            elif where == "subscript":
                words = lowered(words)
            parts.append(words)
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), "".join(parts))


def _filters(root: Element) -> dict[str, list[int]]:
    """Return the rows with filters on them, by the number of their sheet."""
    found: dict[str, list[int]] = {}
    for name in every(root, "definedName"):
        if attribute(name, "name") == "_xlnm._FilterDatabase":
            row = (name.text or "").rpartition("!")[2].partition(":")[0].rpartition("$")[2]
            if row.isdecimal() and row.isascii():
                found.setdefault(attribute(name, "localSheetId"), []).append(int(row[:9]))
    return found


def _styles(root: Element) -> tuple[Style, ...]:
    codes = BUILT_IN | {
        attribute(known, "numFmtId"): attribute(known, "formatCode")
        for known in every(root, "numFmt")
        if attribute(known, "formatCode").lower() != "general"
    }
    bold = _which(root, "fonts", _is_bold)
    filled = _which(root, "fills", _is_filled)
    formats = first(root, "cellXfs")
    return tuple(
        Style(
            codes.get(attribute(known, "numFmtId"), ""),
            attribute(known, "fontId") in bold or attribute(known, "fillId") in filled,
        )
        for known in (formats if formats is not None else ())
    )


def _which(root: Element, name: str, holds: object) -> set[str]:
    """Return the numbers of the elements of a list for which something holds."""
    assert callable(holds)
    elements = first(root, name)
    return {str(i) for i, one in enumerate(elements if elements is not None else ()) if holds(one)}


def _is_bold(font: Element) -> bool:
    bold = first(font, "b")
    return bold is not None and attribute(bold, "val") not in {"0", "false"}


def _is_filled(fill: Element) -> bool:
    pattern = first(fill, "patternFill")
    # The first two fills of each file are "none" and "gray125", which no cell has by itself.
    return pattern is not None and attribute(pattern, "patternType") not in {*_NO_FILL, "gray125"}

"""The named cell styles that mark certainty, added to the styles of a workbook.

A written cell keeps its borders, font, alignment and protection: its format is copied, with the
fill of the named style, and wraps its text.
"""

from __future__ import annotations

from html import escape

from qa.forms.certainty import FILLS, STYLE_NAMES, Certainty
from qa.forms.elements import Edit, Element, element_tree, spliced, with_attribute

_ORDER = (
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
)
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    b'<fills count="2"><fill><patternFill patternType="none"/></fill>'
    b'<fill><patternFill patternType="gray125"/></fill></fills>'
    b'<borders count="1"><border/></borders>'
    b'<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="1"><xf/></cellXfs>'
    b'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    b"</styleSheet>"
)
"""Styles for a workbook without any."""


class CellStyles:
    """The styles of a workbook, to which formats are added as they are needed."""

    def __init__(self, data: bytes) -> None:
        """Read the styles.

        Args:
            data: the XML of the part.

        Raises:
            ValueError: it is not well-formed.
        """
        self._data = data
        self._root = element_tree(data)
        self._formats = self._list("cellXfs")
        # Workbooks that have grown over years have thousands of them.
        self._style_names: dict[str, str] = {}
        for known in self._list("cellStyles"):
            self._style_names.setdefault(known.attribute("xfId"), known.attribute("name"))
        self._added: dict[str, list[str]] = {}
        self._numbers: dict[tuple[int, Certainty], int] = {}
        self._named: dict[Certainty, tuple[int, int]] = {}  # of their format and their fill

    def is_locked(self, style: int) -> bool:
        """Return whether cells of a format cannot be written in a protected sheet.

        Args:
            style: number of the format.
        """
        if style >= len(self._formats):
            return True
        protection = self._formats[style].child("protection")
        return protection is None or protection.attribute("locked", "1") not in {"0", "false"}

    def named(self, style: int) -> str:
        """Return the name of the style that a format belongs to; empty for none.

        Args:
            style: number of the format.
        """
        if style >= len(self._formats):
            return ""
        return self._style_names.get(self._formats[style].attribute("xfId", "0"), "")

    def number(self, style: int, certainty: Certainty) -> int:
        """Return the number of the format of a written cell.

        Args:
            style: number of the format that the cell had.
            certainty: of what is written.
        """
        key = (style, certainty)
        if key not in self._numbers:
            self._numbers[key] = self._add("cellXfs", self._format(style, certainty))
        return self._numbers[key]

    def data(self) -> bytes:
        """Return the XML with what was added."""
        edits: list[Edit] = []
        for name, added in self._added.items():
            content = "".join(added)
            found = self._root.child(name)
            if found is None:
                tag = self._root.tag(name)
                content = f'<{tag} count="{len(added)}">{content}</{tag}>'
                edits.append(self._insertion(name, content))
            else:
                count = str(len(found.children) + len(added))
                edits.append(with_attribute(self._data, found.start, "count", count))
                edits += _appended(self._data, found, content)
        return spliced(self._data, edits)

    def _list(self, name: str) -> list[Element]:
        found = self._root.child(name)
        return found.children if found else []

    def _add(self, name: str, xml: str) -> int:
        added = self._added.setdefault(name, [])
        added.append(xml)
        return len(self._list(name)) + len(added) - 1

    def _insertion(self, name: str, content: str) -> Edit:
        """Return the change that adds a list, in the order that the format prescribes."""
        later = set(_ORDER[_ORDER.index(name) + 1 :])
        at = next((one.start for one in self._root.children if one.name in later), None)
        at = self._root.inner_end if at is None else at
        return Edit(at, at, content.encode())

    def _format(self, style: int, certainty: Certainty) -> str:
        """Return a copy of a cell's format, with the fill of a named style, that wraps."""
        named, fill = self._style(certainty)
        base = self._formats[style] if style < len(self._formats) else None
        attributes = dict(base.attributes) if base else {}
        attributes.update(fillId=str(fill), xfId=str(named), applyFill="1", applyAlignment="1")
        alignment = base.child("alignment") if base else None
        aligned = {"vertical": "top", **(alignment.attributes if alignment else {})}
        aligned["wrapText"] = "1"
        aligned.pop("shrinkToFit", None)
        protection = base.child("protection") if base else None
        content = self._tag("alignment", aligned)
        content += self._tag("protection", protection.attributes) if protection else ""
        return self._tag("xf", attributes, content)

    def _style(self, certainty: Certainty) -> tuple[int, int]:
        """Return the numbers of a named style's format and fill, which are added once."""
        if certainty not in self._named:
            self._named[certainty] = self._known(certainty) or self._new(certainty)
        return self._named[certainty]

    def _known(self, certainty: Certainty) -> tuple[int, int] | None:
        """Return them where the workbook has the style already: the user may have changed it."""
        for known in self._list("cellStyles"):
            if known.attribute("name") == STYLE_NAMES[certainty]:
                number = int(known.attribute("xfId", "0"))
                formats = self._list("cellStyleXfs")
                if number < len(formats):
                    return number, int(formats[number].attribute("fillId", "0"))
        return None

    def _new(self, certainty: Certainty) -> tuple[int, int]:
        # Where a list is missing, its first ones are those that every program takes for granted.
        plain = self._tag("xf", {})
        self._begin("fills", *(self._fill(kind) for kind in ("none", "gray125")))
        self._begin("cellStyleXfs", plain)
        self._begin("cellXfs", plain)
        normal = {"name": "Normal", "xfId": "0", "builtinId": "0"}
        self._begin("cellStyles", self._tag("cellStyle", normal))
        colour = self._tag("fgColor", {"rgb": f"FF{FILLS[certainty]}"})
        colour += self._tag("bgColor", {"indexed": "64"})
        fill = self._add("fills", self._fill("solid", colour))
        # The named style says nothing of fonts, borders and numbers: a cell has its own.
        others = ("Number", "Font", "Border", "Alignment", "Protection")
        ignored = {f"apply{one}{'Format' if one == 'Number' else ''}": "0" for one in others}
        ids = {"numFmtId": "0", "fontId": "0", "fillId": str(fill), "borderId": "0"}
        number = self._add("cellStyleXfs", self._tag("xf", {**ids, **ignored}))
        self._add(
            "cellStyles",
            self._tag("cellStyle", {"name": STYLE_NAMES[certainty], "xfId": str(number)}),
        )
        return number, fill

    def _begin(self, name: str, *first: str) -> None:
        """Add the first ones of a list that the workbook does not have."""
        if not self._list(name) and name not in self._added:
            for xml in first:
                self._add(name, xml)

    def _fill(self, pattern: str, colour: str = "") -> str:
        return self._tag("fill", {}, self._tag("patternFill", {"patternType": pattern}, colour))

    def _tag(self, name: str, attributes: dict[str, str], content: str = "") -> str:
        written = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
        tag = self._root.tag(name)
        return f"<{tag}{written}>{content}</{tag}>" if content else f"<{tag}{written}/>"


def _appended(data: bytes, element: Element, content: str) -> list[Edit]:
    """Return the changes that put content at the end of an element."""
    if not element.is_empty_tag:
        return [Edit(element.inner_end, element.inner_end, content.encode())]
    slash = data.rindex(b"/", element.start, element.end)
    name = f"{element.prefix}:{element.name}" if element.prefix else element.name
    return [Edit(slash, element.end, f">{content}</{name}>".encode())]

"""Equations of Word on one line: fractions, powers and roots do not run into each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.loaders.archives import local
from qa.loaders.docx.markup import child, value
from qa.loaders.raised import lowered, raised

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_DEEPEST = 40
_LEFT_OUT = frozenset({"rPr", "ctrlPr", "del", "moveFrom"})
_SIMPLE = 2  # characters that need no brackets


def linear(element: Element, depth: int = 0) -> str:
    """Return an equation on one line, such as ``(a + b)/2`` and ``x²``.

    Args:
        element: of the equation, or a part of one.
        depth: of the part in the equation; what is too deep is left out.
    """
    name = local(element)
    if name == "t":
        return element.text or ""
    if name in _LEFT_OUT or name.endswith("Pr") or depth > _DEEPEST:
        return ""

    def part(of: str) -> str:
        found = child(element, of)
        return "" if found is None else linear(found, depth + 1)

    if name == "f":
        return f"{_grouped(part('num'))}/{_grouped(part('den'))}"
    if name in {"sSup", "sSub", "sSubSup", "sPre"}:
        base = part("e")
        below, above = _low(part("sub")), _high(part("sup"))
        return f"{above}{below}{base}" if name == "sPre" else f"{base}{below}{above}"
    if name == "rad":
        degree = part("deg")
        return f"{_high(degree) if degree else ''}√{_grouped(part('e'))}"
    if name == "nary":
        sign = value(element, "naryPr", "chr") or "∫"
        return f"{sign}{_low(part('sub'))}{_high(part('sup'))} {part('e')}"
    if name == "d":
        properties = child(element, "dPr")
        opens = "(" if child(properties, "begChr") is None else value(properties, "begChr")
        closes = ")" if child(properties, "endChr") is None else value(properties, "endChr")
        between = value(properties, "sepChr") or "|"
        inside = [linear(found, depth + 1) for found in element if local(found) == "e"]
        return f"{opens}{between.join(inside)}{closes}"
    if name in {"limLow", "limUpp"}:
        return f"{part('e')}{(_low if name == 'limLow' else _high)(part('lim'))}"
    if name == "m":
        rows = [found for found in element if local(found) == "mr"]
        return "; ".join(
            ", ".join(linear(cell, depth + 1) for cell in row if local(cell) == "e") for row in rows
        )
    return "".join(linear(found, depth + 1) for found in element)


def _grouped(text: str) -> str:
    bare = text.strip()
    return bare if len(bare) < _SIMPLE or bare.isalnum() else f"({bare})"


def _high(text: str) -> str:
    changed = raised(text, "") if text else ""
    return changed if changed != text or not text else f"^{_grouped(text)}"


def _low(text: str) -> str:
    changed = lowered(text) if text else ""
    return changed if changed != text or not text else f"_{_grouped(text)}"

"""Equations of Word on one line: fractions, powers and roots do not run into each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.loaders.archives import local
from qa.loaders.docx.markup import child, value
from qa.loaders.raised import lowered, raised

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

_DEEPEST = 40
_LEFT_OUT = frozenset({"del", "moveFrom"})
_OPERATORS = frozenset("+-−–=/*·×±<>≤≥,; ")


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

    if name in _FORMS:
        return _FORMS[name](part, element)
    parts = [linear(found, depth + 1) for found in element if local(found) not in _LEFT_OUT]
    if name == "d":
        return _delimited(element, list(filter(None, parts)))
    return {"m": "; ", "mr": ", ", "eqArr": "; "}.get(name, "").join(filter(None, parts))


def _delimited(element: Element, parts: list[str]) -> str:
    properties = child(element, "dPr")
    opens = "(" if child(properties, "begChr") is None else value(properties, "begChr")
    closes = ")" if child(properties, "endChr") is None else value(properties, "endChr")
    return f"{opens}{(value(properties, 'sepChr') or '|').join(parts)}{closes}"


def _grouped(text: str) -> str:
    """Return a part of an equation in brackets, unless it is one without."""
    bare = text.strip()
    within = bare[1:-1] if bare.startswith("(") and bare.endswith(")") else ""
    is_grouped = bool(within) and "(" not in within and ")" not in within
    return bare if is_grouped or _OPERATORS.isdisjoint(bare) else f"({bare})"


def _high(text: str) -> str:
    changed = raised(text, "")
    return changed if changed != text or not text else f"^{_grouped(text)}"


def _low(text: str) -> str:
    changed = lowered(text)
    return changed if changed != text or not text else f"_{_grouped(text)}"


def _with_scripts(part: Callable[[str], str], element: Element) -> str:
    scripts = f"{_low(part('sub'))}{_high(part('sup'))}"
    base = part("e")
    return f"{scripts}{base}" if local(element) == "sPre" else f"{_grouped(base)}{scripts}"


_FORMS: dict[str, Callable[[Callable[[str], str], Element], str]] = {
    "f": lambda part, _: f"{_grouped(part('num'))}/{_grouped(part('den'))}",
    **dict.fromkeys(("sSup", "sSub", "sSubSup", "sPre"), _with_scripts),
    "rad": lambda part, _: f"{_high(part('deg'))}√{_grouped(part('e'))}",
    "nary": lambda part, element: (
        f"{value(element, 'naryPr', 'chr') or '∫'}{_low(part('sub'))}{_high(part('sup'))} "
        f"{part('e')}"
    ),
    "func": lambda part, _: f"{part('fName')} {part('e')}",
    "limLow": lambda part, _: f"{part('e')}{_low(part('lim'))}",
    "limUpp": lambda part, _: f"{part('e')}{_high(part('lim'))}",
}

"""Formulas of a page (MathML) on one line, as ``E = mc²``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from qa.loaders.raised import lowered, raised

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DEEPEST = 40  # levels; below, the characters are taken as they are
_INVISIBLE = re.compile("[\u2061-\u2064]")
_SPACED = _names("= < > ≤ ≥ ≠ ≈ ≡ ∼ ≅ ∝ → ⇒ ⇔ ← ↔ ∈ ∉ ⊂ ⊆ + − ± × ÷ ∪ ∩ ∧ ∨ :=")
_STYLE = re.compile(r"\{\\(?:displaystyle|textstyle) (.*)\}", re.DOTALL)
_TOKENS = _names("mi mn mo mtext ms")
_WRAPPERS = _names("mrow mstyle mpadded")
_SCRIPTED = _names("msup msub msubsup mmultiscripts")
_CLOSED_BY = {"(": ")", "[": "]", "{": "}", "⟨": "⟩", "⌊": "⌋", "⌈": "⌉", "|": "|", "‖": "‖"}
_SKIPPED = _names("annotation annotation-xml mphantom maligngroup malignmark")


def formula(node: Any) -> str:
    """Return a formula as its author describes it, else on one line.

    Args:
        node: a ``math`` element.
    """
    described = (node.attributes.get("alttext") or "").strip()
    if described:
        style = _STYLE.fullmatch(described)
        return style[1].strip() if style else described
    return " ".join(_linear(node, 0).split())


def _linear(node: Any, depth: int) -> str:
    tag = node.tag
    if tag in _SKIPPED:
        return ""
    if tag == "mspace":
        return " "
    if tag == "mo":
        sign = _INVISIBLE.sub("", node.text().strip())
        return f" {sign} " if sign in _SPACED else sign
    inside = list(_elements(node))
    if depth > _DEEPEST or not inside:
        return str(node.text()) if tag == "mtext" else str(node.text()).strip()
    parts = [_linear(child, depth + 1) for child in inside]
    if tag in _SCRIPTED:
        parts[0] = _base(inside[0], parts[0])
    if tag == "mmultiscripts":
        parts = list(_around([child.tag for child in inside], parts))
    if tag in _FORMS:
        least, form = _FORMS[tag]
        if len(parts) >= least:
            return form(parts)
    return "".join(parts)


def _elements(node: Any) -> Iterator[Any]:
    child = node.child
    while child is not None:
        if child.is_element_node:
            yield child
        child = child.next


def _grouped(text: str) -> str:
    bare = text.strip()
    return bare if len(bare) <= 1 or bare.isalnum() else f"({bare})"


def _base(node: Any, text: str) -> str:
    """Return a sign with others raised or lowered beside it, grouped if it is not seen as one.

    A sum, a product, a fraction and what is raised itself are grouped; a name, a number, a sign
    and what stands in brackets of its own are not.
    """
    bare = text.strip()
    while node.tag in _WRAPPERS and len(inside := list(_elements(node))) == 1:
        node = inside[0]
    is_one = node.tag in _TOKENS or (node.tag == "msub" and "_" not in bare)
    return bare if is_one or len(bare) <= 1 or _is_enclosed(bare) else f"({bare})"


def _is_enclosed(bare: str) -> bool:
    """Return whether a text is one pair of brackets with all else in it."""
    if _CLOSED_BY.get(bare[0]) != bare[-1]:
        return False
    if bare[0] == bare[-1]:  # the sign of an absolute value
        return bare.count(bare[0]) == 2  # noqa: PLR2004 - a pair
    depth = 0
    for at, char in enumerate(bare):
        depth += (char == bare[0]) - (char == bare[-1])
        if depth == 0:
            return at == len(bare) - 1
    return False


def _around(tags: list[str], parts: list[str]) -> Iterator[str]:
    """Yield a sign with what stands lowered and raised on both sides of it, as ¹⁴C₆."""
    begin = tags.index("mprescripts") if "mprescripts" in tags else len(tags)
    for at in (*range(begin + 1, len(parts)), *range(begin)):
        is_high = (at - begin if at > begin else at) % 2 == 0
        yield parts[0] if at == 0 else (_high if is_high else _low)(parts[at])


def _high(text: str) -> str:
    bare = text.strip()
    changed = raised(bare, "") if bare else ""
    return changed if changed != bare or not bare else f"^{_grouped(bare)}"


def _low(text: str) -> str:
    bare = text.strip()
    changed = lowered(bare) if bare else ""
    return changed if changed != bare or not bare else f"_{_grouped(bare)}"


_FORMS: dict[str, tuple[int, Callable[[list[str]], str]]] = {
    "msup": (2, lambda parts: f"{parts[0].strip()}{_high(parts[1])}"),
    "mover": (2, lambda parts: f"{parts[0].strip()}{_high(parts[1])}"),
    "msub": (2, lambda parts: f"{parts[0].strip()}{_low(parts[1])}"),
    "munder": (2, lambda parts: f"{parts[0].strip()}{_low(parts[1])}"),
    "msubsup": (3, lambda parts: f"{parts[0].strip()}{_low(parts[1])}{_high(parts[2])}"),
    "munderover": (3, lambda parts: f"{parts[0].strip()}{_low(parts[1])}{_high(parts[2])} "),
    "mfrac": (2, lambda parts: f"{_grouped(parts[0])}/{_grouped(parts[1])}"),
    "msqrt": (1, lambda parts: f"√{_grouped(''.join(parts))}"),
    "mroot": (2, lambda parts: f"{_high(parts[1])}√{_grouped(parts[0])}"),
    "mfenced": (1, lambda parts: f"({', '.join(parts)})"),
    "mtable": (1, "; ".join),
    "mtr": (1, ", ".join),
}
"""Element → the least number of its parts, and how they are written."""

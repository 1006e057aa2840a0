"""Signs that Word takes from a font of symbols by their number: ``µ`` is 6D in Symbol."""

from __future__ import annotations

_OWN = 0xF000  # where Word has the characters of such fonts in Unicode, from 20 to FF
_FIRST = 0x20
_LAST = 0xFF
_MISSING = "\0"  # not a character that a font has here

# The encoding of Adobe's font, https://unicode.org/Public/MAPPINGS/VENDORS/ADOBE/symbol.txt
_SYMBOL = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟ"
    "ΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
    + _MISSING * 33
    + "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑"
)
_WINGDINGS = (
    dict.fromkeys((0x6F, 0x70, 0x71, 0x72, 0xA8), "☐")
    | dict.fromkeys((0x78, 0xFD), "☒")
    | dict.fromkeys((0xE0, 0xE8), "→")
    | {0xFE: "☑", 0xFC: "✓", 0xFB: "✗", 0xDF: "←", 0xE1: "↑", 0xE2: "↓", 0xF0: "⇨"}
    | {0x6C: "●", 0x6E: "■", 0xA7: "▪", 0x9F: "•", 0x76: "❖", 0xD8: "➢", 0x4A: "☺", 0x4C: "☹"}
)


def symbol(font: str, code: int) -> str:
    """Return a sign as a character of Unicode; empty where it is not known.

    Args:
        font: its name.
        code: number of the sign in the font, or where Word has it in Unicode.
    """
    at = code - _OWN if _OWN + _FIRST <= code <= _OWN + _LAST else code
    name = font.casefold()
    if name == "symbol":
        found = _SYMBOL[at - _FIRST] if 0 <= at - _FIRST < len(_SYMBOL) else _MISSING
        return "" if found == _MISSING else found
    if name.startswith("wingdings"):
        return _WINGDINGS.get(at, "")
    is_character = at == code and code > _FIRST and not 0xD800 <= code <= 0xF8FF  # noqa: PLR2004
    return chr(code) if is_character and code <= 0xFFFF else ""  # noqa: PLR2004

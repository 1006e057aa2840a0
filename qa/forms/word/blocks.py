"""The paragraphs, tables and controls of a Word file, and the words in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from qa.forms.answer_names import is_answer_name, is_explanation_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.forms.elements import Element

_UNSEEN = frozenset(
    """
    del moveFrom pPr rPr instrText delText delInstrText Fallback txbxContent sdtPr sdtEndPr
    tblPr trPr tcPr
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_CHOICES = frozenset(
    """
    dropDownList comboBox checkbox date picture docPartObj docPartList citation bibliography
    group equation
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_MORE = frozenset(
    """
    drawing pict object fldChar fldSimple sectPr oMath oMathPara footnoteReference
    endnoteReference commentReference ins hyperlink
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
"""What a blank paragraph can hold that must not be lost or moved."""

_OFF = frozenset({"0", "false", "off"})
_LEADING = "_.…‥· \t\u00a0"
_LEADERS = re.compile(r"[_.…‥·\s]+")
_LONGEST_LABEL = 4  # words
_FEWEST_LEADERS = 3


class Block(NamedTuple):
    """A paragraph or a table.

    Attributes:
        element: in the XML.
        control: the content control around it; None for none.
    """

    element: Element
    control: Element | None = None

    @property
    def is_paragraph(self) -> bool:
        """Whether it is a paragraph."""
        return self.element.name == "p"


def blocks(container: Element, control: Element | None = None) -> Iterator[Block]:
    """Yield the paragraphs and tables of the body or a cell, in order.

    Args:
        container: the body, a cell, or the content of a control.
        control: that they are in; None for none.
    """
    stack = [(child, control) for child in reversed(container.children)]
    while stack:
        child, around = stack.pop()
        if child.name in {"p", "tbl"}:
            yield Block(child, around)
        elif child.name == "sdt":
            content = child.child("sdtContent")
            stack.extend((one, child) for one in reversed(content.children if content else ()))
        elif child.name in {"customXml", "smartTag"}:
            stack.extend((one, around) for one in reversed(child.children))


def cells(row: Element) -> Iterator[tuple[Element, Element | None]]:
    """Yield the cells of a row, each with the control around it; None for none.

    Args:
        row: of a table.
    """
    for child in row.children:
        if child.name == "tc":
            yield child, None
        elif child.name == "sdt" and (content := child.child("sdtContent")) is not None:
            yield from ((cell, child) for cell in content.children if cell.name == "tc")


def words_of(element: Element) -> str:
    """Return the text of a paragraph or cell as a reader sees it, without prompts of controls.

    Args:
        element: any.
    """
    parts: list[str] = []
    stack = [element]
    while stack:
        found = stack.pop()
        if found.name == "t":
            parts.append(found.text)
        elif found.name == "tab":
            parts.append("\t")
        elif found.name in {"br", "cr"}:
            parts.append("\n")
        elif found.name == "noBreakHyphen":
            parts.append("-")
        elif not (found.name == "sdt" and shows_prompt(found)):
            below = [one for one in found.children if one.name not in _UNSEEN]
            stack.extend(reversed(below))
        if found.name == "p" and found is not element:
            parts.append("\n")
    return "".join(parts)


def answer_words(block: Block) -> str:
    """Return the text of a paragraph or table; empty for a line to write on, or a prompt.

    Args:
        block: any.
    """
    if block.control is not None and shows_prompt(block.control):
        return ""
    words = words_of(block.element).strip()
    return "" if is_line(words) or is_label(words) else words


def is_label(words: str) -> bool:
    """Return whether a text only says that the answer goes here: ``Answer: ______``.

    Args:
        words: of a paragraph.
    """
    label = words.rstrip(_LEADING)
    is_short = label.endswith(":") and len(label.split()) <= _LONGEST_LABEL
    return is_short and (is_answer_name(label) or is_explanation_name(label))


def has_line(words: str) -> bool:
    """Return whether a text ends with a line to write on.

    Args:
        words: of a paragraph.
    """
    return len(words) - len(words.rstrip(_LEADING)) >= _FEWEST_LEADERS


def is_line(words: str) -> bool:
    """Return whether a text is a line to write on: ``________``.

    Args:
        words: of a paragraph.
    """
    marks = sum(not char.isspace() for char in words)
    return marks >= _FEWEST_LEADERS and _LEADERS.fullmatch(words) is not None


def shows_prompt(control: Element) -> bool:
    """Return whether a control shows its prompt ("Click here to enter text"), and no answer.

    Args:
        control: with its properties.
    """
    properties = control.child("sdtPr")
    shown = properties.child("showingPlcHdr") if properties else None
    return shown is not None and shown.attribute("val", "1") not in _OFF


def is_choice(control: Element) -> bool:
    """Return whether a control takes anything but text, such as a mark or a value of a list.

    Args:
        control: with its properties.
    """
    properties = control.child("sdtPr")
    return properties is not None and any(one.name in _CHOICES for one in properties.children)


def is_locked(control: Element) -> bool:
    """Return whether the content of a control cannot be changed.

    Args:
        control: with its properties.
    """
    properties = control.child("sdtPr")
    lock = properties.child("lock") if properties else None
    return lock is not None and lock.attribute("val") in {"contentLocked", "sdtContentLocked"}


def holds_more(paragraph: Element) -> bool:
    """Return whether a paragraph holds a picture, a field or the like.

    Args:
        paragraph: any.
    """
    page = any(one.attribute("type") in {"page", "column"} for one in paragraph.every("br"))
    return page or next(paragraph.every(*_MORE), None) is not None


def style_id(paragraph: Element) -> str:
    """Return the id of the style of a paragraph; empty for the usual one.

    Args:
        paragraph: any.
    """
    properties = paragraph.child("pPr")
    style = properties.child("pStyle") if properties else None
    return style.attribute("val") if style else ""

"""Answers in the XML of a Word file: only the paragraphs that are written change."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qa.forms.elements import Edit, as_xml, with_attribute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.forms.elements import Element
    from qa.forms.word.rooms import Room


class Names(NamedTuple):
    """How the file writes the names of its elements and attributes.

    Attributes:
        element: prefix of elements; empty for none.
        attribute: prefix of attributes.
    """

    element: str
    attribute: str

    def xml(self, text: str) -> str:
        """Return XML that is written with the prefix ``w`` as this file writes it.

        Args:
            text: XML without any words of an answer.
        """
        own = f"{self.element}:" if self.element else ""
        text = text.replace("<w:", f"<{own}").replace("</w:", f"</{own}")
        return text.replace(" w:", f" {self.attribute}:")


def edits(data: bytes, room: Room, text: str, style: str, names: Names) -> Iterator[Edit]:
    """Yield the changes that write an answer.

    Args:
        data: the XML.
        room: where it goes.
        text: the answer; empty to give the room its style only.
        style: id of the style.
        names: how the file writes names.
    """
    mark = names.xml(f'<w:pStyle w:val="{style}"/>')
    runs = _runs(text, names)
    if room.after is not None:
        yield Edit(room.after.end, room.after.end, _new_paragraph(mark, text, names).encode())
        return
    paragraph = room.paragraph
    assert paragraph is not None
    if paragraph.is_empty_tag:
        tag = data[paragraph.start : paragraph.end].rstrip(b"/>").rstrip()
        inside = f">{names.xml('<w:pPr>')}{mark}{names.xml('</w:pPr>')}{runs}{names.xml('</w:p>')}"
        yield Edit(paragraph.start, paragraph.end, tag + inside.encode())
        return
    yield _styled(data, paragraph, style, names)
    if text and room.control is not None:
        yield from _controlled(room.control, paragraph, mark, text, names)
    elif text:
        at = _content_start(paragraph) if room.is_cleared else paragraph.inner_end
        yield Edit(at, paragraph.inner_end, runs.encode())


def _controlled(
    control: Element, paragraph: Element, mark: str, text: str, names: Names
) -> Iterator[Edit]:
    """Yield the changes that put an answer in the place of a control's prompt."""
    yield from _prompt_gone(control)
    content = control.child("sdtContent")
    assert content is not None
    in_line = " ".join(text.split())  # what a control within a paragraph can have
    if next(content.every("p"), None) is None:
        yield _inside(content, _runs(in_line, names))
        return
    first, *others = [in_line] if _is_plain(control) else text.split("\n")
    start = _content_start(paragraph)
    yield Edit(start, paragraph.inner_end, _runs(first, names).encode())
    more = "".join(_new_paragraph(mark, line, names) for line in others)
    yield Edit(paragraph.end, paragraph.end, more.encode())


def _content_start(paragraph: Element) -> int:
    """Return the offset at which the content of a paragraph begins, behind its properties."""
    properties = paragraph.child("pPr")
    return properties.end if properties else paragraph.start_end


def _new_paragraph(mark: str, text: str, names: Names) -> str:
    begin, end = names.xml("<w:p><w:pPr>"), names.xml("</w:pPr>")
    return f"{begin}{mark}{end}{_runs(text, names)}{names.xml('</w:p>')}"


def _is_plain(control: Element) -> bool:
    """Return whether a control takes plain text only."""
    properties = control.child("sdtPr")
    return properties is not None and properties.child("text") is not None


def _styled(data: bytes, paragraph: Element, style: str, names: Names) -> Edit:
    """Return the change that gives a paragraph a style."""
    properties = paragraph.child("pPr")
    mark = names.xml(f'<w:pStyle w:val="{style}"/>')
    if properties is None:
        content = f"{names.xml('<w:pPr>')}{mark}{names.xml('</w:pPr>')}"
        return Edit(paragraph.start_end, paragraph.start_end, content.encode())
    known = properties.child("pStyle")
    if known is not None:
        return with_attribute(data, known.start, f"{names.attribute}:val", style)
    if properties.is_empty_tag:
        content = f"{names.xml('<w:pPr>')}{mark}{names.xml('</w:pPr>')}"
        return Edit(properties.start, properties.end, content.encode())
    return Edit(properties.start_end, properties.start_end, mark.encode())


def _prompt_gone(control: Element) -> Iterator[Edit]:
    """Yield the change after which a control shows an answer, and no prompt."""
    properties = control.child("sdtPr")
    shown = properties.child("showingPlcHdr") if properties else None
    if shown is not None:
        yield Edit(shown.start, shown.end, b"")


def _inside(element: Element, content: str) -> Edit:
    """Return the change that puts content in the place of what is in an element."""
    if not element.is_empty_tag:
        return Edit(element.start_end, element.inner_end, content.encode())
    tag = element.tag(element.name)
    return Edit(element.start, element.end, f"<{tag}>{content}</{tag}>".encode())


def _runs(text: str, names: Names) -> str:
    """Return the text as runs; a line break stays one."""
    if not text:
        return ""
    begin, end = names.xml('<w:t xml:space="preserve">'), names.xml("</w:t>")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    written = names.xml("<w:br/>").join(f"{begin}{as_xml(line)}{end}" for line in lines)
    return f"{names.xml('<w:r>')}{written}{names.xml('</w:r>')}"

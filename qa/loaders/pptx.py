"""PowerPoint: a slide is a page, its title a heading."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.loaders.archives import Zipped, attribute, every, first, local, text_of
from qa.loaders.extraction import BlockText

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from qa.loaders.extraction import Extract

_NUMBER = re.compile(r"[0-9]+")
_TITLES = frozenset({"title", "ctrTitle"})
_FURNITURE = frozenset({"dt", "ftr", "sldNum"})  # date, footer and number of a slide
_PRESENTATION = "ppt/presentation.xml"
_LINKS = "ppt/_rels/presentation.xml.rels"


def extract(data: bytes, path: Path) -> Iterator[Extract]:
    """Read a presentation.

    Args:
        data: bytes of the file.
        path: of the file, for errors.

    Raises:
        DocumentError: it is damaged or encrypted, or unpacks to too much.
    """
    archive = Zipped(data, path)
    blocks = BlockText()
    for name in _slides(archive):
        blocks.page()
        _add(archive.xml(name), blocks)
    core = archive.xml("docProps/core.xml") if "docProps/core.xml" in archive else None
    title = text_of(first(core, "title")) if core is not None else ""
    if title.strip().casefold() == "powerpoint presentation":
        title = ""
    yield blocks.extract(title)


def _slides(archive: Zipped) -> list[str]:
    """Return the slides in the order in which they are shown."""
    every_slide = archive.names("ppt/slides/slide", ".xml")
    if _PRESENTATION not in archive or _LINKS not in archive:
        return sorted(every_slide, key=_number)
    targets = {
        attribute(link, "Id"): f"ppt/{attribute(link, 'Target').removeprefix('/ppt/')}"
        for link in archive.xml(_LINKS)
    }
    shown = [
        targets.get(next((v for k, v in slide.items() if k.endswith("}id")), ""), "")
        for slide in every(archive.xml(_PRESENTATION), "sldId")
    ]
    return [name for name in shown if name in archive]


def _number(name: str) -> tuple[int, str]:
    """Return the number of a slide as it can be compared: its length, then its digits."""
    digits = _NUMBER.findall(name)[-1:]
    return (len(digits[0]), digits[0]) if digits else (0, name)


def _add(slide: Element, blocks: BlockText) -> None:
    shapes = list(every(slide, "sp", "tbl"))
    # The title comes first, even if the file has it later: its words introduce the others.
    for shape in sorted(shapes, key=lambda shape: _kind(shape) not in _TITLES):
        kind = _kind(shape)
        if local(shape) == "tbl":
            for row in every(shape, "tr"):
                blocks.row([_lines(cell) for cell in every(row, "tc")])
        elif kind in _TITLES:
            blocks.heading(1, _lines(shape))
        elif kind not in _FURNITURE:
            for paragraph in every(shape, "p"):
                blocks.paragraph(_words(paragraph))


def _kind(shape: Element) -> str:
    placeholder = first(shape, "ph")
    return "" if placeholder is None else attribute(placeholder, "type")


def _lines(element: Element) -> str:
    return " ".join(_words(paragraph) for paragraph in every(element, "p"))


def _words(paragraph: Element) -> str:
    return "".join(
        " " if local(part) == "br" else part.text or ""
        for part in paragraph.iter()
        if local(part) in {"t", "br"}
    )

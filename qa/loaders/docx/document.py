"""A Word file: its parts, and what is read of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.loaders.archives import attribute, every, first, local
from qa.loaders.docx.body import BodyReader
from qa.loaders.docx.markup import sibling
from qa.loaders.docx.notes import Notes
from qa.loaders.docx.numbering import Numbering
from qa.loaders.docx.paragraphs import ParagraphReader
from qa.loaders.docx.styles import Styles
from qa.loaders.extraction import BlockText
from qa.loaders.office_package import Package
from qa.loaders.tracked_changes import Changes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from qa.loaders.extraction import Extract
    from qa.loaders.office_package import Link

_NO_DOCUMENT = "its main part is no Word document"
_RUNNING = ("headerReference", "footerReference")


def extract(data: bytes, path: Path) -> Iterator[Extract]:
    """Read a Word document or template; macros are never looked at.

    Args:
        data: bytes of the file.
        path: of the file, for errors.

    Raises:
        DocumentError: it is damaged or encrypted, or unpacks to too much.
    """
    package = Package(data, path)
    name, main = package.main("word/document.xml")
    if local(main) != "document":
        raise package.damaged(_NO_DOCUMENT)
    links = package.links(name)
    parts = {
        kind: _part(package, links, kind)
        for kind in ("styles", "numbering", "footnotes", "endnotes", "comments")
    }
    styles = Styles(parts["styles"])
    changes = Changes()
    notes = Notes(parts, main)
    words = ParagraphReader(styles, changes, notes.mark)
    blocks = BlockText()
    body = BodyReader(package, blocks, styles, Numbering(parts["numbering"], styles), words, notes)
    body.read(main, links)
    notes.add_comments(blocks, body.words_of)
    _add_running(package, main, links, body, blocks)
    language = "" if parts["styles"] is None else _language(parts["styles"])
    said = (*changes.notes(), *notes.notes(), *body.notes(), *package.notes)
    yield blocks.extract(package.title() or body.title, language, said)


def _part(package: Package, links: dict[str, Link], kind: str) -> Element | None:
    name = next((link.part for link in links.values() if link.kind == kind), None)
    return None if name is None else package.xml(name)


def _language(styles: Element) -> str:
    found = first(styles, "lang")
    return "" if found is None else attribute(found, "val")


def _add_running(
    package: Package, main: Element, links: dict[str, Link], body: BodyReader, blocks: BlockText
) -> None:
    """Add each header and footer once, after the text: they are on its pages, and not in it."""
    parts = [
        links[identity].part
        for section in main.iter(sibling(main, "sectPr"))
        for reference in section
        if local(reference) in _RUNNING and (identity := _identity(reference)) in links
    ]
    seen: set[str] = set()
    for name in dict.fromkeys(parts):
        root = package.xml(name)
        for paragraph in every(root, "p") if root is not None else ():
            for words in body.words_of(paragraph):
                if words not in seen and any(map(str.isalpha, words)):
                    blocks.aside(words)
                seen.add(words)


def _identity(reference: Element) -> str:
    return next((value for key, value in reference.items() if key.endswith("}id")), "")

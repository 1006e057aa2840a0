"""PowerPoint: a slide is a page, its title a heading; its notes and comments follow it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.loaders.archives import attribute, every, first, local, text_of
from qa.loaders.charts import chart_text
from qa.loaders.diagrams import diagram_text
from qa.loaders.extraction import BlockText
from qa.loaders.office_package import Package
from qa.loaders.slide_shapes import add_table, is_title, kind_of, lines, one_line, shapes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from qa.loaders.extraction import Extract

_NUMBER = re.compile(r"[0-9]+")
_TITLES = frozenset({"title", "ctrTitle"})
# What programs write where the author names no title.
_UNTITLED = re.compile(r"(?:powerpoint )?presentation ?\d{0,3}|slide \d{1,4}", re.IGNORECASE)
_FURNITURE = frozenset({"dt", "ftr", "sldNum", "hdr"})  # date, footer, number and header
_OFF = frozenset({"0", "false"})
_MOST_NAMED = 20  # slides in a note


def extract(data: bytes, path: Path) -> Iterator[Extract]:
    """Read a presentation.

    Args:
        data: bytes of the file.
        path: of the file, for errors.

    Raises:
        DocumentError: it is damaged or encrypted, or unpacks to too much.
    """
    package = Package(data, path)
    deck = _Deck(package)
    main, root = package.main("ppt/presentation.xml")
    deck.authors = _authors(package, main)
    for number, name in enumerate(_slides(package, main, root), 1):
        deck.add(number, name)
    title = package.title()
    if _UNTITLED.fullmatch(title):
        title = ""
    yield deck.blocks.extract(title, notes=(*deck.notes(), *package.notes))


def _slides(package: Package, main: str, root: Element) -> list[str]:
    """Return the slides in the order in which they are shown."""
    links = package.links(main)
    shown = [
        links[identity].part if identity in links else ""
        for slide in every(root, "sldId")
        for identity in [next((v for k, v in slide.items() if k.endswith("}id")), "")]
    ]
    if any(shown):
        return shown
    return sorted((link.part for link in links.values() if link.kind == "slide"), key=_number)


def _number(name: str) -> tuple[int, str]:
    """Return the number of a slide as it can be compared: its length, then its digits."""
    digits = _NUMBER.findall(name)[-1:]
    return (len(digits[0]), digits[0]) if digits else (0, name)


def _authors(package: Package, main: str) -> dict[str, str]:
    """Return the names of those who comment, by their number."""
    found: dict[str, str] = {}
    for part in package.related(main, "commentAuthors", "authors"):
        root = package.xml(part)
        for author in every(root, "cmAuthor", "author") if root is not None else ():
            found[author.get("id", "")] = author.get("name", "")
    return found


class _Deck:
    """Slides as they become text, and what was not to be read of them."""

    def __init__(self, package: Package) -> None:
        self.blocks = BlockText()
        self.authors: dict[str, str] = {}
        self._package = package
        self._is_titled = False  # whether a heading goes on from the slide before
        self._hidden: list[int] = []
        self._unread: list[int] = []
        self._pictures: list[int] = []
        self._charts = 0  # without values

    def add(self, number: int, name: str) -> None:
        """Add a slide.

        Args:
            number: of the slide, from 1.
            name: of its part.
        """
        self.blocks.page()
        slide = self._package.xml(name)
        if slide is None:
            self._unread.append(number)
            return
        if slide.get("show") in _OFF:
            self._hidden.append(number)
        found = list(shapes(slide))
        # The title comes first, even if the file has it later: its words introduce the others.
        titles = [shape for shape in found if kind_of(shape) in _TITLES and one_line(shape).strip()]
        titles = titles or _first_line(found)
        notes = list(self._notes(name))
        comments = list(self._comments(name))
        if titles or self._is_titled or notes or comments:
            # Without a heading of its own, it would be cited below that of the slide before.
            self.blocks.heading(1, one_line(titles[0]) if titles else f"Slide {number}")
            self._is_titled = True
        begin = len(self.blocks)
        for shape in found:
            if not titles or shape is not titles[0]:
                self._add_shape(shape, name)
        if not titles and len(self.blocks) == begin and first(slide, "pic") is not None:
            self._pictures.append(number)
        for title, paragraphs in (("Speaker notes", notes), ("Comments", comments)):
            if paragraphs:
                self.blocks.heading(2, title)
            for paragraph in paragraphs:
                self.blocks.paragraph(paragraph)

    def _add_shape(self, shape: Element, slide: str) -> None:
        kind = local(shape)
        if kind == "tbl":
            add_table(shape, self.blocks)
        elif kind == "graphicData":
            links = self._package.links(slide)
            for element in every(shape, "chart", "relIds"):
                wanted = "dm" if local(element) == "relIds" else "id"
                link = links.get(attribute(element, wanted))
                root = self._package.xml(link.part) if link else None
                if local(element) == "relIds" and root is not None:
                    diagram_text(root, self.blocks)
                elif root is None or not chart_text(root, self.blocks):
                    self._charts += local(element) == "chart"
        elif kind_of(shape) not in _FURNITURE:
            for paragraph in lines(shape):
                self.blocks.paragraph(paragraph)

    def _notes(self, slide: str) -> Iterator[str]:
        """Yield the paragraphs of what the speaker is to say."""
        for part in self._package.related(slide, "notesSlide"):
            root = self._package.xml(part)
            for shape in shapes(root) if root is not None else ():
                if kind_of(shape) == "body":
                    yield from filter(str.strip, lines(shape))

    def _comments(self, slide: str) -> Iterator[str]:
        for part in self._package.related(slide, "comments"):
            root = self._package.xml(part)
            for comment in root.iter() if root is not None else ():
                if local(comment) not in {"cm", "reply"}:
                    continue
                body = next((p for p in comment if local(p) in {"text", "txBody"}), None)
                words = text_of(body) if body is None or len(body) == 0 else one_line(body)
                author = self.authors.get(comment.get("authorId", ""), "")
                if words.strip():
                    yield f"{author}: {words}" if author else words

    def notes(self) -> Iterator[str]:
        """Yield what was left out, or is doubtful."""
        if self._unread:
            yield f"slides that cannot be read: {_listed(self._unread)}"
        if self._hidden:
            yield f"hidden slides, which are read: {_listed(self._hidden)}"
        if self._pictures:
            yield f"slides of pictures without text: {_listed(self._pictures)}"
        if self._charts:
            many = "1 chart" if self._charts == 1 else f"{self._charts:,} charts"
            yield f"{many} without data"


def _first_line(found: list[Element]) -> list[Element]:
    """Return the first shape of a slide without a title, if it is one for what follows."""
    shown = [shape for shape in found if kind_of(shape) not in _FURNITURE]
    shown = [shape for shape in shown if local(shape) != "sp" or one_line(shape).strip()]
    texts = [shape for shape in shown if local(shape) == "sp"][:1]
    return texts if len(shown) > 1 and texts and is_title(list(lines(texts[0]))) else []


def _listed(numbers: list[int]) -> str:
    more = ", …" if len(numbers) > _MOST_NAMED else ""
    return ", ".join(map(str, numbers[:_MOST_NAMED])) + more

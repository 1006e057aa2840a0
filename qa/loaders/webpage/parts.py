"""The parts of a page: its elements that are more than words, each with what it holds.

Text and link density tell the text of a page from what is around it (Kohlschütter et al. 2010,
"Boilerplate Detection using Shallow Text Features").
"""

from __future__ import annotations

import re
from typing import Any

_WORDS = frozenset(
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd label mark math "
    "nobr option path picture q rp rt ruby s samp small source span strike strong sub sup svg time "
    "tt u use var wbr input g".split()
)
_SILENT = frozenset("script style template head title svg math iframe select textarea".split())
_CONTROLS = frozenset({"input", "select", "textarea"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_FACTS = frozenset({"td", "th", "pre", "dt", "dd", "li", "caption"})
_BELONGS = frozenset({"article", "main", "section", "blockquote", "figure", "td"})

_LEAST_PROSE = 60  # characters of a run of words that is prose, even without a full stop
_LEAST_SENTENCE = 20
_LEAST_LINK = 15  # characters of a link that may be the title of a page
_ENDS = re.compile(r"[.!?…。！？।؟:;]['\"”’»)\]]*$")
_ASKS = ("?", "？", "؟")
_WIDE = re.compile("[\u2e80-\ud7ff\uf900-\ufaff]")  # Chinese, Japanese, Korean
_MENU_LINKS = 4
_MENU_DENSITY = 0.6


class Part:
    """An element of a page, with all that is in it.

    Attributes:
        node: of the parsed page.
        tag: of the element.
        role: what it says it is (WAI-ARIA).
        names: its classes and id.
        parent: the part around it.
        previous: the part before it in that one.
        following: the part after it.
        children: the parts in it.
        inside: whether it belongs to an article or a section, not to the page.
        text: characters in it.
        linked: of these, in links.
        links: their number.
        outward: of these, the number that lead to another page.
        own_prose: characters of sentences outside links, those in parts inside it not counted.
        own_facts: the same of words in cells, items and lines of code that are no sentences.
        prose: characters of all sentences outside links.
        paragraphs: the number of runs of words that are sentences.
        controls: the number of fields to fill in.
        begins_with_link: whether a link comes before all sentences; None while it has neither.
        asks: whether its words end with a question mark.
        has_title: whether it contains a heading of the first level.
        has_heading: whether it contains a heading.
        has_paragraph: whether it contains a ``p``.
        has_columns: whether it contains a header cell or a caption of a table.
        has_button: whether it contains a button.
    """

    __slots__ = (
        "asks",
        "begins_with_link",
        "children",
        "controls",
        "following",
        "has_button",
        "has_columns",
        "has_heading",
        "has_paragraph",
        "has_title",
        "inside",
        "linked",
        "links",
        "names",
        "node",
        "outward",
        "own_facts",
        "own_prose",
        "paragraphs",
        "parent",
        "previous",
        "prose",
        "role",
        "tag",
        "text",
    )

    def __init__(self, node: Any, parent: Part | None = None) -> None:
        """Begin with nothing in it.

        Args:
            node: of the parsed page.
            parent: the part around it.
        """
        attributes = node.attributes
        tag = self.tag = str(node.tag)
        self.node = node
        self.parent = parent
        self.children: list[Part] = []
        self.previous: Part | None = None
        self.following: Part | None = None
        self.role = (attributes.get("role") or "").lower()
        self.names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        self.text = self.linked = self.links = self.outward = 0
        self.prose = self.own_prose = self.own_facts = self.paragraphs = self.controls = 0
        self.begins_with_link: bool | None = None
        self.asks = False
        self.has_title = tag == "h1"
        self.has_heading = tag in _HEADINGS
        self.has_paragraph = tag == "p"
        self.has_columns = tag in ("th", "caption")
        self.has_button = tag in ("button", "summary") or self.role in ("button", "tab")
        self.inside = False
        if parent is not None:
            self.inside = parent.inside or parent.tag in _BELONGS or parent.role == "main"
            if parent.children:
                self.previous = parent.children[-1]
                self.previous.following = self
            parent.children.append(self)

    @property
    def link_density(self) -> float:
        """The share of its text that is in links."""
        return self.linked / self.text if self.text else 0.0

    @property
    def is_menu(self) -> bool:
        """Whether it is made of links, as menus and lists of other pages are."""
        if self.links < _MENU_LINKS or self.link_density <= _MENU_DENSITY or self.has_title:
            return False
        if self.tag in ("p", "td", "th", "tr", "tbody", "dd") or self.has_columns:
            return False
        return not self.has_paragraph or (self.text > 200 and self.prose < 0.15 * self.text)

    def close(self) -> None:
        """Add what is in it to the part around it."""
        self.prose += self.own_prose
        around = self.parent
        if around is None:
            return
        around.text += self.text
        around.linked += self.linked
        around.links += self.links
        around.outward += self.outward
        around.prose += self.prose
        around.paragraphs += self.paragraphs
        around.controls += self.controls
        if around.begins_with_link is None:
            around.begins_with_link = self.begins_with_link
        around.has_title |= self.has_title
        around.has_heading |= self.has_heading
        around.has_paragraph |= self.has_paragraph
        around.has_columns |= self.has_columns
        around.has_button |= self.has_button


class _Run:
    """Words that stand together, between the beginnings and ends of parts."""

    __slots__ = ("linked", "pieces")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.linked = 0

    def end(self, part: Part) -> None:
        """Count the words in their part, and begin the next run."""
        words = " ".join("".join(self.pieces).split())
        self.pieces.clear()
        linked, self.linked = min(self.linked, len(words)), 0
        if not words:
            return
        part.text += len(words)
        part.linked += linked
        part.asks = words.endswith(_ASKS)
        free = len(words) - linked
        if not words.isascii():  # a Chinese character is about half a word
            free += min(free, 2 * len(_WIDE.findall(words)))
        if part.begins_with_link is None and linked >= max(_LEAST_LINK, 0.8 * len(words)):
            part.begins_with_link = True
        is_prose = free >= _LEAST_PROSE or (free >= _LEAST_SENTENCE and _ENDS.search(words))
        if is_prose and linked < free and part.tag != "button":
            part.own_prose += free
            part.paragraphs += 1
            if part.begins_with_link is None:
                part.begins_with_link = False
        elif part.tag in _FACTS:
            part.own_facts += free


class _Measuring:
    """One pass through a page."""

    def __init__(self, top: Any) -> None:
        self.top = self.part = Part(top)
        self.parts = {top.mem_id: self.part}
        self._run = _Run()
        self._links = 0  # open ones
        self._silent = 0

    def words(self, text: str) -> None:
        if self._silent:
            return
        self._run.pieces.append(text)
        if self._links:
            self._run.linked += len(text.strip())

    def enter(self, node: Any) -> None:
        tag = node.tag
        self._silent += tag in _SILENT
        if tag in _CONTROLS:
            self.part.controls += node.attributes.get("type") != "hidden"
        if tag == "a" and "href" in node.attributes:
            self._links += 1
            self.part.links += 1
            target = node.attributes["href"] or ""
            self.part.outward += not target.startswith(("#", "javascript:"))
        elif tag == "br":
            self._run.pieces.append(" ")
        elif tag not in _WORDS:
            self._run.end(self.part)
            self.part = self.parts[node.mem_id] = Part(node, self.part)

    def leave(self, node: Any) -> None:
        tag = node.tag
        self._silent -= tag in _SILENT
        if tag == "a" and "href" in node.attributes:
            self._links -= 1
        elif tag not in _WORDS:
            self._run.end(self.part)
            self.part.close()
            self.part = self.part.parent or self.part


def measure(top: Any) -> dict[int, Part]:
    """Return all parts of a page, each with its counts, in document order.

    Without recursion, and in one pass: visiting each element separately would take minutes for a
    page with deeply nested elements.

    Args:
        top: a node of the parsed page; it and all below it are counted.

    Returns:
        ``mem_id`` of an element → its part.
    """
    measuring = _Measuring(top)
    node = top
    while True:
        if node.is_text_node:
            measuring.words(node.text_content or "")
        elif node.is_element_node and node.mem_id != top.mem_id:
            measuring.enter(node)
        if node.child is not None:
            node = node.child
            continue
        # Up again, until a node has a next one.
        while True:
            if node.is_element_node:
                measuring.leave(node)
            if node.mem_id == top.mem_id:
                return measuring.parts
            if node.next is not None:
                break
            node = node.parent
        node = node.next

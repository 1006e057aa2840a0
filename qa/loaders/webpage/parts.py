"""The parts of a page: its elements that are more than words, each with what it holds.

Text and link density tell the text of a page from what is around it (Kohlschütter et al. 2010,
"Boilerplate Detection using Shallow Text Features").
"""

from __future__ import annotations

from typing import Any


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_HEADINGS = _names("h1 h2 h3 h4 h5 h6")
_BELONGS = _names("article main section blockquote figure td")

_MENU_LINKS = 4
_MENU_DENSITY = 0.6
_LONG_MENU = 200  # characters; it may have a sentence
_PROSE_OF_MENU = 0.15


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
        is_data: whether it is a table with a header cell or a caption, or is in that table.
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
        "is_data",
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
        self.is_data = self.has_columns
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
        # A list is a menu, not one of its items: a reference may be all links.
        if self.tag in ("p", "li", "td", "th", "tr", "tbody", "dd") or self.has_columns:
            return False
        return not self.has_paragraph or (
            self.text > _LONG_MENU and self.prose < _PROSE_OF_MENU * self.text
        )

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
        around.is_data |= self.is_data and self.tag != "table"
        around.has_button |= self.has_button

"""The article of a page: the part that holds its text, by what marks it and by what it holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from qa.loaders.webpage.measuring import measure
from qa.loaders.webpage.names import name_body
from qa.loaders.webpage.surroundings import surroundings

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from qa.loaders.webpage.parts import Part

# Some pages fill their article by script only. So an article counts where it holds this share of
# the page's text, or this many characters.


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LEAST_SHARE = 0.25
_LEAST_MARKED = 500
_LEAST_TITLED = 250
_LEAST_NAMED = 1000
_HALF = 0.5
_ALONE = 0.8  # of the text in several marked parts: the others are teasers
_A_LITTLE = 0.05
_NEARLY_ALL = 0.93
_LEAST = 200  # characters of a page that is read
_LONGEST_TITLE = 300
_SHORTEST_TITLE = 8
_WHOLE = _names("table tbody tr td ul ol li dl p pre blockquote")
_NOT_WORDS = re.compile(r"[\W_]+")


class Article(NamedTuple):
    """What is read of a page.

    Attributes:
        top: the node that holds the text.
        left_out: ``mem_id`` of the elements that are not read, with the kind of each.
        heading: the node of the page's heading where that stands above the text, or None.
    """

    top: Any
    left_out: dict[int, str]
    heading: Any


def find_article(body: Any, titles: Sequence[str]) -> Article:
    """Return the article of a page; the whole page where nothing in it stands out.

    Args:
        body: the node that holds the page.
        titles: of the page, as its head names them.
    """
    page = measure(body)[body.mem_id]
    left_out = surroundings(page)
    weights = _weights(page, left_out)
    if weights[page] < _LEAST < page.prose:
        left_out = surroundings(page, few=True)
        weights = _weights(page, left_out)
    choice = _Choice(page, left_out, weights)
    top = choice.top(titles)
    heading = choice.heading
    above = heading is not None and not _is_in(heading, top)
    return Article(top.node, left_out, heading.node if above and heading else None)


def _is_in(part: Part | None, top: Part) -> bool:
    while part is not None and part is not top:
        part = part.parent
    return part is top


def plain(title: str) -> str:
    """Return the words of a title, to be compared with another.

    Args:
        title: of a page, or a heading.
    """
    return _NOT_WORDS.sub(" ", title).strip().casefold()


def _weights(page: Part, left_out: Collection[int]) -> dict[Part, int]:
    """Return how much text each part holds, what is left out not counted.

    Sentences and facts count; where a page has none, all words outside links.
    """
    for own in (lambda part: part.own_prose + part.own_facts, _own_words):
        weights: dict[Part, int] = {}
        for part in reversed(list(_read(page, left_out))):
            weights[part] = own(part) + sum(weights.get(child, 0) for child in part.children)
        if weights[page] >= _LEAST:
            break
    return weights


def _own_words(part: Part) -> int:
    inside = sum(child.text - child.linked for child in part.children)
    return max(0, part.text - part.linked - inside)


def _read(top: Part, left_out: Collection[int]) -> Iterator[Part]:
    """Yield a part and all in it that is read, in document order."""
    stack = [top]
    while stack:
        part = stack.pop()
        yield part
        stack.extend(c for c in reversed(part.children) if c.node.mem_id not in left_out)


class _Choice:
    """Goes from the page down to its article, by one mark after the other."""

    def __init__(self, page: Part, left_out: Collection[int], weights: dict[Part, int]) -> None:
        self._page = page
        self._left_out = left_out
        self._weights = weights
        self.heading: Part | None = None  # of the page

    def top(self, titles: Sequence[str]) -> Part:
        """Return the part that holds the text of the page."""
        if not self._weights[self._page]:
            return self._page
        return self._narrowed(self._named(self._titled(self._marked(self._page), titles)))

    def _marked(self, top: Part) -> Part:
        """Return the part inside that is marked as the article, or as the main part."""
        marks: tuple[Callable[[Part], bool], ...] = (
            lambda part: part.node.attributes.get("itemprop") == "articleBody",
            lambda part: part.tag == "main" or part.role == "main",
            lambda part: part.tag == "article",
        )
        for mark in marks:
            found = [part for part in _read(top, self._left_out) if mark(part)]
            if not found:
                continue
            most = max(found, key=self._weights.__getitem__)
            weight = self._weights[most]
            if len(found) > 1 and weight <= _ALONE * sum(map(self._weights.__getitem__, found)):
                continue  # several are a list of teasers or comments, not the article
            if weight >= min(_LEAST_MARKED, _LEAST_SHARE * self._weights[top]):
                top = most
        return top

    def _titled(self, top: Part, titles: Sequence[str]) -> Part:
        """Return the part inside that has the title of the page, and text below it."""
        heading = self._heading(top, titles)
        self.heading = heading or self._heading(self._page, titles, named=True)
        if heading is None or top.tag == "article":
            return top
        around: list[Part] = []
        part = heading
        while part is not top and part.parent is not None:
            part = part.parent
            around.append(part)
        articles = [part for part in around[:-1] if part.tag == "article"]
        if articles and self._weights[articles[0]] >= _LEAST_TITLED:
            return articles[0]
        least = max(_LEAST_TITLED, _LEAST_SHARE * self._weights[top])
        return next((part for part in around if self._weights[part] >= least), top)

    def _heading(self, top: Part, titles: Sequence[str], *, named: bool = False) -> Part | None:
        """Return the heading that is the title of the page.

        Unless it has to be ``named`` so in the head, it may also be the only one of its level.
        """
        inside = [part for part in _read(top, self._left_out) if part.tag in ("h1", "h2")]
        first_level = [part for part in inside if part.tag == "h1" and part.text]
        wanted = [plain(title) for title in titles]
        for part in (*first_level, *inside):
            if part.text <= _LONGEST_TITLE:
                words = plain(part.node.text())
                if len(words) > _SHORTEST_TITLE and any(words in title for title in wanted):
                    return part
        return first_level[0] if len(first_level) == 1 and not named else None

    def _named(self, top: Part) -> Part:
        """Return the part inside that has a name which authoring systems give to articles."""
        least = _A_LITTLE * self._weights[top]
        found: list[Part] = []
        stack = [top]
        while stack and len(found) < 2:  # noqa: PLR2004 - two are as bad as many
            part = stack.pop()
            for child in part.children:
                if child.node.mem_id in self._left_out or self._weights[child] < least:
                    continue
                (found if name_body(child.names) else stack).append(child)
        if len(found) == 1:
            weight = self._weights[found[0]]
            if weight >= _HALF * self._weights[top] or weight > _LEAST_NAMED:
                return found[0]
        return top

    def _narrowed(self, top: Part) -> Part:
        """Return the innermost part that still holds nearly all."""
        least = _NEARLY_ALL * self._weights[top]
        while True:
            read = [part for part in top.children if part.node.mem_id not in self._left_out]
            most = max(read, key=self._weights.__getitem__, default=None)
            if most is None or self._weights[most] < least or most.tag in _WHOLE:
                return top
            top = most

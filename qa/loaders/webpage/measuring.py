"""One pass through a page counts what is in each of its parts."""

from __future__ import annotations

import re
from typing import Any

from qa.loaders.webpage.parts import Part


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WORDS = _names(
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd label mark "
    "math nobr option path picture q rp rt ruby s samp small source span strike strong sub sup "
    "svg time tt u use var wbr input g"
)
_SILENT = _names("script style template head title svg math iframe select textarea")
_CONTROLS = frozenset({"input", "select", "textarea"})
_FACTS = _names("td th pre dt dd li caption")
_LEAST_PROSE = 60  # characters of a run of words that is prose, even without a full stop
_LEAST_SENTENCE = 20
_LEAST_LINK = 15  # characters of a link that may be the title of a page
_ENDS = re.compile(r"[.!?…。！？।؟:;]['\"”’»)\]]*$")
_ASKS = ("?", "？", "؟")
_WIDE = re.compile("[\u2e80-\ud7ff\uf900-\ufaff]")  # Chinese, Japanese, Korean


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
        if free and not words.isascii():  # a Chinese character is about half a word
            free += min(free, len(_WIDE.findall(words)))
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

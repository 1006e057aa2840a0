"""Each part of a page has counts of what is in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa.loaders.webpage.measuring import measure
from qa.loaders.webpage.nesting import parse_page

if TYPE_CHECKING:
    from qa.loaders.webpage.parts import Part

LINK = "<a href=x>Home page</a> "
SENTENCE = "The mill was built in 1804."


def part(content: str) -> Part:
    """Return the part around a content."""
    tree = parse_page(f"<div id=it>{content}</div>", Path("a.html"))
    node = tree.css_first("#it")
    assert node is not None
    return measure(tree.body)[node.mem_id]


def test_characters_and_links_are_counted() -> None:
    """White space around words does not count, nor an anchor that leads nowhere."""
    found = part("<ul><li> Text <a href=x>four</a><a name=y>gone</a></ul>")
    assert (found.text, found.linked, found.links, found.outward) == (13, 4, 1, 1)
    assert part("<a href='#x'>here</a>").outward == 0


@pytest.mark.parametrize(
    ("content", "prose"),
    [
        (SENTENCE, 27),
        ("The mill", 0),
        ("The mill that was built by three brothers from the next valley", 62),
        (f"<a href=x>{SENTENCE}</a>", 0),
        (f"<p>{SENTENCE}</p><p>{SENTENCE}</p>", 54),
        ("磨坊建于一八零四年磨坊现属于镇。", 32),
        (f"<button>{SENTENCE}</button>", 0),
        (f"<script>{SENTENCE}</script>", 0),
    ],
)
def test_sentences_are_prose(content: str, prose: int) -> None:
    """They end with a stop, or are long; links are none. A Chinese character counts twice."""
    assert part(content).prose == prose


def test_values_and_lines_of_code_are_facts() -> None:
    """They weigh as sentences do, where they stand."""
    tree = parse_page("<table><tr><td>40 tons</table><pre>run it</pre><div>Menu", Path("a.html"))
    assert sum(found.own_facts for found in measure(tree.body).values()) == 13


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (f"<h3><a href=x>The old mill and its owners</a></h3>{SENTENCE}", True),
        (f"<div>News</div><div><a href=x>The old mill and its owners</a></div>{SENTENCE}", True),
        (f"{SENTENCE}<div><a href=x>The old mill and its owners</a></div>", False),
        ("<div>News</div>", None),
    ],
)
def test_a_part_begins_with_a_link_or_a_sentence(content: str, *, expected: bool | None) -> None:
    """Short words before do not count."""
    assert part(content).begins_with_link is expected

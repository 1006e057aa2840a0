"""What readers unfold is text, and so is what they press to do it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa.loaders.webpage.measuring import measure
from qa.loaders.webpage.nesting import parse_page
from qa.loaders.webpage.panels import is_folded, is_hidden, keeps_button

if TYPE_CHECKING:
    from qa.loaders.webpage.parts import Part

ANSWER = "<p>Tickets can be returned until noon.</p>"
ASKED = "Can I return a ticket?"


def part(content: str) -> Part:
    """Return the part with the id ``it``."""
    tree = parse_page(content, Path("a.html"))
    node = tree.css_first("#it")
    assert node is not None
    return measure(tree.body)[node.mem_id]


@pytest.mark.parametrize(
    "content",
    [
        f"<h3>{ASKED}</h3><div id=it hidden>{ANSWER}</div>",
        f"<div><button>{ASKED}</button></div><div id=it style='display:none'>{ANSWER}</div>",
        f"<div role=tab>Returns</div><div id=it aria-hidden=true>{ANSWER}</div>",
        f"<p>Returns</p><div id=it role=tabpanel hidden>{ANSWER}</div>",
        f"<p>Returns</p><div id=it class='accordion__panel' hidden>{ANSWER}</div>",
        f"<dl><dt>{ASKED}<dd id=it hidden>{ANSWER}</dl>",
    ],
)
def test_a_hidden_panel_with_prose_is_folded(content: str) -> None:
    """It has the name or role of one, or stands below what opens it."""
    assert is_hidden(part(content))
    assert is_folded(part(content))


@pytest.mark.parametrize(
    "content",
    [
        f"<p>Other</p><div id=it hidden>{ANSWER}</div>",
        "<h3>Menu</h3><div id=it hidden><a href=/>Home</a></div>",
        f"<button>Sign up</button><div id=it class=modal hidden>{ANSWER}</div>",
        f"<button>Sign up</button><div id=it role=dialog hidden>{ANSWER}</div>",
        "<h3>Title</h3><p id=it hidden>An old version of the first paragraph.</p>",
    ],
)
def test_other_hidden_parts_are_not(content: str) -> None:
    """Menus and dialogs that open over the page, and paragraphs that nothing opens."""
    assert is_hidden(part(content))
    assert not is_folded(part(content))


@pytest.mark.parametrize(
    ("content", "keeps"),
    [
        (f"<h3><button id=it>{ASKED}</button></h3>", True),
        (f"<button id=it><h3>{ASKED}</h3></button>", True),
        (f"<div><button id=it>{ASKED}</button></div>", True),
        (f"<button id=it>Returned tickets</button><div class=panel hidden>{ANSWER}</div>", True),
        ("<button id=it aria-expanded=false>Returned tickets</button>", True),
        ("<p>Press <button id=it>Save</button> and wait for the receipt.", True),
        ("<button id=it>Share</button>", False),
        ("<button id=it aria-expanded=false>Menu</button>", False),
        ("<div class=nav><button id=it aria-expanded=false>All our products</button>", False),
        ("<ul><li><button id=it>Add to the basket</button></ul>", False),
        ("<button id=it>Why?</button>", False),
    ],
)
def test_buttons_bear_text_where_they_open_some(content: str, *, keeps: bool) -> None:
    """Or ask, or stand in a heading or a sentence."""
    assert keeps_button(part(content)) is keeps


def test_a_formula_hidden_behind_its_picture_is_shown() -> None:
    """One with other words beside it is as hidden as they are."""
    formula = "<math alttext='E = m'><mi>E</mi></math>"
    assert not is_hidden(part(f"<p>It holds</p><div id=it style='display: none;'>{formula}</div>"))
    assert is_hidden(part(f"<p>It holds</p><div id=it hidden><p>Menu</p>{formula}</div>"))

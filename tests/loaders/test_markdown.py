"""Markdown keeps its text as written; its headings follow CommonMark."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa.loaders.markdown import extract

if TYPE_CHECKING:
    from qa.loaders.extraction import Extract

PATH = Path("a.md")


def read(data: bytes, path: Path) -> Extract:
    """Return the one document of a file."""
    (found,) = extract(data, path)
    return found


def titles(text: str) -> list[tuple[int, str]]:
    """Return level and title of each heading found."""
    return [(heading.level, heading.title) for heading in read(text.encode(), PATH).headings]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("# One", [(1, "One")]),
        ("###### Six", [(6, "Six")]),
        ("####### Seven", []),
        ("   ## Indented", [(2, "Indented")]),
        ("    ## Code", []),
        ("#hashtag", []),
        ("#", []),
        ("## ##", []),
        ("## Closed ##", [(2, "Closed")]),
        ("## Closed #####  ", [(2, "Closed")]),
        ("# C#", [(1, "C#")]),
        ("#\tTab", [(1, "Tab")]),
        ("## *Emphasised* and `code`", [(2, "Emphasised and code")]),
        ("## See [the page](http://a.b) ![](c.png)", [(2, "See the page")]),
        ("## The _first_ read_file call", [(2, "The first read_file call")]),
        ("## 原聲 🎧", [(2, "原聲 🎧")]),
    ],
)
def test_a_line_with_number_signs_is_a_heading(line: str, expected: list[tuple[int, str]]) -> None:
    """One to six of them and a space; the title is without mark-up."""
    assert titles(f"{line}\ntext") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One\n===\ntext", [(1, "One")]),
        ("Two\n-\ntext", [(2, "Two")]),
        ("Two\n  ---  \ntext", [(2, "Two")]),
        ("text\n\n---\ntext", []),
        ("# One\n---\n", [(1, "One")]),
        ("- item\n---\n", []),
        ("> said\n---\n", []),
        ("| a |\n---\n", []),
        ("    code\n---\n", []),
        ("two lines\nof text\n---\n", []),
        ("Two\n--- -\n", []),
    ],
)
def test_an_underlined_line_is_a_heading(text: str, expected: list[tuple[int, str]]) -> None:
    """If it is a paragraph of one line."""
    assert titles(text) == expected


@pytest.mark.parametrize("fence", ["```", "~~~", "````", "   ```", "```python"])
def test_code_between_fences_has_no_heading(fence: str) -> None:
    """The fence that ends it is as long and has no words."""
    close = fence.removesuffix("python")
    assert titles(f"# A\n{fence}\n# no\nno\n---\n``\n{close}\n# B\n") == [(1, "A"), (1, "B")]


def test_a_fence_that_is_not_closed_goes_to_the_end() -> None:
    """A shorter one, one of another kind or one with words does not close it."""
    assert titles("````\n```\n~~~~\n```` x\n# no\n") == []


def test_a_heading_covers_its_lines_mark_up_included() -> None:
    """So that mark-up is never quoted."""
    text = "# One ##\n\nTwo\n---\n\ntext\n"
    spans = [text[h.start : h.end] for h in read(text.encode(), PATH).headings]
    assert spans == ["# One ##", "Two\n---"]


def test_the_first_heading_of_level_one_is_the_title() -> None:
    """Without one there is none."""
    assert read(b"## Sub\n\n# Main\n\n# Other\n", PATH).title == "Main"
    assert read(b"## Sub\n\ntext\n", PATH).title is None


def test_the_text_stays_as_written() -> None:
    """Mark-up and line breaks within it are the author's."""
    text = "# *A*\n\n[x](y)  \n<b>c</b>\t\n"
    assert read(text.replace("\n", "\r\n").encode(), PATH).text == text


def test_a_very_long_line_with_number_signs_is_prose() -> None:
    """Nobody's heading has more than 500 characters, and each passage below would repeat it."""
    assert titles(f"# {'word ' * 99}end\ntext") == [(1, f"{'word ' * 99}end")]
    assert titles(f"# {'word ' * 100}end\ntext") == []


def test_html_and_what_stands_in_lists_and_quotations_is_no_heading() -> None:
    """A block of HTML goes on to the next blank line."""
    assert titles("<div>\n# no\n</div>\n\n# A\n\n> # no\n\n- # no\n") == [(1, "A")]
    assert titles("<!-- a\n\n# no\n-->\n\nB\n===\n") == [(1, "B")]

"""Headings of text whose parts are set in below a line that names them: code and settings.

The lines that name parts stay text that can be quoted. The heading is the line break above, which
no passage has.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.records import Heading

if TYPE_CHECKING:
    from collections.abc import Callable

_LINE = re.compile(r"[^\n]+")
_TAB = 4
_DEEPEST = 9
_LONGEST_TITLE = 120
_CLOSES = re.compile(
    r"[)\]}]|(?:end|else|elif|elsif|except|finally|rescue|ensure|fi|done|esac|then|begin)\b|\*/",
    re.IGNORECASE,
)
_BELONGS_BELOW = ("#", "//", "/*", "*", "--", "@", '"""', "'''", ";")  # comments, decorators


def scoped_headings(
    text: str,
    title_of: Callable[[str], str],
    root: str,
    is_inside: Callable[[str], bool] = lambda _: False,
) -> tuple[Heading, ...]:
    """Return a heading for each line that names a part, above the comment that precedes it.

    Where a part ends and the one around it goes on, that one's heading is repeated.

    Args:
        text: canonical text.
        title_of: maps a line without white space around it to the title of the part that it
            begins; empty if it begins none.
        root: title of what is outside all parts, once there is one.
        is_inside: returns, for each line in turn, whether it is inside a string of many lines.
    """
    headings: list[Heading] = []
    open_parts: list[tuple[int, str]] = []  # how far each is set in, and its title
    above: int | None = None  # where the comment right above begins
    previous = 0
    for line in _LINE.finditer(text):
        content = line[0].strip()
        if is_inside(line[0]) or not content:
            above = None
            previous = line.end()
            continue
        if above is not None and line.start() > previous + 1:  # a blank line is between
            above = None
        previous = line.end()
        start = line.start() if above is None else above
        if content.startswith(_BELONGS_BELOW):
            above = start
            continue
        above = None
        set_in = len(line[0].expandtabs(_TAB)) - len(line[0].expandtabs(_TAB).lstrip())
        if _CLOSES.match(content):
            continue
        is_left = False
        while open_parts and set_in <= open_parts[-1][0]:
            open_parts.pop()
            is_left = True
        title = title_of(content)[:_LONGEST_TITLE]
        if title and len(open_parts) < _DEEPEST:
            open_parts.append((set_in, title))
        elif not is_left:
            continue
        else:
            title = open_parts[-1][1] if open_parts else root
        at = start - 1 if start else line.end()  # nothing is above the first line
        if at < len(text):
            headings.append(Heading(at, at + 1, max(1, len(open_parts)), title))
    return tuple(headings)

"""Source code: its text as it is, below the names of the classes and functions it is in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.errors import DocumentError
from qa.loaders.extraction import Extract
from qa.loaders.outline import scoped_headings
from qa.loaders.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LONGEST_LINE = 5_000
"""Characters. Longer lines are in files that programs wrote for programs, minified for example."""

_MODIFIERS = frozenset(
    """
    export default declare public private protected internal static final abstract async pub unsafe
    const inline virtual override sealed partial extern open data suspend local case constexpr
    typedef template
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_KINDS = frozenset(
    """
    def class function function* func fn fun sub struct enum union interface trait impl module mod
    namespace record object protocol extension type macro_rules!
    """.split()  # noqa: SIM905
)
_NAME = re.compile(r"[ \t]*(?:\([^()\n]{0,100}\)[ \t]*)?([\w.:$]{1,80})")  # behind a Go receiver
_ASSIGNED = re.compile(
    r"(?:export )?(?:const|let|var) ([\w$]{1,80}) ?= ?(?:async )?(?:\(|function\b|[\w$]{1,80} ?=>)"
)
_CREATED = re.compile(
    r"create (?:or replace )?(?:temp |temporary |unique |materialized )?"
    r"(table|view|function|procedure|trigger|index|type|schema|database) "
    r"(?:if not exists )?([\w.\"`\[\]]{1,100})",
    re.IGNORECASE,
)
_CALLED = re.compile(r"([\w~$:]{1,80}) ?\(")
_CONTROL = frozenset(
    "if for while switch return else do try catch with elif unless until".split()  # noqa: SIM905
)
_SETTINGS = frozenset({".toml", ".ini", ".cfg"})
_SECTION = re.compile(r"\[{1,2}([^\[\]\n]{1,100})\]{1,2}")
_ENDS = ("{", ")")  # of a line that begins a function: in C, the brace is often on the next one
_NO_TYPES = frozenset(
    "return raise assert await yield import new throw not and or insert".split()  # noqa: SIM905
)
_QUOTES = ('"""', "'''")


def extract(data: bytes, path: Path) -> Iterator[Extract]:
    """Read a source file.

    Args:
        data: bytes of the file.
        path: of the file, for errors.

    Raises:
        DocumentError: the bytes are not text, or were written by a program for programs.
    """
    text, notes = decode(data, path)
    longest = max(map(len, text.split("\n")))
    if longest > _LONGEST_LINE:
        reason = f"is minified, or data (one of its lines has {longest:,} characters)"
        raise DocumentError(path, reason)
    has_strings = path.suffix.lower() in {".py", ".pyi"}
    inside = _Strings() if has_strings else None
    title_of = _section if path.suffix.lower() in _SETTINGS else _title
    headings = scoped_headings(
        text, title_of, path.name, inside.inside if inside else lambda _: False
    )
    yield Extract(text, path.name, headings, notes=notes)


class _Strings:
    """Follows Python's strings of many lines: a line in them names nothing, wherever it begins."""

    def __init__(self) -> None:
        """Begin outside."""
        self._open = ""

    def inside(self, line: str) -> bool:
        """Return whether a line begins inside such a string; they come in turn."""
        was_open = bool(self._open)
        at = 0
        while True:
            found = [
                (line.find(quote, at), quote)
                for quote in _QUOTES
                if self._open in {"", quote} and line.find(quote, at) >= 0
            ]
            if not found:
                return was_open
            at, quote = min(found)
            at += len(quote)
            self._open = "" if self._open else quote


def _title(line: str) -> str:
    """Return the name of what a line defines, with its kind; empty where it defines nothing."""
    rest = line
    for _ in range(len(_MODIFIERS)):
        word, _, after = rest.partition(" ")
        bare = word.partition("(")[0]
        if word in _KINDS or bare in _KINDS:
            name = _NAME.match(rest, len(bare) if bare in _KINDS else len(word))
            is_value = name is not None and rest[name.end() :].lstrip()[:1] in {"=", ",", "."}
            if name is None or (is_value and bare != "type"):
                break
            return f"{bare if bare in _KINDS else word} {name[1].rstrip(':.')}"
        if bare not in _MODIFIERS:
            break
        rest = after.lstrip()
    assigned = _ASSIGNED.match(line)
    if assigned:
        return assigned[1]
    created = _CREATED.match(" ".join(line[:300].split()))
    if created:
        return f"{created[1].lower()} {created[2]}"
    return _function(line)


def _section(line: str) -> str:
    """Return the name of a section of settings; empty for a line that begins none."""
    found = _SECTION.match(line)
    return found[1].strip() if found else ""


def _function(line: str) -> str:
    """Return the name of a function that is defined without a word for it, as in C and Java."""
    before = line.partition("(")[0]
    if not line.endswith(_ENDS) or "=" in before:
        return ""
    if line.endswith(")") and (" " not in before.strip() or before.split()[0] in _NO_TYPES):
        return ""  # it only calls one
    called = _CALLED.search(line)
    if called is None or before.split(" ", 1)[0] in _CONTROL or called[1] in _CONTROL:
        return ""
    is_argument = (
        "=>" in line or "->" in line or "function" in line[called.end() :]
    )  # of a call: it is no name
    return "" if is_argument else called[1]

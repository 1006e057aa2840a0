"""Source code stays as it is; what defines a name heads what is in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.answers.citations import cite
from qa.errors import DocumentError
from qa.loaders.source_code import extract
from qa.records import Span
from qa.rendering.text import citation_line
from tests.support.indexes import load_document

PYTHON = '''"""Talks to the office.

def no_definition(): in words
"""
import os

# Closed after a while.
TIMEOUT_S = 30


class Tides:
    """Of one harbour."""

    @property
    def high(self) -> float:
        """Return the high water."""
        return 3.2

    OTHER = 4

X = 3
'''
CODE = {
    "a.go": (
        "package x\n\n// High water.\nfunc (t *T) High(d string) int {\n\tf()\n}\n",
        ["func High"],
    ),
    "a.js": (
        "export const load = async (url) => {\n};\nclass A {\n  run() {\n  }\n}\n",
        ["load", "class A", "run"],
    ),
    "a.java": (
        "public final class A<T> {\n  int count(int a) throws E {\n    if (a) {\n",
        ["class A", "count"],
    ),
    "a.c": ("int x;\nstatic int add(int a)\n{\n\treturn f(a);\n}\n", ["add"]),
    "a.rs": ("use x;\npub(crate) fn go() -> T {\n}\n", ["fn go"]),
    "a.sql": ("-- Boats\nCREATE TABLE IF NOT EXISTS boats (\n  id INT\n);\n", ["table boats"]),
    "a.toml": ('a = 1\n[tool.x]\nb = "c"\n', ["tool.x"]),
}


def test_code_is_below_what_it_is_in() -> None:
    """With the comment above; where a part ends, the one around it goes on."""
    (found,) = extract(PYTHON.encode(), Path("a.py"))
    assert found.text == PYTHON
    ends = [*(heading.start for heading in found.headings[1:]), len(PYTHON)]
    assert [
        (h.level, h.title, PYTHON[h.end : end].partition("\n")[0].strip())
        for h, end in zip(found.headings, ends, strict=True)
    ] == [
        (1, "class Tides", "class Tides:"),
        (2, "def high", "@property"),
        (1, "class Tides", "OTHER = 4"),
        (1, "a.py", "X = 3"),
    ]
    assert all(PYTHON[h.start : h.end] == "\n" for h in found.headings)  # no words are lost


@pytest.mark.parametrize("name", CODE)
def test_names_are_found_in_many_languages(name: str) -> None:
    """Calls and conditions are no names."""
    text, names = CODE[name]
    (found,) = extract(text.encode(), Path(name))
    assert [h.title for h in found.headings if h.title != name] == names


def test_a_citation_names_the_line(tmp_path: Path) -> None:
    """On which the quote begins."""
    (tmp_path / "a.py").write_text(PYTHON)
    document = load_document("a.py", tmp_path / "a.py")
    start = PYTHON.index("TIMEOUT_S")
    citation = cite(document, Span(start, start + 14), ())
    assert citation.line == 8
    assert citation_line(citation) == "a.py, line 8"


def test_minified_code_is_refused() -> None:
    """Nobody wrote it to be read."""
    with pytest.raises(DocumentError, match="is minified"):
        list(extract(b"a;" * 5_000, Path("a.js")))

"""Front matter is found at the top of a Markdown text, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.loaders.front_matter import front_matter
from qa.loaders.markdown import extract


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("---\ntitle: A\n---\nText.\n", "title: A\n"),
        ("--- \ntitle: A\nnote: >\n  long\n\n  text\n...\nText.", None),
        ("+++\ntitle = 'A'\n+++\nText.\n", "title = 'A'\n"),
        ("---\ntitle: A\n---", "title: A\n"),
        ("---\ntags:\n- a\n-\n  b: c\n# Note\nmore: [\n  d\n]\n'e f': g\n---\nText.\n", None),
        ("+++\na = [\n  1,\n]\n\n[menu.main]\nb = 2\n[[c]]\n+++\nText.\n", None),
    ],
)
def test_front_matter_ends_with_its_second_fence(text: str, inside: str | None) -> None:
    """It may have blank lines and need not have a text below it."""
    found = front_matter(text)
    assert found is not None
    if inside is not None:
        assert text[found.inside : found.closing] == inside
    assert text[found.end :] in {"Text.\n", "Text.", ""}


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nA rule above.\n\n---\n",
        "---\nProse between rules, with no key.\n---\n",
        "---\nNote: this is a draft.\n\nIt goes on below.\n\n---\n\nText.\n",
        "---\ntitle: A\n\nIt never ends.\n",
        "\n---\ntitle: A\n---\n",
        "---\ntitle: A\n" + "x: y\n" * 10_000 + "---\n",
        "---",
        "",
    ],
)
def test_a_rule_is_no_front_matter(text: str) -> None:
    """Nor is what does not end, or not within reason."""
    assert front_matter(text) is None


def test_front_matter_has_no_headings() -> None:
    """A line above the second fence looks like an underlined one; offsets stay exact."""
    text = "---\ntitle: A\n---\n\n# Wells\n\nA well.\n"
    (found,) = extract(text.encode(), Path("a.md"))
    assert found.text == text
    assert [(heading.title, heading.start) for heading in found.headings] == [
        ("Wells", text.index("# Wells"))
    ]

"""Quotations that were changed are caught, in every format; see tests/benchmarks/manuscripts.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.manuscripts.checking import check_manuscript
from tests.support.indexes import Library
from tests.support.manuscripts import (
    ALTERED,
    Source,
    as_markdown,
    as_tex,
    as_word,
    bibliography,
    planted,
)

if TYPE_CHECKING:
    from pathlib import Path

_EACH = {
    "words swapped": 4,
    "word dropped": 4,
    "word replaced": 4,
    "number changed": 2,
    "negation removed or added": 4,
    "comma removed": 3,
    "two sentences joined": 3,
    "moved to another source": 4,
    "untouched": 8,
    "case of the first letter": 3,
    "closing punctuation": 3,
    "ligatures": 3,
    "soft hyphen": 3,
    "marked omission": 4,
    "marked insertion": 4,
}


@pytest.mark.parametrize("suffix", [".md", ".tex", ".docx"])
def test_what_was_changed_is_not_exact_and_the_rest_is(
    tmp_path: Path, article: Path, suffix: str
) -> None:
    """Moved quotations are elsewhere; typography and marked omissions are no changes."""
    text = article.read_text(encoding="utf-8")
    middle = text.index("\n", len(text) // 2)
    sources = [
        Source("first2024", "Carmakers of the East", text[:middle]),
        Source("second2024", "Battery Plants Abroad", text[middle:]),
    ]
    index = Library(tmp_path).build(**{one.title.replace(" ", "_"): one.text for one in sources})
    each = _EACH if suffix == ".md" else dict.fromkeys(_EACH, 1)
    quotations = planted(sources, each)
    assert len(quotations) == sum(each.values())
    paper = tmp_path / f"paper{suffix}"
    if suffix == ".docx":
        paper.write_bytes(as_word(quotations))
    else:
        write = as_markdown if suffix == ".md" else as_tex
        paper.write_text(write(quotations), encoding="utf-8")
    (tmp_path / "refs.bib").write_text(bibliography(sources), encoding="utf-8")
    judged = check_manuscript(paper, index.generation).judged
    assert [" ".join(one.quotation.text.split()) for one in judged] == [
        one.words for one in quotations
    ]
    wrong = [
        (one.way, found.verdict, one.words)
        for one, found in zip(quotations, judged, strict=True)
        if (found.verdict == "exact") == (one.way in ALTERED)
        or (one.way.startswith("moved") and found.verdict != "elsewhere")
    ]
    assert wrong == []

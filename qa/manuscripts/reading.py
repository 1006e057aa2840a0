"""A file as a manuscript, by its format, and the bibliographies that go with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.errors import ClaimError
from qa.loaders.reading import read_bytes
from qa.loaders.text import decode
from qa.manuscripts.markdown import read_markdown
from qa.manuscripts.plain import read_document
from qa.manuscripts.tex import read_tex
from qa.manuscripts.word import read_word
from qa.verification.texts import LONGEST_TEXT

if TYPE_CHECKING:
    from pathlib import Path

    from qa.manuscripts.records import Manuscript

MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".qmd", ".rmd"})
"""Suffixes of Markdown."""

TEX = frozenset({".tex", ".ltx", ".latex"})
"""Suffixes of LaTeX."""

WORD = frozenset({".docx", ".docm", ".dotx", ".dotm"})
"""Suffixes of Word, whose files can be copied with comments."""

_BIBLIOGRAPHIES = frozenset({".bib", ".bibtex"})


def read_manuscript(path: Path) -> Manuscript:
    """Read a file.

    Args:
        path: of the file.

    Raises:
        DocumentError: it cannot be read.
        ClaimError: it is too long.
    """
    suffix, name = path.suffix.casefold(), str(path)
    if suffix in WORD:
        manuscript = read_word(read_bytes(path), path, name).manuscript
    elif suffix in MARKDOWN | TEX:
        text, remarks = decode(read_bytes(path), path)
        manuscript = (read_markdown if suffix in MARKDOWN else read_tex)(text, name)
        manuscript.remarks = (*remarks, *manuscript.remarks)
    else:
        manuscript = read_document(path, name)
    if len(manuscript.words) > LONGEST_TEXT:
        msg = f"There are more than {LONGEST_TEXT:,} characters in {name!r}. Check it in parts."
        raise ClaimError(msg)
    return manuscript


def bibliographies_of(path: Path, named: tuple[str, ...]) -> tuple[list[Path], list[str]]:
    """Return the bibliographies of a manuscript, and the names of those that are missing.

    These are the ones that it names; without any, the one of its own name, or all in its folder.

    Args:
        path: of the manuscript.
        named: by the manuscript itself.
    """
    found: list[Path] = []
    missing: list[str] = []
    for name in named:
        candidates = [path.parent / name, path.parent / f"{name}.bib"]
        first = next((one for one in candidates if one.is_file()), None)
        if first is not None:
            found.append(first)
        elif name:
            missing.append(name)
    if named:
        return found, missing
    own = path.with_suffix(".bib")
    if own.is_file():
        return [own], []
    try:
        others = sorted(one for one in path.parent.iterdir() if one.suffix in _BIBLIOGRAPHIES)
    except OSError:
        others = []
    return others, []

"""Copies of Word files with comments: ``paper.docx`` becomes ``paper.checked.docx``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.errors import DocumentError
from qa.files.atomic import atomic_write
from qa.loaders.reading import read_bytes
from qa.manuscripts.reading import WORD
from qa.manuscripts.word import read_word
from qa.manuscripts.word_comments import commented

if TYPE_CHECKING:
    from pathlib import Path

    from qa.manuscripts.records import CheckedManuscript


def copy_of(path: Path) -> Path | None:
    """Return the path of the copy with comments; None if the file is none of Word's.

    Args:
        path: of the manuscript.
    """
    is_word = path.suffix.casefold() in WORD
    return path.with_name(f"{path.stem}.checked{path.suffix}") if is_word else None


def refuse_existing(path: Path) -> None:
    """Refuse to replace a copy.

    Args:
        path: of the manuscript.

    Raises:
        DocumentError: there is a copy.
    """
    copy = copy_of(path)
    if copy is not None and copy.exists():
        raise DocumentError(copy, "exists; move it, or overwrite it with --force")


def write_commented(path: Path, checked: CheckedManuscript) -> Path:
    """Write a copy with a comment at each quotation that is not exact, and return its path.

    Args:
        path: of the manuscript, a Word file.
        checked: the manuscript.

    Raises:
        DocumentError: the file has changed since it was checked, or the copy cannot be written.
    """
    copy = copy_of(path)
    assert copy is not None
    data = read_bytes(path)
    word = read_word(data, path, checked.name)
    for one in checked.judged:
        quotation = one.quotation
        if word.manuscript.words[quotation.start : quotation.end] != quotation.text:
            raise DocumentError(path, "has changed while it was checked; check it again")
    content = commented(data, path, word, checked.judged)
    try:
        atomic_write(copy, content)
    except OSError as error:
        raise DocumentError(copy, f"cannot be written ({error.strerror})") from error
    return copy

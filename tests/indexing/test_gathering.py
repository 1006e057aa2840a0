"""Files are read where they changed, copied where they did not, and left out with a reason."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from qa.indexing.drafts.draft import Draft
from qa.indexing.gathering import Gathering
from qa.loaders.folders.file_cache import Seen
from tests.support.indexes import AxisEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def draft(tmp_path: Path) -> Iterator[Draft]:
    """An empty draft."""
    with closing(Draft(tmp_path / "draft")) as made:
        yield made


def gathered(
    draft: Draft, folder: Path, files: dict[str, str], left_out: dict[str, str] | None = None
) -> Gathering:
    """Add files with these contents, in this order."""
    paths = []
    for name, content in files.items():
        path = folder / name
        path.write_text(content)
        paths.append((name, path))
    with closing(Gathering(draft, AxisEmbedder(), Seen(folder / "SEEN"), left_out)) as gathering:
        gathering.add_files(paths)
    return gathering


def test_the_same_bytes_are_stored_once(draft: Draft, tmp_path: Path) -> None:
    """Under the name that comes first; bytes of another media type are another document."""
    files = {"a.txt": "An apple.", "b.txt": "An apple.", "c.md": "An apple."}
    gathering = gathered(draft, tmp_path, files)
    assert list(draft.documents) == ["a.txt", "c.md"]
    assert draft.duplicates == {"b.txt": "a.txt"}
    assert gathering.skipped == []


def test_rows_of_the_same_file_are_duplicates_one_by_one(draft: Draft, tmp_path: Path) -> None:
    """By the name that each would have."""
    rows = "\n".join(json.dumps({"id": name, "text": f"{name} falls."}) for name in ("x", "y"))
    gathered(draft, tmp_path, {"a.jsonl": rows, "b.jsonl": rows})
    assert list(draft.documents) == ["a.jsonl#x", "a.jsonl#y"]
    assert draft.duplicates == {"b.jsonl#x": "a.jsonl#x", "b.jsonl#y": "a.jsonl#y"}


def test_a_file_that_an_attempt_before_could_not_index_is_left_out(
    draft: Draft, tmp_path: Path
) -> None:
    """With the reason that was found then."""
    files = {"a.txt": "An apple.", "b.txt": "A bird."}
    gathering = gathered(draft, tmp_path, files, {"a.txt": "cannot be embedded"})
    assert list(draft.documents) == ["b.txt"]
    ((path, reason),) = [(error.path.name, error.reason) for error in gathering.skipped]
    assert (path, reason) == ("a.txt", "cannot be embedded")


def test_a_file_that_cannot_be_read_is_left_out(draft: Draft, tmp_path: Path) -> None:
    """And the ones after it are read."""
    gathering = gathered(draft, tmp_path, {"a.txt": "", "b.mp3": "song", "c.txt": "A bird."})
    assert list(draft.documents) == ["c.txt"]
    assert [error.path.name for error in gathering.skipped] == ["a.txt", "b.mp3"]


def test_text_that_is_never_quoted_is_noted(draft: Draft, tmp_path: Path) -> None:
    """Data without spaces, and files of headings only."""
    files = {"a.txt": f"A picture: {'x' * 10_001} and {'y' * 10_002} here.", "b.md": "# Part\n"}
    first, second = gathered(draft, tmp_path, files).notes
    assert "10,001 characters without a space at 11, and 1 more such: these are data" in first
    assert second.endswith("has headings only and no text to quote")

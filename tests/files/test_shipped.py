"""What comes with Quoth is what was shipped, or is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import qa.files.shipped
from qa.errors import ModelError
from qa.files.hashing import sha256_of_file
from qa.files.shipped import PACKAGE, check_shipped, shipped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMES = [
    "index/background.json",
    "answers/everything.json",
    "answers/quoting.json",
    "answers/reader_model/reader.onnx",
    "answers/reader_model/tokenizer.json",
    "embedders/sentence_layer.safetensors",
    "embedders/static_model/vectors.safetensors",
    "embedders/static_model/tokenizer.json",
    "grids/confidence.json",
]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package with one file."""
    (tmp_path / "a.json").write_bytes(b"{}")
    (tmp_path / "SHA256SUMS").write_text(f"{sha256_of_file(tmp_path / 'a.json')}  a.json\n")
    monkeypatch.setattr(qa.files.shipped, "PACKAGE", tmp_path)
    qa.files.shipped._sums.cache_clear()
    yield tmp_path
    qa.files.shipped._sums.cache_clear()


def test_every_model_and_table_is_listed() -> None:
    """Whoever trains one anew writes SHA256SUMS again; the module says how."""
    assert check_shipped() == NAMES
    assert shipped("answers/quoting.json") == (PACKAGE / "answers" / "quoting.json").read_bytes()


def test_what_was_altered_or_is_missing_is_named(package: Path) -> None:
    """With what to do."""
    assert shipped("a.json") == b"{}"
    (package / "a.json").write_bytes(b"[]")
    with pytest.raises(ModelError, match=r"a\.json' was altered: .*\. Install Quoth again\."):
        shipped("a.json")
    (package / "a.json").unlink()
    with pytest.raises(ModelError, match=r"a\.json' cannot be read \(No such file"):
        check_shipped()


@pytest.mark.parametrize("content", [b"", b"0  a.json\n", b"\xff", None])
def test_a_damaged_list_is_named(package: Path, content: bytes | None) -> None:
    """Nothing is loaded without one."""
    (package / "SHA256SUMS").unlink()
    if content is not None:
        (package / "SHA256SUMS").write_bytes(content)
    with pytest.raises(ModelError, match="SHA256SUMS"):
        shipped("a.json")


def test_a_file_that_is_not_listed_is_refused(package: Path) -> None:
    """It was not shipped."""
    (package / "b.json").write_bytes(b"{}")
    with pytest.raises(ModelError, match=r"b\.json' was altered"):
        shipped("b.json")

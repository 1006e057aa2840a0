"""``qa verify-index`` reads all of the live generation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.errors import IndexCorruptError
from qa.stores.folder import verify

if TYPE_CHECKING:
    from tests.support.indexes import Library


@pytest.mark.parametrize("file", ["store.sqlite", "passages.faiss", "sentences.npy"])
def test_verifying_hashes_every_file(
    library: Library, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also of an index too large to be hashed whenever it is opened."""
    monkeypatch.setattr("qa.index.generations.manifest._HASHED_AT_OPEN", 0)
    library.build(a="An apple is red. A bird sings.")
    assert verify(library.root).manifest.counts["sentences"] == 2
    path = library.live / file
    data = bytearray(path.read_bytes())
    data[-3] ^= 0x10
    path.write_bytes(data)
    with pytest.raises(IndexCorruptError, match=f"{file} has been changed"):
        verify(library.root)

"""What a removal takes out is deleted in the end, also when the removal was killed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.errors import IndexStoreError
from qa.stores.folder import (
    HERE,
    begin_removal,
    complete_generations,
    end_removal,
    note_removal_ended,
    noted_removals,
)

if TYPE_CHECKING:
    from tests.support.indexes import Library

OLD, NEW = "The old apple.", "The new bird."


def test_the_fingerprint_before_the_first_removal_stays_noted(library: Library) -> None:
    """It names the generation with the documents that must go, until the store is done."""
    library.root.mkdir()
    assert noted_removals(library.root) == {}
    begin_removal(library.root, "first", [HERE])
    begin_removal(library.root, "second", [HERE, "milvus://host"])
    assert noted_removals(library.root) == {HERE: "first", "milvus://host": "second"}
    note_removal_ended(library.root, "milvus://host")
    assert noted_removals(library.root) == {HERE: "first"}
    note_removal_ended(library.root, HERE)
    assert list(library.root.iterdir()) == []


def test_a_removal_that_has_begun_ends_with_one_generation(library: Library) -> None:
    """Without a note, both generations stay."""
    library.build(a=OLD)
    library.build(a=NEW)
    end_removal(library.root)
    assert len(complete_generations(library.root)) == 2
    begin_removal(library.root, "before", [HERE])
    end_removal(library.root)
    assert complete_generations(library.root) == [library.live]
    assert noted_removals(library.root) == {}


@pytest.mark.parametrize("content", [b"\xff", b"[]", b"{", None])
def test_a_damaged_note_of_a_removal_is_reported(library: Library, content: bytes | None) -> None:
    """In a sentence; builds go on, and a removal works once it is gone."""
    library.build(a=OLD, b=NEW)
    note = library.root / "REMOVAL"
    note.mkdir() if content is None else note.write_bytes(content)
    message = "REMOVAL', which lists removals that have not ended, cannot be read"
    with pytest.raises(IndexStoreError, match=message):
        library.remove("b.txt")
    assert message in "".join(library.report(a=OLD, b=NEW, c="A cloud.").notes)
    note.rmdir() if content is None else note.unlink()
    library.remove("b.txt")
    assert [document.text for document in library.load().documents()] == [OLD, "A cloud."]
    assert noted_removals(library.root) == {}

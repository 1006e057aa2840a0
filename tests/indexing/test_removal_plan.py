"""A plan has all names and files of what is removed, and knows what it does not reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.errors import QuestionError
from qa.indexing.removal_plan import (
    RemovalPlan,
    finish_redaction,
    out_of_reach,
    redact,
    resolve_documents,
)
from qa.indexing.skipped import read_skipped
from qa.loaders.folders.file_cache import files_seen
from qa.stores.folder import SEEN, open_current

if TYPE_CHECKING:
    from tests.support.indexes import Library

PLAN = RemovalPlan(frozenset(), frozenset({"2024/a.txt", "rows.jsonl#7"}), frozenset({"f00"}))


@pytest.mark.parametrize(
    ("path", "sha256"),
    [
        ("/home/ann/2024/a.txt", ""),
        ("/home/ann/rows.jsonl", ""),
        ("/home/ann/other.txt", "f00"),
    ],
)
def test_a_file_is_covered_by_its_name_or_its_content(path: str, sha256: str) -> None:
    """The file of a row is that of all its rows."""
    assert PLAN.covers(path, sha256)


@pytest.mark.parametrize("path", ["/home/ann/a.txt", "/home/ann/x2024/a.txt", "/home/ann/o.txt"])
def test_another_file_is_not_covered(path: str) -> None:
    """A name counts as a whole, from a folder on; content that is not known covers nothing."""
    assert not PLAN.covers(path)
    assert not PLAN.covers(path, "f01")


def plan(library: Library, *documents: str) -> RemovalPlan:
    """Return the plan for documents of a library."""
    generation = open_current(library.root)
    try:
        return resolve_documents(library.root, generation, documents)
    finally:
        generation.close()


def test_all_names_of_the_same_bytes_go(library: Library) -> None:
    """Whichever of them is named."""
    library.build(a="An apple.", b="An apple.", c="A bird.")
    for name in ("a.txt", "b.txt"):
        found = plan(library, name)
        assert found.live == {"a.txt"}
        assert found.names == {"a.txt", "b.txt"}
        assert len(found.sources) == 1


def test_patterns_name_documents_of_earlier_generations_too(library: Library) -> None:
    """They are still on the disk until the removal ends; what never was is refused."""
    library.build(a1="An apple.", a2="A cloud.", b="A bird.")
    library.build(a1="An apple.", b="A bird.")
    found = plan(library, "a*")
    assert found.live == {"a1.txt"}
    assert found.names == {"a1.txt", "a2.txt"}
    assert len(found.sources) == 2
    with pytest.raises(QuestionError, match="no document 'z"):
        plan(library, "z*")


def test_lists_of_files_forget_what_is_redacted(library: Library) -> None:
    """Those that were read, and those that were not."""
    library.write(a="An apple.", b="A bird.")
    (library.corpus / "old").mkdir()
    (library.corpus / "old" / "a.txt").write_bytes(b"\x00\x01\x02\x03" * 50)
    library.build_as_it_is()
    assert len(read_skipped(library.root)) == 1
    assert redact(library.root, plan(library, "a.txt")) == []
    assert list(files_seen(library.root / SEEN)) == [str(library.corpus / "b.txt")]
    assert read_skipped(library.root) == []


def test_originals_are_named_one_by_one_up_to_a_limit(library: Library) -> None:
    """And documents too, with how many more there are."""
    library.build(**{f"d{number:02}": f"Apple {number}." for number in range(30)})
    notes = out_of_reach(library.root, plan(library, "d*"))
    assert sum("was not changed: the next build" in note for note in notes) == 20
    assert "Original files were not changed" in notes[-2]
    assert "'d19.txt' and 10 more." in notes[-1]


def test_where_no_removal_was_killed_there_is_nothing_to_finish(library: Library) -> None:
    """Neither with an index nor without one."""
    assert finish_redaction(library.root) == []
    library.build(a="An apple.")
    assert finish_redaction(library.root) == []

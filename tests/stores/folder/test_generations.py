"""An index is replaced as a whole or not at all, whatever happens to a build."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa.errors import IndexCorruptError, IndexNotFoundError, IndexStoreError
from qa.indexing.build import build_with_report
from qa.pipeline import ask
from qa.stores.folder import building, current_path, verify
from tests.support.indexes import AxisEmbedder, Library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STEP = int(os.environ.get("KILL_STEP", "2"))
"""Operations that may change a file from one kill to the next: 1 kills before each."""

OLD, NEW = "The old apple.", "The new bird."


@pytest.fixture
def die(library: Library) -> Iterator[Callable[..., int]]:
    """Return a function that lets a build or a removal die in another process; see victim.py."""
    if not hasattr(os, "fork"):
        pytest.skip("no fork here")
    tests = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, tests / "support" / "victim.py", library.root.parent],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(tests.parent)},
    ) as process:

        def build(number: int, removed: str = "") -> int:
            assert process.stdin
            assert process.stdout
            process.stdin.write(f"{number} {removed}\n")
            process.stdin.flush()
            return int(process.stdout.readline())

        yield build


def texts(library: Library) -> list[str]:
    """Return the texts of the live index, opened anew and checked."""
    index = library.load()
    verify(library.root)
    (best, *_) = (answer := ask("apple bird", index)).quotes or answer.nearest
    found = [document.text for document in index.documents()]
    assert any(best.text in text for text in found)
    return found


def contents_of(path: Path) -> bytes:
    """Return the bytes of a file, none of a folder."""
    return path.read_bytes() if path.is_file() else b""


def assert_clean(library: Library) -> None:
    """Nothing but complete generations is there, at most two of them."""
    there = {path.name for path in library.root.iterdir()}
    assert there == {"CURRENT", "LOCK", "SEEN", "generations"}
    generations = sorted((library.root / "generations").iterdir())
    assert len(generations) <= 2
    assert generations[-1] == library.live
    assert all((path / "manifest.json").is_file() for path in generations)


@pytest.mark.long
def test_a_build_killed_before_any_file_operation_leaves_the_old_index(
    library: Library, die: Callable[[int], int]
) -> None:
    """Whichever it is: the old index answers, or the new one does, and the next build works."""
    operation, killed = 1 - STEP, True
    while killed:
        operation += STEP
        library.build(text=OLD)
        library.write(text=NEW)
        killed = die(operation) == -9
        assert texts(library) in ([OLD], [NEW])
        assert killed or texts(library) == [NEW]
        library.build(text=NEW)
        assert texts(library) == [NEW]
        assert_clean(library)
    assert operation > 30


@pytest.mark.long
@pytest.mark.parametrize(
    ("next_one", "first"), [("build", 1), ("removal", 2), ("the same removal", 3)]
)
def test_a_removal_killed_before_any_file_operation_is_ended_by_the_next_one(
    library: Library, die: Callable[..., int], next_one: str, first: int
) -> None:
    """Once the text is not in the index in use, it is nowhere: in no generation."""
    loud = "A xylophone is loud."
    operation, killed, ended = first - STEP, True, []
    while killed:
        operation += STEP
        library.build(a=OLD, b=loud, c=f"Cloud {operation}.")
        killed = die(operation, "b.txt") == -9
        kept = texts(library)
        assert (loud in kept) <= killed
        if next_one == "build":
            library.build(a=OLD)
        elif next_one == "removal":
            assert die(0, "c.txt") == 0
            assert texts(library) == [OLD, *([loud] if loud in kept else [])]
        else:
            assert die(0, "b.txt") == 0
            assert texts(library) == [OLD, f"Cloud {operation}."]
        assert_clean(library)
        ended.append(all(b"xyloph" not in contents_of(path) for path in library.root.rglob("*")))
        assert ended[-1] or loud in kept
    assert ended == sorted(ended)
    assert ended.count(True) > 10 // STEP
    assert (ended.count(False) > 10 // STEP) == (next_one != "the same removal")


@pytest.mark.long
def test_a_build_killed_at_any_moment_leaves_the_old_index(
    library: Library, die: Callable[[int], int]
) -> None:
    """Killed a hundred times, also in the midst of writing a file and of clearing up."""
    library.build(text=OLD)
    live, more = OLD, "A cloud. " * 200
    chance = random.Random(11)
    killed = number = kept = 0
    while killed < 100:
        number += 1
        new = f"Bird {number}."
        library.write(text=new, more=more)
        killed += die(-chance.randrange(500, 40_000)) == -9
        found = texts(library)[-1]
        assert found in (live, new)
        kept += found == live
        live = found
    assert kept > 0
    assert die(0) == 0
    assert texts(library) == [more, new]
    verify(library.root)
    assert_clean(library)


@pytest.mark.long
def test_a_first_build_that_is_killed_leaves_no_index(
    library: Library, die: Callable[[int], int]
) -> None:
    """There is none, which is said; or the new one is there."""
    library.write(text=NEW)
    for operation in range(1, 100, STEP):
        killed = die(operation) == -9
        try:
            assert texts(library) == [NEW]
            break
        except IndexNotFoundError as error:
            assert "Build it with: qa build FOLDER" in str(error)  # noqa: PT017
            assert killed
        except IndexCorruptError as error:  # complete, and not pointed at yet
            assert "Restore the newest sound one with: qa restore-index" in str(error)  # noqa: PT017
            assert killed
    library.build(text=OLD)
    assert texts(library) == [OLD]
    assert_clean(library)


def test_two_generations_stay(library: Library) -> None:
    """The one in use and the one before, numbered in the order they were made."""
    for number in range(1, 5):
        library.build(text=f"Bird {number}.")
        kept = sorted(path.name for path in (library.root / "generations").iterdir())
        assert kept == [f"{n:06}" for n in (number - 1, number) if n]
        assert current_path(library.root).name == f"{number:06}"
        assert_clean(library)


def test_what_a_killed_build_left_is_cleared_away(library: Library) -> None:
    """Half a generation, and a whole one that was never pointed at."""
    library.build(text=OLD)
    generations = library.root / "generations"
    (generations / ".building").mkdir()
    (generations / ".building" / "store.sqlite").write_bytes(b"half")
    (generations / "000002").mkdir()
    library.build(text=OLD)
    assert [path.name for path in generations.iterdir()] == ["000001"]


def test_files_that_are_not_of_the_index_stay(library: Library) -> None:
    """Somebody may keep others beside it."""
    library.build(text=OLD)
    other = library.root / "chapter.new"
    other.write_text("Mine.")
    library.build(text=OLD)
    library.build(text=NEW)
    assert other.read_text() == "Mine."


def test_two_builds_cannot_write_at_once(library: Library) -> None:
    """The second says so at once and harms nothing; when the first has ended it works."""
    library.build(text=OLD)
    with (
        building(library.root),
        pytest.raises(IndexStoreError, match=r"Another build is writing to '.*index'\. Wait until"),
    ):
        library.build(text=NEW)
    assert texts(library) == [OLD]
    library.build(text=NEW)
    assert texts(library) == [NEW]


def test_questions_are_answered_during_a_build(library: Library) -> None:
    """A build does not hold up readers, and they never see half of one."""
    library.build(text=OLD)
    seen: list[list[str]] = []
    ended = threading.Event()

    def read() -> None:
        while not ended.is_set():
            seen.append(texts(library))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for number in range(10):
            library.build(text=f"Bird {number}.")
    finally:
        ended.set()
        reader.join()
    assert seen
    expected = [[OLD], *([f"Bird {number}."] for number in range(10))]
    assert all(one in expected for one in seen)
    order = [expected.index(one) for one in seen]
    assert order == sorted(order)


def test_a_folder_that_cannot_be_written_is_named(library: Library) -> None:
    """With the reason the system gives."""
    library.write(text=NEW)
    blocked = library.corpus / "text.txt" / "index"
    with pytest.raises(
        IndexStoreError, match=r"index folder '.*text\.txt/index' cannot be written \(Not a dir"
    ):
        build_with_report([library.corpus], into=blocked, embedder=AxisEmbedder())


@pytest.mark.parametrize(("most", "sentences"), [(1, 1), (100_000, 1), (200_000, 10)])
def test_a_full_disk_leaves_the_old_index(tmp_path: Path, most: int, sentences: int) -> None:
    """Wherever in a build it gets full, which a limit on the size of files stands for.

    A passage takes 20,004 bytes here and a sentence 10,002; the database is smaller than both.
    """
    resource = pytest.importorskip("resource")
    library = Library(tmp_path, AxisEmbedder(tuple(f"w{i}" for i in range(5000))))
    library.build(text=OLD)
    library.write(**{f"f{i}": "The new bird sings. " * sentences + "\n" * i for i in range(8)})
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        with pytest.raises(
            IndexStoreError, match=r"cannot be written to '.*index' \(.*\)\. The old one stays"
        ):
            library.build_as_it_is()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert texts(library) == [OLD]
    library.build(text=NEW)
    assert texts(library) == [NEW]
    assert_clean(library)

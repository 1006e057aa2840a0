"""Files are read at once and finished in order; whatever one does, the others are read."""

from __future__ import annotations

import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest

from qa.errors import DocumentError
from qa.indexing import reading
from qa.indexing.reading import Readers, most_at_once

SLOW = b"- [ ] A line that takes a microsecond or two.\n" * 1_200_000


def children() -> set[str]:
    """Return the processes that this one has started."""
    found: set[str] = set()
    for task in Path("/proc/self/task").glob("*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):  # the thread has just ended
            found.update(task.read_text().split())
    return found


def text_of(readers: Readers, path: Path) -> str:
    """Return the text of a file."""
    ((document,), _) = readers.finish(readers.begin(path.name, path))
    return document.text


def test_a_slow_file_does_not_delay_others(tmp_path: Path) -> None:
    """They are read meanwhile, and wait for their turn."""
    slow, quick = tmp_path / "slow.md", tmp_path / "quick.txt"
    slow.write_bytes(SLOW)
    quick.write_text("An apple.")
    with closing(Readers(2)) as readers:
        first = readers.begin("slow.md", slow)
        second = readers.begin("quick.txt", quick)
        ((document,), _) = readers.finish(second)
        assert document.text == "An apple."
        assert not first.is_done


@pytest.mark.skipif(sys.platform != "linux", reason="looks at the processes of Linux")
def test_a_build_that_ends_leaves_no_process(tmp_path: Path) -> None:
    """Though files are being read, and others wait."""
    before = children()
    slow = tmp_path / "slow.md"
    slow.write_bytes(SLOW)
    readers = Readers(2)
    begun = [readers.begin(f"{number}.md", slow) for number in range(9)]
    while len(children() - before) < 2:
        assert not begun[0].is_done
    readers.close()
    assert children() == before
    assert all(one.is_done for one in begun)


def test_what_needs_more_than_a_share_is_read_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With as much memory as a file may take, so that it is refused only where it was before."""
    monkeypatch.setattr(reading, "_SHARE_MB", 16)
    large = tmp_path / "large.txt"
    large.write_text("An apple. " * 800_000)
    with closing(Readers(2)) as readers:
        assert text_of(readers, large) == large.read_text()
    monkeypatch.setenv("QA_READ_MEMORY_MB", "17")
    with (
        closing(Readers(2)) as readers,
        pytest.raises(DocumentError, match="needs more than 17 MiB to be read"),
    ):
        text_of(readers, large)


def test_a_large_file_is_read_alone_at_its_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To try it with a share would be in vain."""
    monkeypatch.setattr(reading, "_LARGE", 5)
    path = tmp_path / "a.txt"
    path.write_text("An apple.")
    with closing(Readers(2)) as readers:
        begun = readers.begin("a.txt", path)
        assert begun.future is None
        ((document,), _) = readers.finish(begun)
        assert document.text == "An apple."


def test_documents_that_wait_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no room, a file is read at its turn; one may be dropped before."""
    monkeypatch.setattr(reading, "_MOST_WAITING", 0)
    paths = [tmp_path / f"{number}.txt" for number in range(4)]
    for path in paths:
        path.write_text(f"Apple {path.stem}.")
    with closing(Readers(2)) as readers:
        begun = [readers.begin(path.name, path) for path in paths]
        readers.drop(begun[0])
        texts = [readers.finish(one)[0][0].text for one in begun[1:]]
    assert texts == ["Apple 1.", "Apple 2.", "Apple 3."]


def test_as_many_are_read_as_processors_and_memory_allow(monkeypatch: pytest.MonkeyPatch) -> None:
    """On two gigabytes, one."""
    for cores, memory, most in [
        (8, 64 << 30, 8),
        (8, 8 << 30, 4),
        (8, 2 << 30, 1),
        (1, 8 << 30, 1),
    ]:
        monkeypatch.setattr(reading, "cores", lambda found=cores: found)
        monkeypatch.setattr(reading, "memory", lambda found=memory: found)
        assert most_at_once() == most
    monkeypatch.setattr(reading, "memory", lambda: 1 << 29)
    assert most_at_once() == 1

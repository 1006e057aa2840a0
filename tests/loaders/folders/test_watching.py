"""A change of the documents is noticed once it is complete."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from qa.loaders.folders.watching import changes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

POLL_S = 0.05


def after(action: Callable[[], object]) -> None:
    """Do something while a look is being waited for."""
    threading.Timer(2 * POLL_S, action).start()


def test_what_comes_changes_and_goes_is_noticed(tmp_path: Path) -> None:
    """Each once; the index beside it does not count."""
    (tmp_path / "a.txt").write_text("One.")
    (tmp_path / "index").mkdir()
    seen = changes([tmp_path], tmp_path / "index", POLL_S)
    next(seen)
    (tmp_path / "index" / "x.txt").write_text("Not a document.")
    for action in (
        lambda: (tmp_path / "b.txt").write_text("Two."),
        lambda: (tmp_path / "b.txt").write_text("Two, three."),
        (tmp_path / "b.txt").unlink,
    ):
        started = time.monotonic()
        after(action)
        next(seen)
        assert time.monotonic() - started > 2 * POLL_S


def test_a_file_that_is_being_written_is_waited_for(tmp_path: Path) -> None:
    """No news until it has come to rest."""
    seen = changes([tmp_path], None, POLL_S)
    next(seen)
    written = threading.Event()

    def write() -> None:
        with (tmp_path / "a.txt").open("w") as file:
            for _ in range(20):
                file.write("More. ")
                file.flush()
                time.sleep(POLL_S / 2)
        written.set()

    after(write)
    next(seen)
    assert written.is_set()


def test_a_corpus_that_goes_and_comes_back_is_noticed(tmp_path: Path) -> None:
    """Its folder may be replaced as a whole."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    seen = changes([corpus], None, POLL_S)
    next(seen)
    after(corpus.rmdir)
    next(seen)
    after(corpus.mkdir)
    next(seen)

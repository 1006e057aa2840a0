"""An interrupted upload leaves nothing behind, even if the server is killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from qa.web.documents.corpus import Corpus
from qa.web.documents.folder import open_folder
from qa.web.documents.upload import UNFINISHED, Upload, clear_unfinished

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[3]

SERVE = """
import sys
from pathlib import Path
from qa.web import serve
from qa.web.documents import upload
if sys.argv[3] == "named":
    upload._TEMPORARY = 0
serve(Path(sys.argv[1]), port=0, corpus=Path(sys.argv[2]),
      on_ready=lambda address: print("ready", address, flush=True))
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text("A document.")
    return folder


class Served:
    """A server over a corpus in a process of its own."""

    def __init__(self, corpus: Path, kind: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", SERVE, corpus.parent / "index", corpus, kind],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout
        ready = next(line for line in self._process.stdout if line.startswith("ready"))
        self.port = urlsplit(ready.split()[1]).port or 0

    def writes_in(self, corpus: Path) -> bool:
        """Tell whether the server has a file of the corpus open for writing."""
        for opened in Path(f"/proc/{self._process.pid}/fd").iterdir():
            try:
                is_below = opened.readlink().is_relative_to(corpus)
                if is_below and not opened.is_dir() and opened.stat().st_size > 0:
                    return True
            except OSError:
                continue
        return False

    def kill(self) -> None:
        """End it as the system does that is out of memory."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()


@pytest.fixture
def kills() -> Iterator[list[Served]]:
    """Servers that are ended with the test."""
    started: list[Served] = []
    yield started
    for server in started:
        server.kill()


@pytest.mark.long
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
@pytest.mark.parametrize("kind", ["unnamed", "named"])
@pytest.mark.parametrize("name", ["b.txt", "deep/b.txt", "new/b.txt"])
def test_a_server_that_is_killed_in_an_upload_leaves_no_file(
    corpus: Path, kills: list[Served], kind: str, name: str
) -> None:
    """At once where files need no name, otherwise when the next server starts."""
    before = sorted(corpus.rglob("*"))
    server = Served(corpus, kind)
    kills.append(server)
    with socket.create_connection(("127.0.0.1", server.port)) as client:
        head = f"PUT /api/documents/{name} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
        client.sendall(f"{head}Content-Length: 1000000\r\n\r\n".encode() + b"x" * 300_000)
        for _ in range(600):
            if server.writes_in(corpus):
                break
            time.sleep(0.05)
        else:
            pytest.fail("the server did not begin to write")
        server.kill()
    if kind == "named":
        (left,) = set(corpus.rglob("*")) - set(before)
        assert left.name.startswith(UNFINISHED)
        kills.append(Served(corpus, kind))
    assert sorted(corpus.rglob("*")) == before


def test_an_upload_that_goes_on_is_not_cleared_away(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another server that starts, or another upload, takes away only what nobody writes."""
    monkeypatch.setattr("qa.web.documents.upload._TEMPORARY", 0)
    (corpus / f"{UNFINISHED}old").write_text("left by a kill")
    with open_folder(corpus, []) as folder, closing(Upload(folder)) as upload:
        upload.write(b"whole")
        Corpus(corpus, corpus.parent / "index")
        clear_unfinished(folder)
        upload.complete()
        upload.put(folder, "b.txt")
    assert sorted(path.name for path in corpus.iterdir()) == ["a.txt", "b.txt", "deep"]
    assert (corpus / "b.txt").read_text() == "whole"


@pytest.mark.parametrize("temporary", ["unnamed", "named"])
def test_an_upload_takes_a_name_that_is_free_or_one_that_it_replaces(
    corpus: Path, temporary: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In every case there is one file more or none, and never a part of one."""
    if temporary == "named":
        monkeypatch.setattr("qa.web.documents.upload._TEMPORARY", 0)
    with open_folder(corpus, []) as folder:
        for replaces in (False, True):
            with closing(Upload(folder)) as upload:
                upload.write(b"new")
                upload.complete()
                if replaces:
                    upload.replace(folder, "a.txt")
                else:
                    with pytest.raises(FileExistsError):
                        upload.put(folder, "a.txt")
            assert sorted(path.name for path in corpus.iterdir()) == ["a.txt", "deep"]
            assert ((corpus / "a.txt").read_bytes() == b"new") == replaces

"""Real servers of the Milvus protocol for tests: started on loopback, killed, started again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.stores.milvus import publishing, writing
from qa.stores.milvus.address import parse_address, token
from qa.stores.milvus.generation import MilvusGeneration
from tests.support.indexes import Library

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pytest

NAMED = os.environ.get("QA_TEST_STORE", "")
"""The address of a cluster that was named, or nothing."""

OLD = os.environ.get("QA_TEST_MILVUS", "")
"""The program of a real Milvus of 2.3, where that is to be tested and nothing else."""

CLUSTERS = ["old"] if OLD else ["lite", *(["named"] if NAMED else [])]

_UP_S = 300.0  # that a server may take to answer; one that was killed reads its log again


class Server:
    """One server process, and what it is started by.

    Attributes:
        port: on loopback.
        address: as ``QA_STORE`` takes it.
    """

    def __init__(
        self, command: Sequence[str], port: int, log: Path, *, needs_free_port: bool = False
    ) -> None:
        """Remember how it is started; ``log`` takes what it says."""
        self._needs_free_port = needs_free_port
        self.port, self.address = port, f"milvus://127.0.0.1:{port}"
        self._command, self._log = list(command), log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, says: str = "") -> None:
        """Start it and wait until it answers; or, where it lets nobody in, until it ``says`` so."""
        until = time.monotonic() + _UP_S
        while self._needs_free_port and not _is_free(self.port) and time.monotonic() < until:
            time.sleep(0.5)
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, stdout=log, stderr=log, start_new_session=True
            )
        while not (says in self._log.read_text() if says else _answers(self.port)):
            if self._process.poll() is not None or time.monotonic() > until:
                msg = f"The server did not start: {self._log.read_text()[-2_000:]}"
                raise RuntimeError(msg)
            time.sleep(0.2)

    def kill(self) -> None:
        """End it as a power cut does."""
        assert self._process
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


@contextmanager
def running_server(folder: Path) -> Iterator[Server]:
    """Run the vendor's small server, or a real Milvus of 2.3, until the tests are through."""
    server = old_server(folder, OLD) if OLD else lite_server(folder)
    server.start()
    yield server
    server.kill()


def use_store(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every library publish to a store, and ask it."""
    monkeypatch.setenv("QA_STORE", address)
    monkeypatch.setattr(Library, "store", address)


@contextmanager
def empty_index(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Have every library publish to a cluster, one of CLUSTERS, and ask it.

    It has no index of this name yet.
    """
    if request.param == "old":
        leave_out_terms(monkeypatch)
    there = NAMED if request.param == "named" else request.getfixturevalue("milvus").address
    if request.param == "named":
        monkeypatch.setenv("QA_STORE_TOKEN", os.environ.get("QA_TEST_STORE_TOKEN", ""))
    address = f"{there}?index=quoth_test_{uuid.uuid4().hex[:12]}"
    use_store(address, monkeypatch)
    yield address
    drop_index(address)


def lite_server(folder: Path) -> Server:
    """Return the vendor's small server, over the data in ``folder``; it is not started yet."""
    port = free_port()
    program = str(Path(sys.executable).with_name("milvus-lite"))
    options = ["--host", "127.0.0.1", "--port", str(port), "--data-dir", str(folder / "data")]
    return Server([program, "server", *options], port, folder / "server.log")


def old_server(folder: Path, program: str, *options: str) -> Server:
    """Return a Milvus of 2.3, which listens on every interface; it is not started yet.

    Where connections of one that was killed still hold its port, it takes the next one without a
    word; so that is waited for.

    Args:
        folder: of its data.
        program: ``milvus-server``, in the environment that it is installed in.
        *options: more of its options.
    """
    port = free_port()
    command = [program, "--data", str(folder / "data"), "--proxy-port", str(port), *options]
    return Server(command, port, folder / "server.log", needs_free_port=True)


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def leave_out_terms(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do without the field that BM25 needs, and with a server of any version.

    A server of 2.3 has no sparse vectors. All else is asked of it as ever; a search for terms
    finds nothing.
    """
    from pymilvus import CollectionSchema  # noqa: PLC0415 - for the tests of clusters only
    from pymilvus.milvus_client.index import IndexParams  # noqa: PLC0415

    for kind, method in ((CollectionSchema, "add_field"), (IndexParams, "add_index")):
        whole = getattr(kind, method)

        def without(self: Any, name: str, *given: Any, _whole: Any = whole, **named: Any) -> Any:
            return self if name == "terms" else _whole(self, name, *given, **named)

        monkeypatch.setattr(kind, method, without)
    passage_rows, searched = writing._passage_rows, MilvusGeneration._searched

    def without_terms(*given: Any) -> Any:
        passages, sentences = passage_rows(*given)
        for row in passages:
            del row["terms"]
        return passages, sentences

    def searched_but_terms(self: Any, field: str, queries: Any, *given: Any) -> Any:
        return [[] for _ in queries] if field == "terms" else searched(self, field, queries, *given)

    monkeypatch.setattr(writing, "_passage_rows", without_terms)
    monkeypatch.setattr(MilvusGeneration, "_searched", searched_but_terms)
    monkeypatch.setattr(publishing, "check_version", lambda _: None)
    monkeypatch.setattr(publishing, "_SEARCHED", 0)


def drop_index(address: str) -> None:
    """Drop all generations of an index that a test made, and its alias."""
    from pymilvus import MilvusClient  # noqa: PLC0415 - for the tests of clusters only

    to = parse_address(address)
    client = MilvusClient(to.uri, token=token(), db_name=to.database, timeout=30)
    if client.has_collection(to.index):
        client.drop_alias(to.index)
    for name in client.list_collections():
        if name.startswith(f"{to.index}_"):
            client.drop_collection(name)


def _is_free(port: int) -> bool:
    with socket.socket() as listening:  # without SO_REUSEADDR, as the server tries it
        try:
            listening.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _answers(port: int) -> bool:
    from pymilvus import MilvusClient  # noqa: PLC0415 - for the tests of clusters only
    from pymilvus.exceptions import MilvusException  # noqa: PLC0415

    try:
        client = MilvusClient(f"http://127.0.0.1:{port}", timeout=2, dedicated=True)
        client.list_collections()
        client.close()
    except (MilvusException, OSError):
        return False
    return True

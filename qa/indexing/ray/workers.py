"""A build's work done by Ray: on this machine's processors, or on those of a cluster.

Ray Data runs each of the two stages, reading and embedding, as a stream: a task on the machine
of the build fetches what is needed, actors that hold the model work on it, and results come in
the order of a local build. Its executor bounds what is under way by the memory of its object
store, and gives what a lost worker or machine had to another one.
"""

from __future__ import annotations

import logging
import os
import pickle
import secrets
import socket
import sys
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from qa.errors import DocumentError, StrangeTextError, WorkersError
from qa.index.manifest import DATABASE
from qa.indexing.embedding import in_files
from qa.indexing.ray.tasks import (
    Beginnings,
    Encoder,
    FetchTexts,
    Reader,
    fetch_file,
    row_of,
    shipped,
)
from qa.indexing.workers import ReadFile
from qa.processors import cores
from qa.settings import variables
from qa.telemetry import OWN_PROCESS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa.embedders.sentence_transformer import Embedder, Vectors
    from qa.indexing.draft import Draft
    from qa.indexing.workers import Gap

LOCAL, CLUSTER = "ray", "ray://"
"""How workers are named: those of this machine; what the address of a cluster begins with."""

_JOINED = "auto"  # in the place of an address: the cluster that this machine has joined
_PORT = 6379  # of a cluster's head, where none is given, as in `ray start`
_CONNECT_S = 10
_TOKEN = "RAY_AUTH_TOKEN"  # noqa: S105 - the name of a variable
_STORE = 512 << 20  # bytes of Ray's object store on this machine, at most
_BLOCK = 16 << 20  # bytes that travel together: small beside the store, so that much can be bounded
_FILES = 32  # that are fetched together
_STARTS = 2  # of Ray on this machine, whose node was once seen not to come up


@contextmanager
def ray_workers(where: str, processors: int | None = None) -> Iterator[RayWorkers]:
    """Start Ray on this machine, or join a cluster; leave it in the end.

    Ray that runs in this process already is used, and left running. Ray's usage statistics,
    dashboard, logs and progress bars are off; started here, it listens on the loopback only.

    Args:
        where: :data:`LOCAL`; or :data:`CLUSTER` and the head's HOST[:PORT], or ``auto`` for
            the cluster this machine has joined.
        processors: that Ray is to reckon with on this machine (default: as many as there are).

    Raises:
        WorkersError: Ray is not installed, or there is no such cluster.
    """
    address = _address(where)
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    os.environ.setdefault("RAY_DATA_DISABLE_PROGRESS_BARS", "1")
    try:
        import ray  # noqa: PLC0415 - only who asks for it has it
        import ray.data  # noqa: PLC0415
    except ImportError as error:
        msg = f'Workers {where!r} need Ray, which is not installed. Run: pip install "quoth[ray]"'
        raise WorkersError(msg) from error
    logging.getLogger("ray").setLevel(logging.ERROR)
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    started = not ray.is_initialized()
    if started:
        _start(ray, where, address, processors or cores())
    try:
        yield RayWorkers(ray)
    finally:
        if started:
            ray.shutdown()
            if address is None:  # its token was for that Ray alone
                ray._raylet.AuthenticationTokenLoader.instance().reset_cache()  # noqa: SLF001


def _address(where: str) -> str | None:
    """Return what Ray calls a cluster's address, None for this machine alone."""
    if where == LOCAL:
        return None
    address = where.removeprefix(CLUSTER)
    if not where.startswith(CLUSTER) or not address:
        msg = (
            f"No workers {where!r}. There are {LOCAL!r}, on this machine, and "
            f"'{CLUSTER}HOST:PORT', a cluster that this machine has joined."
        )
        raise WorkersError(msg)
    if address == _JOINED or ":" in address:
        return address
    return f"{address}:{_PORT}"


def _start(ray: Any, where: str, address: str | None, processors: int) -> None:
    environment = variables() | OWN_PROCESS
    options = {
        "log_to_driver": False,
        "logging_level": logging.ERROR,
        "configure_logging": False,
        "runtime_env": {"env_vars": environment},
    }
    try:
        if address is None:
            _start_here(ray, processors, options)
        else:
            _join(ray, address, options)
    except Exception as error:  # Ray raises many kinds, also from below
        reason = " ".join(str(error).split())
        if address is None:
            msg = f"Ray cannot be started on this machine: {reason}"
        else:
            msg = (
                f"The Ray cluster {where!r} cannot be used: {reason} Give the address of its head, "
                "HOST:PORT as in `ray start`, on a machine that has joined it: ray start "
                f"--address HOST:{_PORT}"
            )
        raise WorkersError(msg) from error


def _start_here(ray: Any, processors: int, options: Mapping[str, Any]) -> None:
    # Else Ray takes an address that others reach, even when it is told 127.0.0.1.
    os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"
    ray._private.ray_constants.ENABLE_RAY_CLUSTER = False  # noqa: SLF001 - read from there
    with _closed(ray):
        for left in reversed(range(_STARTS)):
            try:
                with _silence():
                    ray.init(
                        num_cpus=processors,
                        object_store_memory=_STORE,
                        include_dashboard=False,
                        **options,
                    )
            except Exception:
                if not left:
                    raise
                ray.shutdown()
            else:
                return


@contextmanager
def _closed(ray: Any) -> Iterator[None]:
    """Let Ray start without contacting a cloud's services and without writing into the home.

    Without a dashboard too, Ray starts the process of one. It asks the metadata services of three
    clouds where it runs, by address and by name, before it reads whether reports are on. The
    replacement returns what Ray's function does where that process cannot be started.

    Ray saves the token that its processes share in ``~/.ray``, unless the environment has one.
    """
    services = ray._private.services  # noqa: SLF001 - no setting leaves that process out
    start = services.start_api_server
    services.start_api_server = lambda *_, **__: (None, None)
    owned = _TOKEN not in os.environ
    os.environ.setdefault(_TOKEN, secrets.token_hex())
    try:
        yield
    finally:
        services.start_api_server = start
        if owned:
            del os.environ[_TOKEN]


def _join(ray: Any, address: str, options: Mapping[str, Any]) -> None:
    if address != _JOINED:
        host, _, port = address.rpartition(":")
        with socket.create_connection((host.strip("[]"), int(port)), timeout=_CONNECT_S):
            pass
    with _silence():
        ray.init(address, **options)


@contextmanager
def _silence() -> Iterator[None]:
    """Keep off stderr what Ray's C++ says there of its own log level; errors are raised."""
    sys.stderr.flush()
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


class RayWorkers:
    """A :class:`qa.indexing.workers.Workers`."""

    def __init__(self, ray: Any) -> None:
        """Take the module, connected."""
        self._ray = ray
        self._here = {"ray.io/node-id": ray.get_runtime_context().get_node_id()}
        context = ray.data.DataContext.get_current()
        context.enable_progress_bars = False
        context.print_on_execution_start = False
        context.execution_options.preserve_order = True
        context.target_max_block_size = _BLOCK

    def read(
        self, files: Sequence[tuple[str, Path]], embedder: Embedder
    ) -> Iterator[ReadFile | DocumentError]:
        """Yield what each file holds, or why it cannot be read, in the order of ``files``.

        Raises:
            WorkersError: the workers failed.
        """
        rows = [{"name": name, "path": os.fsencode(path)} for name, path in files]
        results = self._stream(rows, _FILES, fetch_file, Reader, embedder)
        for (_, path), read in zip(files, results, strict=True):
            yield DocumentError(path, read) if isinstance(read, str) else ReadFile(*read)

    def embedded(
        self, draft: Draft, embedder: Embedder, gaps: Sequence[Gap]
    ) -> Iterator[tuple[Vectors, NDArray[Any]]]:
        """Yield the vectors that each gap lacks, in the order of ``gaps``.

        Raises:
            StrangeTextError: some files hold texts that cannot be embedded.
            WorkersError: the workers failed.
        """
        draft.commit()
        fetch = FetchTexts(f"{(draft.folder / DATABASE).resolve().as_uri()}?mode=ro").__call__
        made = self._stream([row_of(gap) for gap in gaps], 1, fetch, Encoder, embedder)
        for gap, vectors in zip(gaps, made, strict=True):
            if isinstance(vectors, StrangeTextError):
                block = draft.block(gap.passages.start, gap.passages.stop)
                raise in_files(vectors, block) from vectors
            yield vectors

    def _stream(
        self, rows: list[dict[str, Any]], together: int, fetch: Any, work: Any, embedder: Embedder
    ) -> Iterator[Any]:
        """Yield the answers of ``work`` on every row, in their order.

        Args:
            rows: of plain data.
            together: how many rows are one task.
            fetch: runs on this machine, before ``work``.
            work: a class, of which as many are made as there are processors but one.
            embedder: is given to these.
        """
        if not rows:
            return
        ray = self._ray
        shipment = partial(ray.get, ray.put(shipped(embedder)))
        counting = ray.remote(num_cpus=0, label_selector=self._here)(Beginnings).remote()
        begun = partial(_begun, ray.get, counting)
        blocks = -(-len(rows) // together)
        # One processor stays free: a pool that takes them all leaves none for what feeds it.
        size = max(1, min(blocks, int(ray.cluster_resources().get("CPU", 1)) - 1))
        stream = (
            ray.data.from_items(rows, override_num_blocks=blocks)
            .map(fetch, num_cpus=0, label_selector=self._here)
            .map(
                work,
                fn_constructor_args=(shipment, begun),
                compute=ray.data.ActorPoolStrategy(size=size),
                num_cpus=1,
            )
        )
        try:
            for row in stream.iter_rows():
                if row["failed"]:
                    raise WorkersError(row["failed"])
                yield pickle.loads(row["answer"])  # noqa: S301 - from the build's own workers
        except ray.exceptions.RayError as error:
            last = str(error).strip().splitlines()[-1]
            msg = f"The workers failed ({last}). What was embedded is kept: build again."
            raise WorkersError(msg) from error


def _begun(get: Callable[[Any], int], counting: Any, worker: str, part: object) -> int:
    return get(counting.begin.remote(worker, part))

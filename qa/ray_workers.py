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
import socket
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.errors import DocumentError, WorkersError
from qa.manifest import DATABASE
from qa.processors import cores
from qa.ray_tasks import Encoder, FetchTexts, Reader, fetch_file, row_of, shipped
from qa.workers import ReadFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa.draft import Draft
    from qa.embedding import Embedder, Vectors
    from qa.workers import Gap

LOCAL, CLUSTER = "ray", "ray://"
"""How workers are named: those of this machine; what the address of a cluster begins with."""

_JOINED = "auto"  # in the place of an address: the cluster that this machine has joined
_PORT = 6379  # of a cluster's head, where none is given, as in `ray start`
_CONNECT_S = 10
_STORE = 512 << 20  # bytes of Ray's object store on this machine, at most
_BLOCK = 16 << 20  # bytes that travel together: small beside the store, so that much can be bounded
_FILES = 32  # that are fetched together


@contextmanager
def ray_workers(where: str) -> Iterator[RayWorkers]:
    """Start Ray on this machine, or join a cluster; leave it in the end.

    Ray that runs in this process already is used, and left running. Ray's usage statistics,
    dashboard, logs and progress bars are off.

    Args:
        where: :data:`LOCAL`; or :data:`CLUSTER` and the head's HOST[:PORT], or ``auto`` for
            the cluster this machine has joined.

    Raises:
        WorkersError: Ray is not installed, or there is no such cluster.
    """
    address = _address(where)
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
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
        _start(ray, where, address)
    try:
        yield RayWorkers(ray)
    finally:
        if started:
            ray.shutdown()


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


def _start(ray: Any, where: str, address: str | None) -> None:
    quiet = {"log_to_driver": False, "logging_level": logging.ERROR, "configure_logging": False}
    settings = {name: value for name, value in os.environ.items() if name.startswith("QA_")}
    environment = {"env_vars": settings}
    try:
        if address is None:
            ray.init(
                num_cpus=cores(),
                object_store_memory=_STORE,
                include_dashboard=False,
                runtime_env=environment,
                _node_ip_address="127.0.0.1",
                **quiet,
            )
            return
        if address != _JOINED:
            host, _, port = address.rpartition(":")
            with socket.create_connection((host.strip("[]"), int(port)), timeout=_CONNECT_S):
                pass
        ray.init(address, runtime_env=environment, **quiet)
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


class RayWorkers:
    """A :class:`qa.workers.Workers`."""

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
        for (_, path), row in zip(files, results, strict=True):
            read = pickle.loads(row["read"])  # noqa: S301 - from the build's own workers
            yield DocumentError(path, read) if isinstance(read, str) else ReadFile(*read)

    def embedded(
        self, draft: Draft, embedder: Embedder, gaps: Sequence[Gap]
    ) -> Iterator[tuple[Vectors, NDArray[Any]]]:
        """Yield the vectors that each gap lacks, in the order of ``gaps``.

        Raises:
            WorkersError: the workers failed.
        """
        draft.commit()
        fetch = FetchTexts(f"{(draft.folder / DATABASE).resolve().as_uri()}?mode=ro").__call__
        shape = -1, embedder.identity.dimension
        for row in self._stream([row_of(gap) for gap in gaps], 1, fetch, Encoder, embedder):
            yield (
                np.frombuffer(row["passages"], "<f4").reshape(shape),
                np.frombuffer(row["sentences"], "<f2").reshape(shape),
            )

    def _stream(
        self, rows: list[dict[str, Any]], together: int, fetch: Any, work: Any, embedder: Embedder
    ) -> Iterator[dict[str, Any]]:
        """Yield the results of ``work`` on every row, in their order.

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
        blocks = -(-len(rows) // together)
        # One processor stays free: a pool that takes them all leaves none for what feeds it.
        size = max(1, min(blocks, int(ray.cluster_resources().get("CPU", 1)) - 1))
        stream = (
            ray.data.from_items(rows, override_num_blocks=blocks)
            .map(fetch, num_cpus=0, label_selector=self._here)
            .map(
                work,
                fn_constructor_args=(shipment,),
                compute=ray.data.ActorPoolStrategy(size=size),
                num_cpus=1,
            )
        )
        try:
            yield from stream.iter_rows()
        except ray.exceptions.RayError as error:
            raise WorkersError(_reason(error)) from error


def _reason(error: BaseException) -> str:
    """Return the sentence that a worker raised, or else what Ray says of it."""
    cause: BaseException | None = error
    while cause is not None:
        inner = getattr(cause, "cause", None) or cause.__cause__
        if isinstance(cause, WorkersError):
            return str(cause)
        cause = inner if inner is not cause else None
    last = str(error).strip().splitlines()[-1]
    return f"The workers failed ({last}). What is embedded already is kept: build again."

"""The processors and the memory of this machine, and how onnxruntime uses them."""

from __future__ import annotations

import os
from collections import deque
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable
    from concurrent.futures import Future

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

_AHEAD = 4  # results of each thread that wait for those before them
_CONTAINERS = (  # what a container may use, by the two versions of Linux's control groups
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)
_UNKNOWN = 4 << 30  # bytes, where the system does not say how much memory there is
_PRODUCT = (  # a graph of one MatMulInteger: a, uint8, times b, int8, is c
    b'\x08\x08\x12\x00:J\n\x18\n\x01a\n\x01b\x12\x01c"\rMatMulInteger\x12\x01gZ\x0f\n\x01a\x12\n\n\x08\x08'
    b"\x02\x12\x04\n\x00\n\x00Z\x0f\n\x01b\x12\n\n\x08\x08\x03\x12\x04\n\x00\n\x00b\t\n\x01c\x12\x04\n\x02\x08\x06B\x04\n\x00\x10\x11"
)
_TERMS, _LARGEST_PAIR = 64, (255, 127)  # of that product; two pairs exceed 16 bits


def cores() -> int:
    """Return the number of processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def memory() -> int:
    """Return the number of bytes of memory that this process and those it starts may use."""
    found = []
    with suppress(AttributeError, ValueError, OSError):  # Windows has no such names
        found.append(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    for path in _CONTAINERS:
        with suppress(ValueError, OSError):  # the word "max" is no number
            found.append(int(path.read_text(encoding="ascii")))
    with suppress(ImportError):
        import resource  # noqa: PLC0415 - not on Windows

        own, _ = resource.getrlimit(resource.RLIMIT_AS)
        if own != resource.RLIM_INFINITY:
            found.append(own)
    return min((size for size in found if size > 0), default=_UNKNOWN)


def in_order(
    work: Callable[[_Item], _Result], items: Iterable[_Item], threads: int | None = None
) -> Generator[_Result, None, None]:
    """Yield what some work makes of each item, in order, while other threads work on the next ones.

    Closing the iterator stops the work; what has begun is finished.

    Args:
        work: is done on an item.
        items: to work on.
        threads: that work at a time (default: one for each processor).
    """
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - few commands work so

    threads = threads or cores()
    pool = ThreadPoolExecutor(threads, thread_name_prefix="in_order")
    waiting: deque[Future[_Result]] = deque()
    try:
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) > threads * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def session(graph: Path | bytes, threads: int) -> Any:
    """Return a session that runs an ONNX graph.

    Idle threads sleep. Spinning, onnxruntime's default, saves a tenth of a millisecond on a quiet
    machine, and costs hundreds on one where other processes need the processor too.

    Sums are normalised in two steps: onnxruntime's operator for both takes five times as long.

    Products of 8 bits are exact on every processor, see :func:`overflows`.

    Args:
        graph: its file, or the file's content.
        threads: number that one run uses.

    Raises:
        Exception: one of onnxruntime's own; the graph is damaged.
    """
    return _session(graph, threads, is_slow_but_exact=overflows())


@cache
def overflows() -> bool:
    """Return whether this processor's products of 8 bits overflow unless it takes a slower way.

    Processors without VNNI (Intel's before 2019, AMD's before Zen 4) add two products in 16 bits:
    the log odds of the reader were off by up to 5.7. onnxruntime has a slower, exact way. It is
    chosen by trying, not always: some processors that do not overflow are slower with it, too. The
    reader took 1.9 times as long on an AMD EPYC of 2022 (Zen 4).
    """
    import numpy as np  # noqa: PLC0415 - as below

    largest, weight = _LARGEST_PAIR
    feed = {
        "a": np.full((1, _TERMS), largest, np.uint8),
        "b": np.full((_TERMS, 1), weight, np.int8),
    }
    (product,) = _session(_PRODUCT, 1, is_slow_but_exact=False).run(None, feed)
    return bool(product[0, 0] != largest * weight * _TERMS)


def _session(graph: Path | bytes, threads: int, *, is_slow_but_exact: bool) -> Any:
    import onnxruntime  # noqa: PLC0415 - takes 40 ms, and commands such as `qa verify` do without

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3  # errors only: warnings of the graph help no user
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    if is_slow_but_exact:
        options.add_session_config_entry("session.x64quantprecision", "1")
    return onnxruntime.InferenceSession(
        graph if isinstance(graph, bytes) else str(graph),
        options,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=["SkipLayerNormFusion"],
    )

"""The processors of this machine, and how onnxruntime uses them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def cores() -> int:
    """Return the number of processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def session(graph: Path | bytes, threads: int) -> Any:
    """Return a session that runs an ONNX graph.

    Idle threads sleep. Spinning, onnxruntime's default, saves a tenth of a millisecond on a quiet
    machine, and costs hundreds on one where other processes need the processor too.

    Args:
        graph: its file, or the file's content.
        threads: number that one run uses.

    Raises:
        Exception: one of onnxruntime's own; the graph is damaged.
    """
    import onnxruntime  # noqa: PLC0415 - takes 40 ms, and commands such as `qa verify` do without

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3  # errors only: warnings of the graph help no user
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    model = graph if isinstance(graph, bytes) else str(graph)
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

"""How many processors there are, and how onnxruntime is to use them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def cores() -> int:
    """Return the number of processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def session(graph: Path | bytes, threads: int) -> Any:
    """Return what runs an ONNX graph.

    Threads that have nothing to do sleep: spinning, onnxruntime's default, wins a tenth of a
    millisecond on a quiet machine and loses hundreds where others want the processor too.

    Args:
        graph: its file, or the file's content.
        threads: that one run uses.

    Raises:
        Exception: one of onnxruntime's own; the graph is damaged.
    """
    import onnxruntime  # noqa: PLC0415 - 40 ms, and only who asks needs it

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    given = graph if isinstance(graph, bytes) else str(graph)
    return onnxruntime.InferenceSession(given, options, providers=["CPUExecutionProvider"])

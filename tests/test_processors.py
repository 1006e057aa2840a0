"""Processors are counted as this process may use them, and graphs run on no more."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from qa.embedders.onnx import OnnxEmbedder
from qa.processors import cores, session

if TYPE_CHECKING:
    from qa.embedders.protocol import Embedder


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="asks Linux")
def test_a_process_counts_the_processors_it_may_use() -> None:
    """Not those of the machine: a container or ``taskset`` may leave it fewer."""
    one = min(os.sched_getaffinity(0))
    code = (
        f"import os; os.sched_setaffinity(0, {{{one}}});"
        "from qa.processors import cores; print(cores())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"
    assert 1 <= cores() <= (os.cpu_count() or 1)


def test_a_graph_runs_on_the_threads_it_is_given(real_embedder: Embedder) -> None:
    """From a file or from its content, with nothing running in parallel to it."""
    assert isinstance(real_embedder, OnnxEmbedder)
    (graph,) = real_embedder.folder.glob("*.onnx")
    for source in (graph, graph.read_bytes()):
        options = session(source, 2).get_session_options()
        assert (options.intra_op_num_threads, options.inter_op_num_threads) == (2, 1)
        assert options.get_session_config_entry("session.intra_op.allow_spinning") == "0"


def test_a_damaged_graph_is_an_error() -> None:
    """Of onnxruntime's own."""
    with pytest.raises(Exception, match=r"(?i)protobuf|model"):
        session(b"no graph", 1)

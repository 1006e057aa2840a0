"""Processors are counted as this process may use them, and graphs run on no more."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import onnx
import pytest

from qa.embedders.onnx import GRAPH, OnnxEmbedder, write_files
from qa.processors import cores, in_order, memory, session

if TYPE_CHECKING:
    from pathlib import Path

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


@pytest.mark.skipif(sys.platform != "linux", reason="sets a limit of Linux")
def test_memory_is_what_the_process_may_use() -> None:
    """Not that of the machine, where a limit leaves it less."""
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (5 << 29, 5 << 29));"
        "from qa.processors import memory; print(memory() <= 5 << 29)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"
    assert 1 << 28 < memory() <= os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def test_a_graph_runs_on_the_threads_it_is_given(real_embedder: Embedder, tmp_path: Path) -> None:
    """From a file or from its content, with nothing running in parallel to it."""
    assert isinstance(real_embedder, OnnxEmbedder)
    write_files(tmp_path / "encoder", real_embedder.files())
    graph = tmp_path / "encoder" / GRAPH
    for source in (graph, graph.read_bytes()):
        options = session(source, 2).get_session_options()
        assert (options.intra_op_num_threads, options.inter_op_num_threads) == (2, 1)
        assert options.get_session_config_entry("session.intra_op.allow_spinning") == "0"


def test_products_of_8_bits_do_not_overflow() -> None:
    """Processors without VNNI add two of them in 16 bits, unless onnxruntime takes a slower way."""
    terms, most = 64, (255, 127)
    weights = onnx.helper.make_tensor("b", onnx.TensorProto.INT8, (terms, 8), [most[1]] * terms * 8)
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("MatMulInteger", ["a", "b"], ["c"])],
        "products",
        [onnx.helper.make_tensor_value_info("a", onnx.TensorProto.UINT8, (1, terms))],
        [onnx.helper.make_tensor_value_info("c", onnx.TensorProto.INT32, (1, 8))],
        [weights],
    )
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)])
    model.ir_version = 8
    running = session(model.SerializeToString(), 1)
    (products,) = running.run(None, {"a": np.full((1, terms), most[0], np.uint8)})
    assert products.tolist() == [[most[0] * most[1] * terms] * 8]
    # Where the processor cannot overflow, the line above does not need the option.
    option = running.get_session_options().get_session_config_entry("session.x64quantprecision")
    assert option == "1"


def test_a_damaged_graph_is_an_error() -> None:
    """Of onnxruntime's own."""
    with pytest.raises(Exception, match=r"(?i)protobuf|model"):
        session(b"no graph", 1)


def test_results_come_in_the_order_of_what_they_are_made_of() -> None:
    """However many threads work; and what is closed early takes no more items."""
    assert list(in_order(str, range(40), threads=3)) == [str(number) for number in range(40)]
    taken: list[int] = []
    results = in_order(taken.append, range(1000), threads=1)
    next(results)
    results.close()
    assert len(taken) < 1000

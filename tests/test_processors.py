"""Processors are counted as this process may use them, and graphs run on no more."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np
import onnx
import pytest

from qa import processors
from qa.embedders.onnx import GRAPH, OnnxEmbedder, write_files
from qa.processors import cores, in_order, memory, overflows, session

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


def product() -> onnx.ModelProto:
    """Return the graph of one product of 8 bits."""
    kinds = onnx.TensorProto
    named = [("a", kinds.UINT8), ("b", kinds.INT8)]
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("MatMulInteger", ["a", "b"], ["c"])],
        "g",
        [onnx.helper.make_tensor_value_info(name, kind, [None, None]) for name, kind in named],
        [onnx.helper.make_tensor_value_info("c", kinds.INT32, None)],
    )
    opsets = [onnx.helper.make_opsetid("", 17)]
    return onnx.helper.make_model(graph, opset_imports=opsets, ir_version=8)


def test_a_processor_is_tried_with_a_product_of_8_bits() -> None:
    """The graph of it is in the code, because a machine that only answers cannot write graphs."""
    assert onnx.load_model_from_string(processors._PRODUCT).graph == product().graph


@pytest.mark.parametrize("rows", [1, 8])
def test_products_of_8_bits_do_not_overflow(rows: int) -> None:
    """Processors without VNNI add two of them in 16 bits, unless onnxruntime takes a slower way."""
    running = session(product().SerializeToString(), 1)
    feed = {"a": np.full((rows, 640), 255, np.uint8), "b": np.full((640, 8), 127, np.int8)}
    assert np.unique(running.run(None, feed)[0]).tolist() == [255 * 127 * 640]
    options = running.get_session_options()
    with suppress(RuntimeError):  # it has no such option where no processor needs it
        assert options.get_session_config_entry("session.x64quantprecision") == "1"
        assert overflows()


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

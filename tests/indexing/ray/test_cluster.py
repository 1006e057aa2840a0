"""A cluster that loses a machine; run by ``make test-lost``, in a network of its own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa.indexing.build import build_with_report
from tests.support.indexes import contents

if TYPE_CHECKING:
    from tests.support.indexes import Library


pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not os.environ.get("QA_TEST_CLUSTER"), reason="run by make test-lost"),
]

ROOT = Path(__file__).parents[3]
PARTS = 60
LARGE = {
    f"t{part}": "\n\n".join(f"Apples and a cloud {n}. A bird." for n in range(part, 60_000, PARTS))
    for part in range(PARTS)
}


@pytest.mark.parametrize("during", ["Reading", "Embedding"])
def test_a_machine_that_is_lost_changes_nothing(
    during: str, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others do what it had received and begun."""
    from ray.cluster_utils import Cluster  # noqa: PLC0415 - only here is there one

    monkeypatch.setenv("PYTHONPATH", f"{ROOT}{os.pathsep}{ROOT / 'tests'}")
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    here = contents(library.build(**LARGE))
    alone = {"node_ip_address": "127.0.0.1", "object_store_memory": 100 << 20}
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, **alone})
    try:
        machines = [cluster.add_node(num_cpus=1, **alone) for _ in range(2)]
        cluster.wait_for_nodes()
        lost: list[object] = []

        def lose(stage: str, done: int, total: int) -> None:
            if stage == during and done > total // 3 and not lost:
                lost.append(machines[-1])
                cluster.remove_node(machines[-1], allow_graceful=False)

        report = build_with_report(
            [library.corpus],
            into=tmp_path / "there",
            embedder=library.embedder,
            progress=lose,
            workers=f"ray://{cluster.address}",
        )
        assert lost
        assert contents(report.index) == here
    finally:
        cluster.shutdown()

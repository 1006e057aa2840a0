"""What it costs to build with Ray's workers, and what more workers win.

    python -m tests.benchmarks.ingestion ../shared/eval

On one machine workers cannot win: the same processors embed, one stays free for what feeds them,
and files, texts and vectors travel. How much that costs is measured against a build without them,
of the same paragraphs with the same encoder. What more workers win is measured with an embedder
that computes nothing and waits, as a processor or a graphics card elsewhere would keep it waiting.
Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.embedders.protocol import EmbedderIdentity
from qa.indexing.build import build_with_report
from qa.indexing.ray.workers import ray_workers
from tests.benchmarks.growth import paragraphs_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.embedders.protocol import Vectors

_SIZES = (600, 2_400)  # paragraphs
_ROUNDS = 3
_WORKERS = (1, 2, 4, 8)
_WAITED_FOR = 8_192  # paragraphs, which make 13 tasks
_WAIT_S = 0.5  # for every 128 texts


class Waiting:
    """An embedder of a few axes that waits as long as a real one would compute."""

    limit = 200
    identity = EmbedderIdentity(name="waiting", sha256="waiting", dimension=8)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of words."""
        return [len(text.split()) for text in texts]

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Wait, and return one axis for each text, by its length."""
        time.sleep(_WAIT_S * len(texts) / 128)
        vectors: Vectors = np.eye(8, dtype=np.float32)[[len(text) % 8 for text in texts]]
        return vectors

    def embed_question(self, text: str) -> Vectors:
        """Return what a passage of these words gets."""
        vector: Vectors = self.embed_passages([text])[0]
        return vector


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("sets", type=Path, help="folder of question sets")
    options = parser.parse_args()
    os.environ["PYTHONPATH"] = os.pathsep.join(
        str(path) for path in (Path(__file__).parent, Path(__file__).parents[2])
    )
    paragraphs = paragraphs_of(options.sets)
    measured = {
        "cores": os.cpu_count(),
        "one_machine": [_against_local(paragraphs[:size]) for size in _SIZES],
        "waiting": [_waiting(paragraphs, workers) for workers in _WORKERS],
    }
    print(json.dumps(measured, indent=2))


def _against_local(paragraphs: list[str]) -> dict[str, Any]:
    """Return seconds of builds without and with workers, in turns; medians."""
    taken: dict[str, list[float]] = {"local": [], "ray": []}
    counts: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(paragraphs, folder / "corpus", 10)
        build_with_report([folder / "corpus"], into=folder / "first")  # exports the model
        for turn in range(_ROUNDS):
            for kind, workers in (("local", None), ("ray", "ray")):
                into = folder / f"{kind}{turn}"
                report = build_with_report([folder / "corpus"], into=into, workers=workers)
                taken[kind].append(report.seconds)
                counts = report.index.generation.manifest.counts
    local, with_ray = (statistics.median(taken[kind]) for kind in ("local", "ray"))
    return {
        **counts,
        "local_s": round(local, 1),
        "ray_s": round(with_ray, 1),
        "ratio": round(with_ray / local, 2),
    }


def _waiting(paragraphs: list[str], workers: int) -> dict[str, Any]:
    """Return seconds of a build whose workers only wait."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        many = (paragraphs * (_WAITED_FOR // len(paragraphs) + 1))[:_WAITED_FOR]
        _write([f"{text} {i}" for i, text in enumerate(many)], folder / "corpus", 256)
        with ray_workers("ray", processors=workers + 1):
            report = build_with_report(
                [folder / "corpus"],
                into=folder / "index",
                embedder=Waiting(),
                workers="ray",
            )
    counts = report.index.generation.manifest.counts
    waited = _WAIT_S * (counts["passages"] + counts["sentences"]) / 128
    return {
        "workers": workers,
        **counts,
        "waiting_of_one_s": round(waited, 1),
        "seconds": round(report.seconds, 1),
    }


def _write(paragraphs: list[str], corpus: Path, in_a_file: int) -> None:
    corpus.mkdir()
    for first in range(0, len(paragraphs), in_a_file):
        text = "\n\n".join(paragraphs[first : first + in_a_file])
        (corpus / f"{first:06}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

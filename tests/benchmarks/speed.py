"""How long it takes: build, rebuild, the first answer of a new process, and every later one.

    python tests/benchmarks/speed.py [PATH…]

Prints JSON. Times are wall-clock seconds on this machine, now; compare two versions only in
turns on the same quiet machine.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

from qa.pipeline import ask, build_with_report
from qa.progress import ProgressBar

_QUESTIONS = 200


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("paths", nargs="*", default=["corpus"], metavar="PATH")
    paths = parser.parse_args().paths
    with tempfile.TemporaryDirectory() as folder:
        with ProgressBar() as bar:
            first = build_with_report(paths, into=folder, progress=bar)
        again = build_with_report(paths, into=folder, embedder=first.index.embedder)
        index = again.index
        questions = [
            document.text[span.start : span.end]
            for document in index.documents()
            for passage in index.passages(range(index.generation.manifest.counts["passages"]))
            if passage.doc_id == document.doc_id
            for span in passage.sentences
        ][:_QUESTIONS]
        warm = []
        for question in questions:
            started = time.perf_counter()
            ask(question, index)
            warm.append(time.perf_counter() - started)
        started = time.perf_counter()
        command = [sys.executable, "-m", "qa", "ask", questions[0], "--index", folder]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        cold = time.perf_counter() - started
    cuts = statistics.quantiles(warm, n=20)
    result = {
        "cores": os.cpu_count(),
        **index.generation.manifest.counts,
        "build_s": round(first.seconds, 2),
        "rebuild_unchanged_s": round(again.seconds, 3),
        "cold_ask_s": round(cold, 2),
        "warm_ask_p50_ms": round(1000 * cuts[9], 1),
        "warm_ask_p95_ms": round(1000 * cuts[18], 1),
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()

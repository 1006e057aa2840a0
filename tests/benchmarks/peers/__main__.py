"""Quoth and its peers, side by side, on the same work: one table.

    python -m tests.benchmarks.peers ../shared/eval
    python -m tests.benchmarks.peers ../shared/eval --only floor haystack quoth --rounds 1

Each peer is installed in an environment of its own in build/peers, 12 GB in all, which is removed
afterwards. All get the same paragraphs as passages and the same embedding model, from a package:
no model is downloaded, and no peer reports anything. They take turns: in each round every peer
builds an index, and answers one question and then many, in new processes. The first round does
not count. A peer that fails has the reason in its row. It takes about half an hour, and its
figures mean something only on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import tempfile
from contextlib import suppress
from datetime import datetime, timezone
from pathlib import Path

from qa.evaluation.question_sets import CORPUS
from tests.benchmarks.growth import paragraphs_of, questions_of
from tests.benchmarks.peers.environments import PEERS, ROOT, install, size_mib, versions
from tests.benchmarks.peers.measuring import FailedError
from tests.benchmarks.peers.rounds import Work, take_turns
from tests.benchmarks.peers.table import Measured, table

_FOLDER = ROOT / "build" / "peers"


def main() -> None:
    """Install all, measure in turns, and print the table."""
    options = _options()
    load = f"{os.getloadavg()[0]:.1f}"
    paragraphs = list(dict.fromkeys(paragraphs_of(options.sets)))[: options.passages]
    if not paragraphs:
        sys.exit(f"{options.sets} has no question sets: a folder each, with {CORPUS}.")
    questions = questions_of(options.sets)[: options.questions + 1]
    measured = _installed(options.only, options.torch_index)
    try:
        with tempfile.TemporaryDirectory() as folder:
            work = Work(Path(folder), paragraphs, questions, _FOLDER)
            take_turns(measured, work, options.rounds)
    finally:
        if not options.keep:
            shutil.rmtree(_FOLDER, ignore_errors=True)
    print(
        f"{datetime.now(timezone.utc):%Y-%m-%d}, {_processor()}, {os.cpu_count()} processors, "
        f"Python {platform.python_version()}, load before it {load}. "
        f"{len(paragraphs)} passages, {len(questions) - 1} questions, "
        f"rounds: {options.rounds}.\n"
    )
    print(table(list(measured.values())))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m tests.benchmarks.peers",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    keys = [peer.key for peer in PEERS]
    parser.add_argument("sets", type=Path, help="folder of question sets")
    parser.add_argument("--passages", type=_positive, default=600, help="how many (600)")
    parser.add_argument("--questions", type=_positive, default=50, help="a round, warm (50)")
    parser.add_argument("--rounds", type=_positive, default=3, help="that count (3)")
    parser.add_argument(
        "--only", nargs="+", choices=keys, default=keys, metavar="PEER", help=", ".join(keys)
    )
    parser.add_argument(
        "--keep", action="store_true", help="keep build/peers; the next run uses it, but for Quoth"
    )
    parser.add_argument("--torch-index", default="", help="where pip finds PyTorch for processors")
    return parser.parse_args()


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        msg = f"{number} is less than 1"
        raise argparse.ArgumentTypeError(msg)
    return number


def _installed(keys: list[str], torch_index: str) -> dict[str, Measured]:
    """Return a row for each peer, with its size, or why it could not be installed."""
    chosen = {*keys, *(peer.built_by for peer in PEERS if peer.key in keys)}
    rows: dict[str, Measured] = {}
    for peer in (peer for peer in PEERS if peer.key in chosen):
        rows[peer.key] = row = Measured(peer.name)
        if peer.built_by:
            row.built_by = rows[peer.built_by].name
            row.failed = rows[peer.built_by].failed
            continue
        print(f"Installing {peer.name}", file=sys.stderr, flush=True)
        environment = _FOLDER / peer.key
        try:
            install(peer, environment, torch_index)
        except (FailedError, OSError) as error:
            row.failed = str(error)
            continue
        row.installed_mib = size_mib(environment)
        row.versions = versions(peer, environment)
    return rows


def _processor() -> str:
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


if __name__ == "__main__":
    main()

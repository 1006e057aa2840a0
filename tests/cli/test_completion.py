"""``qa completion``: scripts that shells understand, made of the commands as they are."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from qa.cli.completion import bash_script, commands_of, fish_script, zsh_script
from qa.cli.main import COMMANDS, main, new_parser

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa.cli.completion import Completed

SCRIPTS: dict[str, Callable[[Sequence[Completed]], str]] = {
    "bash": bash_script,
    "zsh": zsh_script,
    "fish": fish_script,
}


@pytest.mark.parametrize("shell", SCRIPTS)
def test_the_script_has_every_command_and_option(
    shell: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Those of the parser, as text."""
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert script.rstrip("\n") == SCRIPTS[shell](commands_of(new_parser()))
    for command in COMMANDS:
        assert command.NAME in script
    for option in ("min-confidence", "dry-run", "json"):
        assert option in script


@pytest.mark.parametrize("shell", SCRIPTS)
def test_the_shell_accepts_the_script(shell: str) -> None:
    """Where it is installed."""
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    script = SCRIPTS[shell](commands_of(new_parser()))
    done = subprocess.run(
        [program, "-n"], input=script, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def completed(*words: str) -> list[str]:
    """Return what bash offers for the last of some words."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("bash is not installed")
    typed = " ".join(f"'{word}'" for word in words)
    script = (
        f"{bash_script(commands_of(new_parser()))}\n"
        f"COMP_WORDS=({typed}); COMP_CWORD={len(words) - 1}; _qa\n"
        "printf '%s\\n' \"${COMPREPLY[@]}\""
    )
    done = subprocess.run([bash, "-c", script], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("qa", "ver"), ["verify", "verify-index"]),
        (("qa", "ask", "--for"), ["--force", "--format"]),
        (("qa", "ask", "--format", "h"), ["html"]),
        (("qa", "completion", "f"), ["fish"]),
        (("qa", "ask", "--receipt", "x"), []),
        (("qa", "nonsense", "--x"), []),
    ],
)
def test_bash_offers_what_can_follow(words: tuple[str, ...], offered: list[str]) -> None:
    """Commands, options and values; otherwise nothing, so that bash offers files."""
    assert completed(*words) == offered


def test_another_shell_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    """With those that are known."""
    with pytest.raises(SystemExit, match="2"):
        main(["completion", "tcsh"])
    assert "'bash', 'zsh', 'fish'" in capsys.readouterr().err

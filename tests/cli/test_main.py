"""The command ``qa`` as a whole: its list of commands, its help, its errors and exit statuses."""

from __future__ import annotations

import json
import os
import pkgutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import qa.cli
from qa.cli.main import COMMANDS, main

if TYPE_CHECKING:
    from qa.cli.main import Command
    from tests.support.indexes import Library

ROOT = Path(__file__).parents[2]


def run(
    *arguments: str | bytes | Path, encoding: str = "utf-8"
) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "qa", *arguments],
        cwd=ROOT,
        capture_output=True,
        check=False,
        timeout=120,
        env={**os.environ, "PYTHONIOENCODING": encoding},
    )


def help_of(*arguments: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Return the help that a command line prints."""
    with pytest.raises(SystemExit) as caught:
        main([*arguments, "--help"])
    assert caught.value.code == 0
    return capsys.readouterr().out


def test_every_module_of_a_command_is_in_the_list() -> None:
    """So a command is one file and a list entry."""
    modules = [
        import_module(f"qa.cli.{found.name}") for found in pkgutil.iter_modules(qa.cli.__path__)
    ]
    defining = {module for module in modules if hasattr(module, "add_arguments")}
    assert defining == set(COMMANDS)
    assert len({command.NAME for command in COMMANDS}) == len(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.NAME)
def test_help_teaches(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    """The overview lists the command; its own help says what it does, with examples."""
    overview = help_of(capsys=capsys)
    assert f"\n    {command.NAME}" in overview
    assert " ".join(command.HELP.split()) in " ".join(overview.split())
    shown = help_of(command.NAME, capsys=capsys)
    assert shown.startswith(f"usage: qa {command.NAME} ")
    assert command.DESCRIPTION in shown
    assert f"\nexamples:\n  qa {command.NAME}" in shown
    assert max(map(len, shown.splitlines())) <= 100


def test_help_needs_neither_numpy_nor_a_model() -> None:
    """Nor does wrong usage: they are answered at once."""
    code = (
        "import sys; from qa.cli.main import main\n"
        "for arguments in (['--help'], ['ask', '--help'], ['eval'], []):\n"
        "    try: main(arguments)\n"
        "    except SystemExit: pass\n"
        "print(sorted({'numpy', 'torch', 'gradio', 'onnxruntime', 'faiss'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.endswith("[]\n")


def test_qa_alone_shows_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    """And the first steps, on one screen; it is help, and no error."""
    with pytest.raises(SystemExit) as caught:
        main([])
    assert caught.value.code == 0
    shown = capsys.readouterr().out
    for line in ("qa build ~/papers", "qa ask ", "qa serve", "qa --help"):
        assert line in shown
    assert all(f"\n  {command.NAME} " in shown for command in COMMANDS)
    lines = shown.splitlines()
    assert len(lines) < 30
    assert max(map(len, lines)) <= 90


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["asq"], "there is no command 'asq'. Did you mean 'qa ask'?"),
        (["biuld", "corpus"], "Did you mean 'qa build'?"),
        (["list"], "Did you mean 'qa docs'?"),
        (["xyzzy"], "there is no command 'xyzzy'. qa --help lists all commands."),
        (["Who pays?"], "To ask a question: qa ask 'Who pays?'"),
        (["ask", "Who?", "--jsn"], "unrecognized arguments: --jsn. Did you mean '--json'?"),
        (["ask", "Who?", "--zzz"], "unrecognized arguments: --zzz\n"),
    ],
)
def test_what_is_misspelt_is_suggested(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A command, what other programs call it, an option, or a question without a command."""
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert says in capsys.readouterr().err


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    """With the name under which it is installed."""
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out == f"quoth {qa.__version__}\n"


@pytest.mark.parametrize("arguments", [["ask"], ["ask", "x", "-k", "0"], ["nonsense"]])
def test_wrong_usage_exits_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """As every command line does."""
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: qa" in capsys.readouterr().err


def test_an_error_is_one_line_without_a_traceback(tmp_path: Path) -> None:
    """On standard error, with exit status 1."""
    done = run("info", "--index", tmp_path / "none")
    assert done.returncode == 1
    assert done.stdout == b""
    error = done.stderr.decode()
    assert error.startswith(f"qa: No index at '{tmp_path / 'none'}'")
    assert error.count("\n") == 1


def test_a_package_that_is_missing_is_named_with_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """As Gradio on a machine that only answers in the shell."""
    monkeypatch.setitem(sys.modules, "qa.web", None)
    monkeypatch.setitem(sys.modules, "gradio", None)
    monkeypatch.delitem(sys.modules, "qa.web")
    for name in [name for name in sys.modules if name.startswith("qa.web")]:
        monkeypatch.delitem(sys.modules, name)
    assert main(["serve", "--index", str(tmp_path)]) == 1
    assert capsys.readouterr().err == (
        "qa: The package 'gradio' is not installed. Run: pip install gradio\n"
    )


def test_a_reader_that_has_gone_is_no_error(library: Library) -> None:
    """As when the output is piped into ``head``: nothing is printed."""
    library.build(a="Bird.")
    reading, writing = os.pipe()
    os.close(reading)
    with subprocess.Popen(
        [sys.executable, "-m", "qa", "info", "--index", library.root],
        cwd=ROOT,
        stdout=writing,
        stderr=subprocess.PIPE,
    ) as process:
        os.close(writing)
        assert process.stderr
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a file that is always full")
def test_a_full_disk_is_said_in_a_sentence(library: Library) -> None:
    """As when the output goes to a file: no traceback, and nothing more at exit."""
    library.build(a="Bird.")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "qa", "info", "--index", library.root],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            timeout=120,
        )
    assert (done.returncode, done.stderr) == (1, b"qa: No space is left to write the output.\n")


@pytest.mark.skipif(sys.platform == "win32", reason="arguments are text there")
def test_no_byte_of_an_argument_and_no_terminal_is_in_the_way(index: str) -> None:
    """A byte that is not UTF-8 is refused in words; a terminal may know ASCII only."""
    refused = run("ask", b"Who \xff opposed the tariffs?", "--index", index, encoding="ascii")
    assert refused.returncode == 2
    assert b"UTF-8" in refused.stderr
    question = ("ask", "Who opposed the tariffs?", "--json", "-k", "1")
    done = run(*question, "--index", index, encoding="ascii")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["quotes"][0]["text"].startswith("This directive followed a vote")

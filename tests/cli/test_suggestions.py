"""A misspelt command is understood, not obeyed."""

from __future__ import annotations

import shlex

from qa.cli.suggestions import unknown_arguments, unknown_command

NAMES = ("build", "ask", "serve", "verify", "verify-index")


def test_the_closest_command_is_suggested() -> None:
    """In whatever case; nothing if none is near."""
    assert unknown_command("serv", NAMES).endswith("Did you mean 'qa serve'?")
    assert unknown_command("VERIFY", NAMES).endswith("Did you mean 'qa verify'?")
    assert unknown_command("qqqqqq", NAMES).endswith("qa --help lists all commands.")


def test_a_question_is_quoted_for_the_shell() -> None:
    """What is suggested can be pasted; a long question is not repeated."""
    _, _, command = unknown_command("What's that? $(rm)", NAMES).partition("question: ")
    assert shlex.split(command) == ["qa", "ask", "What's that? $(rm)"]
    assert unknown_command("why " * 1000, NAMES).endswith("qa ask QUESTION")


def test_a_long_word_is_no_command_and_no_burden() -> None:
    """It is cut before it is compared."""
    assert len(unknown_command("a" * 1_000_000, NAMES)) < 120


def test_options_are_suggested_without_their_values() -> None:
    """As they were typed, with or without an equals sign."""
    assert unknown_arguments(["--formt=html"], ["--format"]).endswith("Did you mean '--format'?")
    assert unknown_arguments(["extra"], ["--format"]) == "unrecognized arguments: extra"

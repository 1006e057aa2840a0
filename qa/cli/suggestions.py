"""What a misspelt command or option was probably meant to be."""

from __future__ import annotations

from difflib import get_close_matches
from shlex import quote
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST = 40  # characters of what can be a misspelt name
_ALIKE = 0.6  # share of characters, as difflib counts them
_OTHER_NAMES = {
    "evaluate": "eval",
    "index": "build",
    "list": "docs",
    "ls": "docs",
    "documents": "docs",
    "query": "ask",
    "search": "ask",
    "delete": "remove",
    "rm": "remove",
    "web": "serve",
    "start": "serve",
    "show": "open",
    "version": "--version",
    "help": "--help",
}
"""What other programs call it → what Quoth does."""


def unknown_command(typed: str, names: Sequence[str]) -> str:
    """Return that there is no such command, and what may have been meant.

    Args:
        typed: in place of a command.
        names: of the commands.
    """
    if len(typed.split()) > 1:
        return (
            f"there is no command {typed[:_LONGEST]!r}. To ask a question: qa ask {_shell(typed)}"
        )
    meant = _OTHER_NAMES.get(typed.casefold()) or _closest(typed, names)
    guess = f" Did you mean 'qa {meant}'?" if meant else " qa --help lists all commands."
    return f"there is no command {typed[:_LONGEST]!r}.{guess}"


def unknown_arguments(typed: Sequence[str], options: Sequence[str]) -> str:
    """Return that arguments are not known, and what the first option may have been meant to be.

    Args:
        typed: that no argument of the command takes.
        options: of the command.
    """
    listed = " ".join(typed)
    name = next((one.partition("=")[0] for one in typed if one.startswith("--")), "")
    meant = _closest(name, options)
    return f"unrecognized arguments: {listed}" + (f". Did you mean '{meant}'?" if meant else "")


def _closest(typed: str, names: Sequence[str]) -> str:
    found = get_close_matches(typed[:_LONGEST].casefold(), names, 1, _ALIKE)
    return found[0] if found else ""


def _shell(typed: str) -> str:
    return quote(typed) if len(typed) <= _LONGEST else "QUESTION"

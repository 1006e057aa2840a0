"""Questions one after the other on a terminal: ``qa ask`` without a question."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from qa.cli.output import print_error
from qa.errors import QAError

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.records import Answer

_WELCOME = "Ask {count}. “?” shows help, “exit” ends."
_HELP = """\
Type a question in plain words and press Enter. It can follow on from the one
before, such as “and in 2023?”.

  open 2    open the source of quote 2
  new       forget the last question: the next one stands alone
  ?         show this help
  exit      end, as Ctrl-D does

Ctrl-C discards what you have typed, or stops a search. Arrow up brings back
what you typed before. Nothing that you type is stored."""
_PROMPT = "\nqa> "
_OPEN = re.compile(r"open(?: ([0-9]{1,6}))?", re.IGNORECASE)
_END = frozenset({"exit", "quit", ":q"})


def converse(
    count: str,
    ask: Callable[[str, Answer | None], Answer],
    show: Callable[[Answer], None],
    open_number: Callable[[int], None],
) -> None:
    """Read questions from the terminal and answer them, until the user ends.

    What was typed stays in memory only.

    Args:
        count: the number of documents, in words.
        ask: answers a question, which may lean on the answer before.
        show: prints an answer.
        open_number: opens the source of a quote of the last answer.
    """
    _edit_lines()
    print(_WELCOME.format(count=count))
    last: Answer | None = None
    while (line := _typed()).casefold() not in _END:
        try:
            if line == "?":
                print(_HELP)
            elif line.casefold() == "new":
                last = None
            elif opening := _OPEN.fullmatch(line):
                open_number(int(opening[1] or 1))
            elif line:
                last = ask(line, last)
                print()
                show(last)
        except QAError as error:
            print_error(error)
        except KeyboardInterrupt:
            print("\nStopped.", file=sys.stderr)


def _typed() -> str:
    """Return the next line that was typed; empty if it was dropped, ``exit`` at the end."""
    try:
        return input(_PROMPT).strip()
    except EOFError:
        print()  # below the prompt
        return "exit"
    except KeyboardInterrupt:
        print()
        return ""


def _edit_lines() -> None:
    """Let arrow keys edit and recall lines, where Python has a library for that."""
    try:
        import readline
    except ImportError:  # as on Windows, whose console does it by itself
        return
    # Tab would complete names of Python, or of files, which no question has.
    readline.parse_and_bind("tab: self-insert")

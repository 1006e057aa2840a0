"""What commands share: how one is declared, its index, and what arguments may be.

argparse tells the user what is wrong with an argument.
"""

from __future__ import annotations

import os
from argparse import ArgumentTypeError, HelpFormatter, RawDescriptionHelpFormatter
from pathlib import Path
from typing import TYPE_CHECKING

from qa.settings import Settings

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction
    from collections.abc import Callable

PICTURES = (".png", ".svg", ".pdf")
"""Suffixes of the formats a picture can have."""


def add_command(
    commands: _SubParsersAction[ArgumentParser],
    name: str,
    run: Callable[[Namespace], int],
    summary: str,
    description: str,
) -> ArgumentParser:
    """Declare a command; ``run`` gives its status.

    A description of several lines is printed as it stands, one of a single line is wrapped.
    """
    shape = RawDescriptionHelpFormatter if "\n" in description else HelpFormatter
    parser = commands.add_parser(name, help=summary, description=description, formatter_class=shape)
    parser.set_defaults(run=run)
    return parser


def add_index(parser: ArgumentParser) -> None:
    """Declare ``--index``, which :func:`index_of` reads."""
    parser.add_argument("--index", metavar="INDEX", help="folder of the index (QA_INDEX or index)")


def index_of(options: Namespace) -> Path:
    """Return the folder of the index that is asked for."""
    return Path(options.index) if options.index else Settings().index


def positive(text: str) -> int:
    """Return a whole number from 1 on."""
    number = int(text)
    if number < 1:
        msg = f"must be at least 1, not {number}"
        raise ArgumentTypeError(msg)
    return number


def text(argument: str) -> str:
    """Return words or an address, which must be UTF-8; a path need not be."""
    try:
        argument.encode()
    except UnicodeEncodeError as error:
        byte = os.fsencode(argument[error.start])[0]
        msg = f"holds the byte 0x{byte:02X}, which is no UTF-8; set the terminal's locale to UTF-8"
        raise ArgumentTypeError(msg) from None
    return argument


def probability(text: str) -> float:
    """Return a number from 0 to 1."""
    number = float(text)
    if not 0 <= number <= 1:
        msg = f"must be 0 to 1, not {text}"
        raise ArgumentTypeError(msg)
    return number


def port(text: str) -> int:
    """Return the number of a TCP port, 0 for any free one."""
    number = int(text)
    if not 0 <= number < 1 << 16:
        msg = f"must be 0 to 65535, not {number}"
        raise ArgumentTypeError(msg)
    return number


def picture(text: str) -> Path:
    """Return the path of a picture to write, in a folder that there is."""
    path = Path(text)
    if path.suffix.lower() not in PICTURES:
        msg = f"must end in {' '.join(PICTURES)}, not {path.suffix!r}"
        raise ArgumentTypeError(msg)
    if not path.parent.is_dir():
        msg = f"there is no folder {str(path.parent)!r} to write it to"
        raise ArgumentTypeError(msg)
    return path

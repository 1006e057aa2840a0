"""What commands share: arguments that several of them take, and what an argument may be.

argparse prints the message of an :class:`~argparse.ArgumentTypeError` after the option's name.
"""

from __future__ import annotations

import os
from argparse import SUPPRESS, ArgumentTypeError
from pathlib import Path
from typing import TYPE_CHECKING

from qa.collection_file import named_collection
from qa.errors import QAError
from qa.settings import Settings

if TYPE_CHECKING:
    from argparse import Namespace, _ActionsContainer

    from qa.collection_file import Collection

PICTURES = (".png", ".svg", ".pdf")
"""Suffixes of the formats that a plot can have."""

_LARGEST_PORT = (1 << 16) - 1


def add_index(arguments: _ActionsContainer) -> None:
    """Declare ``--index`` and ``--collection``, which :func:`index_of` reads.

    Args:
        arguments: the parser, or a group of its options.
    """
    which = arguments.add_mutually_exclusive_group()
    which.add_argument(
        "--index", metavar="INDEX", help="folder of the index (default: QA_INDEX or index)"
    )
    add_collection(which)


def add_collection(arguments: _ActionsContainer) -> None:
    """Declare ``--collection``, which :func:`collection_of` reads.

    Args:
        arguments: the parser, or a group of its options.
    """
    arguments.add_argument(
        "--collection",
        metavar="NAME",
        default=SUPPRESS,  # it may stand before the command too
        help="use a collection that QA_COLLECTIONS or collections.ini names",
    )


def collection_of(options: Namespace) -> Collection | None:
    """Return the collection that a command is for, None for none.

    Args:
        options: with the option that :func:`add_collection` declares.

    Raises:
        QAError: there is no collection of that name.
    """
    return named_collection(options.collection) if options.collection else None


def index_of(options: Namespace) -> Path:
    """Return the folder of the index to use.

    Args:
        options: with the options that :func:`add_index` declares.

    Raises:
        QAError: there is no collection of that name.
    """
    if collection := collection_of(options):
        return collection.index
    return Path(options.index) if options.index else Settings.current().index


def corpus_of(collection: Collection) -> Path:
    """Return the folder of the documents of a collection.

    Args:
        collection: the collection.

    Raises:
        QAError: none is named for it.
    """
    if collection.corpus is None:
        msg = f"No folder of documents is named for the collection {collection.name!r}."
        raise QAError(msg)
    return collection.corpus


def add_documents(arguments: _ActionsContainer, purpose: str) -> None:
    """Declare ``--in``, which narrows a command to some documents.

    Args:
        arguments: the parser, or a group of its options.
        purpose: what the command does with these documents.
    """
    arguments.add_argument(
        "--in",
        dest="documents",
        action="append",
        metavar="GLOB",
        help=f"{purpose}, such as '2024/*.pdf'; repeat it for more",
    )


def add_json(arguments: _ActionsContainer) -> None:
    """Declare ``--json``.

    Args:
        arguments: the parser, or a group of its options.
    """
    arguments.add_argument("--json", action="store_true", help="print JSON instead of text")


def add_evidence_model(arguments: _ActionsContainer) -> None:
    """Declare ``--evidence-model``.

    Args:
        arguments: the parser, or a group of its options.
    """
    arguments.add_argument(
        "--evidence-model",
        metavar="NAME",
        help="the reader: default, none, or the name or folder of a CrossEncoder",
    )


def positive(argument: str) -> int:
    """Return a whole number of at least 1.

    Args:
        argument: as typed.
    """
    if not _is_whole(argument) or int(argument) < 1:
        msg = f"must be at least 1, not {argument}"
        raise ArgumentTypeError(msg)
    return int(argument)


def port(argument: str) -> int:
    """Return the number of a TCP port; 0 means any free one.

    Args:
        argument: as typed.
    """
    if not _is_whole(argument) or not 0 <= int(argument) <= _LARGEST_PORT:
        msg = f"must be 0 to {_LARGEST_PORT}, not {argument}"
        raise ArgumentTypeError(msg)
    return int(argument)


def probability(argument: str) -> float:
    """Return a number from 0 to 1.

    Args:
        argument: as typed.
    """
    try:
        number = float(argument)
    except ValueError:
        number = -1
    if not 0 <= number <= 1:  # nor is "nan" between them
        msg = f"must be 0 to 1, not {argument}"
        raise ArgumentTypeError(msg)
    return number


def text(argument: str) -> str:
    """Return words or an address, which must be UTF-8; a path need not be.

    Args:
        argument: as typed.
    """
    try:
        argument.encode()
    except UnicodeEncodeError as error:
        byte = os.fsencode(argument[error.start])[0]
        msg = f"contains the byte 0x{byte:02X}, which is not UTF-8. Use a UTF-8 terminal and locale"
        raise ArgumentTypeError(msg) from None
    return argument


def picture(argument: str) -> Path:
    """Return the path of a picture to write, in a folder that exists.

    Args:
        argument: as typed.
    """
    path = Path(argument)
    if path.suffix.lower() not in PICTURES:
        msg = f"must end in {' '.join(PICTURES)}, not {path.suffix!r}"
        raise ArgumentTypeError(msg)
    if not path.parent.is_dir():
        msg = f"is in the folder {str(path.parent)!r}, which does not exist"
        raise ArgumentTypeError(msg)
    return path


def _is_whole(argument: str) -> bool:
    """Return whether an argument is a whole number in ASCII, which ``int`` then reads."""
    return argument.isascii() and argument.removeprefix("-").isdecimal()

"""The command ``qa``: the list of its commands, its help, and what it says of errors.

A command is a module of :mod:`qa.cli` with the names of :class:`Command`, and a line in
:data:`COMMANDS`. It imports what takes long, such as numpy, in ``run``, so that help and wrong
usage are answered at once.
"""

from __future__ import annotations

import errno
import logging
import os
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from io import TextIOWrapper
from typing import TYPE_CHECKING, Protocol

from qa.cli import (
    ask,
    build,
    check,
    completion,
    docs,
    evaluate,
    fill,
    grid,
    info,
    mcp,
    open_source,
    remove,
    replay,
    restore_index,
    serve,
    verify,
    verify_index,
    watch,
)
from qa.cli.arguments import add_collection
from qa.cli.output import print_error
from qa.cli.suggestions import unknown_arguments, unknown_command
from qa.errors import QAError
from qa.telemetry import close_process
from qa.terminal import safe_output
from qa.version import __version__

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence


class Command(Protocol):
    """What the module of a command defines.

    Attributes:
        NAME: what the user types after ``qa``.
        HELP: what it does, for the list of commands: a verb and a few words, no full stop.
        DESCRIPTION: what it does, for its own help, in lines of at most 100 characters.
        EXAMPLES: what to type, and the exit statuses.
    """

    NAME: str
    HELP: str
    DESCRIPTION: str
    EXAMPLES: str

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments of the command.

        Args:
            parser: of this command.
        """

    def run(self, options: Namespace) -> int:
        """Do the work, print the result, and return the exit status.

        Args:
            options: as :meth:`add_arguments` declares them.
        """


COMMANDS: tuple[Command, ...] = (
    build,
    ask,
    open_source,
    grid,
    serve,
    docs,
    info,
    remove,
    fill,
    check,
    verify,
    replay,
    watch,
    evaluate,
    verify_index,
    restore_index,
    mcp,
    completion,
)
"""Every command, in the order of the help: first what a newcomer needs."""

_ABOUT = """\
Ask your documents and get their own words back.

Quoth finds the sentences that answer a question, quotes them to the character and cites their
source. If the documents do not answer, it says so. It never writes a sentence of its own and
needs no network. It sends nothing anywhere unless you name an address: a webhook for qa watch, or
a cluster for the index."""

_FIRST_STEPS = """\
first steps:
  qa build ~/papers                        index your documents
  qa ask "Who opposed the tariffs?"        print the quotes that answer
  qa open 1                                open the source of quote 1
  qa serve                                 or ask in the web chat"""

_MORE = f"""\
{_FIRST_STEPS}

more:
  qa ask "Who pays?" --in "contracts/*"    search some documents only
  qa ask "Who pays?" --receipt pays.json   save the answer, so that others can verify it
  qa verify pays.json --source contracts   check the saved quotes against the documents
  qa watch receipts                        report saved answers that have changed
  qa check "Nobody pays."                  is this in the documents, word for word?
  qa fill caiq.xlsx                        answer the questions of a form with quotes
  qa ask "Who pays?" --collection leases   ask one of the collections in collections.ini
  qa COMMAND --help                        arguments and examples of a command

environment:
  QA_INDEX    folder of the index (default: index)
  QA_COLLECTIONS
              file that names collections: folders, each with an index (default: collections.ini,
              if there is one)
  QA_TOKEN    token of qa serve for other machines, at least 16 characters
  QA_MODEL    embedding model: sentence-transformers name or folder, or static
              (default: all-MiniLM-L6-v2, which is included)
  QA_EVIDENCE_MODEL
              the reader: default, none, or the name or folder of a CrossEncoder
  QA_CACHE    folder of exported models (default: ~/.cache/quoth)
  QA_STATE    folder that remembers where the last answer's quotes are, for qa open, and what qa
              watch has reported; none to remember nothing (default: ~/.local/state/quoth)
  QA_STORE    cluster to ask instead of the folder: milvus://host:19530. Only --store publishes
              to a cluster or removes from one.
  QA_STORE_TOKEN, QA_STORE_TOKEN_FILE
              user:password of the cluster, or a file with it
  QA_READ_TIMEOUT_S, QA_READ_MEMORY_MB
              time and memory for reading one file (default: 60 s, 2048 MiB)
  QA_MAX_FILE_MB, QA_MAX_UNPACKED_MB, QA_MAX_PAGES
              largest file, unpacked size and PDF (default: 256 MiB, 512 MiB, 10000 pages)
  QA_ENCODING encoding of text that is not UTF-8 and does not name its encoding (default: a guess)
  QA_OCR, QA_OCR_LANGUAGES
              recognize words in pictures of pages: auto, off or force (default: auto), and their
              languages by tesseract's names, such as deu+eng (default: eng)
  QA_CHECK_TIMEOUT_S
              time for checking one quotation (default: 60 s)
  NO_COLOR    set it to anything for text without bold and colours

exit status: 0 done, also if nothing was found; 1 an error, or files were skipped, or a quote or
answer does not hold; 2 wrong usage; 3 qa watch: a saved answer has changed"""

_FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)  # a disk, a file, a user's share
_INTERRUPTED = 130  # what shells return for a program that Ctrl-C ended


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status: 0 done, 1 error, 2 wrong usage.

    Args:
        arguments: after ``qa`` (default: those of the process).
    """
    logging.basicConfig(format="%(levelname)s: %(message)s", level=logging.WARNING)
    with safe_output():
        options = _parse(sys.argv[1:] if arguments is None else arguments)
        return _run(options)


def entry() -> None:
    """Run the command as installed."""
    close_process()
    # A file name or a pipe may hold bytes that are not UTF-8, and a terminal may know ASCII only:
    # neither ends a command.
    for stream, unreadable in (
        (sys.stdin, "surrogateescape"),
        (sys.stdout, "backslashreplace"),
        (sys.stderr, "backslashreplace"),
    ):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=unreadable)
    sys.exit(main())


def new_parser() -> ArgumentParser:
    """Return the parser of the command line, with all commands."""
    parser = ArgumentParser(
        prog="qa",
        description=_ABOUT,
        epilog=_MORE,
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"quoth {__version__}")
    add_collection(parser)
    parser.set_defaults(collection=None)
    subparsers = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for command in COMMANDS:
        subparser = subparsers.add_parser(
            command.NAME,
            help=command.HELP,
            description=command.DESCRIPTION,
            epilog=command.EXAMPLES,
            formatter_class=RawDescriptionHelpFormatter,
        )
        command.add_arguments(subparser)
        subparser.set_defaults(run=command.run, subparser=subparser)
    return parser


def _parse(arguments: Sequence[str]) -> Namespace:
    """Return the options of a command; exits after printing help or what is wrong."""
    parser = new_parser()
    if not arguments:
        print(_overview())
        parser.exit(0)
    first = arguments[0]
    names = [command.NAME for command in COMMANDS]
    if not first.startswith("-") and first not in names:
        parser.error(unknown_command(first, names))
    options, unknown = parser.parse_known_args(arguments)
    if unknown:
        known = [name for name in options.subparser._option_string_actions if name[:2] == "--"]  # noqa: SLF001 - argparse has no public way
        options.subparser.error(unknown_arguments(unknown, known))
    for folder in ("index", "into", "source"):  # argparse sees only those behind the command
        if options.collection and getattr(options, folder, None):
            parser.error(f"argument --{folder}: not allowed with argument --collection")
    return options


def _overview() -> str:
    """Return what ``qa`` alone shows: what it is, the commands, and how to begin."""
    width = max(len(command.NAME) for command in COMMANDS) + 2
    commands = "\n".join(f"  {command.NAME:{width}}{command.HELP}" for command in COMMANDS)
    about = _ABOUT.partition("\n")[0]
    return (
        f"{about}\n\n{_FIRST_STEPS}\n\ncommands:\n{commands}\n\n"
        "qa COMMAND --help shows the arguments and examples of a command, qa --help all settings."
    )


def _run(options: Namespace) -> int:
    """Run the command that was typed, and say in one sentence what went wrong."""
    run: Callable[[Namespace], int] = options.run
    try:
        status = run(options)
        sys.stdout.flush()  # raises here, and not at exit, if the reader of a pipe has gone
    except QAError as error:
        print_error(error)
    except ModuleNotFoundError as error:
        if not error.name or error.name.partition(".")[0] == "qa":
            raise
        from qa.cli.distributions import how_to_install

        how = how_to_install(error.name)
        print_error(f"The package {error.name!r} is not installed. Run: {how}")
    except KeyboardInterrupt:
        print(file=sys.stderr)  # below the ^C that the terminal shows
        print_error("stopped. No data was lost.")
        return _INTERRUPTED
    except BrokenPipeError:  # the reader, such as head, has seen enough
        _write_no_more()
        return 0
    except OSError as error:
        print_error(_trouble_of(error))
    else:
        return status
    return 1


def _trouble_of(error: OSError) -> str:
    """Return what is wrong with a file, which a user can mend; any other error is raised."""
    if isinstance(error, PermissionError):
        return f"No permission to read or write {error.filename!r} ({error.strerror})."
    if error.errno not in _FULL:
        if error.filename is None:
            raise error
        return f"{error.filename!r} cannot be read or written ({error.strerror})."
    if error.filename is None:
        _write_no_more()
        return "No space is left to write the output."
    return f"No space is left to write {error.filename!r}."


def _write_no_more() -> None:
    """Drop what is left to write, so that nothing is said of it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

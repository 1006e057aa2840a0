"""``qa mcp``: the documents as tools for a language model's program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.cli.arguments import add_index, index_of, port

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

NAME = "mcp"
HELP = "serve the documents to language models (MCP)"
DESCRIPTION = """\
Serve the documents to a program that uses a language model, through the Model Context Protocol. The
tools are ask, check and read_source. They work over standard input and output, or with --http over
HTTP on this machine. Install what this needs with: pip install "quoth[mcp]"\
"""
EXAMPLES = """\
examples:
  qa mcp                  the program starts this command itself
  qa mcp --http           the program connects to http://127.0.0.1:7861/mcp"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``qa mcp``.

    Args:
        parser: of this command.
    """
    add_index(parser)
    parser.add_argument("--http", action="store_true", help="serve HTTP, at /mcp on this machine")
    parser.add_argument("--port", type=port, default=7861, help="port of --http (default: 7861)")


def run(options: Namespace) -> int:
    """Serve until the process is stopped, and return the exit status.

    Args:
        options: as :func:`add_arguments` declares them.
    """
    from qa.mcp_server import run as run_server  # needs the extra

    run_server(index_of(options), port=options.port if options.http else None)
    return 0

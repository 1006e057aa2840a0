"""The commands ``qa serve`` and ``qa mcp``: the page and the interfaces for programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qa.cli.arguments import add_command, add_index, index_of, port
from qa.errors import QAError
from qa.settings import Settings

if TYPE_CHECKING:
    import argparse

DEFAULT_CORPUS = Path("corpus")
"""Folder of the documents where no other index is asked for than the default one."""

_SERVE = """\
Serve the web chat, and its interface for programs, on this machine. It picks up a newer index
by itself.

To open it to a network, name an address with --host and set a token in the environment
variable QA_TOKEN, or give a list of users. There is no encryption: put a proxy that speaks
HTTPS in front of it."""

_MCP = """\
Offer the documents to a language model's program by the Model Context Protocol: the tools ask,
check and read_source, over standard input and output, or with --http over HTTP on this machine.
It takes the extra: pip install 'quoth[mcp]'."""


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the commands and their arguments."""
    serve = add_command(commands, "serve", _serve, "open the web chat", _SERVE)
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    serve.add_argument("--port", type=port, default=7860, help="port, 0 for a free one (7860)")
    serve.add_argument("--open", action="store_true", help="open the page in the browser")
    serve.add_argument(
        "--corpus",
        metavar="FOLDER",
        help="folder of the documents, which the page may then add to, take from and build from "
        "(corpus, where --index is not given)",
    )
    serve.add_argument(
        "--read-only", action="store_true", help="let the page change no documents at all"
    )
    serve.add_argument("--users", metavar="FILE", help="who may use it: a name and a token a line")
    serve.add_argument(
        "--name",
        action="append",
        default=[],
        metavar="HOST",
        help="a further name it is reached by; may be given several times",
    )
    serve.add_argument(
        "--proxy",
        action="append",
        default=[],
        metavar="ADDRESS",
        help="address or network of a proxy whose X-Forwarded-For and X-Forwarded-Proto count "
        "(none); may be given several times",
    )
    serve.add_argument("--log", choices=["text", "json"], default="text", help="form of the log")
    serve.add_argument(
        "--log-questions", action="store_true", help="write questions into the log, as JSON lines"
    )
    add_index(serve)

    mcp = add_command(
        commands, "mcp", _mcp, "offer the documents to language models' programs", _MCP
    )
    mcp.add_argument("--http", action="store_true", help="over HTTP, at /mcp on this machine")
    mcp.add_argument("--port", type=port, default=7861, help="port of --http (7861)")
    add_index(mcp)


def _serve(options: argparse.Namespace) -> int:
    from qa.web import serve  # noqa: PLC0415 - Gradio takes seconds
    from qa.web.authentication.keys import read_keys  # noqa: PLC0415
    from qa.web.monitoring.logs import log_as_json, log_as_text  # noqa: PLC0415
    from qa.web.network.listening import startup_message  # noqa: PLC0415

    if options.log == "json" or options.log_questions:
        log_as_json()
    else:
        log_as_text()

    def ready(address: str) -> None:
        print(startup_message(address, options.host), flush=True)

    serve(
        index_of(options),
        host=options.host,
        port=options.port,
        names=options.name,
        corpus=_corpus(options),
        keys=read_keys(Path(options.users) if options.users else None),
        proxies=options.proxy,
        log_questions=options.log_questions,
        open_browser=options.open,
        on_ready=ready,
    )
    return 0


def _mcp(options: argparse.Namespace) -> int:
    try:
        from qa.mcp_server import run  # noqa: PLC0415
    except ModuleNotFoundError as error:
        msg = f"The package {error.name!r} is missing. Run: pip install 'quoth[mcp]'"
        raise QAError(msg) from error
    run(index_of(options), port=options.port if options.http else None)
    return 0


def _corpus(options: argparse.Namespace) -> Path | None:
    """Return the folder that the page may change; that of another index is not guessed."""
    if options.read_only:
        return None
    if options.corpus:
        folder = Path(options.corpus)
        if folder.exists() and not folder.is_dir():
            msg = f"{options.corpus!r} is no folder. Name the folder of the documents."
            raise QAError(msg)
        return folder
    is_default = not options.index and Settings().index == Path("index")
    return DEFAULT_CORPUS if is_default and DEFAULT_CORPUS.is_dir() else None

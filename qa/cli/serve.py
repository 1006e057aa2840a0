"""``qa serve``: the web chat, and the HTTP interface for programs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from qa.cli.arguments import add_index, collection_of, index_of, port
from qa.collection_file import check_folders, known_collections
from qa.errors import QAError
from qa.settings import Settings, override

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from qa.collection_file import Collection

NAME = "serve"
HELP = "start the web chat"
DESCRIPTION = """\
Serve the web chat, and an HTTP interface for programs, on this machine. When a build has finished,
the server switches to the new index.

To serve other machines, name an address with --host, and set a token in the environment variable
QA_TOKEN or list users with --users. Quoth does not encrypt connections: put an HTTPS proxy in front
of it."""
EXAMPLES = """\
examples:
  qa serve --open
  qa serve --index papers-index --corpus ~/papers
  qa serve --collections collections.ini   several collections, each with an index of its own
  QA_TOKEN=$(openssl rand -hex 16) qa serve --host 0.0.0.0"""

_DEFAULT_CORPUS = Path("corpus")  # folder of the documents of the default index


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``qa serve``.

    Args:
        parser: of this command.
    """
    parser.add_argument("--open", action="store_true", help="open the page in the browser")
    parser.add_argument(
        "--port", type=port, default=7860, help="port, 0 for a free one (default: 7860)"
    )
    documents = parser.add_argument_group("documents")
    add_index(documents)
    documents.add_argument(
        "--collections",
        metavar="FILE",
        help="serve all collections that this file names, each under its own path "
        "(default: QA_COLLECTIONS or collections.ini, if there is one)",
    )
    documents.add_argument(
        "--corpus",
        metavar="FOLDER",
        help="folder of the documents, so that the page can change them and build the index "
        "(default: corpus, unless --index is set)",
    )
    documents.add_argument(
        "--read-only", action="store_true", help="do not let anyone change documents in the page"
    )
    network = parser.add_argument_group("other machines")
    network.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)"
    )
    network.add_argument(
        "--users",
        metavar="FILE",
        help="who may use it: a name and a token on each line, and the collections that this user "
        "may read, if not all: anna TOKEN contracts,papers",
    )
    network.add_argument(
        "--name",
        action="append",
        default=[],
        metavar="HOST",
        help="another host name of this server; repeat it for more",
    )
    network.add_argument(
        "--proxy",
        action="append",
        default=[],
        metavar="ADDRESS",
        help="trust X-Forwarded-For and X-Forwarded-Proto from this address or network; "
        "repeat it for more (default: none)",
    )
    log = parser.add_argument_group("log")
    log.add_argument(
        "--log", choices=["text", "json"], default="text", help="format of the log (default: text)"
    )
    log.add_argument("--log-questions", action="store_true", help="log questions, as JSON lines")


def run(options: Namespace) -> int:
    """Serve until the process is stopped, and return the exit status.

    Args:
        options: as :func:`add_arguments` declares them.
    """
    from qa.web import serve  # Gradio takes seconds to import
    from qa.web.authentication.keys import read_keys
    from qa.web.monitoring.logs import log_as_json, log_as_text
    from qa.web.network.listening import startup_message

    if options.log == "json" or options.log_questions:
        log_as_json()
    else:
        log_as_text()

    collections = _collections(options)
    serve(
        collections or index_of(options),
        host=options.host,
        port=options.port,
        names=options.name,
        corpus=None if collections else _corpus(options),
        keys=read_keys(Path(options.users) if options.users else None),
        proxies=options.proxy,
        log_questions=options.log_questions,
        open_browser=options.open,
        on_ready=lambda address: print(startup_message(address, options.host), flush=True),
    )
    return 0


def _collections(options: Namespace) -> tuple[Collection, ...]:
    """Return the collections to serve; none where the options name an index or documents."""
    override("QA_COLLECTIONS", options.collections)
    if named := collection_of(options):
        found: tuple[Collection, ...] = (named,)
    elif options.index or options.corpus:
        found = ()
    else:
        found = known_collections()
    mixed = options.corpus if found else options.collections
    if mixed:
        msg = "A collection has documents of its own. Leave out --index and --corpus."
        raise QAError(msg)
    if found:
        check_folders()
    return tuple(replace(one, corpus=None) for one in found) if options.read_only else found


def _corpus(options: Namespace) -> Path | None:
    """Return the folder that the page may change, None for none.

    Only the default index is known to be built from ``corpus``. Building another index from a
    folder that happens to have that name would lose its documents.
    """
    if options.read_only:
        return None
    if options.corpus:
        folder = Path(options.corpus)
        if folder.exists() and not folder.is_dir():
            msg = f"{options.corpus!r} is not a folder. Name the folder of the documents."
            raise QAError(msg)
        return folder
    is_default = not options.index and Settings.current().index == Path("index")
    return _DEFAULT_CORPUS if is_default and _DEFAULT_CORPUS.is_dir() else None

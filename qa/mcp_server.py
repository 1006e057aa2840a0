"""The documents as tools of the Model Context Protocol: what a model reads here is quoted.

The library reads the annotations of the tools when it runs, so they are evaluated here.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

from qa.asking import K
from qa.characters import half_pair
from qa.deadlines import deadline
from qa.errors import QAError
from qa.pipeline import ask
from qa.stores.live import live_generation
from qa.verification.checking import check

LONGEST_READ = 20_000
"""Characters of a document that are given at once."""

_LONGEST_S = 60  # that a tool may take

_INSTRUCTIONS = (
    "Quoth answers from the user's documents in their own words. Quote what it returns to the "
    "character and name the citation; where found is false, say that the documents do not tell."
)


def server(root: Path) -> MCPServer[Any]:
    """Return a server with the tools ``ask``, ``check`` and ``read_source`` over an index."""
    made: MCPServer[Any] = MCPServer(
        "quoth", instructions=_INSTRUCTIONS, version=version("quoth"), log_level="WARNING"
    )

    @made.tool(name="ask")
    def ask_documents(
        question: str, k: int = K, documents: list[str] | None = None
    ) -> dict[str, Any]:
        """Answer a question with verbatim quotes and citations, or with "not found".

        Args:
            question: in plain words, at most 10,000 characters.
            k: the most quotes to give, at least 1.
            documents: those to look in, each a doc_id or a pattern such as 2024/*.pdf.
        """
        with (
            _told(question=question, documents=documents),
            _in_time("Answering the question"),
        ):
            return ask(question, root, k, documents=documents).to_dict()

    @made.tool(name="check")
    def check_claim(claim: str, documents: list[str] | None = None) -> dict[str, Any]:
        """Tell whether the documents hold a claimed quotation, word for word.

        Args:
            claim: the words, at most 20,000 characters.
            documents: those it is claimed to be in (default: any).
        """
        with _told(claim=claim, documents=documents):
            return asdict(check(claim, root, documents=documents))

    @made.tool()
    def read_source(doc_id: str, start: int = 0, end: int | None = None) -> dict[str, Any]:
        """Read a document around a quote, at most 20,000 characters at once.

        Args:
            doc_id: as a citation names it.
            start: offset of the first character.
            end: offset after the last.
        """
        with _told(doc_id=doc_id), live_generation(root) as generation:
            document = generation.document(doc_id)
        first = min(max(0, start), len(document.text))
        whole = len(document.text) if end is None else end
        last = max(first, min(whole, first + LONGEST_READ, len(document.text)))
        return {
            "doc_id": document.doc_id,
            "title": document.title,
            "start": first,
            "end": last,
            "length": len(document.text),
            "text": document.text[first:last],
        }

    return made


@contextmanager
def _told(**arguments: object) -> Iterator[None]:
    """Refuse arguments that are no Unicode text, and name errors of ours in their own sentence.

    Other errors are not for the model's eyes.
    """
    for name, value in arguments.items():
        where = half_pair(value, name)
        if where:
            msg = f"{where} holds half of a surrogate pair, which is no character."
            raise ToolError(msg)
    try:
        yield
    except KeyError as error:
        msg = f"There is no document {error.args[0]!r} in the index."
        raise ToolError(msg) from None
    except (QAError, ValueError) as error:
        raise ToolError(str(error)) from None


def _in_time(work: str) -> AbstractContextManager[None]:
    return deadline(_LONGEST_S, work, "Ask for less, or name the documents to look in.")


def run(root: Path, *, port: int | None = None) -> None:
    """Serve until the process is stopped: over standard input and output, or over HTTP.

    Args:
        root: folder of the index.
        port: of HTTP, on this machine only; None for standard input and output.
    """
    made = server(root)
    if port is None:
        made.run("stdio")
    else:
        made.run("streamable-http", host="127.0.0.1", port=port)

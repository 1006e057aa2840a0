"""The documents as tools of the Model Context Protocol: a model reads only quotes and source texts.

The library reads the annotations of the tools when it runs, so they are not postponed here.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

from qa.answers.asker import K
from qa.characters import half_pair
from qa.deadlines import deadline
from qa.errors import QAError
from qa.pipeline import ask
from qa.records import NOT_FOUND
from qa.stores.live import live_generation
from qa.verification.checking import check

LONGEST_READ = 20_000
"""Characters of a document that one call returns."""

_LONGEST_S = 60  # that a tool may take

_INSTRUCTIONS = (
    "Quoth answers from the user's documents in their own words. Quote what it returns to the "
    f'character and name the citation. If found is false, say: "{NOT_FOUND}" The passages in '
    "nearest are probably not an answer."
)


def server(root: Path) -> MCPServer[Any]:
    """Return a server with the tools ``ask``, ``check`` and ``read_source``.

    Args:
        root: folder of the index.
    """
    made: MCPServer[Any] = MCPServer(
        "quoth", instructions=_INSTRUCTIONS, version=version("quoth"), log_level="WARNING"
    )

    # The docstrings of the tools are for the model: it decides by them which tool to call.

    @made.tool(name="ask")
    def ask_documents(
        question: str, k: int = K, documents: list[str] | None = None
    ) -> dict[str, Any]:
        """Answer a question with verbatim quotes and citations, or with "not found".

        Args:
            question: in plain words, at most 10,000 characters.
            k: the most quotes to return, at least 1.
            documents: search only these, each a doc_id, a folder, or a pattern such as 2024/*.pdf.
        """
        with (
            _as_tool_errors(question=question, documents=documents),
            _in_time("Answering the question"),
        ):
            return ask(question, root, k, documents=documents).to_dict()

    @made.tool(name="check")
    def check_claim(claim: str, documents: list[str] | None = None) -> dict[str, Any]:
        """Check whether a quotation is in the documents, word for word.

        Args:
            claim: the words of the quotation, at most 20,000 characters.
            documents: those that it is said to be from (default: any).
        """
        with _as_tool_errors(claim=claim, documents=documents):
            return asdict(check(claim, root, documents=documents))

    @made.tool()
    def read_source(doc_id: str, start: int = 0, end: int | None = None) -> dict[str, Any]:
        """Read the text of a document around a quote, at most 20,000 characters at once.

        Args:
            doc_id: as a citation names it.
            start: offset of the first character.
            end: offset after the last.
        """
        with _as_tool_errors(doc_id=doc_id), live_generation(root) as generation:
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
def _as_tool_errors(**arguments: object) -> Iterator[None]:
    """Refuse arguments that are not Unicode text, and turn our errors into tool errors.

    The messages of other errors may contain what the model must not see.
    """
    for name, value in arguments.items():
        where = half_pair(value, name)
        if where:
            msg = f"{where} has half of a surrogate pair, which is not a character."
            raise ToolError(msg)
    try:
        yield
    except KeyError as error:
        msg = f"There is no document {error.args[0]!r} in the index."
        raise ToolError(msg) from None
    except (QAError, ValueError) as error:
        raise ToolError(str(error)) from None


def _in_time(work: str) -> AbstractContextManager[None]:
    return deadline(_LONGEST_S, work, "Ask for fewer quotes, or name the documents to search.")


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

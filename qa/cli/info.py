"""``qa info``: what an index contains, and what was left out of a document or is doubtful."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from qa.cli.arguments import add_index, index_of
from qa.cli.output import counted
from qa.errors import QAError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Container, Iterable, Sequence

    from qa.errors import DocumentError
    from qa.index.protocol import Searchable

NAME = "info"
HELP = "show what the index contains"
DESCRIPTION = """\
Show what an index contains: its documents, the files that the last build skipped, its size and
its embedding model. Below a document are its notes: what was left out of it, or is doubtful."""
EXAMPLES = """\
examples:
  qa info
  qa info 2024/lease.pdf                the document and its notes
  qa info --index papers-index"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``qa info``.

    Args:
        parser: of this command.
    """
    parser.add_argument(
        "documents",
        nargs="*",
        metavar="DOC",
        help="show only these: names in the index, or paths of their files",
    )
    add_index(parser)


def run(options: Namespace) -> int:
    """Print what the index contains, and return the exit status.

    Args:
        options: as :func:`add_arguments` declares them.

    Raises:
        QAError: a document is not in the index.
    """
    from qa.embedders.encoders import described
    from qa.indexing.skipped import named_as_documents, read_skipped
    from qa.stores.registry import current_store

    root = index_of(options)
    store = current_store(root)
    generation = store.open_live()
    if options.documents:
        _print_documents(generation, _named(generation, options.documents, read_skipped(root)))
        return 0
    manifest = generation.manifest
    built_ns = store.built_ns()
    print(f"index        {generation.path}")
    print(f"fingerprint  {manifest.fingerprint}")
    print(f"model        {manifest.embedder.name} ({manifest.embedder.sha256[:12]})")
    print(f"encoder      {described(manifest.embedder, root)}")
    print(f"size         {generation.bytes:,} bytes")
    if built_ns:
        built = datetime.fromtimestamp(built_ns / 1e9, timezone.utc).astimezone()
        print(f"built        {built:%Y-%m-%d %H:%M}")
    for things, number in manifest.counts.items():
        print(f"{things:<12} {number:,}")
    _print_documents(generation)
    for error in named_as_documents(root, manifest.documents, read_skipped(root)):
        print(f"skipped      {error}")
    return 0


def _named(
    generation: Searchable, names: Sequence[str], skipped: Sequence[DocumentError]
) -> set[str]:
    """Return the names of documents.

    Each is also found by that of a file with the same bytes, and by a path that leads to it.

    Raises:
        QAError: no document has that name; if the build left the file out, it says why.
    """
    manifest = generation.manifest
    known = manifest.documents.keys()
    found: set[str] = set()
    for name in names:
        doc_id = manifest.duplicates.get(name, name)
        path = Path(name).absolute()
        below = [doc_id] if doc_id in known else _ending(path, known)
        if not below:
            for error in skipped:
                if _ending(error.path, [name]) or error.path == path:
                    raise error
            msg = f"{name!r} is not in the index. 'qa docs' lists its documents."
            raise QAError(msg)
        found.add(below[0])
    return found


def _ending(path: Path, names: Iterable[str]) -> list[str]:
    """Return those names that a path ends with, the longest first."""
    posix = path.as_posix()
    return sorted((name for name in names if posix.endswith(f"/{name}")), key=len, reverse=True)


def _print_documents(generation: Searchable, wanted: Container[str] | None = None) -> None:
    """Print the documents of an index, or some of them, each with its notes."""
    from qa.rendering.text import ALSO_IN

    paths = generation.manifest.places()
    for item in generation.facts():
        if wanted is None or item.doc_id in wanted:
            also = "".join(f", {ALSO_IN} {path}" for path in paths.get(item.doc_id, ()))
            pages = f", {counted(item.pages, 'pages')}" if item.pages else ""
            print(f"  {item.doc_id}: {item.title} ({item.characters:,} characters{pages}){also}")
            for note in item.notes:
                print(f"    note: {note}")

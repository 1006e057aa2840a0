"""``qa info``: what an index contains."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING

from qa.cli.arguments import add_index, index_of
from qa.cli.output import counted

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

NAME = "info"
HELP = "show what the index contains"
DESCRIPTION = """\
Show what an index contains: its documents, the files that the last build skipped, its size and
its embedding model."""
EXAMPLES = """\
examples:
  qa info
  qa info --index papers-index"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``qa info``.

    Args:
        parser: of this command.
    """
    add_index(parser)


def run(options: Namespace) -> int:
    """Print what the index contains, and return the exit status.

    Args:
        options: as :func:`add_arguments` declares them.
    """
    from qa.embedders.encoders import described
    from qa.indexing.skipped import read_skipped
    from qa.rendering.text import ALSO_IN
    from qa.stores.registry import current_store

    root = index_of(options)
    store = current_store(root)
    generation = store.open_live()
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
    paths = manifest.places()
    for item in generation.facts():
        also = "".join(f", {ALSO_IN} {path}" for path in paths.get(item.doc_id, ()))
        pages = f", {counted(item.pages, 'pages')}" if item.pages else ""
        print(f"  {item.doc_id}: {item.title} ({item.characters:,} characters{pages}){also}")
    for error in read_skipped(root):
        print(f"skipped      {error}")
    return 0

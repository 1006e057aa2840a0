"""``qa remove``: take documents out of an index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.cli.arguments import add_index, index_of
from qa.cli.output import contents, counted, print_identity, print_notes

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

NAME = "remove"
HELP = "remove documents from the index"
DESCRIPTION = """\
Remove documents from an index and from the feedback saved with it: nothing of their text, terms
and vectors remains. Notes say where the text may remain nevertheless, such as in receipts.

The files themselves stay. If a file is still in the folder of the documents, the next build indexes
it again."""
EXAMPLES = """\
examples:
  qa remove old.pdf
  qa remove "drafts/*" --dry-run    list what would be removed"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``qa remove``.

    Args:
        parser: of this command.
    """
    parser.add_argument(
        "documents",
        nargs="+",
        metavar="DOC",
        help="a document as qa docs names it, a folder, or a pattern such as '*.pdf'",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="print what would be removed, and change nothing"
    )
    add_index(parser)
    parser.add_argument(
        "--store", metavar="ADDRESS", help="remove from a cluster too: milvus://host:19530"
    )


def run(options: Namespace) -> int:
    """Remove documents, print what is left, and return the exit status.

    Args:
        options: as :func:`add_arguments` declares them.
    """
    from qa.pipeline import remove
    from qa.progress import ProgressBar

    if options.dry_run:
        return _print_plan(options)
    with ProgressBar() as bar:
        report = remove(
            *options.documents, index=index_of(options), store=options.store, progress=bar
        )
    manifest = report.index.generation.manifest
    print(f"{contents(manifest.counts)} left")
    print_identity(manifest)
    print_notes(report.notes)
    return 0


def _print_plan(options: Namespace) -> int:
    from qa.indexing.removal import plan_removal

    removed, notes = plan_removal(index_of(options), options.documents)
    for doc_id in sorted(removed.names):
        print(f"would remove {doc_id}")
    print(f"{counted(len(removed.names), 'documents')}; nothing was changed")
    print_notes(notes)
    return 0

"""``qa restore-index``: make a lost or damaged index usable again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.cli.arguments import add_index, index_of
from qa.cli.output import contents, print_notes

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

NAME = "restore-index"
HELP = "restore an index whose CURRENT file is lost or damaged"
DESCRIPTION = """\
Restore an index that cannot be opened. The file CURRENT names the generation in use, which is one
complete build of the index. If CURRENT is lost or damaged, or that generation is damaged, CURRENT
is written anew and names the newest sound generation. Nothing is deleted."""
EXAMPLES = """\
examples:
  qa restore-index
  qa restore-index --index papers-index

exit status: 0 the index is sound now; 1 no generation is sound, or another error; 2 wrong usage"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``qa restore-index``.

    Args:
        parser: of this command.
    """
    add_index(parser)


def run(options: Namespace) -> int:
    """Restore the index, print the generation in use, and return the exit status.

    Args:
        options: as :func:`add_arguments` declares them.
    """
    from qa.stores.recovery import restore

    restored = restore(index_of(options))
    print_notes(restored.notes)
    done = "CURRENT names it again" if restored.lost else "CURRENT names it: nothing to restore"
    counts = contents(restored.counts)
    print(f"The generation {str(restored.path)!r} is sound: {counts}. {done}.")
    if restored.damaged:
        print("It is older than the damaged one. Build again to index later changes.")
    return 0

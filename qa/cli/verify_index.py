"""``qa verify-index``: check every byte that an answer depends on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.cli.arguments import add_index, index_of
from qa.cli.output import contents

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

NAME = "verify-index"
HELP = "check the index for damage"
DESCRIPTION = """\
Check an index for damage: hash all its files and texts again, and compare every passage and
sentence with the text that it is from. Nothing is changed."""
EXAMPLES = """\
examples:
  qa verify-index
  qa verify-index --index papers-index

exit status: 0 the index is sound; 1 it is damaged, or another error; 2 wrong usage"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``qa verify-index``.

    Args:
        parser: of this command.
    """
    add_index(parser)


def run(options: Namespace) -> int:
    """Check the index, print what was checked, and return the exit status.

    Args:
        options: as :func:`add_arguments` declares them.
    """
    from qa.stores.integrity import check_soundness

    sound = check_soundness(index_of(options))
    generation = sound.generation
    print(
        f"The index at {str(generation.path)!r} is sound: {contents(generation.manifest.counts)}."
    )
    for part in sound.parts:
        print(f"also checked: {part}")
    return 0

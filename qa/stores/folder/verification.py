"""The live generation, checked from end to end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.index.generations.consistency import check_contents, check_hashes
from qa.stores.folder.generations import open_current

if TYPE_CHECKING:
    from pathlib import Path

    from qa.index.generations.generation import Generation


def verify(root: Path) -> Generation:
    """Check all of an index: every file by its hash, every text, passage, sentence and vector.

    Args:
        root: folder of the index.

    Returns:
        The live generation, open.

    Raises:
        IndexStoreError: there is no index, or it is damaged.
    """
    return verified(open_current(root))


def verified(generation: Generation) -> Generation:
    """Check all of a generation; see :func:`verify`. One that is damaged is closed.

    Args:
        generation: open.

    Raises:
        IndexStoreError: it is damaged.
    """
    try:
        check_hashes(generation)
        check_contents(generation)
    except BaseException:
        generation.close()
        raise
    return generation

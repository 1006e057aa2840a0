"""A test for files and folders that does not mistake a closed folder for a missing file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def exists(path: Path) -> bool:
    """Return whether a path leads to a file or folder; a broken link does not.

    Unlike ``os.path.exists``, it does not return False for a file in a closed folder.

    Args:
        path: any; it may be an invalid name.

    Raises:
        PermissionError: a folder on the way may not be searched, so it is not known.
    """
    try:
        os.stat(path)  # noqa: PTH116 - Path.stat is the same
    except PermissionError:
        raise
    except (OSError, ValueError):  # the name is too long, or has a null character
        return False
    return True

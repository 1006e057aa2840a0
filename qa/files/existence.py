"""Whether there is a file or folder, where that may be asked."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def exists(path: Path) -> bool:
    """Return whether there is something at a path; a link that leads nowhere is nothing.

    Unlike ``os.path.exists``, it does not return False for what lies in a closed folder.

    Args:
        path: any; it may be no valid name.

    Raises:
        PermissionError: a folder on the way may not be searched, so that nobody can know.
    """
    try:
        os.stat(path)  # noqa: PTH116 - Path.stat is the same
    except PermissionError:
        raise
    except (OSError, ValueError):  # the name is too long, or holds a null character
        return False
    return True

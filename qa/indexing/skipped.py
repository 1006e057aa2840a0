"""What the last build left out, and why; kept beside the index, so that it can be told later."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from qa.errors import DocumentError, JsonError
from qa.files.atomic import atomic_write, temporary_name
from qa.files.typed_json import read
from qa.stores.folder import SKIPPED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FILE = SKIPPED


def keep_skipped(root: Path, skipped: Sequence[DocumentError]) -> None:
    """Keep what a build left out, and only that, if there is room for it.

    Args:
        root: folder of the index.
        skipped: files and folders, each with its reason.
    """
    rows = [[os.path.abspath(error.path), error.reason] for error in skipped]  # noqa: PTH100
    with suppress(OSError):
        if rows:
            atomic_write(root / FILE, json.dumps(rows))
        else:
            temporary_name(root / FILE).unlink(missing_ok=True)  # a killed build left it
            (root / FILE).unlink(missing_ok=True)


def read_skipped(root: Path) -> list[DocumentError]:
    """Return what the last build of the index at ``root`` left out, by absolute paths.

    What cannot be read counts as nothing: it is no part of the index.
    """
    try:
        return _read(root)
    except (OSError, JsonError):
        return []


def forget_skipped(root: Path, is_gone: Callable[[str], bool]) -> None:
    """Drop entries, all of them where nobody knows what they name.

    Args:
        root: folder of the index.
        is_gone: decides by the absolute path of a file or folder.
    """
    try:
        skipped = _read(root)
    except FileNotFoundError:
        return
    except (OSError, JsonError):
        keep_skipped(root, [])
        return
    left = [error for error in skipped if not is_gone(str(error.path))]
    if len(left) < len(skipped):
        keep_skipped(root, left)


def _read(root: Path) -> list[DocumentError]:
    rows = read(root / FILE, list[tuple[str, str]], has_names=True)
    return [DocumentError(Path(path), reason) for path, reason in rows]

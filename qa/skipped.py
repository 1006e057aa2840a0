"""What the last build left out, and why; kept beside the index, so that it can be told later."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from qa.errors import DocumentError, JsonError
from qa.files import atomic_write, temporary_name
from qa.storage import SKIPPED
from qa.typed_json import read

if TYPE_CHECKING:
    from collections.abc import Sequence

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
        rows = read(root / FILE, list[tuple[str, str]])
    except (OSError, JsonError):
        return []
    return [DocumentError(Path(path), reason) for path, reason in rows]

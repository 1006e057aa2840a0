"""Starts the web chat over the index at ``QA_INDEX`` (default ``index``).

Run: python app.py. An index that is missing is built from ``corpus/`` first.
"""

import os
import subprocess
import sys
from pathlib import Path

from qa.errors import IndexNotFoundError, QAError
from qa.settings import Settings
from qa.storage import current_path
from qa.telemetry import close_process

CORPUS = Path("corpus")


def main() -> None:
    """Build the index if there is none, and serve the page until the process is stopped."""
    root = Settings().index
    try:
        current_path(root)
    except IndexNotFoundError:
        print(f"No index at {str(root)!r} yet: building it from corpus …", flush=True)
        _build(root)
    from qa.web import serve  # noqa: PLC0415 - Gradio takes seconds; the line above comes first

    serve(
        root,
        corpus=CORPUS if root == Path("index") else None,
        open_browser=_has_screen(),
        on_ready=lambda address: print(f"Quoth is at {address}", flush=True),
    )


def _build(root: Path) -> None:
    """Build the index, in a process whose memory goes with it.

    Where there are no documents yet, that is told, and the page takes some.
    """
    command = [sys.executable, "-m", "qa", "build", str(CORPUS), "--into", str(root)]
    subprocess.run(command, check=False)


def _has_screen() -> bool:
    """Tell whether someone sits here who would see a browser open."""
    desktop = sys.platform in {"darwin", "win32"} or {"DISPLAY", "WAYLAND_DISPLAY"} & set(
        os.environ
    )
    return sys.stdout.isatty() and bool(desktop)


if __name__ == "__main__":
    close_process()
    try:
        main()
    except QAError as error:
        sys.exit(f"quoth: {error}")
    except KeyboardInterrupt:
        sys.exit(0)

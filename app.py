"""Serve the web page over the index at ``QA_INDEX`` (default ``index``).

Run: python app.py. If there is no index, it is built from ``corpus/`` first, unless ``QA_STORE``
sends questions to a cluster. Nothing is ever written to a cluster.
"""

import os
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from qa.errors import IndexNotFoundError, IndexStoreError, QAError
from qa.settings import Settings
from qa.stores.folder import current_path
from qa.telemetry import close_process
from qa.terminal import safe_output

CORPUS = Path("corpus")


def main(*, open_browser: bool = False) -> None:
    """Build the index if there is none, and serve the page until Ctrl+C.

    Args:
        open_browser: whether to open the page in a browser.
    """
    settings = Settings.current()
    root = settings.index
    if settings.store:
        print("QA_STORE is set: questions go to that cluster, and nothing is built.", flush=True)
    else:
        try:
            current_path(root)
        except IndexNotFoundError:
            print(f"No index at {str(root)!r} yet: building it from corpus …", flush=True)
            _build(root)
        except IndexStoreError as error:  # the page opens all the same, and shows it too
            print(f"quoth: {error}", file=sys.stderr, flush=True)
    from qa.web import serve  # noqa: PLC0415 - Gradio takes seconds; the line above comes first
    from qa.web.network.listening import startup_message  # noqa: PLC0415

    serve(
        root,
        corpus=CORPUS if root == Path("index") else None,
        open_browser=open_browser,
        on_ready=lambda address: print(startup_message(address), flush=True),
    )


def _build(root: Path) -> None:
    """Build the index in another process, whose memory is freed when it ends.

    If there are no documents yet, that process says so. The page opens, and users can add some.
    """
    command = [sys.executable, "-m", "qa", "build", str(CORPUS), "--into", str(root)]
    subprocess.run(command, check=False)


def _has_screen() -> bool:
    """Return whether a browser that opens would be seen: on a desktop, started from a terminal."""
    desktop = sys.platform in {"darwin", "win32"} or {"DISPLAY", "WAYLAND_DISPLAY"} & set(
        os.environ
    )
    return sys.stdout.isatty() and bool(desktop)


def entry(arguments: Sequence[str] = ()) -> int:
    """Run as a command and return its exit status.

    Args:
        arguments: of the command line; there are none but ``--help``.
    """
    ArgumentParser(
        prog="app.py",
        description="Open the chat on the documents in corpus/. Builds the index first if there is "
        "none.",
        epilog="For a port, a folder or other options: qa serve --help",
    ).parse_args(arguments)
    close_process()
    has_screen = _has_screen()
    with safe_output():
        try:
            main(open_browser=has_screen)
        except QAError as error:
            print(f"quoth: {error}", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(entry(sys.argv[1:]))

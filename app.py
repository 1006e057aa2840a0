"""Starts the web chat over the index at ``QA_INDEX`` (default ``index``).

Run ``python app.py``. An index that is missing is built from ``corpus`` first.
"""

import sys

from qa.errors import IndexNotFoundError, QAError
from qa.pipeline import build
from qa.settings import Settings
from qa.storage import current_path
from qa.web import serve


def main() -> None:
    """Serve the page until it is stopped, building the index first where there is none."""
    root = Settings().index
    try:
        current_path(root)
    except IndexNotFoundError:
        print(f"No index at {str(root)!r} yet: building it from corpus …", flush=True)
        build(into=root)
    serve(root, on_ready=lambda address: print(f"Quoth is at {address}", flush=True))


if __name__ == "__main__":
    try:
        main()
    except QAError as error:
        sys.exit(str(error))

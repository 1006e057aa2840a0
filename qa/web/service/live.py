"""The live index of the server, and its model, which is loaded in the background."""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from qa.errors import QAError
from qa.pipeline import current_index

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa.embedders.protocol import Embedder
    from qa.index.search import Index

_log = logging.getLogger(__name__)

_HEAD_START_S = 2
"""Loading the model occupies a processor for some seconds. A page that is opened right after the
start is shown first."""


class LiveIndex:
    """The live index in a folder; safe to share between threads.

    Attributes:
        root: the folder.
    """

    def __init__(self, root: Path) -> None:
        """Take the folder; nothing is loaded yet.

        Args:
            root: folder of the index.
        """
        self.root = root
        self._loaded = threading.Event()
        self._embedder: Embedder | None = None
        self._opened = threading.Event()

    @property
    def loaded(self) -> bool:
        """Whether the model is loaded, so that a question is answered at once."""
        return self._loaded.is_set()

    @property
    def embedder(self) -> Embedder | None:
        """The loaded model, or None."""
        return self._embedder

    def load_in_background(self) -> None:
        """Start to load index and model, so that the first question need not wait for them."""
        threading.Thread(target=self._load, name="load-index", daemon=True).start()

    def page_opened(self) -> None:
        """Note that a page is shown, so that loading gives it no more head start."""
        self._opened.set()

    @contextmanager
    def current(self) -> Iterator[Index]:
        """Lease the live index until the block ends; its model is loaded first if needed.

        Raises:
            QAError: there is no usable index, or its model cannot be loaded.
        """
        with current_index(self.root) as index:
            self._embedder = index.embedder
            self._loaded.set()
            yield index

    def _load(self) -> None:
        self._opened.wait(_HEAD_START_S)
        try:
            with self.current():
                pass
        except QAError as error:
            _log.warning("%s", error)
        except Exception:  # noqa: BLE001  # a thread has no caller; the next question tries again
            _log.exception("The index at %r could not be loaded", str(self.root))

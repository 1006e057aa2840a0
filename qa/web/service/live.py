"""The index that the page asks: its model is loaded while the server starts."""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from qa.errors import QAError
from qa.stores.live import current_index, live_generation, loaded_embedder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa.embedders.protocol import Embedder
    from qa.index.protocol import Searchable
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
        self._opened = threading.Event()

    @property
    def loaded(self) -> bool:
        """Whether a question would be answered without waiting for the model."""
        return self.embedder is not None

    @property
    def embedder(self) -> Embedder | None:
        """The model that was loaded, None before one was."""
        return loaded_embedder(self.root)

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
            yield index

    @contextmanager
    def generation(self) -> Iterator[Searchable]:
        """Lease the live generation until the block ends; no model is loaded.

        Raises:
            QAError: there is no usable index.
        """
        with live_generation(self.root) as generation:
            yield generation

    def _load(self) -> None:
        self._opened.wait(_HEAD_START_S)
        try:
            with self.current():
                pass
        except QAError as error:
            _log.warning("%s", error)
        except Exception:  # noqa: BLE001  # a thread has no caller; the next question tries again
            _log.exception("The index at %r could not be loaded", str(self.root))

"""The index the page asks: loaded beside the server, newer generations picked up."""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from qa.asking import current_index
from qa.errors import QAError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa.embedders.sentence_transformer import Embedder
    from qa.index.search import Index

_log = logging.getLogger(__name__)

_HEAD_START_S = 2
"""Loading the model takes all of a processor for some seconds: a page that is opened right
after the start goes first."""


class LiveIndex:
    """The live index at a place; safe to share between threads.

    Attributes:
        root: its folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._loaded = threading.Event()
        self._embedder: Embedder | None = None
        self._opened = threading.Event()

    @property
    def loaded(self) -> bool:
        """Whether a question would be answered without waiting for the model."""
        return self._loaded.is_set()

    @property
    def embedder(self) -> Embedder | None:
        """The model that was loaded, None before one was."""
        return self._embedder

    def load_in_background(self) -> None:
        """Begin to load index and model, so that the first question waits less."""
        threading.Thread(target=self._load, name="load-index", daemon=True).start()

    def page_opened(self) -> None:
        """Tell that a page is on the screen, so that loading need not hold back for it."""
        self._opened.set()

    @contextmanager
    def current(self) -> Iterator[Index]:
        """Lease the live index until the block ends, waiting while its model is loaded.

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
        except Exception:  # noqa: BLE001  # the next question tries again and shows what is wrong
            _log.exception("The index at %r could not be loaded", str(self.root))

"""The index that the page asks: its model is loaded while the server starts."""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Literal

from qa.errors import IndexNotFoundError, QAError
from qa.stores.live import current_index, live_generation, live_version, loaded_embedder

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence
    from pathlib import Path

    from qa.embedders.protocol import Embedder
    from qa.index.protocol import Searchable
    from qa.index.search import Index

_log = logging.getLogger(__name__)

State = Literal["ready", "loading", "empty", "unusable"]

_HEAD_START_S = 2
"""Loading the model occupies a processor for some seconds. A page that is opened right after the
start is shown first."""


class LiveIndex:
    """The live index in a folder; safe to share between threads.

    Attributes:
        root: the folder.
        tried: whether loading has ended, be it with an error.
    """

    def __init__(self, root: Path) -> None:
        """Take the folder; nothing is loaded yet.

        Args:
            root: folder of the index.
        """
        self.root = root
        self.tried = False
        self._unloadable: Hashable = None  # the version that could not be loaded
        self._opened = threading.Event()

    @property
    def loaded(self) -> bool:
        """Whether a question would be answered without waiting for the model."""
        return self.embedder is not None

    @property
    def embedder(self) -> Embedder | None:
        """The model that was loaded, None before one was."""
        return loaded_embedder(self.root)

    def state(self) -> State:
        """Return whether questions are answered at once, after the model is loaded, or not."""
        try:
            version = live_version(self.root)
        except IndexNotFoundError:
            return "empty"
        except QAError:
            return "unusable"
        if self.loaded:
            return "ready"
        return "unusable" if version == self._unloadable else "loading"

    def load_in_background(self) -> None:
        """Start to load index and model, so that the first question need not wait for them."""
        load_in_background([self])

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

    def wait_for_page(self) -> None:
        """Wait until a page is shown, or its head start is over."""
        self._opened.wait(_HEAD_START_S)

    def load(self) -> None:
        """Load index and model; what fails is logged."""
        try:
            with self.current():
                pass
        except QAError as error:
            with suppress(QAError):
                self._unloadable = live_version(self.root)
            _log.warning("%s", error)
        except Exception:  # noqa: BLE001  # a thread has no caller; the next question tries again
            _log.exception("The index at %r could not be loaded", str(self.root))
        finally:
            self.tried = True


def load_in_background(indexes: Sequence[LiveIndex]) -> None:
    """Start to load indexes and their models, one after the other.

    Those with the same model share it, so that all but the first load quickly.

    Args:
        indexes: in the order in which they are loaded.
    """

    def load() -> None:
        for live in indexes[:1]:
            live.wait_for_page()
        for live in indexes:
            live.load()

    threading.Thread(target=load, name="load-index", daemon=True).start()

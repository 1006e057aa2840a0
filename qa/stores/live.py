"""The live generation of every index, opened once for the process and closed by its last reader.

A build replaces the generation while questions read the one before it. Each reader therefore
leases a generation. A replaced generation is closed as soon as nobody leases it, so that neither
its file descriptors nor the disk space of its deleted files wait for the garbage collector.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from qa.errors import IndexNotFoundError
from qa.settings import Settings
from qa.stores.registry import live_version, open_live

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa.index.protocol import Searchable


@contextmanager
def live_generation(root: Path) -> Iterator[Searchable]:
    """Lease the live generation of the index at ``root`` until the block ends.

    The generation stays open until then, whatever is built meanwhile. No model is loaded.

    Raises:
        IndexNotFoundError: there is no index.
        IndexStoreError: it is damaged, of another version, or the cluster does not answer.
    """
    slot = _slot(root)
    opened = slot.lease(root)
    try:
        yield opened.generation
    finally:
        slot.release(opened)


class _Opened:
    """An open generation.

    Attributes:
        generation: what is read.
        version: what :func:`qa.stores.registry.live_version` returned before it was opened.
        readers: how many lease it.
        replaced: whether a newer one has taken its place.
    """

    def __init__(self, generation: Searchable, version: object) -> None:
        self.generation = generation
        self.version = version
        self.readers = 0
        self.replaced = False

    def close_if_unused(self) -> None:
        if self.replaced and not self.readers:
            self.generation.close()


class _Slot:
    """The open generation of one index, None before the first reader."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._opened: _Opened | None = None

    def lease(self, root: Path) -> _Opened:
        try:
            version = live_version(root)  # before the lock: a cluster may answer slowly
        except IndexNotFoundError:  # deleted: nobody will lease what was open
            with self._lock:
                self._replace(None)
            raise
        with self._lock:
            if self._opened is None or self._opened.version != version:
                self._replace(_Opened(open_live(root), version))
            assert self._opened is not None
            self._opened.readers += 1
            return self._opened

    def release(self, opened: _Opened) -> None:
        with self._lock:
            opened.readers -= 1
            opened.close_if_unused()

    def _replace(self, new: _Opened | None) -> None:
        old, self._opened = self._opened, new
        if old is not None:
            old.replaced = True
            old.close_if_unused()


_slots: dict[tuple[Path, str], _Slot] = {}
_looking = threading.Lock()


def _slot(root: Path) -> _Slot:
    """Return the slot of the index at ``root``, or of the cluster that ``QA_STORE`` names."""
    with _looking:
        return _slots.setdefault((root.resolve(), Settings().store), _Slot())

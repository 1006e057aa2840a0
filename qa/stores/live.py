"""The live generation of every index: opened once for the process, closed by its last reader.

A build replaces the generation while questions read the one before it. Each reader therefore
leases a generation. A replaced generation is closed as soon as nobody leases it, so that neither
its file descriptors nor the disk space of its deleted files wait for the garbage collector.

Nothing else in Quoth keeps a live generation open or asks which one is live. Reading documents
(:func:`live_generation`) loads no model; questions (:func:`current_index`) load it once.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from qa.errors import IndexNotFoundError
from qa.index.search import Index
from qa.settings import Settings
from qa.stores.attachments import index_embedder
from qa.stores.registry import current_store

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator
    from pathlib import Path

    from qa.embedders.protocol import Embedder
    from qa.index.generations.manifest import Manifest
    from qa.index.protocol import Searchable


@contextmanager
def live_generation(root: Path) -> Iterator[Searchable]:
    """Lease the live generation of an index until the block ends, without a model.

    It stays open until then, whatever is built meanwhile.

    Args:
        root: folder of the index.

    Raises:
        IndexNotFoundError: there is no index.
        IndexStoreError: it is damaged, of another version, or its store does not answer.
    """
    slot = _slot(root)
    opened = slot.lease(root)
    try:
        yield opened.generation
    finally:
        slot.release(opened)


@contextmanager
def current_index(root: Path) -> Iterator[Index]:
    """Lease the live index until the block ends, ready for questions.

    Its model is loaded once, and again only after a build with another one.

    Args:
        root: folder of the index.

    Raises:
        IndexStoreError: there is no usable index.
        ModelError: its model cannot be loaded.
    """
    slot = _slot(root)
    opened = slot.lease(root)
    try:
        yield slot.index_over(opened, root)
    finally:
        slot.release(opened)


def open_index(root: Path, model: str | None = None, embedder: Embedder | None = None) -> Index:
    """Open the live index for one caller, who owns it: it stays as it is after later builds.

    Args:
        root: folder of the index.
        model: the model it must have been made with (default: ``QA_MODEL`` or the one it names).
        embedder: used instead of loading one.

    Raises:
        IndexStoreError: there is no usable index.
        ModelError: its model cannot be loaded.
    """
    store = current_store(root)
    generation = store.open_live()
    embedder = embedder or index_embedder(root, generation.manifest, model)
    return Index(generation, embedder, store.read_calibration())


def live_version(root: Path) -> Hashable:
    """Return a value that changes with the live generation and with its calibration.

    Args:
        root: folder of the index.

    Raises:
        IndexNotFoundError: there is no index.
        IndexStoreError: it cannot be used.
    """
    return current_store(root).version()


def loaded_embedder(root: Path) -> Embedder | None:
    """Return the model that questions to an index have loaded, None before the first one.

    Args:
        root: folder of the index.
    """
    return _slot(root).embedder


class _Opened:
    """An open generation.

    Attributes:
        generation: the generation.
        version: what :func:`live_version` returned before it was opened.
        index: over the generation; None before the first question.
        readers: how many lease it.
        replaced: whether another one is live.
    """

    def __init__(self, generation: Searchable, version: Hashable) -> None:
        """Take a generation that was just opened.

        Args:
            generation: the generation.
            version: of the index, from before it was opened.
        """
        self.generation = generation
        self.version = version
        self.index: Index | None = None
        self.readers = 0
        self.replaced = False

    def close_if_unused(self) -> None:
        """Close the generation if another one is live and nobody leases it."""
        if self.replaced and not self.readers:
            self.generation.close()


class _Slot:
    """The open generation of one index, None before the first reader, and its model.

    Attributes:
        embedder: the model, None before the first question.
        made_for: see :func:`_needed`; None before the first question.
    """

    def __init__(self) -> None:
        """Begin without a generation."""
        self.embedder: Embedder | None = None
        self.made_for: Hashable = None
        self._lock = threading.Lock()
        self._loading = threading.Lock()
        self._opened: _Opened | None = None

    def lease(self, root: Path) -> _Opened:
        """Return the live generation, opened if it is a new one; :meth:`release` ends the lease.

        Args:
            root: folder of the index.
        """
        try:
            version = live_version(root)  # before the lock: a cluster may answer slowly
        except IndexNotFoundError:  # deleted: nobody will lease what was open
            self.clear()
            raise
        with self._lock:
            if self._opened is None or self._opened.version != version:
                self._replace(_Opened(current_store(root).open_live(), version))
            assert self._opened is not None
            self._opened.readers += 1
            return self._opened

    def release(self, opened: _Opened) -> None:
        """End a lease.

        Args:
            opened: as :meth:`lease` returned it.
        """
        with self._lock:
            opened.readers -= 1
            opened.close_if_unused()

    def index_over(self, opened: _Opened, root: Path) -> Index:
        """Return the index over a leased generation, its model loaded.

        Args:
            opened: as :meth:`lease` returned it.
            root: folder of the index.
        """
        with self._loading:  # not the other lock: readers need not wait for the model
            if opened.index is None:
                manifest = opened.generation.manifest
                known = self.embedder
                if known is None or known.identity.sha256 != manifest.embedder.sha256:
                    made_for = _needed(manifest)
                    with _loading:
                        known = _loaded(made_for) or index_embedder(root, manifest)
                        self.embedder, self.made_for = known, made_for
                calibration = current_store(root).read_calibration()
                opened.index = Index(opened.generation, known, calibration)
            return opened.index

    def clear(self) -> None:
        """Let the last reader close the generation."""
        with self._lock:
            self._replace(None)

    def _replace(self, new: _Opened | None) -> None:
        old, self._opened = self._opened, new
        if old is not None:
            old.replaced = True
            old.close_if_unused()


_slots: dict[tuple[Path, str], _Slot] = {}
_looking = threading.Lock()


def _slot(root: Path) -> _Slot:
    """Return the slot of the index in a folder, or in the store that ``QA_STORE`` names."""
    with _looking:
        return _slots.setdefault((root.resolve(), Settings.current().store), _Slot())


_loading = threading.Lock()


def _needed(manifest: Manifest) -> Hashable:
    """Return what decides which model an index loads; an encoder counts to the byte."""
    settings = Settings.current()
    return (manifest.embedder, manifest.encoder, settings.required_model, settings.store)


def _loaded(made_for: Hashable) -> Embedder | None:
    """Return the model that another index has loaded: several of a server share it."""
    with _looking:
        slots = list(_slots.values())
    return next((slot.embedder for slot in slots if slot.made_for == made_for), None)

"""An index opened with the model it was made with, and what answers questions from it."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from qa.answers.asker import Asker
from qa.answers.reader import load_reader
from qa.embedders.selection import embedder_of
from qa.index.calibration import FILE as CALIBRATION
from qa.index.search import Index
from qa.settings import Settings
from qa.stores.live import live_generation
from qa.stores.registry import fetched_encoder, live_calibration, open_live

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa.embedders.sentence_transformer import Embedder
    from qa.index.manifest import Manifest
    from qa.index.protocol import Searchable

K = 5
"""Default for the most quotes that an answer has."""


def open_index(root: Path, model: str | None = None, embedder: Embedder | None = None) -> Index:
    """Open the live generation of an index, and load its model.

    Args:
        root: folder of the index.
        model: one that it must have been made with (default: ``QA_MODEL`` or the one it names).
        embedder: used in place of loading one.

    Raises:
        IndexNotFoundError: there is no index.
        IndexCorruptError: it is damaged.
        IndexMismatchError: it was made with another model or by another version.
        ModelError: its model cannot be loaded.
    """
    generation = open_live(root)
    embedder = embedder or _embedder(root, generation.manifest, model)
    return Index(generation, embedder, live_calibration(root))


@contextmanager
def current_index(root: Path) -> Iterator[Index]:
    """Lease the live index until the block ends.

    The model is loaded once. The generation is opened again when a newer one has been built.

    Args:
        root: folder of the index.

    Raises:
        IndexStoreError: there is no usable index.
        ModelError: its model cannot be loaded.
    """
    with live_generation(root) as generation:
        yield _index_over(generation, root)


def new_asker(
    index: Index,
    k: int = K,
    min_confidence: float | None = None,
    evidence_model: str | None = None,
) -> Asker:
    """Return what answers questions from an index.

    Args:
        index: to answer from.
        k: the most quotes to give, at least 1.
        min_confidence: probability from which quotes are given, [0, 1] (default: the fitted one).
        evidence_model: the reader: ``default``, ``none``, or a CrossEncoder's name or folder
            (default: ``QA_EVIDENCE_MODEL`` or ``default``).

    Raises:
        ModelError: the reader cannot be loaded.
        ValueError: ``k`` is less than 1, or ``min_confidence`` is no probability.
    """
    if k < 1:
        msg = f"k is the most quotes to give, at least 1, not {k}."
        raise ValueError(msg)
    if min_confidence is not None and not 0 <= min_confidence <= 1:
        msg = f"min_confidence is a probability, 0 to 1, not {min_confidence}."
        raise ValueError(msg)
    name = evidence_model or Settings.current().evidence_model
    return Asker(index, k, load_reader(name), min_confidence, evidence_model=name)


@dataclass(frozen=True, slots=True)
class _Cached:
    """The index over the generation that was live when the last question was asked.

    Attributes:
        generation: the live one.
        calibrated_ns: when the calibration was written; 0 for none.
        index: over both.
    """

    generation: Searchable
    calibrated_ns: int
    index: Index


_cached: dict[Path, _Cached] = {}
_opening = threading.Lock()


def _index_over(generation: Searchable, root: Path) -> Index:
    """Return the index over a leased generation, the same object for the same generation."""
    calibrated_ns = _modified_ns(root / CALIBRATION)
    with _opening:
        cached = _cached.get(root.resolve())
        is_same = cached is not None and cached.generation is generation
        if cached and is_same and cached.calibrated_ns == calibrated_ns:
            return cached.index
        made_with = generation.manifest.embedder.sha256
        if cached and cached.index.embedder.identity.sha256 == made_with:
            embedder = cached.index.embedder
        else:
            embedder = _embedder(root, generation.manifest)
        index = Index(generation, embedder, live_calibration(root))
        _cached[root.resolve()] = _Cached(generation, calibrated_ns, index)
        return index


def _embedder(root: Path, manifest: Manifest, model: str | None = None) -> Embedder:
    """Load the model that an index was made with, which must be ``model`` where one is named."""
    settings = Settings.current()
    made_with = manifest.embedder
    # On a cluster, an encoder outlives generations: only its own seal vouches for it.
    card = "" if settings.store else manifest.encoder
    fetched = partial(fetched_encoder, made_with.sha256)
    return embedder_of(made_with, root, model or settings.required_model, fetched, card)


def _modified_ns(path: Path) -> int:
    """Return when a file was last written, in nanoseconds; 0 if it does not exist."""
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0

"""Where the live generation is read: in a folder, or on the cluster that ``QA_STORE`` names."""

from __future__ import annotations

import json
import threading
import time
from contextlib import closing, suppress
from functools import partial
from shlex import quote
from typing import TYPE_CHECKING

from qa.embedders.encoders import encoder_folder
from qa.embedders.onnx import read_files
from qa.errors import (
    IndexMismatchError,
    IndexNotFoundError,
    IndexStoreError,
    IndexUnavailableError,
    JsonError,
)
from qa.files import typed_json
from qa.files.atomic import atomic_write
from qa.index.calibration import FILE, packed, read_calibration, unpacked, write_calibration
from qa.settings import Settings
from qa.stores.folder import (
    HERE,
    PUBLISHED,
    current_version,
    note_removal_ended,
    noted_removals,
    open_current,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

    from qa.index.calibration import Calibration
    from qa.index.generation import Generation
    from qa.index.protocol import Searchable
    from qa.progress import Progress
    from qa.stores.milvus.client import Cluster
    from qa.stores.milvus.schema import Collections

_LOOKED_S = 1.0  # for so long a cluster is not asked again which generation is live

_clusters: dict[str, Cluster] = {}
_versions: dict[str, tuple[float, str]] = {}
_looking = threading.Lock()


def open_live(root: Path) -> Searchable:
    """Open the live generation: of the cluster, if one is set, or of the folder ``root``.

    Raises:
        IndexNotFoundError: there is no index.
        IndexStoreError: it is damaged, of another version, or the cluster does not answer.
    """
    store = Settings().store
    if not store:
        return open_current(root)
    from qa.stores.milvus.generation import MilvusGeneration  # noqa: PLC0415 - only for a cluster

    while True:
        found = _live(store)
        try:
            return MilvusGeneration(_cluster(store), found)
        except IndexUnavailableError:
            raise
        except IndexStoreError:
            if _live(store) == found:  # else a build has swapped and dropped it meanwhile
                raise


def open_published(store: str) -> Searchable | None:
    """Open what is live on a cluster; None where nothing usable is.

    Raises:
        IndexUnavailableError: the cluster is away.
    """
    from qa.stores.milvus.generation import MilvusGeneration  # noqa: PLC0415 - only for a cluster

    try:
        return MilvusGeneration(_cluster(store), _live(store))
    except IndexUnavailableError:
        raise
    except IndexStoreError:  # none, damaged, of another version, or gone meanwhile
        return None


def live_version(root: Path) -> tuple[object, int]:
    """Return what stands for the live generation and its calibration, and when it was built.

    In nanoseconds since 1970, 0 on a cluster, which keeps no time. A cluster is asked once a second
    at most.

    Raises:
        IndexNotFoundError: there is no index.
        IndexStoreError: it cannot be used.
    """
    store = Settings().store
    if not store:
        return current_version(root)
    with _looking:
        looked, version = _versions.get(store, (-_LOOKED_S, ""))
    if time.monotonic() - looked > _LOOKED_S:
        from qa.stores.milvus.attachments import CALIBRATION, kept  # noqa: PLC0415 - only for a cluster

        # some seconds old will do, and is had at once
        fitted = kept(_cluster(store), CALIBRATION, consistency_level="Bounded")
        version = f"{_live(store)} {fitted}"
        with _looking:
            _versions[store] = time.monotonic(), version
    return version, 0


def publish(
    root: Path, store: str, progress: Progress, instead_of: Collection[str] | None = None
) -> None:
    """Put the live generation of a folder on a cluster, with the encoder and the calibration.

    A calibration that is there already stays. Where a removal was begun and has not ended there
    (:func:`qa.stores.folder.begin_removal`), every other generation is dropped, so that what was
    removed is nowhere.

    Args:
        root: folder of the index.
        store: address of the cluster.
        progress: told how far it is.
        instead_of: fingerprints of the indexes that may be replaced there; None means any.

    Raises:
        IndexMismatchError: another one is there.
        IndexStoreError: the cluster is away or refuses; what is in use there stays in use.
    """
    from qa.stores.milvus import publishing  # noqa: PLC0415 - only for a cluster
    from qa.stores.milvus.address import parse_address  # noqa: PLC0415
    from qa.stores.milvus.attachments import CALIBRATION, encoder_of  # noqa: PLC0415

    address = parse_address(store)
    alone = str(address) in noted_removals(root)
    with closing(open_current(root)) as generation:
        sha256 = generation.manifest.embedder.sha256
        beside: dict[str, Callable[[], Mapping[str, bytes]]] = {}
        if (encoder := encoder_folder(root, sha256)).exists():
            beside[encoder_of(sha256)] = partial(read_files, encoder)
        if (root / FILE).exists():
            beside[CALIBRATION] = lambda: {FILE: (root / FILE).read_bytes()}
        try:
            publishing.publish(
                generation, address, beside, progress, alone=alone, instead_of=instead_of
            )
        except OSError as error:
            msg = f"A file of the index at {str(root)!r} cannot be read ({error})."
            raise IndexStoreError(msg) from error
    if alone:
        note_removal_ended(root, str(address))
    _note_published(root, address.url)
    with _looking:
        _versions.pop(store, None)


def prepare_removal(root: Path, generation: Generation, store: str, progress: Progress) -> str:
    """See that what is removed from a folder can be removed from a cluster too.

    A removal before that has not ended there is ended first.

    Args:
        root: folder of the index.
        generation: its live one.
        store: address of the cluster.
        progress: told how far it is.

    Returns:
        The cluster's name where removals are noted.

    Raises:
        IndexMismatchError: the cluster holds another index than ``root``, which would be lost.
        IndexStoreError: the cluster is away or refuses.
    """
    from qa.stores.milvus.publishing import check_replaced  # noqa: PLC0415 - only for a cluster

    cluster, here = _cluster(store), generation.manifest.fingerprint
    place = str(cluster.address)
    before = noted_removals(root).get(place)
    known = {here, before or here}
    check_replaced(cluster, known)
    if before:
        publish(root, store, progress, known)
    return place


def stores_of(root: Path) -> list[str]:
    """Return the clusters that may have the index of a folder, as removals are noted for them.

    Those are the clusters that it was published to from this folder, and that of ``QA_STORE``.
    """
    return list(dict.fromkeys(map(_place_of, [*_published_to(root), *_asked()])))


def still_elsewhere(root: Path) -> list[str]:
    """Return on which clusters removed documents still are, in sentences."""
    with suppress(IndexStoreError):
        known = set(map(_place_of, _published_to(root)))
        return [
            f"What was removed {'is still' if place in known else 'may still be'} on {place}. "
            "Remove it there too, by the cluster's address: qa remove DOC --store ADDRESS"
            for place in noted_removals(root)
            if place != HERE
        ]
    return []


def asked_elsewhere(root: Path, store: str | None) -> list[str]:
    """Return a note where questions are asked on another cluster than one that was published to.

    Args:
        root: folder of the index that was built.
        store: address of the cluster that it was published to, if any.
    """
    return [
        f"QA_STORE is set: questions go to the cluster at {_place_of(asked)}, which this build did "
        f"not change. The index was built in the folder {str(root)!r}. To publish it, name the "
        f"cluster: qa build --store {quote(asked)}"
        for asked in _asked()
        if not store or _place_of(asked) != _place_of(store)
    ]


def check_address(store: str) -> None:
    """Check that an address is one of a cluster, without asking the cluster.

    Raises:
        IndexStoreError: it is none, or has a password in it.
    """
    _place_of(store)


def _asked() -> list[str]:
    """Return the address of ``QA_STORE``; none where that is empty or, as asking shows, wrong."""
    store = Settings().store
    with suppress(IndexStoreError):
        return [store] if store and _place_of(store) else []
    return []


def _place_of(store: str) -> str:
    """Return the name by which removals are noted for a cluster."""
    from qa.stores.milvus.address import parse_address  # noqa: PLC0415 - only for a cluster

    return str(parse_address(store))


def _published_to(root: Path) -> list[str]:
    try:
        return typed_json.read(root / PUBLISHED, list[str])
    except (OSError, JsonError):
        return []


def _note_published(root: Path, url: str) -> None:
    """Note where copies of the index are, so that a removal can name them later."""
    known = _published_to(root)
    if url in known:
        return
    with suppress(OSError):
        atomic_write(root / PUBLISHED, json.dumps([*known, url]))


def fetched_encoder(sha256: str) -> dict[str, bytes]:
    """Return the files of a model's encoder that is on the cluster; none without a cluster.

    Args:
        sha256: of the model's weights.

    Raises:
        IndexStoreError: the cluster is away or refuses.
    """
    store = Settings().store
    if not store:
        return {}
    from qa.stores.milvus.attachments import encoder_of, kept  # noqa: PLC0415 - only for a cluster

    return kept(_cluster(store), encoder_of(sha256))


def live_calibration(root: Path) -> Calibration | None:
    """Return the calibration that belongs to what :func:`open_live` opens, if there is one.

    Raises:
        IndexStoreError: it cannot be understood, or the cluster is away or refuses.
    """
    store = Settings().store
    if not store:
        return read_calibration(root)
    from qa.stores.milvus.attachments import CALIBRATION, kept  # noqa: PLC0415 - only for a cluster

    files = kept(_cluster(store), CALIBRATION)
    return unpacked(files[FILE], str(_cluster(store).address)) if files else None


def check_calibrated(store: str | None) -> None:
    """Check that a calibration goes where questions are asked, and that a cluster was named.

    Args:
        store: address of the cluster that it is to be published to, if any.

    Raises:
        IndexMismatchError: questions go somewhere else.
    """
    asked = Settings().store
    if asked and not store:
        msg = (
            f"QA_STORE is set: questions go to the cluster at {_place_of(asked)}. A calibration "
            f"belongs there, for everybody who asks. Name the cluster: --store {quote(asked)}"
        )
        raise IndexMismatchError(msg)
    if store and (not asked or _place_of(store) != _place_of(asked)):
        where = f"the cluster at {_place_of(asked)}" if asked else "the folder of the index"
        msg = (
            f"A calibration belongs to the index it was fitted to: questions go to {where}, and "
            f"--store names {_place_of(store)}. Set QA_STORE to the cluster of --store."
        )
        raise IndexMismatchError(msg)


def keep_calibration(root: Path, fitted: Calibration, store: str | None = None) -> str:
    """Put a calibration where :func:`live_calibration` finds it.

    Args:
        root: folder of the index.
        fitted: the calibration.
        store: address of the cluster that it is published to instead of the folder.

    Returns:
        Where that is and how it is undone, in words.

    Raises:
        IndexStoreError: the cluster is away or refuses.
    """
    if not store:
        return f"{write_calibration(root, fitted)}. Delete it to undo."
    from qa.stores.milvus.attachments import CALIBRATION, collection_of, keep  # noqa: PLC0415 - only for a cluster

    keep(_cluster(store), CALIBRATION, {FILE: packed(fitted)})
    collection = collection_of(_cluster(store), CALIBRATION)
    return f"the collection {collection} at {_cluster(store).address}. Drop it to undo."


def _live(store: str) -> Collections:
    from qa.stores.milvus.schema import live  # noqa: PLC0415 - only for a cluster

    cluster = _cluster(store)
    collections = live(cluster)
    if collections is None:
        msg = (
            f"No index at {cluster.address}. Build it with: qa build FOLDER --store {quote(store)}"
        )
        raise IndexNotFoundError(msg)
    return collections


def _cluster(store: str) -> Cluster:
    from qa.stores.milvus.address import parse_address  # noqa: PLC0415 - only for a cluster
    from qa.stores.milvus.client import Cluster  # noqa: PLC0415

    with _looking:
        if store not in _clusters:
            _clusters[store] = Cluster(parse_address(store))
        return _clusters[store]

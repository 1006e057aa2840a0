"""An index on a Milvus cluster as a store."""

from __future__ import annotations

import threading
import time
from shlex import quote
from typing import TYPE_CHECKING

from qa.errors import IndexNotFoundError, IndexStoreError, IndexUnavailableError
from qa.index.calibration import FILE as CALIBRATION_FILE
from qa.index.calibration import packed, unpacked
from qa.stores.milvus import attachments, publishing, schema
from qa.stores.milvus.address import parse_address
from qa.stores.milvus.attachments import CALIBRATION
from qa.stores.milvus.client import Cluster
from qa.stores.milvus.generation import MilvusGeneration

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Mapping

    from qa.index.attachments import Attachments
    from qa.index.calibration import Calibration
    from qa.index.generations.generation import Generation
    from qa.progress import Progress
    from qa.stores.milvus.schema import Collections

_VERSION_S = 1.0  # seconds for which the version is reused, so that not every question asks for it


class MilvusStore:
    """An index on a cluster; see :class:`qa.stores.protocol.RemoteStore`."""

    def __init__(self, address: str) -> None:
        """Check an address; the cluster is not contacted until it is needed.

        Args:
            address: such as ``milvus://host:19530/database?index=name``.

        Raises:
            IndexStoreError: it is not an address, or has a password in it.
        """
        self._written = address
        self._address = parse_address(address)
        self._lock = threading.Lock()
        self._connected: Cluster | None = None
        self._version: tuple[float, Hashable] | None = None

    @property
    def name(self) -> str:
        """Server and index, for people."""
        return str(self._address)

    @property
    def url(self) -> str:
        """The address in its full form."""
        return self._address.url

    def version(self) -> Hashable:
        """Return a value that changes with the live generation and with its calibration."""
        with self._lock:
            known = self._version
        if known and time.monotonic() - known[0] <= _VERSION_S:
            return known[1]
        # "Bounded" may be some seconds old, and does not wait for the server's clock
        fitted = attachments.read(self._cluster(), CALIBRATION, consistency_level="Bounded")
        version = self._live(), fitted.get(CALIBRATION_FILE)
        with self._lock:
            self._version = time.monotonic(), version
        return version

    def built_ns(self) -> int:
        """Return 0: a cluster does not store when a generation was published."""
        return 0

    def open_live(self) -> MilvusGeneration:
        """Open the live generation."""
        while True:
            found = self._live()
            try:
                return MilvusGeneration(self._cluster(), found)
            except IndexUnavailableError:
                raise
            except IndexStoreError:
                if self._live() == found:  # else a build has swapped and dropped it meanwhile
                    raise

    def open_published(self) -> MilvusGeneration | None:
        """Open the live generation; None if none can be used."""
        try:
            return MilvusGeneration(self._cluster(), self._live())
        except IndexUnavailableError:
            raise
        except IndexStoreError:  # none, damaged, of another version, or dropped meanwhile
            return None

    def read_encoder(self, sha256: str) -> Mapping[str, bytes]:
        """Return the files of a model's encoder, none if the cluster has none.

        Args:
            sha256: of the model's weights.
        """
        return attachments.read(self._cluster(), attachments.encoder_of(sha256))

    def read_calibration(self) -> Calibration | None:
        """Return the calibration of the index, None if missing."""
        files = attachments.read(self._cluster(), CALIBRATION)
        return unpacked(files[CALIBRATION_FILE], self.name) if files else None

    def write_calibration(self, fitted: Calibration) -> str:
        """Replace the calibration, and say where it is and how to undo that.

        Args:
            fitted: the calibration.
        """
        cluster = self._cluster()
        attachments.write(cluster, CALIBRATION, {CALIBRATION_FILE: packed(fitted)})
        collection = attachments.collection_of(cluster, CALIBRATION)
        return f"the collection {collection} at {self.name}. Drop it to undo."

    def publish(
        self,
        generation: Generation,
        attached: Attachments,
        progress: Progress,
        *,
        alone: bool,
        instead_of: Collection[str] | None,
    ) -> None:
        """Copy a generation to the cluster, check the copy and make it the live one.

        Args:
            generation: of the folder.
            attached: encoder and calibration of the folder.
            progress: notified of each step.
            alone: drop every other generation.
            instead_of: fingerprints of the indexes that may be replaced; None means any.
        """
        files: dict[str, Callable[[], Mapping[str, bytes]]] = {}
        if attached.encoder:
            files[attachments.encoder_of(generation.manifest.embedder.sha256)] = attached.encoder
        if calibration := attached.calibration:
            files[CALIBRATION] = lambda: {CALIBRATION_FILE: calibration()}
        publishing.publish(
            generation, self._address, files, progress, alone=alone, instead_of=instead_of
        )
        with self._lock:
            self._version = None

    def check_replaceable(self, known: Collection[str]) -> None:
        """Check that the live index on the cluster is one that may be replaced.

        Args:
            known: fingerprints of the indexes that may be replaced.
        """
        publishing.check_replaceable(self._cluster(), known)

    def _live(self) -> Collections:
        collections = schema.live(self._cluster())
        if collections is None:
            msg = (
                f"No index at {self.name}. Build it with: qa build FOLDER --store "
                f"{quote(self._written)}"
            )
            raise IndexNotFoundError(msg)
        return collections

    def _cluster(self) -> Cluster:
        with self._lock:
            if self._connected is None:
                self._connected = Cluster(self._address)
            return self._connected

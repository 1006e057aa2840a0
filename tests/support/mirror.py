"""A store as a contributor would add one: a second folder, such as a network drive."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from qa.embedders.encoders import encoder_folder
from qa.embedders.onnx import write_files
from qa.errors import IndexMismatchError, IndexStoreError, IndexUnavailableError
from qa.files.atomic import atomic_write
from qa.index.calibration import FILE as CALIBRATION
from qa.index.generations.generation import Generation
from qa.stores.folder import building, current_path, draft_path, publish, verified
from qa.stores.folder.generations import prune
from qa.stores.folder.store import FolderStore

if TYPE_CHECKING:
    from collections.abc import Collection

    from qa.index.attachments import Attachments
    from qa.progress import Progress


class MirrorStore(FolderStore):
    """An index in a second folder; see :class:`qa.stores.protocol.RemoteStore`."""

    def __init__(self, address: str) -> None:
        """Check an address; the folder need not exist.

        Args:
            address: such as ``mirror:///shared/index``.

        Raises:
            IndexStoreError: its path is not absolute.
        """
        parts = urlsplit(address)
        if parts.netloc or not parts.path.startswith("/"):
            msg = f"{address!r} is not the address of a folder: mirror:///shared/index is one."
            raise IndexStoreError(msg)
        super().__init__(Path(parts.path))
        self.url = f"mirror://{parts.path}"

    @property
    def name(self) -> str:
        """The address."""
        return self.url

    def open_published(self) -> Generation | None:
        """Open the live generation; None if there is none that can be used."""
        try:
            return self.open_live()
        except IndexUnavailableError:
            raise
        except IndexStoreError:
            return None

    def publish(
        self,
        generation: Generation,
        attached: Attachments,
        progress: Progress,
        *,
        alone: bool,
        instead_of: Collection[str] | None,
    ) -> None:
        """Copy a generation to the folder, check the copy and make it the live one.

        Args:
            generation: of the folder that was built.
            attached: its encoder and calibration.
            progress: notified of each step.
            alone: delete every other generation.
            instead_of: fingerprints of the indexes that may be replaced; None means any.
        """
        with building(self._root):
            if instead_of is not None:
                self.check_replaceable(instead_of)
            self._attach(generation.manifest.embedder.sha256, attached)
            progress("Publishing", 0, 1)
            if self._fingerprint() != generation.manifest.fingerprint:
                draft = draft_path(self._root)
                shutil.copytree(generation.path, draft)
                verified(Generation(draft)).close()
                publish(self._root, draft).close()
            if alone:
                prune(self._root, current_path(self._root), 1)
            progress("Publishing", 1, 1)

    def check_replaceable(self, known: Collection[str]) -> None:
        """Check that the live index is one that may be replaced.

        Args:
            known: fingerprints of the indexes that may be replaced.

        Raises:
            IndexMismatchError: another index is live here.
        """
        if self._fingerprint() not in {None, *known}:
            msg = f"The index at {self.name} is another one, and would be lost."
            raise IndexMismatchError(msg)

    def _fingerprint(self) -> str | None:
        live = self.open_published()
        if live is None:
            return None
        with closing(live):
            return live.manifest.fingerprint

    def _attach(self, sha256: str, attached: Attachments) -> None:
        folder = encoder_folder(self._root, sha256)
        if attached.encoder and not folder.exists():
            folder.parent.mkdir(parents=True, exist_ok=True)
            write_files(folder, attached.encoder())
        calibration = self._root / CALIBRATION
        if attached.calibration and not calibration.exists():
            atomic_write(calibration, attached.calibration())

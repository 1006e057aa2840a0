"""The index in a folder as a store."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qa.embedders.encoders import encoder_folder
from qa.embedders.onnx import read_files
from qa.index.attachments import Attachments
from qa.index.calibration import FILE as CALIBRATION
from qa.index.calibration import read_calibration, write_calibration
from qa.stores.folder.generations import open_current
from qa.stores.folder.pointer import current_path, published_ns

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping
    from pathlib import Path

    from qa.index.calibration import Calibration
    from qa.index.generations.generation import Generation


class FolderStore:
    """The index in a folder; see :class:`qa.stores.protocol.Store`."""

    def __init__(self, root: Path) -> None:
        """Name a folder, which need not exist.

        Args:
            root: folder of the index.
        """
        self._root = root

    @property
    def name(self) -> str:
        """The folder's path."""
        return str(self._root)

    def version(self) -> Hashable:
        """Return a value that changes with the live generation and with its calibration.

        Where an index was deleted and built again, the generation's folder is the same. So the
        times of the files count too.
        """
        path = current_path(self._root)
        return path, published_ns(self._root), self._calibrated_ns()

    def built_ns(self) -> int:
        """Return when the live generation was published, in nanoseconds since 1970."""
        current_path(self._root)  # raises if CURRENT leads nowhere
        return published_ns(self._root)

    def open_live(self) -> Generation:
        """Open the live generation."""
        return open_current(self._root)

    def read_encoder(self, sha256: str) -> Mapping[str, bytes]:
        """Return the files of a model's encoder, none if the folder has none.

        Args:
            sha256: of the model's weights.
        """
        folder = encoder_folder(self._root, sha256)
        return read_files(folder) if folder.exists() else {}

    def read_calibration(self) -> Calibration | None:
        """Return the calibration of the index, None if missing."""
        return read_calibration(self._root)

    def write_calibration(self, fitted: Calibration) -> str:
        """Replace the calibration, and say where it is and how to undo that.

        Args:
            fitted: the calibration.
        """
        return f"{write_calibration(self._root, fitted)}. Delete it to undo."

    def attachments(self, sha256: str) -> Attachments:
        """Return the encoder and the calibration, which a copy of the index needs too.

        Args:
            sha256: of the model's weights.
        """
        encoder = encoder_folder(self._root, sha256)
        calibration = self._root / CALIBRATION
        return Attachments(
            partial(read_files, encoder) if encoder.exists() else None,
            calibration.read_bytes if calibration.exists() else None,
        )

    def _calibrated_ns(self) -> int:
        try:
            return (self._root / CALIBRATION).stat().st_mtime_ns
        except FileNotFoundError:
            return 0

"""The interface of a store of indexes.

To add a store, write a package below :mod:`qa.stores` with a class that satisfies
:class:`RemoteStore`, and a line in :data:`qa.stores.registry.STORES`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Mapping

    from qa.index.attachments import Attachments
    from qa.index.calibration import Calibration
    from qa.index.generations.generation import Generation
    from qa.index.protocol import Searchable
    from qa.progress import Progress


class Store(Protocol):
    """One index in a store, as questions need it; safe to share between threads.

    Every method raises an :class:`qa.errors.IndexStoreError` if the store cannot be used:
    :class:`qa.errors.IndexNotFoundError` without an index, :class:`qa.errors.IndexCorruptError`
    for a damaged one, :class:`qa.errors.IndexUnavailableError` for a server that does not answer.
    """

    @property
    def name(self) -> str:
        """The store and the index, for people; no secret is in it."""

    def version(self) -> Hashable:
        """Return a value that changes with the live generation and with its calibration.

        It is read before every question: it must be cheap, and may be a second old.
        """

    def built_ns(self) -> int:
        """Return when the live generation was published, in nanoseconds since 1970.

        0 if the store does not know.
        """

    def open_live(self) -> Searchable:
        """Open the live generation; the caller closes it."""

    def read_encoder(self, sha256: str) -> Mapping[str, bytes]:
        """Return the files of a model's encoder, name → content; none if the store has none.

        Args:
            sha256: of the model's weights.
        """

    def read_calibration(self) -> Calibration | None:
        """Return the calibration of the index, None if missing."""

    def write_calibration(self, fitted: Calibration) -> str:
        """Replace the calibration.

        Args:
            fitted: the calibration.

        Returns:
            Where it is and how to undo that, in words.
        """


class RemoteStore(Store, Protocol):
    """A store to which the index of a folder is published: one with an address.

    Its class takes that address. Making an object checks the address, and connects to nothing.
    """

    @property
    def url(self) -> str:
        """The address in its full form: equal for every way to write the same one."""

    def open_published(self) -> Searchable | None:
        """Open the live generation, if a usable one was published.

        Returns:
            None if missing or damaged.

        Raises:
            IndexUnavailableError: the store does not answer.
        """

    def publish(
        self,
        generation: Generation,
        attached: Attachments,
        progress: Progress,
        *,
        alone: bool,
        instead_of: Collection[str] | None,
    ) -> None:
        """Copy a generation here, check the copy and make it the live one, unless it is already.

        The attachments are copied too; those that the store has already stay.

        Args:
            generation: of the folder.
            attached: encoder and calibration of the folder.
            progress: notified of each step.
            alone: delete every other generation, so that removed documents are gone.
            instead_of: fingerprints of the indexes that may be replaced; None means any.

        Raises:
            IndexMismatchError: another index is live here.
            IndexStoreError: the copy failed; the index that was live stays live.
        """

    def check_replaceable(self, known: Collection[str]) -> None:
        """Check that replacing the live index would not lose one that the folder never had.

        Args:
            known: fingerprints of the indexes that may be replaced.

        Raises:
            IndexMismatchError: another index is live here.
        """

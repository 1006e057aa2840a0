"""Finding contents by their keys among millions, in 32 bytes of memory each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qa.files.hashing import KEY_BYTES

if TYPE_CHECKING:
    from numpy.typing import NDArray


class ContentKeys:
    """The keys that :func:`qa.files.hashing.content_key` makes, in rows."""

    def __init__(self, keys: bytes = b"") -> None:
        """Sort the keys.

        Args:
            keys: of all rows, one after the other.
        """
        self._halves = _halves(keys)
        self._order = np.argsort(self._halves[:, 0], kind="stable")
        self._sorted = self._halves[self._order, 0]

    def rows(self, keys: bytes) -> NDArray[np.int64]:
        """Return for each key the row that has it, or -1; int64 ``(keys,)``.

        Args:
            keys: to look up, one after the other.
        """
        wanted = _halves(keys)
        if not len(self._sorted):
            return np.full(len(wanted), -1)
        at = np.searchsorted(self._sorted, wanted[:, 0])
        rows = self._order[np.minimum(at, len(self._order) - 1)]
        # Only first halves are sorted. Of two keys with the same one, the second would not be found
        # and its content be embedded again: no harm, and with 64 bits hardly ever.
        return np.where((self._halves[rows] == wanted).all(axis=1), rows, -1)


def _halves(keys: bytes) -> NDArray[np.uint64]:
    return np.frombuffer(keys, "<u8").reshape(-1, KEY_BYTES // 8)

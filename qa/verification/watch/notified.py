"""Which changes someone has been notified of, so that a job that runs daily does not repeat them.

It holds hashes alone: neither questions nor words nor addresses.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

from qa.errors import JsonError
from qa.files.atomic import atomic_write
from qa.files.hashing import sha256_of_json
from qa.files.typed_json import LARGEST_RECORD, Sha256, read

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qa.verification.watch.states import WatchedAnswer

_FILE = "notified.json"
_MOST_CHANNELS = 100
_MOST_CHANGES = 10_000  # of all channels; the oldest channels are forgotten


class Notified:
    """The changes that have been sent to, or written for, each recipient.

    Without a folder, it remembers them until the process ends.
    """

    def __init__(self, folder: Path | None) -> None:
        """Read what is remembered; a file that is missing or damaged counts as empty.

        Args:
            folder: ``QA_STATE``; None where nothing is remembered between commands.
        """
        self._folder = folder
        self._ids: dict[str, list[str]] = {}
        if folder is not None:
            with suppress(OSError, JsonError):
                path = folder / _FILE
                self._ids = dict(read(path, dict[Sha256, list[Sha256]], LARGEST_RECORD))

    def news(self, channel: Sequence[str], answers: Sequence[WatchedAnswer]) -> list[WatchedAnswer]:
        """Return the answers of which a recipient has not been notified.

        Args:
            channel: who receives what: the recipient, the index and the receipts.
            answers: that have changed.
        """
        known = set(self._ids.get(sha256_of_json(list(channel)), ()))
        return [one for one in answers if one.id not in known]

    def remember(self, channel: Sequence[str], answers: Sequence[WatchedAnswer]) -> None:
        """Remember that a recipient knows these changes, and no others.

        One that was undone, and is made again later, is news.

        Args:
            channel: as for :meth:`news`.
            answers: all that have changed, those of earlier notices included.
        """
        key = sha256_of_json(list(channel))
        self._ids.pop(key, None)
        self._ids[key] = [one.id for one in answers]
        while len(self._ids) > 1 and (
            len(self._ids) > _MOST_CHANNELS or sum(map(len, self._ids.values())) > _MOST_CHANGES
        ):
            del self._ids[next(iter(self._ids))]
        if self._folder is not None:
            with suppress(OSError):
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                atomic_write(self._folder / _FILE, json.dumps(self._ids, indent=1), 0o600)

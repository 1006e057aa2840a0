"""The attachments of an index, next to its generations: its encoder and its calibration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class Attachments:
    """The files that a copy of an index needs too, read when they are copied.

    Attributes:
        encoder: returns the files of the encoder, name → content; None if there is none.
        calibration: returns the content of the calibration's file; None if there is none.
    """

    encoder: Callable[[], Mapping[str, bytes]] | None = None
    calibration: Callable[[], bytes] | None = None

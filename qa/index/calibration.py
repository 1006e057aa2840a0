"""A confidence fitted to one corpus: what ``qa eval --calibrate`` leaves beside an index."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from qa.errors import IndexCorruptError, IndexStoreError, JsonError
from qa.files.atomic import atomic_write
from qa.files.typed_json import LARGEST_RECORD, Probability, converted, read_bytes, sealed, unsealed

if TYPE_CHECKING:
    from pathlib import Path

FILE = "calibration.json"

_EDGE = 1e-9  # log odds of 0 and 1 have no end


@dataclass(frozen=True, slots=True)
class Calibration:
    """Another line through the log odds of the confidence (Platt 1999), and another threshold.

    Attributes:
        evidence_model: the reader it was fitted with, or ``none``; with another it is not used.
        slope: of the line.
        bias: of the line, in log odds.
        found_from: confidence from which an answer counts as found.
    """

    evidence_model: str
    slope: float
    bias: float
    found_from: Probability

    def applied(self, confidence: float) -> float:
        """Return a confidence as this corpus has it, [0, 1]."""
        return 1 / (1 + math.exp(-self.bias - self.slope * log_odds(confidence)))


def log_odds(probability: float) -> float:
    """Return the natural logarithm of the odds, within ±20.7."""
    return math.log(max(_EDGE, probability) / max(_EDGE, 1 - probability))


def read_calibration(root: Path) -> Calibration | None:
    """Return the calibration of the index at ``root``, None where there is none.

    Raises:
        IndexCorruptError: its file cannot be understood.
    """
    path = root / FILE
    try:
        content = read_bytes(path, LARGEST_RECORD)
    except FileNotFoundError:
        return None
    except (OSError, JsonError) as error:
        raise _unreadable(str(path), error) from error
    return unpacked(content, str(path))


def write_calibration(root: Path, fitted: Calibration) -> Path:
    """Put a calibration beside the index at ``root``, at once or not at all."""
    path = root / FILE
    atomic_write(path, packed(fitted))
    return path


def packed(fitted: Calibration) -> bytes:
    """Return what the file of a calibration holds: its fields, and a seal."""
    return sealed(asdict(fitted))


def unpacked(content: bytes, where: str) -> Calibration:
    """Return the calibration that a file holds.

    Args:
        content: of the file.
        where: it lies, for errors.

    Raises:
        IndexCorruptError: it cannot be understood, or was altered since it was fitted.
    """
    try:
        fields = unsealed(content)
        fitted = converted(fields, Calibration)
        for confidence in (0.0, 1.0):
            fitted.applied(confidence)
    except (JsonError, OverflowError) as error:
        raise _unreadable(where, error) from error
    return fitted


def _unreadable(where: str, error: Exception) -> IndexStoreError:
    if isinstance(error, PermissionError):
        msg = (
            f"The calibration {where!r} may not be read by this user ({error.strerror}). "
            "Ask its owner for permission."
        )
        return IndexStoreError(msg)
    return IndexCorruptError(
        f"The calibration {where!r} cannot be read ({error}). Delete it, or make it again "
        "with: qa eval QUESTIONS --calibrate"
    )

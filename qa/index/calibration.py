"""A confidence fitted to one corpus, which ``qa eval --calibrate`` writes into an index folder."""

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

_EDGE = 1e-9  # log odds of 0 and 1 are infinite


@dataclass(frozen=True, slots=True)
class Calibration:
    """A line through the log odds of the confidence (Platt 1999), and a threshold.

    Attributes:
        evidence_model: the reader it was fitted with, or ``none``; it is not used with another.
        slope: of the line.
        bias: of the line, in log odds.
        found_from: confidence from which an answer counts as found.
    """

    evidence_model: str
    slope: float
    bias: float
    found_from: Probability

    def applied(self, confidence: float) -> float:
        """Return the calibrated confidence, [0, 1].

        Args:
            confidence: by the shipped model, [0, 1].
        """
        return 1 / (1 + math.exp(-self.bias - self.slope * log_odds(confidence)))


def log_odds(probability: float) -> float:
    """Return the natural logarithm of the odds, within ±20.7.

    Args:
        probability: [0, 1].
    """
    return math.log(max(_EDGE, probability) / max(_EDGE, 1 - probability))


def read_calibration(root: Path) -> Calibration | None:
    """Return the calibration of an index, None where there is none.

    Args:
        root: folder of the index.

    Raises:
        IndexCorruptError: its file is damaged.
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
    """Write the calibration of an index, whole or not at all, and return its file.

    Args:
        root: folder of the index.
        fitted: to write.
    """
    path = root / FILE
    atomic_write(path, packed(fitted))
    return path


def packed(fitted: Calibration) -> bytes:
    """Return the content of a calibration's file: its fields, and a seal.

    Args:
        fitted: to write.
    """
    return sealed(asdict(fitted))


def unpacked(content: bytes, where: str) -> Calibration:
    """Return the calibration in a file.

    Args:
        content: of the file.
        where: path of the file, for errors.

    Raises:
        IndexCorruptError: it cannot be parsed, or was altered since it was fitted.
    """
    try:
        fields = unsealed(content)
        fitted = converted(fields, Calibration)
        for confidence in (0.0, 1.0):  # a huge slope would fail at the first question
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

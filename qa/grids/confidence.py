"""How sure a cell is: the confidence of an answer from one document, as that of a cell.

Whether a collection answers a question and whether one document of it does are two questions. The
shipped confidence is fitted to the first; a line through its log odds (Platt 1999), fitted on grids
by ``training/fit_grid.py``, makes it an answer to the second.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from qa.files.shipped import shipped
from qa.files.typed_json import Probability, parse
from qa.index.calibration import log_odds

MOST_ODDS = 5.0
"""Log odds of a confidence that count."""


@dataclass(frozen=True, slots=True)
class CellModel:
    """Coefficients fitted by ``training/fit_grid.py``.

    Attributes:
        slope: of the line through the log odds of the confidence.
        bias: of the line.
        unread_slope: of the line for documents that are not read.
        unread_bias: likewise.
        read_from: confidence without a reader from which a document is read.
        found_from: confidence from which a cell has a quote.
        likely_from: confidence from which a cell is likely, if its answer is.
    """

    slope: float
    bias: float
    unread_slope: float
    unread_bias: float
    read_from: Probability
    found_from: Probability
    likely_from: Probability

    def probability(self, confidence: float) -> float:
        """Return the probability that the quote of a cell answers.

        Args:
            confidence: that the document answers.
        """
        return _logistic(self.bias + self.slope * bounded_odds(confidence))

    def unread(self, cheap: float) -> float:
        """Return the probability that a document that is not read answers.

        Args:
            cheap: the confidence without a reader.
        """
        return _logistic(self.unread_bias + self.unread_slope * bounded_odds(cheap))


@dataclass(frozen=True, slots=True)
class _Shipped:
    """The part of ``confidence.json`` that is used."""

    with_reader: CellModel
    without_reader: CellModel


@cache
def cell_model(*, with_reader: bool) -> CellModel:
    """Return the shipped coefficients.

    Args:
        with_reader: whether a reader reads.

    Raises:
        ModelError: the file was altered.
    """
    models = parse(shipped("grids/confidence.json"), _Shipped)
    return models.with_reader if with_reader else models.without_reader


def bounded_odds(confidence: float) -> float:
    """Return the log odds of a confidence, within ±5.

    Beyond, it says that the document is about the question, and no more about which of its
    sentences answers.

    Args:
        confidence: [0, 1].
    """
    return max(-MOST_ODDS, min(MOST_ODDS, log_odds(confidence)))


def _logistic(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))

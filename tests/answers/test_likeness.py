"""Words that are near to one another are told by their vectors, while there is time."""

from __future__ import annotations

import numpy as np
import pytest

from qa.answers.likeness import is_near
from qa.deadlines import deadline
from qa.errors import DeadlineError


def vector(word: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Return the same for two words, and others for the rest."""
    at = 0 if word in {"bikes", "bicycles"} else 1 + len(word) % 7
    near = 0.1 * (len(word) % 3)
    return np.array([1.0 if at == 0 else near, *(float(i == at) for i in range(1, 8))], np.float32)


def test_a_word_is_near_that_stands_out() -> None:
    """From how near common words are."""
    assert is_near("bikes", "No bicycles here.", vector)
    assert not is_near("bikes", "No parrots here.", vector)
    assert not is_near("bikes", "", vector)


def test_no_vector_is_made_after_the_deadline() -> None:
    """Each may take a call of the model."""
    with deadline(-1.0, "Asking", "Ask less."), pytest.raises(DeadlineError):
        is_near("bikes", "No bicycles here.", vector)

"""A generation checked from end to end: its files by their hashes, its parts against each other.

Opening a generation checks only as much as a question may wait for. A build checks what it has
written before publishing it, and what it takes over; ``qa verify-index`` checks all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qa.files.hashing import sha256_of_text
from qa.index.generations.codec import is_filled, unpacked_edges
from qa.index.generations.damage import corrupt, damage_reported
from qa.index.generations.manifest import check_files

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa.index.generations.generation import Generation

_NORM_TOLERANCE = 1e-3  # of a vector that was stored in 16 bits a number
_VECTORS_AT_ONCE = 10_000


def check_hashes(generation: Generation) -> None:
    """Compare every file with its sha256 in the manifest, whatever its size.

    Args:
        generation: open.

    Raises:
        IndexCorruptError: a file is missing or differs from the manifest.
        IndexStoreError: this user may not read one.
    """
    check_files(generation.path, generation.files, whole=True)


def check_contents(generation: Generation) -> None:
    """Check that every passage and sentence is within its document, every text and vector sound.

    Args:
        generation: open.

    Raises:
        IndexCorruptError: a span is out of place, a text differs from its hash, or a vector is
            not of unit norm.
    """
    with damage_reported(generation.path):
        _check_spans(generation, _hashed_lengths(generation))
        _check_vectors(generation)


def _hashed_lengths(generation: Generation) -> dict[str, int]:
    """Return ``doc_id`` → length of its text, after hashing the text."""
    lengths: dict[str, int] = {}
    for doc_id, text, sha256 in generation.database.scan(
        "SELECT doc_id, text, text_sha256 FROM documents"
    ):
        lengths[doc_id] = len(text)
        if sha256_of_text(text) != sha256:
            raise corrupt(generation.path, f"the stored text of {doc_id!r} has changed")
    if lengths.keys() != generation.manifest.documents.keys():
        raise corrupt(generation.path, "its documents do not agree with the manifest")
    return lengths


def _check_spans(generation: Generation, lengths: Mapping[str, int]) -> None:
    path, counts = generation.path, generation.manifest.counts
    passages = sentences = 0  # numbers that the next ones must have
    for number, first, doc_id, start, end, packed in generation.database.scan(
        "SELECT number, first_sentence, doc_id, start, end, sentences FROM passages ORDER BY number"
    ):
        if not 0 <= start < end <= lengths.get(doc_id, -1):
            raise corrupt(path, f"passage {number} is outside {doc_id!r}")
        edges = unpacked_edges(packed)
        if not is_filled(start, end, edges):
            raise corrupt(path, f"passage {number} does not agree with its sentences")
        if (number, first) != (passages, sentences):
            raise corrupt(path, f"passage {number} is not where it should be")
        sentences += len(edges) // 2
        passages += 1
    if (passages, sentences) != (counts["passages"], counts["sentences"]):
        raise corrupt(path, "passages and sentences do not agree with the manifest")


def _check_vectors(generation: Generation) -> None:
    total = generation.manifest.counts["passages"]
    for begin in range(0, total, _VECTORS_AT_ONCE):
        vectors = generation.passage_vectors(range(begin, min(begin + _VECTORS_AT_ONCE, total)))
        if not np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=_NORM_TOLERANCE):
            raise corrupt(generation.path, "a passage's vector is not of unit norm")

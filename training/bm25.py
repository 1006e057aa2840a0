"""BM25 over the passages of a set, all questions at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix

from qa.text.analyzer import terms

if TYPE_CHECKING:
    from collections.abc import Sequence

K1, B = 0.9, 0.4  # Lin et al. 2021 (Pyserini); as good as the usual 1.2, .75 here


def ranked_by_bm25(texts: Sequence[str], questions: Sequence[str], k: int) -> list[list[int]]:
    """Return the numbers of the ``k`` texts that BM25 ranks first for each question.

    Args:
        texts: of the passages.
        questions: to rank them for.
        k: most texts of a question; those without a common term are left out.
    """
    vocabulary: dict[str, int] = {}
    rows: list[int] = []
    columns: list[int] = []
    lengths = np.zeros(len(texts))
    for number, text in enumerate(texts):
        found = terms(text)
        lengths[number] = len(found)
        rows += [number] * len(found)
        columns += (vocabulary.setdefault(term, len(vocabulary)) for term in found)
    shape = (len(texts), len(vocabulary))
    counts = csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape)
    counts.sum_duplicates()
    holding = np.bincount(counts.indices, minlength=shape[1])
    idf = np.log(1 + (len(texts) - holding + 0.5) / (holding + 0.5))
    norm = K1 * (1 - B + B * lengths / lengths.mean())
    of_row = np.repeat(np.arange(len(texts)), np.diff(counts.indptr))
    counts.data = counts.data / (counts.data + norm[of_row]) * idf[counts.indices]
    by_term = counts.T.tocsr()
    best: list[list[int]] = []
    for start in range(0, len(questions), 512):
        asked = [
            [vocabulary[t] for t in set(terms(question)) if t in vocabulary]
            for question in questions[start : start + 512]
        ]
        pointers = np.cumsum([0, *map(len, asked)])
        flat = [term for found in asked for term in found]
        queries = csr_matrix(
            (np.ones(len(flat), np.float32), flat, pointers), (len(asked), shape[1])
        )
        scores = (queries @ by_term).toarray()
        first = np.argsort(-scores, axis=1, kind="stable")[:, :k]
        best += [[int(i) for i in row if scores[j, i] > 0] for j, row in enumerate(first)]
    return best

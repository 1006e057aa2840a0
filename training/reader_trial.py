"""Try a reader on questions that it is not trained on, their passages given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.metrics import roc_auc_score

from qa.text.paragraphs import paragraph_spans
from qa.text.sentences import sentence_spans
from training.reader_batches import encoded_pairs, row_of
from training.reader_model import read_all

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tokenizers import Tokenizer

    from training.reader_examples import Example
    from training.reader_model import Reader

Trial = dict[str, "list[Example]"]
"""Kind of questions → examples, of which some answer and some are near misses."""


def measured(
    reader: Reader, tokenizer: Tokenizer, trial: Mapping[str, Sequence[Example]]
) -> dict[str, dict[str, float]]:
    """Return how often the best sentence is right, and how well near misses are recognised.

    Args:
        reader: in training.
        tokenizer: of its backbone.
        trial: examples to try it on.
    """
    return {kind: _measured(reader, tokenizer, examples) for kind, examples in trial.items()}


def _measured(
    reader: Reader, tokenizer: Tokenizer, examples: Sequence[Example]
) -> dict[str, float]:
    encoded = encoded_pairs(tokenizer, examples)
    read = read_all(reader, [*map(row_of, examples, encoded)])
    right: list[bool] = []
    odds: list[float] = []
    for example, encoding, scores in zip(examples, encoded, read, strict=True):
        sentences = sentence_odds(example, encoding, scores.astype(np.float64))
        best, (start, end) = max(sentences, key=lambda pair: pair[0])
        odds.append(best)
        if example.answers:
            right.append(any(a.start < end and start < a.end for a in example.answers))
    labels = [bool(example.answers) for example in examples]
    return {
        "sentence": round(float(np.mean(right)), 4),
        "auroc_near": round(float(roc_auc_score(labels, odds)), 4),
    }


def sentence_odds(example: Example, encoding: Any, row: Any) -> list[tuple[float, tuple[int, int]]]:
    """Return the log odds of every sentence against "no answer here", and its span.

    Args:
        example: with the passage.
        encoding: of question and passage.
        row: scores of its word pieces, float64 ``(tokens, 2)``.
    """
    text, front = example.text, len(example.context) + 1
    starts = np.array(
        [
            start - front if part == 1 else -1
            for part, (start, _) in zip(encoding.sequence_ids, encoding.offsets, strict=True)
        ]
    )
    found: list[tuple[float, tuple[int, int]]] = []
    for paragraph in paragraph_spans(text):
        for span in sentence_spans(text, paragraph.start, paragraph.end):
            inside = (span.start <= starts) & (starts < span.end)
            if inside.any():
                best = np.logaddexp.reduce(row[inside], axis=0) - row[0]
                found.append((float(best.mean()), (span.start, span.end)))
    return found or [(-50.0, (0, 0))]

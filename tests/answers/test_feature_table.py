"""Features have names, and weights are looked up by them."""

from __future__ import annotations

import numpy as np
import pytest

from qa.answers.feature_table import FeatureTable, SentenceFeatures


def _row(**values: float) -> SentenceFeatures:
    """Return a row of zeros, but for these features."""
    return SentenceFeatures(**{**dict.fromkeys(SentenceFeatures._fields, 0.0), **values})


def test_a_column_is_found_by_its_name() -> None:
    """One value for each sentence."""
    table = FeatureTable.of([_row(cosine=0.5), _row(cosine=0.25, length=2.0)])
    assert table.column("cosine").tolist() == [0.5, 0.25]
    assert table.column("length").tolist() == [0.0, 2.0]
    with pytest.raises(ValueError, match="not in tuple"):
        table.column("colour")


def test_a_weight_counts_for_the_feature_of_its_name() -> None:
    """In whatever order the weights come."""
    table = FeatureTable.of([_row(cosine=0.5, length=2.0), _row(coverage=1.0)])
    weights = dict.fromkeys(SentenceFeatures._fields, 0.0) | {"cosine": 4.0, "coverage": 3.0}
    weights["length"] = -0.5
    assert table.weighted_sum(weights).tolist() == [1.0, 3.0]
    assert table.weighted_sum(dict(reversed(weights.items()))).tolist() == [1.0, 3.0]


def test_weights_of_other_features_are_refused() -> None:
    """One too few or too many, and no score is computed."""
    table = FeatureTable.of([_row()])
    weights = dict.fromkeys(SentenceFeatures._fields, 1.0)
    with pytest.raises(ValueError, match=r"\['colour'\]"):
        table.weighted_sum(weights | {"colour": 1.0})
    del weights["cosine"]
    with pytest.raises(ValueError, match=r"\['cosine'\]"):
        table.weighted_sum(weights)


def test_further_columns_come_last() -> None:
    """A reader adds its own to those that are computed anyway."""
    table = FeatureTable.of([_row(cosine=0.5), _row()]).with_columns(reader=np.array([1.0, -1.0]))
    assert table.names == (*SentenceFeatures._fields, "reader")
    assert table.column("reader").tolist() == [1.0, -1.0]
    assert table.column("cosine").tolist() == [0.5, 0.0]


def test_a_table_without_sentences_has_all_columns() -> None:
    """Documents may contain headings only."""
    table = FeatureTable.of([])
    assert table.values.shape == (0, len(SentenceFeatures._fields))

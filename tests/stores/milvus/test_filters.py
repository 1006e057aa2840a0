"""Filters say of each passage whether it counts; read here as Python, which reads alike."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.stores.milvus.filters import limited_to, within

pytestmark = pytest.mark.long


def true_of(expression: str, key: int) -> bool:
    """Tell whether an expression holds for a key."""
    return bool(eval(expression, {"key": key}))


def depth(node: ast.AST) -> int:
    """Return how many levels lie within each other."""
    return 1 + max((depth(child) for child in ast.iter_child_nodes(node)), default=0)


@settings(deadline=None)
@given(st.sets(st.integers(0, 300), min_size=1))
def test_a_filter_holds_for_these_passages_and_no_others(numbers: set[int]) -> None:
    """Whether they follow one another or stand alone."""
    expression = limited_to(sorted(numbers))
    assert {key for key in range(302) if true_of(expression, key)} == numbers


def test_many_ranges_do_not_lie_deep_within_each_other() -> None:
    """A thousand of them stay far from the hundred levels that a message may have."""
    numbers = [n for first in range(0, 100_000, 100) for n in range(first, first + 50)]
    expression = limited_to(numbers)
    assert expression.count(" or ") == 999
    read = ast.parse(expression)
    joined = [len(node.values) for node in ast.walk(read) if isinstance(node, ast.BoolOp)]
    assert set(joined) == {2}  # Python joins a chain of any length into one
    assert depth(read) < 40


def test_a_range_ends_before_its_end() -> None:
    """As in Python."""
    assert [key for key in range(6) if true_of(within(2, 4), key)] == [2, 3]

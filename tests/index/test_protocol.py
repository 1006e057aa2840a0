"""A generation in a folder and one on a cluster have the same interface."""

from __future__ import annotations

import inspect

import pytest

from qa.index.generations.generation import Generation
from qa.index.protocol import Searchable
from qa.stores.milvus.generation import MilvusGeneration

METHODS = [name for name, _ in inspect.getmembers(Searchable, inspect.isfunction) if name[0] != "_"]


@pytest.mark.parametrize("kind", [Generation, MilvusGeneration])
@pytest.mark.parametrize("name", METHODS)
def test_every_method_takes_the_same_arguments(kind: type, name: str) -> None:
    """By the same names, in the same order."""
    expected = inspect.signature(getattr(Searchable, name)).parameters
    assert [*inspect.signature(getattr(kind, name)).parameters] == [*expected]

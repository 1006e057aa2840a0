"""The package to install is one that there is."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from qa.cli.distributions import how_to_install

pytestmark = pytest.mark.long

PACKAGE = Path(__file__).parents[2] / "qa"


def imported() -> set[str]:
    """Return the top-level modules of others that the package imports anywhere."""
    names: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.partition(".")[0])
    return names - set(sys.stdlib_module_names) - {"qa"}


@pytest.mark.parametrize("module", sorted(imported()))
def test_the_distribution_that_holds_a_module_is_named(module: str) -> None:
    """Whatever it is called when it is imported."""
    command = how_to_install(f"{module}.inner")
    holders = {name.lower().replace("_", "-") for name in packages_distributions().get(module, ())}
    if not holders:
        pytest.skip("not installed here")
    extra = re.fullmatch(r'pip install "quoth\[(\w+)\]"', command)
    if extra:
        assert extra[1] in {"mcp", "ray", "milvus"}
    elif command != "pip install --force-reinstall quoth":
        assert command.removeprefix("pip install ") in holders


@pytest.mark.parametrize(
    ("module", "command"),
    [
        ("sklearn.linear_model", "pip install scikit-learn"),
        ("sentence_transformers", "pip install sentence-transformers"),
        ("faiss", "pip install faiss-cpu"),
        ("PIL.Image", "pip install pillow"),
        ("prometheus_client", "pip install prometheus-client"),
        ("gradio", "pip install gradio"),
        ("mcp.server", 'pip install "quoth[mcp]"'),
        ("pymilvus", 'pip install "quoth[milvus]"'),
        ("google.protobuf", "pip install --force-reinstall quoth"),
    ],
)
def test_a_module_is_no_distribution(module: str, command: str) -> None:
    """What differs in name, what an extra brings, and what only a dependency needs."""
    assert how_to_install(module) == command

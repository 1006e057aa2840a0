"""A public function says what each of its parameters means."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).parents[1] / "qa"

_Function = (ast.FunctionDef, ast.AsyncFunctionDef)


def public_functions(body: list[ast.stmt]) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield the public functions of a module, and the public methods of its public classes."""
    for node in body:
        public = not getattr(node, "name", "_").startswith("_")
        if isinstance(node, ast.ClassDef) and public:
            yield from public_functions(node.body)
        elif isinstance(node, _Function) and public:
            yield node


def unexplained(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """Return the parameters that the ``Args:`` section of a docstring does not name."""
    every = function.args
    names = [one.arg for one in (*every.posonlyargs, *every.args, *every.kwonlyargs)]
    names += [one.arg for one in (every.vararg, every.kwarg) if one]
    _, _, section = (ast.get_docstring(function) or "").partition("Args:\n")
    section = re.split(r"^\S", section, maxsplit=1, flags=re.MULTILINE)[0]
    named = re.findall(r"^ {4}\**(\w+):", section, re.MULTILINE)
    return [name for name in names if name not in {"self", "cls", *named}]


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix()
)
def test_every_parameter_is_explained(path: Path) -> None:
    """The convention is Google's: a line for each parameter below ``Args:``."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    missing = [
        f"{path.name}:{function.lineno} {function.name}: {', '.join(names)}"
        for function in public_functions(tree.body)
        if (names := unexplained(function))
    ]
    assert missing == []

"""The public names are the documented ones, and each explains itself."""

from __future__ import annotations

import builtins
import doctest
import inspect
import re
from importlib.metadata import version
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

import qa

if TYPE_CHECKING:
    from collections.abc import Callable


def test_an_unknown_name_is_an_attribute_error() -> None:
    """As of any module."""
    with pytest.raises(AttributeError, match="has no attribute 'chunks'"):
        qa.chunks  # noqa: B018


def test_all_is_what_is_public() -> None:
    """``__all__`` names everything public in the package, sorted, and nothing else."""
    public = {
        name
        for name in dir(qa)
        if not name.startswith("_") and not isinstance(getattr(qa, name), ModuleType)
    } - {"Any", "TYPE_CHECKING", "import_module"}
    assert set(qa.__all__) == public
    assert qa.__all__ == sorted(qa.__all__)


@pytest.mark.parametrize("name", qa.__all__)
def test_everything_public_is_explained(name: str) -> None:
    """It has a docstring of its own, and so have its public methods."""
    thing = getattr(qa, name)
    assert thing.__doc__
    assert not thing.__doc__.startswith(f"{name}(")  # what dataclass writes where there is none
    for method, value in vars(thing).items() if inspect.isclass(thing) else ():
        if not method.startswith("_") and callable(value):
            assert value.__doc__, f"{name}.{method}"


@pytest.mark.parametrize(
    "verb",
    [qa.ask, qa.build, qa.check, qa.fill, qa.load, qa.quote, qa.verify],
    ids=lambda verb: verb.__name__,
)
def test_a_verb_names_its_arguments_and_errors(verb: Callable[..., object]) -> None:
    """Every argument, and every error by the name of its class."""
    docs = inspect.getdoc(verb) or ""
    for name in inspect.signature(verb).parameters:
        assert f"    {name}: " in docs, name
    raised = re.findall(r"^    (\w+): ", docs.partition("Raises:")[2], re.MULTILINE)
    assert raised
    for name in raised:
        assert hasattr(qa, name) or hasattr(builtins, name), name


@pytest.mark.parametrize(
    ("function", "parameters"),
    [
        (
            qa.ask,
            ["question", "index", "k", "after", "documents", "min_confidence", "evidence_model"],
        ),
        (
            qa.quote,
            [
                *("question", "text", "k", "title", "min_confidence", "evidence_model", "model"),
                "embedder",
            ],
        ),
        (qa.build, ["paths", "into", "model", "store"]),
        (qa.load, ["path", "model", "embedder"]),
    ],
)
def test_the_verbs_take_what_the_documentation_says(
    function: object, parameters: list[str]
) -> None:
    """Their parameters are the promised ones, in the promised order."""
    assert callable(function)
    assert list(inspect.signature(function).parameters) == parameters


def test_the_first_page_of_the_documentation_works(
    article_index: qa.Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The examples of the module's docstring, and every name that it mentions."""
    monkeypatch.chdir(article_index.generation.path.parents[2])
    examples = doctest.DocTestParser().get_doctest(qa.__doc__ or "", {}, "qa", None, None)
    assert len(examples.examples) >= 5
    assert doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(examples).failed == 0
    named = re.findall(r":(?:func|class):`qa\.(\w+)`", qa.__doc__ or "")
    assert set(named) <= set(qa.__all__)


def test_the_version_is_that_of_the_distribution() -> None:
    """It is written down twice."""
    assert qa.__version__ == version("quoth")

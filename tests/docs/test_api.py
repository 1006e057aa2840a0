"""What the pages in docs/ say a program gets is what it gets."""

from __future__ import annotations

import doctest
import re
import shutil
from pathlib import Path

import pytest

import qa
from qa.web.app import application
from qa.web.service.live import LiveIndex
from qa.web.service.service import Service

ROOT = Path(__file__).parents[2]
API = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
PAGES = sorted((ROOT / "docs").glob("*.md"))


def test_the_python_session_is_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line gives what stands below it."""
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    monkeypatch.chdir(tmp_path)
    examples = doctest.DocTestParser().get_doctest(
        "\n".join(re.findall(r"```python\n(.*?)```", API, re.DOTALL)), {}, "docs/api.md", None, None
    )
    assert len(examples.examples) >= 8
    assert doctest.DocTestRunner().run(examples).failed == 0


def test_every_public_verb_and_error_is_named() -> None:
    """None is left out of the page."""
    for name in ("ask", "build", "check", "load", "quote", "verify"):
        assert f"`{name}(" in API
        assert hasattr(qa, name)


def test_every_operation_is_named(tmp_path: Path) -> None:
    """The table holds each path of the OpenAPI schema."""
    for path in application(Service(LiveIndex(tmp_path))).openapi()["paths"]:
        assert path in API, path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_named_is_there(page: Path) -> None:
    """Paths in the text lead somewhere."""
    text = page.read_text(encoding="utf-8")
    for path in re.findall(r"`((?:qa|tests)/[\w./-]+)`", text):
        assert (ROOT / path).exists(), path

"""docs/http.md describes the interface that the server has, and docs/python.md the public names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import qa
from qa.web.app import application
from qa.web.service.live import LiveIndex
from qa.web.service.service import Service
from tests.support.pages import ROOT

if TYPE_CHECKING:
    from pathlib import Path

HTTP = (ROOT / "docs" / "http.md").read_text(encoding="utf-8")
PYTHON = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")


def test_every_operation_is_named(tmp_path: Path) -> None:
    """The table contains each path of the OpenAPI schema."""
    for path in application(Service(LiveIndex(tmp_path))).openapi()["paths"]:
        assert path in HTTP, path


def test_every_public_name_is_in_the_reference() -> None:
    """The page on Python shows the docstring of each."""
    for name in qa.__all__:
        assert f"::: qa.{name}\n" in PYTHON, name

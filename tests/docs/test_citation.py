"""CITATION.cff names the version that the package has."""

from __future__ import annotations

import re

import qa
from tests.support.pages import ROOT


def test_the_version_is_the_same_everywhere() -> None:
    """The package, its metadata and the citation name one version."""
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert re.findall(r"^version: (.+)$", citation, re.MULTILINE) == [qa.__version__]
    assert re.findall(r'^version = "(.+)"$', project, re.MULTILINE) == [qa.__version__]


def test_the_citation_has_what_the_format_requires() -> None:
    """Citation File Format 1.2.0 requires these four keys."""
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    keys = set(re.findall(r"^([\w-]+):", citation, re.MULTILINE))
    assert {"cff-version", "message", "title", "authors"} <= keys
    assert "cff-version: 1.2.0\n" in citation

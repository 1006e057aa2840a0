"""``qa mcp``: it needs an extra, and says so."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from qa.cli.main import main

if TYPE_CHECKING:
    import pytest


def test_without_the_extra_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one sentence, with exit status 1."""
    monkeypatch.delitem(sys.modules, "qa.mcp_server", raising=False)
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    assert main(["mcp"]) == 1
    assert capsys.readouterr().err == (
        "qa: The package 'mcp.server.mcpserver' is not installed. Run: pip install \"quoth[mcp]\"\n"
    )

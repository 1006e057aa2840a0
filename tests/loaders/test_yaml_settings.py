"""YAML stays as it is, below the keys that it is in."""

from __future__ import annotations

from pathlib import Path

from qa.loaders.yaml_settings import extract

YAML = """version: 3
# Where it listens
server:
  # Give up after this time
  timeout: 30s
  tls: &tls
    cert: a.pem
  port: 8080
users:
  - name: ann
"""


def test_keys_head_what_is_below_them() -> None:
    """Comments are part of it, and nothing is expanded."""
    (found,) = extract(YAML.encode(), Path("a.yaml"))
    assert found.text == YAML
    assert [
        (h.level, h.title, YAML[h.end :].partition("\n")[0].strip()) for h in found.headings
    ] == [
        (1, "server", "# Where it listens"),
        (2, "tls", "tls: &tls"),
        (1, "server", "port: 8080"),
        (1, "users", "users:"),
    ]

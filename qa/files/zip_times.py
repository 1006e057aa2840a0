"""The time of files in a ZIP archive that has none of its own."""

from __future__ import annotations

UNDATED = (1980, 1, 1, 0, 0, 0)
"""The earliest time that an archive can have: the same content then has the same bytes."""

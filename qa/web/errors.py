"""What goes wrong on the server alone, in words for the user."""

from __future__ import annotations

from qa.errors import QAError


class SourceError(QAError):
    """A citation cannot be opened."""

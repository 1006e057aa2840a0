"""The command ``qa``: everything a shell can ask of Quoth."""

from qa.cli.main import entry, main

__all__ = ["entry", "main"]

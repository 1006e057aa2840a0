"""``python -m qa`` is the command ``qa``."""

from qa.cli import entry

entry()

"""Settings from the environment; a command-line option or an argument wins over them."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

DEFAULT_MODEL = "all-MiniLM-L6-v2"
DEFAULT_EVIDENCE_MODEL = "default"


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set from outside.

    Attributes:
        index: folder of the index (``QA_INDEX``, default ``index``).
        model: sentence-transformers name or folder (``QA_MODEL``).
        evidence_model: the reader: ``default`` for the shipped one, ``none``, or a
            CrossEncoder's name or folder (``QA_EVIDENCE_MODEL``).
    """

    index: Path = field(default_factory=lambda: Path(os.environ.get("QA_INDEX") or "index"))
    model: str = field(default_factory=lambda: os.environ.get("QA_MODEL") or DEFAULT_MODEL)
    evidence_model: str = field(
        default_factory=lambda: os.environ.get("QA_EVIDENCE_MODEL") or DEFAULT_EVIDENCE_MODEL
    )

"""Settings from the environment; a command-line option or an argument wins over them."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from qa.errors import QAError

DEFAULT_MODEL = "all-MiniLM-L6-v2"
DEFAULT_EVIDENCE_MODEL = "default"


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set from outside.

    Raises:
        QAError: a limit is no whole number from 1 on.

    Attributes:
        index: folder of the index (``QA_INDEX``, default ``index``).
        model: sentence-transformers name or folder (``QA_MODEL``).
        required_model: one that an index must have been made with to be asked (``QA_MODEL``; None,
            the default, for any).
        evidence_model: the reader: ``default`` for the shipped one, ``none``, or a
            CrossEncoder's name or folder (``QA_EVIDENCE_MODEL``).
        store: address of the cluster where questions are asked, such as ``milvus://host:19530``
            (``QA_STORE``; empty, the default, for the folder). Nothing is published to it.
        cache: folder in which models' encoders are kept for the next index (``QA_CACHE``, default
            ``quoth`` in ``XDG_CACHE_HOME`` or ``~/.cache``); None where there is no home.
        read_timeout_s: seconds that reading one file may take (``QA_READ_TIMEOUT_S``).
        read_memory_mb: memory that it may take, in MiB (``QA_READ_MEMORY_MB``).
        max_file_mb: size of a file, in MiB (``QA_MAX_FILE_MB``).
        max_unpacked_mb: size of what is packed in a file, unpacked, in MiB
            (``QA_MAX_UNPACKED_MB``).
        max_pages: pages of a PDF (``QA_MAX_PAGES``).
        check_timeout_s: seconds that checking one claim may take (``QA_CHECK_TIMEOUT_S``).
    """

    index: Path = field(default_factory=lambda: Path(os.environ.get("QA_INDEX") or "index"))
    model: str = field(default_factory=lambda: os.environ.get("QA_MODEL") or DEFAULT_MODEL)
    required_model: str | None = field(default_factory=lambda: os.environ.get("QA_MODEL") or None)
    evidence_model: str = field(
        default_factory=lambda: os.environ.get("QA_EVIDENCE_MODEL") or DEFAULT_EVIDENCE_MODEL
    )
    store: str = field(default_factory=lambda: os.environ.get("QA_STORE", ""))
    cache: Path | None = field(default_factory=lambda: _cache())  # noqa: PLW0108 - defined below
    read_timeout_s: int = field(default_factory=lambda: _number("QA_READ_TIMEOUT_S", 60))
    read_memory_mb: int = field(default_factory=lambda: _number("QA_READ_MEMORY_MB", 2048))
    max_file_mb: int = field(default_factory=lambda: _number("QA_MAX_FILE_MB", 256))
    max_unpacked_mb: int = field(default_factory=lambda: _number("QA_MAX_UNPACKED_MB", 512))
    max_pages: int = field(default_factory=lambda: _number("QA_MAX_PAGES", 10_000))
    check_timeout_s: int = field(default_factory=lambda: _number("QA_CHECK_TIMEOUT_S", 60))


def _cache() -> Path | None:
    if os.environ.get("QA_CACHE"):
        return Path(os.environ["QA_CACHE"])
    try:
        home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    except RuntimeError:
        return None
    return Path(home) / "quoth"


def _number(name: str, default: int) -> int:
    text = os.environ.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or not int(text):
        msg = f"{name} is {text!r}; it takes a whole number from 1 on (default {default})."
        raise QAError(msg)
    return int(text)

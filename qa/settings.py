"""Settings from the environment: the one module that reads Quoth's variables.

A command-line option or an argument wins over a setting.
"""

from __future__ import annotations

import codecs
import os
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from platformdirs import user_cache_path, user_state_path

from qa.errors import QAError

DEFAULT_MODEL = "all-MiniLM-L6-v2"
DEFAULT_EVIDENCE_MODEL = "default"

NO_STATE = "none"
"""Value of ``QA_STATE`` with which nothing is remembered between commands."""

OCR_MODES = ("auto", "off", "force")
"""Whether words are recognized in pictures of pages: where a page has none, never, or always."""

_LANGUAGES = re.compile(r"[A-Za-z0-9_/-]{1,60}(?:\+[A-Za-z0-9_/-]{1,60}){0,19}")

# All variables that decide a Settings, also those that name the home.
_NAMES = (
    *("QA_INDEX", "QA_COLLECTIONS", "QA_MODEL", "QA_EVIDENCE_MODEL", "QA_STORE", "QA_CACHE"),
    *(
        "QA_ENCODING",
        "QA_OCR",
        "QA_OCR_LANGUAGES",
        "QA_READ_TIMEOUT_S",
        "QA_READ_MEMORY_MB",
        "QA_MAX_FILE_MB",
        "QA_MAX_UNPACKED_MB",
    ),
    *("QA_MAX_PAGES", "QA_CHECK_TIMEOUT_S", "QA_STATE"),
    *("XDG_CACHE_HOME", "XDG_STATE_HOME", "HOME", "USERPROFILE"),
)


def _cache() -> Path | None:
    if os.environ.get("QA_CACHE"):
        return Path(os.environ["QA_CACHE"])
    try:
        return user_cache_path("quoth", appauthor=False)
    except RuntimeError:  # this user has no home
        return None


def _state() -> Path | None:
    named = os.environ.get("QA_STATE")
    if named == NO_STATE:
        return None
    try:
        return Path(named) if named else user_state_path("quoth", appauthor=False)
    except RuntimeError:  # this user has no home
        return None


def _collections() -> Path | None:
    name = os.environ.get("QA_COLLECTIONS")
    return Path(name) if name else None


def _encoding() -> str:
    name = os.environ.get("QA_ENCODING", "").strip()
    if not name:
        return ""
    try:
        "a".encode(name)  # refuses base64 and the like, which encode no text
        return codecs.lookup(name).name
    except (LookupError, ValueError) as error:
        msg = f"QA_ENCODING is {name!r}. Set it to the name of an encoding, such as cp1251."
        raise QAError(msg) from error


def _ocr() -> str:
    mode = os.environ.get("QA_OCR") or OCR_MODES[0]
    if mode not in OCR_MODES:
        msg = f"QA_OCR is {mode!r}. Set it to {', '.join(OCR_MODES[:-1])} or {OCR_MODES[-1]}."
        raise QAError(msg)
    return mode


def _ocr_languages() -> str:
    languages = os.environ.get("QA_OCR_LANGUAGES", "").strip()
    if languages and not _LANGUAGES.fullmatch(languages):
        msg = (
            f"QA_OCR_LANGUAGES is {languages!r}. Set it to the names of tesseract's languages, "
            "such as deu+eng."
        )
        raise QAError(msg)
    return languages


def override(name: str, value: str | None) -> None:
    """Set a variable for this process and those that it starts: an option wins over a setting.

    Args:
        name: of the variable.
        value: of the option; None, if it was not used, changes nothing.
    """
    if value is not None:
        os.environ[name] = value


def _number(name: str, default: int) -> int:
    text = os.environ.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or not int(text):
        msg = f"{name} is {text!r}. Set it to a whole number, at least 1 (default {default})."
        raise QAError(msg)
    return int(text)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings that the environment has when this is made.

    Raises:
        QAError: a limit is not a whole number from 1 on, or the encoding is not known.

    Attributes:
        index: folder of the index (``QA_INDEX``, default ``index``).
        collections: file that names collections (``QA_COLLECTIONS``; None, the default, for
            ``collections.ini``, if there is one).
        model: sentence-transformers name or folder, or ``static`` (``QA_MODEL``).
        required_model: the model that an index must have been made with (``QA_MODEL``; None, the
            default, for any).
        evidence_model: the reader: ``default`` for the shipped one, ``none``, or a
            CrossEncoder's name or folder (``QA_EVIDENCE_MODEL``).
        store: address of the cluster that questions go to, such as ``milvus://host:19530``
            (``QA_STORE``; empty, the default, for the folder). Nothing is published to it.
        cache: folder that saves models' encoders for the next index (``QA_CACHE``, default
            ``quoth`` in ``XDG_CACHE_HOME`` or ``~/.cache``); None without a home.
        state: folder that remembers, for ``qa open``, where the last answer's quotes are
            (``QA_STATE``, default ``quoth`` in the system's folder for such files; None for
            ``none`` or without a home).
        encoding: of text that is neither UTF-8 nor names its encoding, in Python's words
            (``QA_ENCODING``; empty, the default, to guess it).
        ocr: whether words are recognized in the pictures of pages, one of :data:`OCR_MODES`
            (``QA_OCR``, default ``auto``).
        ocr_languages: of these words, by tesseract's names, such as ``deu+eng``
            (``QA_OCR_LANGUAGES``; empty, the default, for English).
        read_timeout_s: seconds that reading one file may take (``QA_READ_TIMEOUT_S``).
        read_memory_mb: memory that it may take, in MiB (``QA_READ_MEMORY_MB``).
        max_file_mb: size of a file, in MiB (``QA_MAX_FILE_MB``).
        max_unpacked_mb: size of a packed file's content, unpacked, in MiB
            (``QA_MAX_UNPACKED_MB``).
        max_pages: pages of a PDF (``QA_MAX_PAGES``).
        check_timeout_s: seconds that checking one claim may take (``QA_CHECK_TIMEOUT_S``).
    """

    index: Path = field(default_factory=lambda: Path(os.environ.get("QA_INDEX") or "index"))
    collections: Path | None = field(default_factory=_collections)
    model: str = field(default_factory=lambda: os.environ.get("QA_MODEL") or DEFAULT_MODEL)
    required_model: str | None = field(default_factory=lambda: os.environ.get("QA_MODEL") or None)
    evidence_model: str = field(
        default_factory=lambda: os.environ.get("QA_EVIDENCE_MODEL") or DEFAULT_EVIDENCE_MODEL
    )
    store: str = field(default_factory=lambda: os.environ.get("QA_STORE", ""))
    cache: Path | None = field(default_factory=_cache)
    state: Path | None = field(default_factory=_state)
    encoding: str = field(default_factory=_encoding)
    ocr: str = field(default_factory=_ocr)
    ocr_languages: str = field(default_factory=_ocr_languages)
    read_timeout_s: int = field(default_factory=lambda: _number("QA_READ_TIMEOUT_S", 60))
    read_memory_mb: int = field(default_factory=lambda: _number("QA_READ_MEMORY_MB", 2048))
    max_file_mb: int = field(default_factory=lambda: _number("QA_MAX_FILE_MB", 256))
    max_unpacked_mb: int = field(default_factory=lambda: _number("QA_MAX_UNPACKED_MB", 512))
    max_pages: int = field(default_factory=lambda: _number("QA_MAX_PAGES", 10_000))
    check_timeout_s: int = field(default_factory=lambda: _number("QA_CHECK_TIMEOUT_S", 60))

    @classmethod
    def current(cls) -> Settings:
        """Return the settings of the environment; they are read again only after it changed.

        Raises:
            QAError: a limit is not a whole number from 1 on.
        """
        return _read(tuple(map(os.environ.get, _NAMES)))


@lru_cache(1)
def _read(_: tuple[str | None, ...]) -> Settings:
    """Return the settings, once for the same values of the environment."""
    return Settings()


def secret(name: str) -> str:
    """Return a secret, empty if it is not set.

    Secrets are not part of :class:`Settings`, so that no log or error can print them.

    Args:
        name: of the variable.
    """
    return os.environ.get(name, "")


def variables() -> dict[str, str]:
    """Return Quoth's variables as they are set, to pass them on to another machine's process."""
    return {name: value for name, value in os.environ.items() if name.startswith("QA_")}

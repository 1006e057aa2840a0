"""The engine that recognizes words: tesseract where it is installed, else RapidOCR."""

from __future__ import annotations

import re
import shutil
import zlib
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from qa.loaders.ocr import tesseract
from qa.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

OCR = "ocr"
"""Name of the parameter of :func:`ocr_parameter`."""

TESSERACT = "tesseract"
RAPID = "rapidocr"
HOW = 'to have them read, install tesseract, or run: pip install "quoth[ocr]"; then build again'
"""What to do where no engine is installed."""

_NOT = "words in pictures of pages were not recognized: "

_DEFAULT = "eng"
_NO_LANGUAGE = ("osd", "equ")  # data of tesseract for the direction of text, and for formulas
# RapidOCR's models read Latin and Greek letters, Chinese and Japanese, and no other script.
_NOT_RAPID = frozenset(
    """
    amh ara asm aze_cyrl bel ben bod bul chr ckb div dzo fas guj heb hin hye iku kan kat khm kir kor
    lao mal mar mkd mya nep ori pan pus rus san sin snd srp syr tam tel tgk tha tir uig ukr urd
    uzb_cyrl yid kaz mon tat
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_LIKE_ENGINE = re.compile(r"recognized by ([^\s()]{1,40}) [^\s()]{1,40}( \([^()]{1,400}\))?")
_FORCED = "as --ocr force asks"


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine that can be used.

    Attributes:
        name: of the program or package.
        version: its own.
        languages: that it looks for; empty where its models read all that they can.
        command: path of the program; empty for a package.
    """

    name: str
    version: str
    languages: str = ""
    command: str = ""

    def __str__(self) -> str:
        """Return it for people: ``tesseract 5.3.0 (eng)``."""
        return f"{self.name} {self.version}" + (f" ({self.languages})" if self.languages else "")


@dataclass(frozen=True, slots=True)
class NoEngine:
    """Why no engine can be used.

    Attributes:
        reason: for the user, a sentence that says what to do.
    """

    reason: str


def find_engine() -> Engine | NoEngine:
    """Return the engine that the settings and this machine make possible."""
    return _found(shutil.which(TESSERACT), Settings.current().ocr_languages)


def not_recognized(reason: str) -> str:
    """Return what a user should know of pages that no engine looked at.

    Args:
        reason: why, and what to do.
    """
    return _NOT + reason


def recognized_note(pages: str, engine: str, certainty: float, *, forced: bool) -> str:
    """Return what a user should know of pages whose words were recognized.

    Args:
        pages: such as ``pages 2–5``.
        engine: its name, version and languages.
        certainty: mean of the pages'.
        forced: whether the pages had words of their own too, which were not read.
    """
    asked = f", {_FORCED}" if forced else ""
    return f"{pages} recognized by {engine}{asked}; mean certainty {certainty:.0%}"


def ocr_parameter(engines: Sequence[str]) -> dict[str, int]:
    """Return what recognized words, as a manifest records it: a number; nothing without any.

    The same bytes are another text with another engine, so the fingerprint must tell them apart.

    Args:
        engines: with versions, languages and how many pages each recognized.
    """
    if not engines:
        return {}
    forced = (_FORCED,) if Settings.current().ocr == "force" else ()
    return {OCR: zlib.crc32("\n".join((*engines, *forced)).encode())}


def is_outdated(notes: tuple[str, ...], *, is_pdf: bool) -> bool:
    """Return whether a file would be read otherwise now, by the setting or another engine.

    Args:
        notes: of the file, when it was read.
        is_pdf: whether it may have pages to be recognized.
    """
    if not is_pdf:
        return False
    mode = Settings.current().ocr
    said = "\n".join(notes)
    before = _LIKE_ENGINE.search(said)
    if mode == "off":
        return before is not None
    engine = find_engine()
    if isinstance(engine, NoEngine):
        return False  # what an engine read that is gone stays
    if before is None:
        return mode == "force" or _NOT in said
    languages = f" ({engine.languages})" if engine.languages else ""
    same = (before[1], before[2] or "") == (engine.name, languages)
    return not same or (_FORCED in said) != (mode == "force")


@lru_cache(4)
def _found(command: str | None, wanted: str) -> Engine | NoEngine:
    program = tesseract.installed(command) if command else None
    if command and program:
        has = [name for name in program.languages if name not in _NO_LANGUAGE]
        first = _DEFAULT if _DEFAULT in has or not has else has[0]
        languages = wanted or first
        missing = [name for name in languages.split("+") if name not in program.languages]
        if missing:
            known = ", ".join(has) or "none"
            reason = (
                f"tesseract has no data for {', '.join(missing)}; it has {known}. Install "
                "the data, or choose others with --ocr-languages"
            )
            return NoEngine(reason)
        return Engine(TESSERACT, program.version, languages, command)
    try:
        engine = Engine(RAPID, version(RAPID))
    except PackageNotFoundError:
        return NoEngine(HOW)
    unknown = sorted(_NOT_RAPID.intersection(wanted.split("+")))
    if unknown:
        return NoEngine(f"rapidocr cannot read {', '.join(unknown)}; install tesseract for that")
    return engine

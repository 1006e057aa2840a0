"""Tesseract: its command line, and the tables of words that it prints."""

from __future__ import annotations

import math
import os
import re
import statistics
import subprocess
from typing import NamedTuple

from qa.loaders.ocr.seen import SeenWord

DPI = 300
"""Dots an inch of the pictures that it reads best."""

_COLUMNS = 12  # of its table: level, five numbers, four edges, certainty, text
_WORD_LEVEL = "5"
_VERSION = re.compile(r"tesseract v?(\d[\w.-]*)")
_TALL = re.compile(r"[A-Z0-9bdfhkltiß(\[{|/]")  # letters as high as capitals, nearly
_DEEP = re.compile(r"[gjpqyQ,;()\[\]{}|/]")  # letters that go below the baseline
_TALL_SIZE = 0.72  # of a font's size: height of its capitals
_LOW_SIZE = 0.5  # the same of x
_DEEP_SIZE = 0.2  # the same of what is below the baseline
_ASKED_S = 20  # seconds that questions about the program itself may take


class Installed(NamedTuple):
    """What is known of the program.

    Attributes:
        version: such as ``5.3.0``.
        languages: that it has data for, such as ``eng``.
    """

    version: str
    languages: tuple[str, ...]


def installed(command: str) -> Installed | None:
    """Return version and languages of the program, None if it does not run.

    Args:
        command: path of the program.
    """
    try:
        version = _printed(command, "--version")
        listed = _printed(command, "--list-langs")
    except (OSError, subprocess.SubprocessError):
        return None
    found = _VERSION.search(version)
    languages = tuple(line.strip() for line in listed.splitlines()[1:] if line.strip())
    return Installed(found[1], languages) if found else None


def recognize(picture: bytes, command: str, languages: str, timeout_s: float) -> list[SeenWord]:
    """Return the words of a picture.

    Args:
        picture: a PNM or PNG of :data:`DPI` dots an inch.
        command: path of the program.
        languages: to look for, such as ``deu+eng``.
        timeout_s: seconds that it may take.

    Raises:
        OSError: it does not start, or says that it failed.
        subprocess.TimeoutExpired: it took too long.
    """
    done = subprocess.run(  # noqa: S603 - a program of the user, on their PATH
        [command, "stdin", "stdout", "-l", languages, "--dpi", str(DPI), "tsv"],
        input=picture,
        capture_output=True,
        check=False,
        timeout=timeout_s,
        # Pages are read at the same time, so that threads for one page would only be in the way.
        env=os.environ | {"OMP_THREAD_LIMIT": "1"},
    )
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().rpartition("\n")[2][:200]
        raise OSError(reason or f"exit status {done.returncode}")
    return words_of_table(done.stdout.decode("utf-8", "replace"))


def words_of_table(table: str) -> list[SeenWord]:
    """Return the words of a table as tesseract prints it; rows that are none are left out.

    Args:
        table: tab-separated, with a row for each page, block, paragraph, line and word.
    """
    width = height = 0.0
    lines: dict[tuple[str, ...], list[_Tight]] = {}
    for row in table.splitlines():
        cells = row.split("\t", _COLUMNS - 1)
        if len(cells) < _COLUMNS:
            continue
        level, *numbers, text = cells
        try:
            left, top, across, down, certainty = map(float, numbers[5:])
        except ValueError:  # the names of the columns
            continue
        if not math.isfinite(left + top + across + down + certainty):
            continue
        if level == "1":
            width, height = across, down
        word = "".join(text.split())
        if level == _WORD_LEVEL and word and certainty >= 0 and width > 0 and height > 0:
            edges = (left / width, top / height, (left + across) / width, (top + down) / height)
            tight = _Tight(word, *edges, min(1.0, certainty / 100))
            lines.setdefault(tuple(numbers[1:4]), []).append(tight)
    return [
        SeenWord(*word, number, base, size)
        for number, line in enumerate(lines.values())
        for base, size in (_measured(line),)
        for word in line
    ]


class _Tight(NamedTuple):
    """A word whose box ends where its letters do."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    certainty: float


def _measured(line: list[_Tight]) -> tuple[float, float]:
    """Return the baseline of a line, and the size of its letters."""
    sizes = []
    for word in line:
        above = _TALL_SIZE if _TALL.search(word.text) else _LOW_SIZE
        below = _DEEP_SIZE if _DEEP.search(word.text) else 0.0
        sizes.append((word.bottom - word.top) / (above + below))
    size = statistics.median(sizes)
    bases = [w.bottom - (_DEEP_SIZE * size if _DEEP.search(w.text) else 0.0) for w in line]
    return statistics.median(bases), size


def _printed(command: str, question: str) -> str:
    done = subprocess.run(  # noqa: S603 - as above
        [command, question],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
        timeout=_ASKED_S,
    )
    return (done.stdout + done.stderr).decode(errors="replace")

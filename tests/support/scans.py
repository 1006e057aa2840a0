"""Scanned pages, and a stand-in for tesseract that "recognizes" what it is told to."""

from __future__ import annotations

import io
import json
import stat
import sys
from typing import TYPE_CHECKING

from fpdf import FPDF
from PIL import Image

if TYPE_CHECKING:
    from pathlib import Path

_WIDTH, _HEIGHT = 2480, 3508  # pixels of a page at 300 dots an inch
_PROGRAM = """\
import json, os, sys, time, uuid
told = json.loads({told!r})
if sys.argv[1] == "--version":
    print("tesseract 5.3.0\\n leptonica-1.82.0")
elif sys.argv[1] == "--list-langs":
    print("List of available languages in \\"/data/\\" (3):\\ndeu\\neng\\nosd")
else:
    picture = sys.stdin.buffer.read()
    assert picture.startswith(b"P5"), picture[:10]
    # A process that is bound writes no files, but may make folders.
    os.mkdir(os.path.join(told["log"], "+".join((sys.argv[4], uuid.uuid4().hex))))
    time.sleep(told["seconds"])
    if told["fails"]:
        sys.exit("Error, no such thing")
    sys.stdout.write(told["table"])
"""


def scanned(texts: list[str | None]) -> bytes:
    """Return a PDF with a page for each text; None is a page that is a picture."""
    pdf = FPDF()
    pdf.set_font("Helvetica", size=12)
    picture = io.BytesIO()
    Image.new("L", (210, 297), 255).save(picture, "PNG")
    for text in texts:
        pdf.add_page()
        if text is None:
            pdf.image(picture, 0, 0, 210, 297)
        else:
            pdf.multi_cell(0, 6, text)
    return bytes(pdf.output())


def table(lines: list[str], doubtful: tuple[str, ...] = (), left: int = 200) -> str:
    """Return lines of words as tesseract prints them; it is 30 % certain of those in doubt."""
    rows = [
        "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext",
        f"1\t1\t0\t0\t0\t0\t0\t0\t{_WIDTH}\t{_HEIGHT}\t-1\t",
    ]
    for number, line in enumerate(lines, start=1):
        at = left
        for place, word in enumerate(line.split(), start=1):
            width = 24 * len(word)
            certainty = 30 if word in doubtful else 96
            # As high as the letters are: from their top to the baseline, or below it.
            low = any(letter in "gjpqy,;" for letter in word)
            high = any(letter.isupper() or letter in "bdfhklti0123456789" for letter in word)
            top = 300 + 70 * number + (0 if high else 11)
            height = (36 if high else 25) + (10 if low else 0)
            rows.append(
                f"5\t1\t1\t1\t{number}\t{place}\t{at}\t{top}\t{width}\t{height}\t{certainty}.5\t{word}"
            )
            at += width + 24
    return "\n".join(rows) + "\n"


def fake_tesseract(
    folder: Path,
    lines: list[str],
    doubtful: tuple[str, ...] = (),
    *,
    seconds: float = 0,
    fails: bool = False,
) -> Path:
    """Write a program that stands in for tesseract, and return the folder of its log.

    Args:
        folder: to be put on the PATH.
        lines: that it sees on every page.
        doubtful: words of which it is not certain.
        seconds: that it takes for a page.
        fails: whether it fails.
    """
    log = folder / "log"
    log.mkdir(parents=True)
    told = {
        "log": str(log),
        "table": table(lines, doubtful),
        "seconds": seconds,
        "fails": fails,
    }
    program = folder / "tesseract"
    program.write_text(f"#!{sys.executable}\n{_PROGRAM.format(told=json.dumps(told))}")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return log

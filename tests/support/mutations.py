"""Sound files of every format, and the same with bytes changed as damage changes them."""

from __future__ import annotations

import io
import random
import zipfile
from typing import TYPE_CHECKING

import pptx

from tests.loaders.sandbox.test_process import SEEDS
from tests.support.pdfs import numbered

if TYPE_CHECKING:
    from pathlib import Path

_MOST_CHANGES = 8
_LONGEST = 200  # bytes that are cut out, doubled or taken from another file


def sound_files() -> dict[str, bytes]:
    """Return a file of each format by its suffix, some with more in it than one line."""
    words = "The heron fishes at dawn. It rests at noon, “near the reeds”, says J. Vogel. "
    table = "".join(f'{year},"{year % 7} tons, dried",{year * 3}\n' for year in range(1980, 2020))
    saved = io.BytesIO()
    presentation = pptx.Presentation()
    for title in ("Herons", "Storks"):
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = words
    presentation.save(saved)
    page = "".join(f"<section><h2>Part {n}</h2><p>{words}<ul><li>a<li>b</ul>" for n in range(9))
    return {
        **SEEDS,
        ".txt": f"Herons\n\n{words * 5}\n\nStorks\n\n{words * 3}".encode(),
        ".md": f"# Herons\n\n{words}\n\n- one\n- *two*\n\n| a |\n|---|\n| 1 |\n".encode(),
        ".csv": f"Catches\n\nYear,Weight,Sold\n{table}".encode(),
        ".tsv": f"Year\tWeight\tSold\n{table}".replace(",", "\t").encode(),
        ".jsonl": b'{"id": "a", "title": "A", "text": "An apple."}\n'
        b'{"id": "b", "text": "A bird \\ud83e\\udd9c sings."}\n',
        ".html": f"<html lang=en><title>Herons</title><nav><a href=/>x</a></nav>{page}".encode(),
        ".pptx": saved.getvalue(),
        ".pdf": bytes(numbered(4).output()),
    }


def mutated_files(count: int, seed: int = 0) -> dict[str, bytes]:
    """Return files that are damaged, by their names; the same for the same seed.

    Bits are flipped, ends cut off, stretches cut out, doubled, and taken from other formats. Of
    zipped formats, every second file is damaged inside, where no checksum tells.
    """
    rng = random.Random(seed)
    sound = sound_files()
    suffixes = sorted(sound)
    found: dict[str, bytes] = {}
    for number in range(count):
        suffix = suffixes[number % len(suffixes)]
        data = sound[suffix]
        other = sound[rng.choice(suffixes)]
        if data.startswith(b"PK") and number // len(suffixes) % 2:
            data = _inside(data, other, rng)
        else:
            data = _mutated(data, other, rng)
        found[f"{number:04}{suffix}"] = data
    return found


def write(folder: Path, files: dict[str, bytes]) -> None:
    """Write files into a folder, which is made."""
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)


def _mutated(data: bytes, other: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.randint(1, _MOST_CHANGES)):
        at, length = rng.randrange(len(changed) + 1), rng.randint(1, _LONGEST)
        kind = rng.randrange(6)
        if kind == 0 and at < len(changed):
            changed[at] ^= 1 << rng.randrange(8)
        elif kind == 1:
            del changed[max(at, len(changed) // 2) :]
        elif kind == 2:
            del changed[at : at + length]
        elif kind == 3:
            changed[at:at] = changed[at : at + length] * rng.randint(1, 50)
        elif kind == 4:
            begin = rng.randrange(len(other))
            changed[at : at + length] = other[begin : begin + length]
        else:
            changed[at : at + 4] = rng.randbytes(4)
    return bytes(changed)


def _inside(data: bytes, other: bytes, rng: random.Random) -> bytes:
    """Change one file of an archive and pack it anew."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        content = [name for name in names if name.endswith((".xml", ".xhtml", ".html", ".opf"))]
        chosen = rng.choice(content)
        for name in names:
            inside = old.read(name)
            new.writestr(name, _mutated(inside, other, rng) if name == chosen else inside)
    return out.getvalue()

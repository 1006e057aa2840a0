r"""The models and tables that come with Quoth, checked when they are loaded.

``qa/SHA256SUMS`` lists them as ``sha256sum`` prints it. After training one of them again, run in
``qa``::

    sha256sum index/background.json answers/everything.json answers/quoting.json \\
        answers/reader_model/*.onnx answers/reader_model/*.json \\
        embedders/sentence_layer.safetensors \\
        embedders/static_model/*.safetensors embedders/static_model/*.json \\
        grids/confidence.json > SHA256SUMS
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from qa.errors import ModelError
from qa.files.hashing import sha256_of_file

PACKAGE = Path(__file__).parents[1]
"""Folder of the package."""

_SUMS = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64})  ([a-z_./]+)")


def shipped(name: str) -> bytes:
    """Return the content of a file that comes with Quoth.

    Args:
        name: path below the package, such as ``answers/quoting.json``.

    Raises:
        ModelError: the file is missing or was altered.
    """
    return checked(name).read_bytes()


def checked(name: str) -> Path:
    """Return the path of a file that comes with Quoth, once its content is checked.

    Args:
        name: path below the package.

    Raises:
        ModelError: the file is missing or was altered.
    """
    path = PACKAGE / name
    try:
        sha256 = sha256_of_file(path)
    except OSError as error:
        raise _damaged(name, f"cannot be read ({error.strerror})") from error
    if sha256 != _sums().get(name):
        raise _damaged(name, f"was altered: its sha256 is not the one in {_SUMS}")
    return path


def check_shipped() -> list[str]:
    """Check every file that comes with Quoth; return their names.

    Raises:
        ModelError: one is missing or was altered.
    """
    names = list(_sums())
    for name in names:
        checked(name)
    return names


@cache
def _sums() -> dict[str, str]:
    try:
        text = (PACKAGE / _SUMS).read_bytes().decode("ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise _damaged(_SUMS, f"cannot be read ({error})") from error
    matches = [_LINE.fullmatch(line) for line in text.removesuffix("\n").split("\n")]
    found = {match[2]: match[1] for match in matches if match}
    if len(found) < len(matches):
        raise _damaged(_SUMS, "was altered: it has a line that is not a sha256 and a name")
    return found


def _damaged(name: str, what: str) -> ModelError:
    return ModelError(f"{str(PACKAGE / name)!r} {what}. Install Quoth again.")

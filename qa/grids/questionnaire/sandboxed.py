"""Reads a questionnaire that comes from outside.

Workbooks and large files are read in a process of their own: what reads them may be attacked by
them, see :mod:`qa.loaders.sandbox.process`.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.errors import DocumentError, QuestionnaireError
from qa.files.hashing import sha256_of_file
from qa.files.typed_json import parse
from qa.grids.questionnaire.reading import WORKBOOKS, read_questionnaire
from qa.grids.questionnaire.records import Questionnaire
from qa.loaders.sandbox.pdf_process import answer, requested

if TYPE_CHECKING:
    from os import PathLike

_SMALL = 1 << 20  # bytes of text that are read in this process


def read_in_sandbox(
    path: Path, name: str | PathLike[str], column: str | None = None
) -> Questionnaire:
    """Read the questions of a file, bounded in time and memory.

    Args:
        path: of the file; its suffix says how it is read.
        name: of the file as its owner knows it, for errors.
        column: of the questions, see :func:`~qa.grids.questionnaire.reading.read_questionnaire`.

    Raises:
        QuestionnaireError: the file cannot be read within the bounds, or no question is found in
            it.
    """
    try:
        if path.suffix.lower() not in WORKBOOKS and path.stat().st_size <= _SMALL:
            return read_questionnaire(path, column)  # lines need no process, which takes a while
        request = {"path": str(path), "sha256": sha256_of_file(path), "column": column}
        found = requested(__name__, request, "read")
    except (DocumentError, QuestionnaireError) as error:
        raise QuestionnaireError(Path(name), error.reason) from error
    refused = json.loads(found).get("refused")
    if refused is not None:
        raise QuestionnaireError(Path(name), refused)
    return parse(found, Questionnaire)


def _read(_: bytes, request: dict[str, Any]) -> bytes:
    try:
        read = read_questionnaire(Path(request["path"]), request["column"])
    except QuestionnaireError as error:
        return json.dumps({"refused": error.reason}).encode()
    return json.dumps(asdict(read)).encode()


if __name__ == "__main__":
    answer(_read)

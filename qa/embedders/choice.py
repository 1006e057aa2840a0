"""Which of a model's encoders is used, remembered for this machine.

Whether 8 bits find as much as 32 depends on the model and on the processor's arithmetic, and hardly
on the corpus. So it is tried until they do, on a sample that is large enough. One on which they do
not may be of sentences that are almost alike, and says nothing of others.
"""

from __future__ import annotations

import hashlib
import platform
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from qa.errors import JsonError
from qa.files.atomic import atomic_write
from qa.files.typed_json import LARGEST_RECORD, converted, read_bytes, sealed, unsealed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.embedders.onnx import OnnxEmbedder

EXACTLY, SMALL = "exact", "small"
"""Folders of the encoders of 32 and of 8 bits."""

ENOUGH = 50
"""Passages of a sample from which on its choice counts for other corpora too."""

_FILE = "choice.json"
_PROCESSORS = Path("/proc/cpuinfo")


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample of what is to be indexed.

    Attributes:
        passages: texts of passages.
        questions: for each passage, one of its sentences.
    """

    passages: Sequence[str]
    questions: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Choice:
    encoder: str
    machine: str


def note_choice(folder: Path, chosen: OnnxEmbedder, sample: Sample) -> None:
    """Remember that a sample chose the encoder of 8 bits, if the sample is large enough.

    Args:
        folder: of the model's encoders.
        chosen: the encoder.
        sample: of a corpus.
    """
    if len(sample.passages) < ENOUGH or chosen.card.precision == "fp32":
        return
    with suppress(OSError):  # it is chosen anew for the next index
        atomic_write(folder / _FILE, sealed(asdict(_Choice(SMALL, _machine()))))


def chosen_folder(folder: Path) -> Path | None:
    """Return the folder of the encoder that was chosen on this machine; None if none was.

    Args:
        folder: of the model's encoders.
    """
    try:
        choice = converted(unsealed(read_bytes(folder / _FILE, LARGEST_RECORD)), _Choice)
    except (OSError, JsonError):
        return None
    if choice.machine != _machine() or choice.encoder != SMALL:
        return None
    return folder / SMALL


def _machine() -> str:
    """Return what decides the arithmetic: the processor, and the library that uses it."""
    try:
        lines = set(_PROCESSORS.read_text(encoding="utf-8", errors="replace").splitlines())
        found = sorted(line for line in lines if line.startswith(("model name", "flags", "Feat")))
    except OSError:  # no Linux
        found = [platform.processor()]
    known = [platform.machine(), version("onnxruntime"), *found]
    return hashlib.sha256("\n".join(known).encode()).hexdigest()

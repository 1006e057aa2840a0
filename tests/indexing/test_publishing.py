"""A draft is published only if it has text to quote and differs from what is in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.errors import EmptyCorpusError
from qa.indexing.drafts.draft import drafting
from qa.indexing.publishing import BuildContext, check_has_text, open_previous, publish_draft
from qa.indexing.splitting.contexts import new_passages
from qa.records import Heading
from qa.stores.folder import HERE, building, noted_removals
from tests.support.indexes import AxisEmbedder
from tests.support.nasty import document

if TYPE_CHECKING:
    from qa.records import Document
    from tests.support.indexes import Library


def published(library: Library, text: Document, **options: object) -> tuple[str, int]:
    """Publish a draft of one document; return its fingerprint and how many texts were embedded."""
    embedder = library.embedder
    with (
        building(library.root),
        drafting(library.root, open_previous(library.root, embedder)) as draft,
    ):
        draft.add(text, new_passages(text, embedder))
        build = BuildContext(library.root, embedder)
        index, embedded = publish_draft(build, draft, **options)  # type: ignore[arg-type]
    return index.fingerprint, embedded


def test_the_same_content_is_not_published_twice(library: Library) -> None:
    """The generation in use stays, and nothing is embedded."""
    first = published(library, document("Apple. Bird."))
    assert first[1] == 3
    live = library.live
    assert published(library, document("Apple. Bird.")) == (first[0], 0)
    assert library.live == live
    assert published(library, document("Apple. Cloud."))[1] == 2
    assert library.live != live


def test_a_document_of_headings_is_not_published(library: Library) -> None:
    """The index before stays in use."""
    before, _ = published(library, document("Apple."))
    empty = document("Part", headings=(Heading(0, 4, 1, "Part"),))
    with pytest.raises(EmptyCorpusError, match="headings only and no text to quote"):
        published(library, empty)
    assert library.load().fingerprint == before
    with (
        building(library.root),
        drafting(library.root, None) as draft,
        pytest.raises(EmptyCorpusError),
    ):
        check_has_text(draft)


def test_a_removal_is_noted_with_the_fingerprint_before(library: Library) -> None:
    """So that a build ends it, should the process be killed."""
    before, _ = published(library, document("Apple."))
    published(library, document("Bird."), removed_from=[HERE])
    assert noted_removals(library.root) == {HERE: before}


def test_only_a_generation_of_the_same_kind_is_reused(library: Library) -> None:
    """Another model or another limit would split and embed in another way; damage is not copied."""
    assert open_previous(library.root, library.embedder) is None
    library.build(a="An apple.").generation.close()
    for other in (AxisEmbedder(("other",)), AxisEmbedder(limit=100)):
        assert open_previous(library.root, other) is None
    previous = open_previous(library.root, library.embedder)
    assert previous is not None
    previous.close()
    sentences = library.live / "sentences.npy"
    data = bytearray(sentences.read_bytes())
    data[-1] ^= 1
    sentences.write_bytes(data)
    assert open_previous(library.root, library.embedder) is None

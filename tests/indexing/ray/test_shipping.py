"""An embedder travels to workers and embeds there as it did here."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa.errors import WorkersError
from qa.indexing.ray.shipping import Shipment, shipped, versions
from tests.support.indexes import AxisEmbedder

if TYPE_CHECKING:
    from qa.embedders.protocol import Embedder
    from qa.embedders.sentence_transformer import SentenceTransformerEmbedder

pytestmark = pytest.mark.long

TEXTS = ["An apple falls.", "A bird sings in the morning."]


def test_a_worker_with_other_versions_is_refused() -> None:
    """For it might read another text, or split it elsewhere."""
    shipment = Shipment({}, AxisEmbedder(), "axes", versions() | {"pypdfium2": "1.0"})
    with pytest.raises(WorkersError, match=r"has pypdfium2 [\d.]+, not 1\.0\. Install there the"):
        shipment.unpacked()


def test_an_encoder_travels_as_its_files(real_embedder: Embedder) -> None:
    """Also through pickle, and makes the same vectors."""
    shipment = pickle.loads(pickle.dumps(shipped(real_embedder)))
    assert shipment.embedder is None
    unpacked = shipment.unpacked()
    assert unpacked.identity == real_embedder.identity
    np.testing.assert_allclose(
        unpacked.embed_passages(TEXTS), real_embedder.embed_passages(TEXTS), atol=1e-6
    )


def test_a_model_travels_as_its_files(sentence_transformer: SentenceTransformerEmbedder) -> None:
    """With everything that its folder has."""
    shipment = shipped(sentence_transformer)
    assert "modules.json" in shipment.files
    assert shipment.unpacked().identity.sha256 == sentence_transformer.identity.sha256


def test_any_other_embedder_travels_as_an_object() -> None:
    """It must be one that can be pickled."""
    unpacked = pickle.loads(pickle.dumps(shipped(AxisEmbedder()))).unpacked()
    np.testing.assert_array_equal(
        unpacked.embed_passages(TEXTS), AxisEmbedder().embed_passages(TEXTS)
    )

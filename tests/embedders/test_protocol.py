"""The protocol of embedders costs nothing to import."""

from __future__ import annotations

import os
import subprocess
import sys

from qa.embedders.protocol import EmbedderIdentity

_HEAVY = ("numpy", "torch", "onnxruntime", "sentence_transformers", "tokenizers")


def test_importing_the_protocol_loads_nothing_heavy() -> None:
    """Not even numpy, so anything may import it."""
    script = (
        "import sys, qa.embedders.protocol; "
        f"print([name for name in {_HEAVY} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"


def test_the_name_of_a_model_is_no_part_of_its_identity() -> None:
    """The same weights make the same vectors, whatever the user calls them."""
    assert EmbedderIdentity("a", "0" * 64, 8) == EmbedderIdentity("b", "0" * 64, 8)
    assert EmbedderIdentity("a", "0" * 64, 8) != EmbedderIdentity("a", "1" * 64, 8)
    assert EmbedderIdentity("a", "0" * 64, 8) != EmbedderIdentity("a", "0" * 64, 9)

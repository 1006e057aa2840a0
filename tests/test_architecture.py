"""Work is done in one place, and a light import stays light; ``make lint`` checks the layers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "qa"


def test_processors_are_counted_in_one_module() -> None:
    """Only there is it known that a process may be confined to some of the machine's."""
    counting = {
        path for path in PACKAGE.rglob("*.py") if "cpu_count" in path.read_text(encoding="utf-8")
    }
    assert counting == {PACKAGE / "processors.py"}


@pytest.mark.parametrize(
    ("statement", "heavy"),
    [
        ("import qa", "torch transformers sentence_transformers gradio matplotlib sklearn"),
        (
            "import qa.cli.main",
            "torch transformers sentence_transformers gradio matplotlib sklearn",
        ),
        (
            "import qa.verification.verifying",
            "numpy faiss onnxruntime sentencex snowballstemmer pathspec",
        ),
        ("import qa.web.page.conversation.answers", "torch transformers sentence_transformers"),
    ],
)
def test_nothing_heavy_is_imported_before_it_is_needed(statement: str, heavy: str) -> None:
    """A light import stays light, in a process of its own."""
    code = f"{statement}; import sys; print(sorted(set({heavy.split()}) & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PACKAGE.parent, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"

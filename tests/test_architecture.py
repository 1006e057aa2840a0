"""Data flows one way through the house, and so do its imports."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "qa"

ORDER = (  # noqa: SIM905 - an order reads best as a line of words
    "terminal distributions telemetry errors existence pointer files block_checksums "
    "characters normalization numerals deadlines checked_sqlite typed_json hashing shipped "
    "typed_records receipts records processors settings folding scanning matching aligning "
    "comparing sentences terms questions followups spelling passages progress loaders "
    "citations judging source_folder verifying embedding encoder encoder_export embedders "
    "mapped rows lexical dense manifest content_keys contexts splitting checkpoint searchable "
    "generation draft workers vectors fetching storage restoring calibration soundness milvus "
    "stores live_indexes seen skipped gathering ray_tasks ray_workers index removal reader "
    "pinpointing evidence quoting answering pipeline in_text rendering fragments exports "
    "quotations places checking replaying junit question_sets evaluation plots web watching "
    "argument_types mcp_server cli_eval cli_receipts cli_serve cli"
).split()  # fmt: skip


def modules() -> list[Path]:
    """Return every module but the two that only hand names on."""
    top = {PACKAGE / "__init__.py", PACKAGE / "__main__.py"}
    return sorted(path for path in PACKAGE.rglob("*.py") if path not in top)


def imported(path: Path) -> set[str]:
    """Return the parts of the package a module imports, for types too."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "qa":
            names |= {f"qa.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return {name.split(".")[1] for name in names if name.startswith("qa.")}


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_from_above_it(path: Path) -> None:
    """Whatever a module of the package imports stands above it in the list."""
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    below = [name for name in imported(path) if ORDER.index(name) > ORDER.index(own)]
    assert below == []


def test_processors_are_counted_in_one_module() -> None:
    """Only there is it known that a process may be confined to some of the machine's."""
    counting = {path for path in modules() if "cpu_count" in path.read_text(encoding="utf-8")}
    assert counting == {PACKAGE / "processors.py"}


def test_every_module_has_its_place() -> None:
    """The list names every module and package, and nothing else."""
    found = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in modules()}
    assert found == set(ORDER)


@pytest.mark.parametrize(
    ("statement", "heavy"),
    [
        ("import qa", "torch transformers sentence_transformers gradio matplotlib sklearn"),
        ("import qa.cli", "torch transformers sentence_transformers gradio matplotlib sklearn"),
        ("import qa.verifying", "numpy faiss onnxruntime sentencex snowballstemmer pathspec"),
        ("import qa.web.answers", "torch transformers sentence_transformers"),
    ],
)
def test_nothing_heavy_is_imported_before_it_is_needed(statement: str, heavy: str) -> None:
    """A light import stays light, in a process of its own."""
    code = f"{statement}; import sys; print(sorted(set({heavy.split()}) & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PACKAGE.parent, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"

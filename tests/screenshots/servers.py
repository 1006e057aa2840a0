"""The servers whose pages are in the pictures, each in a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.support.browsing import ARTICLE, ROOT, running
from tests.support.mixed_files import write_mixed_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOKEN = "a token for the pictures"
COLLECTIONS = """\
[contracts]
title = Marlow & Finch: contracts, disputes and support
corpus = files
index = files-index

[research]
title = Research
corpus = article
index = article-index
"""


@contextmanager
def serving(name: str, folder: Path) -> Iterator[str]:
    """Serve what a state shows, and yield the address of the page.

    Args:
        name: ``article``, ``files`` (the thirty), ``empty`` (no documents), ``login`` (with a
            token) or ``collections`` (the first two as collections).
        folder: for the documents and indexes; those that are there already are used.
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QA_STATE": "none"}
    corpora = {"collections": ("article", "files"), "login": ("article",)}.get(name, (name,))
    for corpus in corpora:
        _prepare(corpus, folder, environment)
    command = ["--index", f"{corpora[0]}-index", "--corpus", corpora[0]]
    if name == "login":
        environment["QA_TOKEN"] = TOKEN
    if name == "collections":
        (folder / "collections.ini").write_text(COLLECTIONS, encoding="utf-8")
        command = []
    with running(command, cwd=folder, env=environment) as address:
        yield address
    (folder / "collections.ini").unlink(missing_ok=True)


def _prepare(corpus: str, folder: Path, environment: dict[str, str]) -> None:
    """Write a corpus and build its index, unless that was done before."""
    documents = folder / corpus
    if documents.exists():
        return
    documents.mkdir()
    if corpus == "empty":
        return
    if corpus == "article":
        shutil.copy(ARTICLE, documents)
    else:
        write_mixed_files(documents)
    command = [sys.executable, "-m", "qa", "build", corpus, "--into", f"{corpus}-index", "--quiet"]
    # A build that leaves out files, as this one does, ends with 1.
    subprocess.run(command, cwd=folder, env=environment, check=corpus != "files")

"""The name of a document is an ordinary name below the folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from qa.errors import DocumentError
from qa.indexing.build import build_with_report
from qa.web.app import application
from qa.web.documents.corpus import Corpus
from qa.web.documents.doc_ids import parts_below, parts_of, spelled
from qa.web.service.service import Service
from tests.support.webs import (
    BASE,
    Ready,
    WordEmbedder,
    files_below,
    write_corpus,
)


def test_nothing_is_put_into_the_index(tmp_path: Path) -> None:
    """Even if its folder is inside that of the documents."""
    corpus = write_corpus(tmp_path)
    build_with_report([corpus], into=corpus / "index", embedder=WordEmbedder())
    inside = Service(Ready(corpus / "index", WordEmbedder()), Corpus(corpus, corpus / "index"))
    before = files_below(corpus)
    with TestClient(application(inside), base_url=BASE) as client:
        assert client.put("/api/documents/index/a.txt", content=b"x").status_code == 422
    assert files_below(corpus) == before


@pytest.mark.parametrize(
    "name",
    [
        "..%2Fevil.txt",
        "%2E%2E/evil.txt",
        "a/../../evil.txt",
        "%2Fetc%2Fevil.txt",
        "a//b.txt",
        ".hidden.txt",
        ".removed/a.txt",
        "a%00b.txt",
        "a%0Ab.txt",
        "a%E2%80%AEtxt.md",
        "C:%5Cevil.txt",
        "a%5C..%5Cevil.txt",
        "x" * 250 + ".txt",
        "program.exe",
    ],
)
def test_no_name_leads_out_of_the_folder(client: TestClient, tmp_path: Path, name: str) -> None:
    """The reason is named, and nothing is written anywhere."""
    before = sorted(tmp_path.rglob("*"))
    sent = client.put(f"/api/documents/{name}", content=b"text")
    assert sent.status_code in {404, 405, 422}, sent.text
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    "name", ["a.txt", "README", "2024/März/Vertrag (2).pdf", "北京.md", "A.TXT"]
)
def test_ordinary_names_are_paths_below_the_folder(tmp_path: Path, name: str) -> None:
    """In every script."""
    assert parts_of(name, tmp_path, tmp_path / "index") == name.split("/")


def test_the_name_of_a_folder_is_taken(tmp_path: Path) -> None:
    """Even if it looks like that of a document."""
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(DocumentError, match=r"a\.txt"):
        parts_of("a.txt", tmp_path, tmp_path / "index")


def test_a_format_that_no_loader_reads_is_refused_with_those_that_can() -> None:
    """The message lists the suffixes."""
    with pytest.raises(DocumentError, match=r"\.docx .*\.pdf"):
        parts_of("a.exe", Path("corpus"), Path("index"))


@pytest.mark.skipif(os.name == "nt", reason="names are always Unicode there")
def test_a_path_can_always_be_sent() -> None:
    """Bytes that are not UTF-8 are escaped."""
    assert spelled(["a", os.fsdecode(b"b\xff.txt")]) == "a/b\\udcff.txt"
    assert spelled(parts_below(Path("/x"), Path("/x/ä/b.txt"))) == "ä/b.txt"

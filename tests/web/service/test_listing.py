"""The list shows the documents of the index and the files of the folder."""

from __future__ import annotations

import json
import os
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from qa.indexing.build import build_with_report
from qa.web.documents.corpus import Corpus
from qa.web.service import listing
from qa.web.service.listing import index_facts, list_documents
from tests.support.webs import (
    WordEmbedder,
    build_by,
    ready_service,
    statuses,
    write_corpus,
)

if TYPE_CHECKING:
    from starlette.testclient import TestClient


def test_a_document_that_cannot_be_read_is_listed_with_the_reason(client: TestClient) -> None:
    """The others are indexed. A changed file is marked until the next build."""
    client.put("/api/documents/broken.pdf", content=b"no PDF")
    hay = b"# Zebras\n\nZebras eat hay now.\n"
    client.put("/api/documents/zebras.md", content=hay, headers={"If-Match": "*"})
    assert statuses(client)["zebras.md"] == "changed"
    build_by(client)
    rows = {row["doc_id"]: row for row in client.get("/api/documents").json()}
    assert rows["broken.pdf"]["status"] == "refused"
    assert "is not a .pdf file" in rows["broken.pdf"]["reason"]
    assert rows["zebras.md"]["status"] == "indexed"


def test_the_notes_of_a_document_are_listed(client: TestClient) -> None:
    """What is doubtful about its text; the page shows them below its name."""
    words = "Мост открыли в мае."
    client.put("/api/documents/bridge.txt", content=words.encode("cp1251"))
    build_by(client)
    rows = {row["doc_id"]: row for row in client.get("/api/documents").json()}
    assert rows["bridge.txt"]["notes"] == ["decoded as cp1251 by guess"]
    assert rows["zebras.md"]["notes"] == []


@pytest.mark.parametrize("target", ["pipe", "/dev/zero"])
def test_a_file_that_never_ends_does_not_stop_the_list(
    client: TestClient, tmp_path: Path, target: str
) -> None:
    """A named pipe, and a device behind a link, are listed before a build has refused them."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "corpus" / "endless.txt").symlink_to(tmp_path / target)
    found = {row["doc_id"]: row for row in client.get("/api/documents").json()}
    assert (found["endless.txt"]["status"], found["endless.txt"]["sha256"]) == ("new", None)


def test_without_an_index_every_file_is_new(tmp_path: Path) -> None:
    """Without a folder, the list is empty."""
    corpus = Corpus(write_corpus(tmp_path), tmp_path / "index")
    rows = list_documents(tmp_path / "index", corpus)
    assert [(row.doc_id, row.status) for row in rows] == [
        ("hostile.txt", "new"),
        ("zebras.md", "new"),
    ]
    assert list_documents(tmp_path / "index") == []


def test_a_file_is_listed_with_its_size_and_time(tmp_path: Path) -> None:
    """Whatever its state."""
    folder = write_corpus(tmp_path)
    corpus = Corpus(folder, tmp_path / "index")
    os.utime(folder / "zebras.md", (1_714_644_000, 1_714_644_000))
    rows = {row.doc_id: row for row in list_documents(tmp_path / "index", corpus)}
    assert rows["zebras.md"].modified == "2024-05-02T10:00:00+00:00"
    build_with_report([folder], into=tmp_path / "built", embedder=WordEmbedder())
    indexed = {row.doc_id: row for row in list_documents(tmp_path / "built", corpus)}
    assert indexed["zebras.md"].modified == "2024-05-02T10:00:00+00:00"
    assert indexed["zebras.md"].bytes == (folder / "zebras.md").stat().st_size


def test_a_time_that_no_calendar_has_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """A damaged file system gives one; the size is known all the same."""
    odd = SimpleNamespace(st_size=7, st_mtime=1e18)
    monkeypatch.setattr(Path, "stat", lambda _: odd)
    assert listing._file_facts(Path("a.txt")) == {"bytes": 7, "modified": None}


def test_copies_and_records_are_listed_by_their_files(tmp_path: Path) -> None:
    """A copy has a row of its own; a file of records has one for each record."""
    folder, root = tmp_path / "corpus", tmp_path / "index"
    folder.mkdir()
    for name in ("a.txt", "copy.txt"):
        (folder / name).write_text("Zebras eat grass.")
    records = [{"text": "Okapis eat leaves."}, {"text": "Lions eat meat."}]
    (folder / "r.jsonl").write_text("".join(f"{json.dumps(record)}\n" for record in records))
    build_with_report([folder], into=root, embedder=WordEmbedder()).index.generation.close()
    rows = {row.doc_id: row for row in list_documents(root, Corpus(folder, root))}
    assert {row.status for row in rows.values()} == {"indexed"}
    assert {"a.txt", "copy.txt"} <= rows.keys()
    assert len([name for name in rows if name.startswith("r.jsonl#")]) == 2


def test_the_index_is_described_without_a_model(tmp_path: Path) -> None:
    """The time is that of the build, in UTC."""
    service = ready_service(tmp_path)
    facts = index_facts(service.live.root)
    assert (facts.model, facts.dimension, facts.documents) == ("words", 64, 2)
    assert len(facts.fingerprint) == 16
    assert facts.passages >= 2
    assert facts.bytes > 0
    assert facts.built
    assert facts.built.endswith("+00:00")

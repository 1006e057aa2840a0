"""A new store is a package and a line of the registry; the scheme of an address selects it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import qa
from qa.cli.main import main
from qa.errors import IndexStoreError
from qa.stores.folder.store import FolderStore
from qa.stores.registry import STORES, current_store, remote_store

if TYPE_CHECKING:
    from qa.stores.protocol import Store

ROOT = Path(__file__).parents[2]


def test_without_an_address_the_folder_is_the_store(tmp_path: Path) -> None:
    """``QA_STORE`` is empty."""
    store: Store = current_store(tmp_path)
    assert isinstance(store, FolderStore)
    assert store.name == str(tmp_path)


def test_the_address_in_the_environment_names_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is contacted for that."""
    monkeypatch.setenv("QA_STORE", "milvus://nowhere.invalid:1?index=mine")
    assert current_store(tmp_path).name == "milvus://nowhere.invalid:1, index 'mine'"


@pytest.mark.parametrize("address", ["milvus://host", "MILVUS://host", "milvuss://host:1/db"])
def test_one_address_is_one_store(address: str) -> None:
    """So that all questions share its connection."""
    assert remote_store(address) is remote_store(address)


@pytest.mark.parametrize("address", ["nonsense", "", "http://host", "milvus:host", "s3://bucket"])
def test_another_scheme_is_refused(address: str) -> None:
    """With an example of an address."""
    with pytest.raises(IndexStoreError, match=r"is not the address of a store.*milvus://host"):
        remote_store(address)


def test_a_registered_store_takes_copies_and_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build publishes to its address, questions go to it, and a removal reaches it."""
    monkeypatch.setitem(STORES, "mirror", "tests.support.mirror:MirrorStore")
    address = f"mirror://{tmp_path}/mirror"
    corpus, index = tmp_path / "corpus", str(tmp_path / "index")
    corpus.mkdir()
    (corpus / "harbour.txt").write_text("The north gate of the harbour closes at nine.")
    (corpus / "library.txt").write_text("Books may be borrowed for four weeks.")
    assert main(["build", str(corpus), "--into", index, "--store", address]) == 0
    monkeypatch.setenv("QA_STORE", address)
    elsewhere = tmp_path / "none"
    question = "When does the north gate close?"
    answer = qa.ask(question, elsewhere)
    assert answer.quotes[0].text == "The north gate of the harbour closes at nine."
    assert main(["remove", "harbour.txt", "--index", index, "--store", address]) == 0
    assert not qa.ask(question, elsewhere).found
    assert len(list((tmp_path / "mirror" / "generations").iterdir())) == 1


def test_a_client_is_imported_with_the_first_request_only() -> None:
    """Neither with Quoth, nor when an address is checked: pymilvus may not be installed."""
    code = (
        "import sys, qa, qa.stores.live\n"
        "assert not [name for name in sys.modules if name.startswith('qa.stores.milvus')]\n"
        "from qa.stores.registry import remote_store\n"
        "remote_store('milvus://host')\n"
        "assert 'qa.stores.milvus.store' in sys.modules\n"
        "assert 'pymilvus' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)

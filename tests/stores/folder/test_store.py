"""The index in a folder, as questions see it."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from qa.errors import IndexNotFoundError
from qa.index.calibration import Calibration, write_calibration
from qa.stores.folder.store import FolderStore

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.indexes import Library


def test_a_folder_without_an_index_says_so(tmp_path: Path) -> None:
    """Whatever is asked of it; an encoder or a calibration may be missing."""
    store = FolderStore(tmp_path)
    for ask in (store.version, store.built_ns, store.open_live):
        with pytest.raises(IndexNotFoundError):
            ask()
    assert store.read_encoder("0" * 64) == {}
    assert store.read_calibration() is None


def test_the_version_changes_with_every_build_and_calibration(library: Library) -> None:
    """And with an index that was deleted and built again, whose folder has the same name."""
    store = FolderStore(library.root)
    library.build(a="An apple.")
    versions = [store.version()]
    assert store.version() == versions[0]
    library.build(a="A bird.")
    versions.append(store.version())
    for slope in (0.5, 0.75):
        path = write_calibration(library.root, Calibration("none", slope, 0.25, 0.75))
        os.utime(path, ns=(0, int(slope * 100)))
        versions.append(store.version())
    shutil.rmtree(library.root)
    library.build(a="An apple.")
    versions.append(store.version())
    assert len(set(versions)) == len(versions)


def test_it_was_built_when_it_was_published(library: Library) -> None:
    """By the time of CURRENT, which a move of the folder keeps."""
    library.build(a="An apple.")
    assert FolderStore(library.root).built_ns() == (library.root / "CURRENT").stat().st_mtime_ns


def test_attachments_are_those_that_exist(library: Library) -> None:
    """Read when they are asked for, so that a copy has them as they are then."""
    sha256 = library.build(a="An apple.").generation.manifest.embedder.sha256
    store = FolderStore(library.root)
    found = store.attachments(sha256)
    assert (found.encoder, found.calibration) == (None, None)
    store.write_calibration(Calibration("none", 0.5, 0.25, 0.75))
    calibration = store.attachments(sha256).calibration
    assert calibration
    assert calibration() == (library.root / "calibration.json").read_bytes()


def test_it_opens_the_live_generation(library: Library) -> None:
    """Whoever opens it closes it."""
    library.build(a="An apple.")
    with closing(FolderStore(library.root).open_live()) as generation:
        assert generation.path == library.live

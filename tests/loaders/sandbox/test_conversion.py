"""Files of older office programs are converted by LibreOffice, where there is one."""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from qa.errors import DocumentError
from qa.loaders.sandbox.loading import load_documents
from qa.loaders.sandbox.process import Sandbox
from tests.support.compound import compound
from tests.support.office import word

if TYPE_CHECKING:
    from pathlib import Path

OLD = compound({"WordDocument": b"old"})

# Stands for LibreOffice: copies a ready file to where the real one would write.
_OFFICE = """#!{python}
import pathlib, sys, time
arguments = sys.argv[1:]
assert any(a.startswith("-env:UserInstallation=file://") for a in arguments)
if {waits}:
    time.sleep(600)
folder = pathlib.Path(arguments[arguments.index("--outdir") + 1])
folder.mkdir()
made = pathlib.Path({ready!r})
if made.exists():
    (folder / ("document." + arguments[arguments.index("--convert-to") + 1])).write_bytes(
        made.read_bytes())
"""


def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, waits: bool = False) -> Path:
    """Put a program on the PATH in place of LibreOffice; return the file that it copies."""
    ready = tmp_path / "ready.docx"
    program = tmp_path / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(_OFFICE.format(python=sys.executable, ready=str(ready), waits=waits))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    return ready


def read(path: Path) -> tuple[str, str, str]:
    """Return text, media type and sha256 of the one document of a file."""
    with closing(Sandbox()) as sandbox:
        ((document,), _) = load_documents("a.doc", path, sandbox)
    return document.text, document.media_type, document.source_sha256


@pytest.mark.skipif(os.name == "nt", reason="a script is no program there")
def test_the_converted_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The document has the media type and the sha256 of the file that is there."""
    office(tmp_path, monkeypatch).write_bytes(word())
    (tmp_path / "a.doc").write_bytes(OLD)
    text, media_type, sha256 = read(tmp_path / "a.doc")
    assert "Apples are red." in text
    assert media_type == "application/msword"
    assert sha256 == hashlib.sha256(OLD).hexdigest()


@pytest.mark.skipif(os.name == "nt", reason="a script is no program there")
def test_what_cannot_be_converted_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the path of the file."""
    office(tmp_path, monkeypatch)
    (tmp_path / "a.doc").write_bytes(OLD)
    with pytest.raises(DocumentError, match="LibreOffice cannot read it") as caught:
        read(tmp_path / "a.doc")
    assert caught.value.path == tmp_path / "a.doc"


@pytest.mark.skipif(os.name == "nt", reason="a script is no program there")
def test_a_conversion_that_never_ends_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the time in which any file must be read."""
    monkeypatch.setenv("QA_READ_TIMEOUT_S", "2")
    office(tmp_path, monkeypatch, waits=True)
    (tmp_path / "a.doc").write_bytes(OLD)
    with pytest.raises(DocumentError, match="took LibreOffice more than 2 s to read"):
        read(tmp_path / "a.doc")


def test_without_libreoffice_the_file_is_skipped_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That says what to do."""
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "a.doc").write_bytes(OLD)
    with pytest.raises(DocumentError) as caught:
        read(tmp_path / "a.doc")
    assert caught.value.reason == (
        "is in an older format of Word; save it as .docx, or install LibreOffice, with which Quoth "
        "reads it, and build again"
    )
    (tmp_path / "b.doc").write_bytes(b"\x00\x01")
    with pytest.raises(DocumentError, match=r"is damaged \(it is incomplete, or not a \.doc file"):
        read(tmp_path / "b.doc")

"""The feed of changes is valid Atom, and nobody else's file."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING
from uuid import UUID
from xml.etree import ElementTree as ET

import pytest

from qa.errors import QAError
from qa.verification.watch import feed
from qa.verification.watch.feed import write_feed
from tests.support.watched import changed

if TYPE_CHECKING:
    from pathlib import Path

ATOM = "{http://www.w3.org/2005/Atom}"
NOW = datetime(2026, 11, 27, 6, 0, tzinfo=timezone.utc)


def check_atom(path: Path) -> list[ET.Element]:
    """Check what RFC 4287 requires of a feed, and return its entries."""
    root = ET.fromstring(path.read_bytes())
    assert root.tag == f"{ATOM}feed"
    entries = root.findall(f"{ATOM}entry")
    for one in (root, *entries):
        for name in ("id", "title", "updated"):
            (found,) = one.findall(f"{ATOM}{name}")
            assert found.text
        assert datetime.fromisoformat(str(one.findtext(f"{ATOM}updated"))).tzinfo
        assert UUID(str(one.findtext(f"{ATOM}id"))).urn == one.findtext(f"{ATOM}id")
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    ids = [one.findtext(f"{ATOM}id") for one in entries]
    assert len(set(ids)) == len(ids)
    # An entry without an alternate link must have content (RFC 4287, 4.1.2).
    assert all(one.findtext(f"{ATOM}content") for one in entries)
    return entries


def test_a_feed_has_each_change_once_and_the_newest_first(tmp_path: Path) -> None:
    """Its own id stays, and so do the ids of the entries."""
    path = tmp_path / "changes.xml"
    assert write_feed(path, [], NOW) == 0
    assert check_atom(path) == []
    whole = ET.fromstring(path.read_bytes()).findtext(f"{ATOM}id")
    assert write_feed(path, [changed()], NOW) == 1
    (first,) = (entry.findtext(f"{ATOM}id") for entry in check_atom(path))
    assert write_feed(path, [changed()], NOW + timedelta(hours=1)) == 0
    assert write_feed(path, [changed(), changed("Nothing.")], NOW + timedelta(hours=2)) == 1
    ids = [entry.findtext(f"{ATOM}id") for entry in check_atom(path)]
    assert len(ids) == 2
    assert ids[1] == first
    assert ET.fromstring(path.read_bytes()).findtext(f"{ATOM}id") == whole


def test_an_entry_shows_both_versions_as_html(tmp_path: Path) -> None:
    """Words of a document are escaped, and the title is one line."""
    path = tmp_path / "changes.xml"
    write_feed(path, [changed("The tenant\x00 pays within <60> days & no later.")], NOW)
    (entry,) = check_atom(path)
    content = entry.findtext(f"{ATOM}content") or ""
    assert "<del>30</del>" in content
    assert "&lt;" in content
    assert "&amp; no later" in content
    assert entry.findtext(f"{ATOM}title") == "changed: When does the tenant pay?"


def test_old_entries_leave_a_full_feed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest ones stay."""
    monkeypatch.setattr(feed, "MOST_ENTRIES", 3)
    path = tmp_path / "changes.xml"
    for number in range(5):
        write_feed(path, [changed(f"The tenant pays {number}.")], NOW)
    texts = [entry.findtext(f"{ATOM}content") or "" for entry in check_atom(path)]
    assert [text.count("4") > 0 for text in texts] == [True, False, False]


@pytest.mark.parametrize(
    "content",
    [
        b"notes",
        b"<feed/>",
        b'<feed xmlns="http://www.w3.org/2005/Atom"><generator>Other</generator></feed>',
        b'<!DOCTYPE a [<!ENTITY b "c">]><feed xmlns="http://www.w3.org/2005/Atom">&b;</feed>',
        (
            '<!DOCTYPE a [<!ENTITY b "Quoth">]><feed xmlns="http://www.w3.org/2005/Atom">'
            "<generator>&b;</generator></feed>"
        ).encode("utf-16"),
    ],
)
def test_another_file_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    """Whatever it is, the error says so."""
    path = tmp_path / "file.xml"
    path.write_bytes(content)
    with pytest.raises(QAError, match="not a feed that qa watch wrote"):
        write_feed(path, [changed()], NOW)
    assert path.read_bytes() == content

"""Changes as an e-mail file."""

from __future__ import annotations

from datetime import datetime, timezone
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest

from qa.errors import QAError
from qa.verification.watch.mail import write_mail
from tests.support.watched import changed

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 27, 6, 0, tzinfo=timezone.utc)


def test_a_message_has_both_versions_and_is_written_once(tmp_path: Path) -> None:
    """A mail program can read it; the same changes make no second message."""
    folder = tmp_path / "new" / "outbox"
    path = write_mail(folder, [changed(), changed("Nothing is paid.")], NOW)
    assert path is not None
    assert write_mail(folder, [changed("Nothing is paid."), changed()], NOW) is None
    assert [one.name for one in folder.iterdir()] == [path.name]
    message = message_from_bytes(path.read_bytes(), policy=default)
    assert message["Subject"] == "changed: When does the tenant pay? (and 1 more)"
    assert not message.defects
    body = message.get_body()
    assert body is not None
    text = body.get_content()
    assert "was: “The tenant pays within <[-30-]> days & no later.”" in text
    assert "now: “The tenant pays within <{+60+}> days & no later.”" in text
    assert "receipt: receipts/pays.json" in text


def test_no_change_writes_no_message(tmp_path: Path) -> None:
    """Nor does it make the folder."""
    assert write_mail(tmp_path / "outbox", [], NOW) is None
    assert not (tmp_path / "outbox").exists()


def test_a_folder_that_is_a_file_is_an_error(tmp_path: Path) -> None:
    """The error names the message."""
    (tmp_path / "outbox").write_text("a file", encoding="utf-8")
    with pytest.raises(QAError, match="cannot be written"):
        write_mail(tmp_path / "outbox", [changed()], NOW)

"""Changed answers as an e-mail file (.eml) in a folder. Nothing is sent."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTPUTF8
from email.utils import format_datetime
from typing import TYPE_CHECKING

from qa.errors import QAError
from qa.files.atomic import atomic_write
from qa.files.hashing import sha256_of_json
from qa.terminal import shown
from qa.verification.watch.messages import headline, lines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from qa.verification.watch.states import WatchedAnswer

_DOMAIN = "quoth.invalid"  # reserved for names that are none (RFC 2606)
_LONGEST_SUBJECT = 150


def write_mail(folder: Path, answers: Sequence[WatchedAnswer], at: datetime) -> Path | None:
    """Write one message on all changed answers, and return its file; None without any.

    The name of the file is made of the changes: the same ones are not written twice.

    Args:
        folder: for the messages; it is created if it does not exist.
        answers: that have changed.
        at: now, with its time zone.

    Raises:
        QAError: the folder or the file cannot be written.
    """
    if not answers:
        return None
    digest = sha256_of_json(sorted(one.id for one in answers))[:32]
    path = folder / f"quoth-{digest}.eml"
    message = EmailMessage(policy=SMTPUTF8)
    message["Subject"] = _subject(answers)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{digest}@{_DOMAIN}>"
    message["From"] = f"Quoth <watch@{_DOMAIN}>"
    message["To"] = "undisclosed-recipients:;"
    message["X-Unsent"] = "1"  # mail programs open it as a draft, to be addressed and sent
    text = "\n\n".join(
        "\n".join((headline(one), *lines(one), f"  receipt: {one.name}")) for one in answers
    )
    message.set_content(f"{shown(text)}\n")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if path.exists():
            return None
        atomic_write(path, message.as_bytes())
    except OSError as error:
        msg = f"The message {str(path)!r} cannot be written ({error.strerror})."
        raise QAError(msg) from error
    return path


def _subject(answers: Sequence[WatchedAnswer]) -> str:
    first = "".join(char if char.isprintable() else " " for char in headline(answers[0]))
    more = f" (and {len(answers) - 1:,} more)" if len(answers) > 1 else ""
    return f"{first[:_LONGEST_SUBJECT]}{more}"

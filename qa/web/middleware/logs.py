"""The log: plain lines for people, or JSON lines for programs.

A line of the log is one event. What came from outside, such as a path or a question, can neither
begin a line of its own nor move the cursor of the terminal that shows the log.
"""

from __future__ import annotations

import json
import logging
import re
from datetime import datetime, timezone

# C0, DEL and C1; line and paragraph separators; what changes the direction of text; half pairs.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_TEXT = "%(levelname)s: %(message)s"


class PlainLines(logging.Formatter):
    """One line an event; control characters are escaped, and tracebacks indented."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - overrides
        """Return a record's line."""
        return _visible(super().formatMessage(record))

    def formatException(self, ei: logging._SysExcInfoType) -> str:  # noqa: N802 - overrides
        """Return a traceback, every line of it indented."""
        return _indented(super().formatException(ei))

    def formatStack(self, stack_info: str) -> str:  # noqa: N802 - overrides
        """Return where a record was made, every line indented."""
        return _indented(stack_info)


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and what an event tells."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as a line."""
        at = datetime.fromtimestamp(record.created, timezone.utc)
        line = {
            "time": at.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "told", {}),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line).replace("\x7f", "\\u007f")  # the one that JSON leaves as it is


def log_as_text() -> None:
    """Write the log as plain lines, to the standard error stream where nothing else is set."""
    logging.basicConfig(level=logging.WARNING)
    for handler in logging.getLogger().handlers:
        handler.setFormatter(PlainLines(_TEXT))


def log_as_json() -> None:
    """Write the log as JSON lines, events of the server among them."""
    for handler in logging.getLogger().handlers:
        handler.setFormatter(JsonLines())
    logging.getLogger("quoth").setLevel(logging.INFO)


def _visible(text: str) -> str:
    """Return a text whose control characters are escaped as in Python."""
    return _UNSEEN.sub(lambda match: ascii(match[0])[1:-1], text)


def _indented(lines: str) -> str:
    """Return several lines, none of which looks like an event."""
    return "\n".join(f"  | {_visible(line)}" for line in lines.split("\n"))

"""The log: plain lines for people, or JSON lines for programs.

One line is one event. Text from outside, such as a path or a question, can neither start a line
of its own (log forging, CWE-117) nor send control sequences to the terminal that shows the log
(CWE-150).
"""

from __future__ import annotations

import json
import logging
import re
from datetime import datetime, timezone

# C0, DEL and C1; line and paragraph separators; overrides of direction; lone surrogates.
_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_TEXT = "%(levelname)s: %(message)s"


class PlainLines(logging.Formatter):
    """Formats an event as one line, with control characters escaped and tracebacks indented."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - overrides
        """Return the line of an event.

        Args:
            record: the event.
        """
        return _escape(super().formatMessage(record))

    def formatException(self, ei: logging._SysExcInfoType) -> str:  # noqa: N802 - overrides
        """Return a traceback with every line indented.

        Args:
            ei: type, value and traceback of an exception.
        """
        return _indent(super().formatException(ei))

    def formatStack(self, stack_info: str) -> str:  # noqa: N802 - overrides
        """Return a stack with every line indented.

        Args:
            stack_info: the stack as text.
        """
        return _indent(stack_info)


class JsonLines(logging.Formatter):
    """Formats an event as one JSON object: time, level, logger, message, and its fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of an event.

        Args:
            record: the event; its attribute ``fields``, if any, is merged into the object.
        """
        at = datetime.fromtimestamp(record.created, timezone.utc)
        line = {
            "time": at.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        # json.dumps escapes all other control characters, and everything beyond ASCII.
        return json.dumps(line).replace("\x7f", "\\u007f")


def log_as_text() -> None:
    """Write the log as plain lines: to standard error, unless handlers are already set up."""
    logging.basicConfig(level=logging.WARNING)
    for handler in logging.getLogger().handlers:
        handler.setFormatter(PlainLines(_TEXT))


def log_as_json() -> None:
    """Write the log as JSON lines, including one for each question."""
    for handler in logging.getLogger().handlers:
        handler.setFormatter(JsonLines())
    logging.getLogger("quoth").setLevel(logging.INFO)


def _escape(text: str) -> str:
    """Return a text with its control characters escaped as in Python."""
    return _CONTROL.sub(lambda match: ascii(match[0])[1:-1], text)


def _indent(lines: str) -> str:
    """Return lines with a prefix, so that none looks like an event."""
    return "\n".join(f"  | {_escape(line)}" for line in lines.split("\n"))

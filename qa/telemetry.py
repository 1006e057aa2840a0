"""Switches off what dependencies would send to anyone, or write outside the index and the cache.

Libraries read these variables when they are imported, and some of them only then. The package
therefore sets :data:`NO_REPORTS` as soon as it is imported, as every process of Quoth does: the
command, ``app.py``, a program that uses the library, the processes that read files and draw
pages, and Ray's workers. A value from outside does not count: nobody turns reports on by accident.
"""

from __future__ import annotations

import os

NO_REPORTS = {
    # Looks up a collector's host and writes a device id and a database of events below ~/.cache.
    # `onnxruntime.disable_telemetry_events()` comes too late: both happen during the import.
    "ORT_DISABLE_TELEMETRY": "1",
    # Reports every page that starts, and asks whether there is a newer version.
    "GRADIO_ANALYTICS_ENABLED": "False",
    # Gradio and transformers report through huggingface-hub too.
    "HF_HUB_DISABLE_TELEMETRY": "1",
    # A convention that further libraries follow (donottrack.sh).
    "DO_NOT_TRACK": "1",
    # Reports the size and the use of a cluster once an hour.
    "RAY_USAGE_STATS_ENABLED": "0",
}
"""Variable → value; harmless to a program that imports Quoth among other things."""

NO_DOWNLOADS = {
    # Models are loaded with local_files_only; this also stops what ignores that.
    "HF_HUB_OFFLINE": "1",
}
"""Variable → value; a program that imports Quoth may download its own models, so not set for it."""

NO_EXPORTS = {
    # FastAPI exports requests where a collector's address is set for all programs of a machine.
    "FASTAPI_OTEL_AUTO_CONFIGURE": "false",
    # So does any program that finds an OpenTelemetry SDK: Gradio, Ray, mcp.
    "OTEL_SDK_DISABLED": "true",
}
"""Variable → value; a program that imports Quoth may export its own traces, so not set for it."""

OWN_PROCESS = NO_REPORTS | NO_DOWNLOADS | NO_EXPORTS
"""Variable → value; for a process that does Quoth's work alone."""


def disable_reports() -> None:
    """Switch off usage reports, in this process and in those it starts."""
    os.environ.update(NO_REPORTS)


def close_process() -> None:
    """Switch off everything above, in a process that does Quoth's work alone, and below it."""
    os.environ.update(OWN_PROCESS)

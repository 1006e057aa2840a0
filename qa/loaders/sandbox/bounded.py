"""Becomes another program, with bounds: ``qa.loaders.sandbox.bounded PROGRAM …``."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress

from qa.settings import Settings

_MIB = 1 << 20


def main() -> None:
    """Run the program that the command line names, in place of this one."""
    settings = Settings.current()
    with suppress(ImportError):  # Windows has no such limits; there, only time is bounded
        import resource  # noqa: PLC0415

        for what, most in (
            (resource.RLIMIT_AS, settings.read_memory_mb * _MIB),
            (resource.RLIMIT_FSIZE, settings.max_unpacked_mb * _MIB),
            (resource.RLIMIT_CORE, 0),
        ):
            with suppress(ValueError, OSError):  # macOS refuses some
                resource.setrlimit(what, (most, most))
    if os.name == "nt":  # there, exec would return to the parent at once
        raise SystemExit(subprocess.call(sys.argv[1:]))  # noqa: S603 - the caller chose it
    os.execv(sys.argv[1], sys.argv[1:])  # noqa: S606 - as above


if __name__ == "__main__":
    main()

"""A process that says that it is ready, and ends at the first request."""

from __future__ import annotations

import os
import sys

from qa.loaders.sandbox.worker import READY

if __name__ == "__main__":
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()
    sys.stdin.readline()
    os._exit(3)

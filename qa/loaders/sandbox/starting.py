"""How a process of Quoth's own starts: with the modules of this one, and with none of the folder.

``python -m`` would look for modules in the current folder first. That is often a folder of
documents from others, in which a file ``csv.py`` would then be run.
"""

from __future__ import annotations

import os
import sys

from qa.files.shipped import PACKAGE

# The first entry is the current folder, unless PYTHONSAFEPATH is set.
_RUN = (
    "import sys; sys.path[:] = filter(None, sys.path); import runpy; "
    "runpy.run_module(sys.argv.pop(1), run_name='__main__', alter_sys=True)"
)


def command(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module.

    Args:
        module: its full name.
        *arguments: of its command line.
    """
    return [sys.executable, "-c", _RUN, module, *arguments]


def environment() -> dict[str, str]:
    """Return the environment in which it finds what this process would import."""
    # A program may have changed sys.path, or may have found Quoth in the current folder.
    folders = dict.fromkeys([*filter(None, sys.path), str(PACKAGE.parent)])
    return os.environ | {"PYTHONPATH": os.pathsep.join(folders)}

"""Which package to install for a module that is missing; their names often differ."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, requires

_DISTRIBUTIONS = {
    "PIL": "pillow",
    "faiss": "faiss-cpu",
    "sklearn": "scikit-learn",
}
"""Module → distribution, if they differ by more than ``-`` for ``_``."""

_REQUIREMENT = re.compile(r"([\w.-]+)(?:.*extra == ['\"]([\w-]+)['\"])?")
_FOR_DEVELOPERS = {"test", "dev", "train", "cluster-test"}


def how_to_install(module: str) -> str:
    """Return the command that installs a missing module.

    Args:
        module: as imported, such as ``sklearn.linear_model``.
    """
    top = module.partition(".")[0]
    name = _DISTRIBUTIONS.get(top, top.replace("_", "-")).lower()
    extra = _requirements().get(name)
    if extra:
        return f'pip install "quoth[{extra}]"'
    if extra is None:  # a dependency of a dependency, whose distribution is not known here
        return "pip install --force-reinstall quoth"
    return f"pip install {name}"


def _requirements() -> dict[str, str]:
    """Return the distributions that Quoth depends on, each with its extra; empty for none."""
    try:
        lines = requires("quoth") or []
    except PackageNotFoundError:  # run from its source without being installed
        lines = []
    found: dict[str, str] = {}
    for match in filter(None, map(_REQUIREMENT.match, lines)):
        extra = match[2] or ""
        if extra not in _FOR_DEVELOPERS:
            found.setdefault(match[1].lower().replace("_", "-"), extra)
    return found

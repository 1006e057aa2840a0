"""Show the cross-references of docstrings, such as :func:`qa.ask`, as code on the site."""

from __future__ import annotations

import re
from typing import Any

import griffe

_ROLE = re.compile(r":(?:attr|class|data|func|meth|mod):`~?([^`]+)`")


class DocstringRoles(griffe.Extension):
    """Replace each role by the name it refers to."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Rewrite the docstring of an object.

        Args:
            obj: a module, class, function or attribute that has just been read.
            _: what else the loader passes on.
        """
        if obj.docstring:
            obj.docstring.value = _ROLE.sub(r"`\1`", obj.docstring.value)

"""The access tokens of the users.

Tokens come from the environment or from a file, never from the command line, where every user of
the machine could see them. They are compared in constant time and never logged.
"""

from __future__ import annotations

import hmac
import os
import re
import stat
from hashlib import sha256
from typing import TYPE_CHECKING

from qa.errors import QAError
from qa.settings import secret

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

VARIABLE = "QA_TOKEN"
"""Environment variable of a token; also the name of the user who has it."""

SHORTEST_TOKEN = 16
"""Characters. ``openssl rand -hex 16`` makes 32 of them: 128 random bits."""

# A name, a token, and the collections that the user may read; all of them where there are none.
_LINE = re.compile(r"([\w.@-]+)\s+(\S+)(?:\s+([\w-]+(?:,[\w-]+)*))?")
_OTHERS_MAY_READ = 0o077


class Keys:
    """The tokens that open the page, by user, and what each user may read."""

    def __init__(
        self, tokens: Mapping[str, str], rights: Mapping[str, Collection[str]] | None = None
    ) -> None:
        """Take the tokens.

        Args:
            tokens: user → token.
            rights: user → names of the collections that this user may read. Who is not in it may
                read all.

        Raises:
            QAError: a token is too short.
        """
        for name, token in tokens.items():
            if len(token) < SHORTEST_TOKEN:
                msg = (
                    f"The token of {name!r} has {len(token)} characters; it needs at least "
                    f"{SHORTEST_TOKEN}. Make one with: openssl rand -hex 16"
                )
                raise QAError(msg)
        self._tokens = dict(tokens)
        self._rights = {name: frozenset(allowed) for name, allowed in (rights or {}).items()}
        self._digests = {name: _digest(token) for name, token in tokens.items()}

    def owner(self, token: str) -> str | None:
        """Return the user of a token, or None.

        The time it takes reveals neither how much of a token is right nor whose it is (timing
        attack, CWE-208): digests of equal length are compared, and always all of them.

        Args:
            token: as it was sent; any text.
        """
        sent, found = _digest(token), None
        for name, digest in self._digests.items():
            if hmac.compare_digest(digest, sent):
                found = name
        return found

    def token(self, owner: str) -> str | None:
        """Return the token of a user, or None if there is no such user.

        Args:
            owner: name of the user.
        """
        return self._tokens.get(owner)

    def may_read(self, owner: str | None, collection: str) -> bool:
        """Return whether a user may read a collection.

        Args:
            owner: name of the user; None for nobody, who may read none.
            collection: its name.
        """
        return owner is not None and collection in self._rights.get(owner, {collection})

    def check_editors(self, collection: str, editors: Collection[str]) -> None:
        """Check that all who may change a collection are users who may read it.

        Args:
            collection: its name.
            editors: names of the users.

        Raises:
            QAError: one is not.
        """
        for editor in sorted(editors):
            if editor not in self._tokens:
                known = ", ".join(self._tokens)
                msg = (
                    f"The collection {collection!r} names the editor {editor!r}, who is not a "
                    f"user. The users are: {known}."
                )
                raise QAError(msg)
            if not self.may_read(editor, collection):
                msg = (
                    f"The collection {collection!r} names the editor {editor!r}, who may not read "
                    "it. Add it to the collections of this user in the list of users."
                )
                raise QAError(msg)

    def check_collections(self, names: Collection[str]) -> None:
        """Check that every collection that a user may read exists: a typing error is no right.

        Args:
            names: of the collections of the server; none for a server without names.

        Raises:
            QAError: one does not exist.
        """
        for owner, allowed in self._rights.items():
            for unknown in sorted(allowed - set(names)):
                served = f"It has: {', '.join(names)}." if names else "It has none."
                msg = (
                    f"The list of users lets {owner!r} read the collection {unknown!r}, which this "
                    f"server does not have. {served}"
                )
                raise QAError(msg)


def read_keys(users: Path | None) -> Keys | None:
    """Return the tokens in ``QA_TOKEN`` and in a list of users, or None if there are none.

    Args:
        users: file with a name and a token on each line, and after them, separated by commas, the
            collections that this user may read, if not all; lines that begin with # are comments.

    Raises:
        QAError: the list cannot be read, other users may read it, or one of its lines is wrong.
    """
    tokens: dict[str, str] = {}
    rights: dict[str, frozenset[str]] = {}
    if token := secret(VARIABLE):
        tokens[VARIABLE] = token
    if users is not None:
        listed, rights = _read_users(users)
        tokens |= listed
    return Keys(tokens, rights) if tokens else None


def _digest(token: str) -> bytes:
    return sha256(token.encode(errors="replace")).digest()


def _read_users(path: Path) -> tuple[dict[str, str], dict[str, frozenset[str]]]:
    """Return user → token, and user → collections."""
    try:
        # Windows has no such modes: there the folder's access list decides.
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & _OTHERS_MAY_READ:
            msg = f"Other users can read the list of users {str(path)!r}. Run: chmod 600 {path}"
            raise QAError(msg)
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        msg = f"Cannot read the list of users {str(path)!r}: {error}."
        raise QAError(msg) from error
    tokens: dict[str, str] = {}
    rights: dict[str, frozenset[str]] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        # The message does not repeat the line: it may contain a token.
        if match is None:
            msg = (
                f"Line {number} of {str(path)!r} is not a name and a token, with collections after "
                "them or not."
            )
            raise QAError(msg)
        if match[1] in tokens:
            msg = f"Line {number} of {str(path)!r} repeats the name {match[1]!r}."
            raise QAError(msg)
        tokens[match[1]] = match[2]
        if match[3]:
            rights[match[1]] = frozenset(match[3].split(","))
    return tokens, rights

"""The address of an index on a cluster, and the secret that opens the cluster."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from qa.errors import IndexStoreError
from qa.settings import secret

_SCHEMES = {"milvus": "http", "milvuss": "https"}
_DEFAULT_PORT = 19530
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
_FORM = "milvus://host:19530, with /database and ?index=NAME unless they are the default ones"


@dataclass(frozen=True, slots=True)
class Address:
    """The address of an index on a cluster.

    Attributes:
        uri: of the server, as pymilvus takes it.
        database: on the server; empty for the default one.
        index: name of the index there, ``quoth`` by default.
    """

    uri: str
    database: str
    index: str

    @property
    def path(self) -> Path:
        """Server and index as a path, for errors."""
        return Path(urlsplit(self.uri).netloc, self.database, self.index)

    @property
    def url(self) -> str:
        """The address in the full form that :func:`parse_address` reads."""
        return f"{self._database_url}?index={self.index}"

    @property
    def _database_url(self) -> str:
        server = urlsplit(self.uri)
        kind = next(kind for kind, scheme in _SCHEMES.items() if scheme == server.scheme)
        database = f"/{self.database}" if self.database else ""
        return f"{kind}://{server.netloc}{database}"

    def __str__(self) -> str:
        """Return server and index for people; no secret is in it."""
        return f"{self._database_url}, index {self.index!r}"


def parse_address(text: str) -> Address:
    """Read an address such as ``milvus://host:19530/database?index=name``.

    Args:
        text: the address; anything a user may type.

    Raises:
        IndexStoreError: it is not an address, or has a password in it.
    """
    try:
        text.encode()  # a command line may have bytes that are not UTF-8
        parts = urlsplit(text)
        port = _DEFAULT_PORT if parts.port is None else parts.port
    except ValueError:
        parts, port = urlsplit(""), 0
    if parts.scheme not in _SCHEMES or not parts.hostname or not port:
        msg = f"{text!r} is not the address of a store. Example: {_FORM}."
        raise IndexStoreError(msg)
    if parts.username or parts.password:
        msg = (
            "A password in an address is visible to everyone who lists processes. Put "
            "user:password into QA_STORE_TOKEN, or into a file named by QA_STORE_TOKEN_FILE."
        )
        raise IndexStoreError(msg)
    named = parse_qs(parts.query, keep_blank_values=True)
    index = named.pop("index", ["quoth"])[-1]
    database = parts.path.strip("/")
    if named or not _NAME.fullmatch(index) or (database and not _NAME.fullmatch(database)):
        msg = (
            f"{text!r} is not the address of a store. Example: {_FORM}. Names are letters, "
            "digits and underscores."
        )
        raise IndexStoreError(msg)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return Address(f"{_SCHEMES[parts.scheme]}://{host}:{port}", database, index)


def token() -> str:
    """Return ``user:password`` or the key that opens the cluster; empty if none is set.

    Raises:
        IndexStoreError: the file of ``QA_STORE_TOKEN_FILE`` cannot be read.
    """
    path = secret("QA_STORE_TOKEN_FILE")
    if not path:
        return secret("QA_STORE_TOKEN")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        msg = f"The file {path!r} of QA_STORE_TOKEN_FILE cannot be read ({error})."
        raise IndexStoreError(msg) from error

"""Where a cluster is, and who asks it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from qa.errors import IndexStoreError
from qa.settings import secret

_SCHEMES = {"milvus": "http", "milvuss": "https"}
_USUAL_PORT = 19530
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
_FORM = "milvus://host:19530, with /database and ?index=NAME where they are not the usual ones"


@dataclass(frozen=True, slots=True)
class Address:
    """Of an index on a cluster.

    Attributes:
        uri: of the server, as pymilvus takes it.
        database: on the server; empty for the usual one.
        index: what the index is called there, ``quoth`` unless named.
    """

    uri: str
    database: str
    index: str

    @property
    def path(self) -> Path:
        """Server and index, as a path."""
        return Path(urlsplit(self.uri).netloc, self.database, self.index)

    @property
    def url(self) -> str:
        """As :func:`parse_address` reads it."""
        return f"{self._place}?index={self.index}"

    @property
    def _place(self) -> str:
        there = urlsplit(self.uri)
        kind = next(kind for kind, scheme in _SCHEMES.items() if scheme == there.scheme)
        database = f"/{self.database}" if self.database else ""
        return f"{kind}://{there.netloc}{database}"

    def __str__(self) -> str:
        """Return server and index in words, without any secret."""
        return f"{self._place}, index {self.index!r}"


def parse_address(text: str) -> Address:
    """Read an address such as ``milvus://host:19530/database?index=name``.

    Raises:
        IndexStoreError: it is none.
    """
    try:
        text.encode()  # it may be an argument that is no UTF-8
        parts = urlsplit(text)
        port = _USUAL_PORT if parts.port is None else parts.port
    except ValueError:
        parts, port = urlsplit(""), 0
    if parts.scheme not in _SCHEMES or not parts.hostname or not port:
        msg = f"{text!r} is no address of a store. One looks like {_FORM}."
        raise IndexStoreError(msg)
    if parts.username or parts.password:
        msg = (
            "A password in an address is seen by everybody who lists processes. Put user:password "
            "into QA_STORE_TOKEN, or into a file named by QA_STORE_TOKEN_FILE."
        )
        raise IndexStoreError(msg)
    named = parse_qs(parts.query, keep_blank_values=True)
    index = named.pop("index", ["quoth"])[-1]
    database = parts.path.strip("/")
    if named or not _NAME.fullmatch(index) or (database and not _NAME.fullmatch(database)):
        msg = (
            f"{text!r} is no address of a store. One looks like {_FORM}; names are of letters, "
            "digits and underscores."
        )
        raise IndexStoreError(msg)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return Address(f"{_SCHEMES[parts.scheme]}://{host}:{port}", database, index)


def token() -> str:
    """Return ``user:password`` or the key that opens the cluster; empty where none is set.

    Raises:
        IndexStoreError: the file that is to hold it cannot be read.
    """
    path = secret("QA_STORE_TOKEN_FILE")
    if not path:
        return secret("QA_STORE_TOKEN")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        msg = f"The file {path!r} of QA_STORE_TOKEN_FILE cannot be read ({error})."
        raise IndexStoreError(msg) from error

"""Lists the collections of a server that a user may read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from qa.errors import QAError
from qa.web.paths import path_of
from qa.web.service.live import State  # noqa: TC001 - pydantic reads it when it makes the class

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import Scope

    from qa.web.authentication.keys import Keys
    from qa.web.service.service import Service


class ListedCollection(BaseModel):
    """A collection in the list."""

    name: str = Field(
        description="In addresses; empty for the only one of a server.", examples=["contracts"]
    )
    title: str = Field(description="As the page shows it.", examples=["Contracts"])
    path: str = Field(
        description="Page and operations are below this path of the server.",
        examples=["/c/contracts/"],
    )
    documents: int = Field(description="Number of documents in its index.")
    state: State = Field(
        description="`ready`: a question is answered at once. `loading`: after the model is "
        "loaded. `empty`: it has no index yet. `unusable`: its index or model cannot be used."
    )


def readable(services: Sequence[Service], keys: Keys | None, scope: Scope) -> list[Service]:
    """Return the collections that the user of a request may read, in their order.

    Args:
        services: one for each collection of the server.
        keys: the users and what each may read; None where everyone may read all.
        scope: the ASGI connection, in which :class:`~qa.web.middleware.access.Access` noted the
            user.
    """
    owner = scope.get("state", {}).get("owner")
    return [one for one in services if keys is None or keys.may_read(owner, one.name)]


def list_collections(services: Sequence[Service]) -> list[ListedCollection]:
    """Describe collections. No model is needed.

    Args:
        services: one for each collection.
    """
    return [
        ListedCollection(
            name=service.name,
            title=service.title,
            path=path_of(service.name),
            documents=_documents(service),
            state=service.live.state(),
        )
        for service in services
    ]


def _documents(service: Service) -> int:
    try:
        with service.live.generation() as generation:
            return generation.manifest.counts["documents"]
    except QAError:  # its state says so
        return 0

"""Lists the collections of a server that a user may read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from qa.errors import QAError
from qa.web.paths import path_of
from qa.web.service.live import State  # noqa: TC001 - pydantic reads it when it makes the class
from qa.web.service.rights import may_change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import Scope

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
    may_change: bool = Field(
        description="Whether you may add and remove documents and build the index."
    )


def list_collections(services: Sequence[Service], scope: Scope) -> list[ListedCollection]:
    """Describe collections. No model is needed.

    Args:
        services: one for each collection.
        scope: the ASGI connection of the user.
    """
    return [
        ListedCollection(
            name=service.name,
            title=service.title,
            path=path_of(service.name),
            documents=_documents(service),
            state=service.live.state(),
            may_change=may_change(service, scope),
        )
        for service in services
    ]


def _documents(service: Service) -> int:
    try:
        with service.live.generation() as generation:
            return generation.manifest.counts["documents"]
    except QAError:  # its state says so
        return 0

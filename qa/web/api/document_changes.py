"""Routes that change the folder of the documents. Questions see the changes after a build.

FastAPI reads the annotations at run time, so they are evaluated here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from qa.web import strings
from qa.web.api.reference import DOCUMENTS, problems
from qa.web.api.schemas import (
    DocId,
    IfMatch,
    IfNoneMatch,
    NewName,
    RemovedDocument,
    RemovedId,
    RestoredDocument,
)
from qa.web.documents.conditions import Conditions, tag_of
from qa.web.documents.corpus import Corpus
from qa.web.errors import ConditionError
from qa.web.service.service import Service

_STORED: dict[int | str, dict[str, Any]] = {
    201: {"description": "The file is new."},
    204: {"description": "The file was replaced, or these bytes were already there."},
}

# The body is read as a stream, which FastAPI cannot see in the function's parameters.
_FILE_AS_BODY = {
    "requestBody": {
        "description": "The bytes of the file.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


def document_change_routes(service: Service) -> APIRouter:
    """Return the routes.

    Args:
        service: provides the folder.
    """
    routes = APIRouter(prefix="/api", tags=[DOCUMENTS])

    @routes.put(
        "/documents/{doc_id:path}",
        summary="Add or replace a document",
        status_code=204,
        responses=problems(409, 412) | _STORED,
        openapi_extra=_FILE_AS_BODY,
    )
    async def put_document(
        doc_id: DocId,
        request: Request,
        if_match: IfMatch = None,
        if_none_match: IfNoneMatch = None,
    ) -> Response:
        """Store the body as a file in the folder of the documents.

        An existing file with other bytes is replaced only if `If-Match` allows it (else status
        409), and can be restored. The header `ETag` is the sha256 of the file. Build the index
        afterwards.
        """
        corpus = writable_corpus(service)
        conditions = Conditions(if_match, if_none_match)
        with condition_status():
            stored = await corpus.put(doc_id, request.stream(), conditions)
        return Response(
            status_code=201 if stored.created else 204, headers={"ETag": tag_of(stored.sha256)}
        )

    @routes.delete(
        "/documents/{doc_id:path}",
        summary="Remove a document",
        responses=problems(404, 409, 412, 503),
    )
    async def remove_document(doc_id: DocId, if_match: IfMatch = None) -> RemovedDocument:
        """Move a file out of the folder of the documents. It can be restored.

        Build the index afterwards.
        """
        corpus = writable_corpus(service)
        conditions = Conditions(if_match)
        try:
            with condition_status():
                removed = await service.reading.run(lambda: corpus.remove(doc_id, conditions))
        except KeyError:
            raise HTTPException(404, strings.NO_FILE.format(doc_id=doc_id)) from None
        return RemovedDocument.model_validate(removed)

    @routes.get("/removed", summary="List the removed files", responses=problems(409, 503))
    async def list_removed() -> list[RemovedDocument]:
        """List the files that were removed or replaced, the latest first."""
        corpus = service.corpus
        found = await service.reading.run(corpus.removed) if corpus else []
        return [RemovedDocument.model_validate(item) for item in found]

    @routes.post(
        "/removed/{removed_id:path}/restore",
        summary="Restore a removed file",
        responses=problems(404, 409, 412, 503),
    )
    async def restore_document(
        removed_id: RemovedId,
        to: NewName = None,
        if_match: IfMatch = None,
        if_none_match: IfNoneMatch = None,
    ) -> RestoredDocument:
        """Move a removed file back, under its old name or the one in `to`.

        An existing file of that name is replaced only if `If-Match` allows it.
        """
        corpus = writable_corpus(service)
        conditions = Conditions(if_match, if_none_match)
        try:
            with condition_status():
                stored = await service.reading.run(
                    lambda: corpus.restore(removed_id, to, conditions)
                )
        except KeyError:
            raise HTTPException(404, strings.NO_REMOVED.format(removed_id=removed_id)) from None
        return RestoredDocument(doc_id=stored.doc_id, sha256=stored.sha256)

    return routes


def writable_corpus(service: Service) -> Corpus:
    """Return the folder of the documents.

    Args:
        service: that may have one.

    Raises:
        HTTPException: status 409: the server may not change documents.
    """
    if service.corpus is None:
        raise HTTPException(409, strings.READ_ONLY)
    return service.corpus


@contextmanager
def condition_status() -> Iterator[None]:
    """Answer a condition that fails with the ``ETag`` of the current file.

    Raises:
        HTTPException: status 412 if a condition was sent, 409 if one is needed.
    """
    try:
        yield
    except ConditionError as error:
        headers = {"ETag": tag_of(error.sha256)} if error.sha256 else None
        status = 412 if error.failed else 409
        raise HTTPException(status, str(error), headers=headers) from error

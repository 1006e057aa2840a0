"""Routes that answer questions.

FastAPI reads the annotations at run time, so they are evaluated here.
"""

from fastapi import APIRouter

from qa.pipeline import ask, ask_all, quote
from qa.records import AllAnswers, Answer
from qa.rendering.all_answers import list_items
from qa.rendering.doubts import doubt_text
from qa.web.api.reference import QUESTIONS, problems
from qa.web.api.schemas import (
    AskAllRequest,
    AskRequest,
    EverythingFound,
    FeedbackRequest,
    QuoteRequest,
)
from qa.web.service.feedback import store_feedback
from qa.web.service.references import reference
from qa.web.service.service import Service


def question_routes(service: Service) -> APIRouter:
    """Return the routes.

    Args:
        service: answers.
    """
    routes = APIRouter(prefix="/api", tags=[QUESTIONS])
    live = service.live

    @routes.post("/ask", summary="Ask the documents", responses=problems(503, 504))
    async def ask_documents(request: AskRequest) -> Answer:
        """Answer a question with verbatim quotes, or with `"found": false`.

        For a follow-up such as "And in 2023?", send the previous answer as `after`.
        """

        def run() -> Answer:
            with live.current() as index:
                return ask(
                    request.question,
                    index,
                    request.k,
                    after=request.after,
                    documents=request.documents,
                    min_confidence=request.min_confidence,
                )

        return await service.answered(request.question, run)

    @routes.post("/ask/all", summary="Find everything that answers", responses=problems(503, 504))
    async def ask_for_all(request: AskAllRequest) -> EverythingFound:
        """Return every quote that answers, by document, and how many more may have been missed."""
        found: list[AllAnswers] = []

        def run() -> Answer:
            with live.current() as index:
                answers = ask_all(
                    request.question,
                    index,
                    documents=request.documents,
                    most_read=request.most_read,
                )
            found.append(answers)
            return answers.to_answer()

        await service.answered(request.question, run)
        (answers,) = found
        references = [[*map(reference, one.quotes)] for one in answers.documents]
        asked = answers.parts or (answers,)
        return EverythingFound(
            answers=answers,
            references=references,
            list_items=[*map(list_items, asked)],
            remarks=[[*map(doubt_text, one.doubts)] for one in asked],
        )

    @routes.post("/quote", summary="Ask a text", responses=problems(503, 504))
    async def quote_text(request: QuoteRequest) -> Answer:
        """Answer a question from the text in the request. Offsets point into that text."""

        def run() -> Answer:
            return quote(
                request.question,
                request.text,
                request.k,
                title=request.title,
                min_confidence=request.min_confidence,
                embedder=live.embedder,
            )

        return await service.answered(request.question, run, service.quoting)

    @routes.post(
        "/feedback",
        status_code=204,
        summary="Rate a quote",
        responses=problems(404, 503),
        response_description="The rating is stored.",
    )
    async def give_feedback(request: FeedbackRequest) -> None:
        """Store a rating of a quote in the index folder, as a question set for `qa eval`.

        A new rating of the same quote replaces the previous one.
        """

        def run() -> None:
            with live.current() as index:
                store_feedback(
                    index, live.root, request.question, request.reference, request.verdict
                )

        await service.reading.run(run)

    return routes

"""The routes of the HTTP API and how they are put together.

Endpoints are plain functions: FastAPI runs each in a thread of its pool, so that a question that
takes long holds up no other. Responses are made by the domain; their models document them.
"""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from index.errors import AskTheMinutesError
from index.meeting import MeetingId
from index.records import MeetingSummary
from rag.api.bodies import (
    AnswerBody,
    HealthBody,
    MeetingBody,
    MeetingListBody,
    QuestionBody,
    ReadyBody,
    SearchBody,
)
from rag.api.invalid_requests import answer_invalid_request
from rag.api.problems import (
    MEDIA_TYPE,
    Problem,
    answer_http_error,
    answer_known_error,
    answer_unexpected_error,
)
from rag.api.service import Service
from rag.meeting_json import meeting_json
from rag.search_json import search_json
from rag.settings import Settings
from rag.version import program_version
from rag.wiring import Assistant

__all__ = ["create_app"]

_DESCRIPTION = """Ask meeting minutes in everyday Japanese; every answer quotes them verbatim and says
who said it, when and where. 会議録に質問すると、発言の引用と出典つきで答えます。

Errors are problem details (RFC 9457) in the language of `Accept-Language`: `ja`, the default, or `en`.
"""

_PROBLEM: dict[str, Any] = {"content": {MEDIA_TYPE: {"schema": Problem.model_json_schema()}}}
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    "4XX": {**_PROBLEM, "description": "The request cannot be answered as it is."},
    "5XX": {**_PROBLEM, "description": "The server cannot answer, now or at all."},
}


class _Api(FastAPI):
    """FastAPI leaves every null out of its document, also those that an example must show."""

    def openapi(self) -> dict[str, Any]:
        document = super().openapi()
        schema = document["components"]["schemas"][AnswerBody.__name__]
        schema["examples"] = AnswerBody.model_json_schema()["examples"]
        return document


_questions = APIRouter(prefix="/api", tags=["questions"], responses=_PROBLEMS)
_meetings = APIRouter(prefix="/api/meetings", tags=["meetings"], responses=_PROBLEMS)
_state = APIRouter(tags=["state"])


def create_app(asked: Assistant | Settings) -> FastAPI:
    """The HTTP API over a library.

    Args:
        asked: what questions go to, or the settings that it is opened with when it is needed.
    """
    service = Service(asked)

    @asynccontextmanager
    async def warmed_up(_: FastAPI) -> AsyncIterator[None]:
        # Beside the server, which answers /health and says that it is not ready yet; a daemon, so
        # that it can be stopped meanwhile.
        threading.Thread(target=service.warm_up, name="warm-up", daemon=True).start()
        yield

    app = _Api(
        title="ask the minutes",
        description=_DESCRIPTION,
        version=program_version(),
        lifespan=warmed_up,
    )
    app.state.service = service
    for router in (_questions, _meetings, _state):
        app.include_router(router)
    app.add_exception_handler(AskTheMinutesError, _handler(answer_known_error))
    app.add_exception_handler(RequestValidationError, _handler(answer_invalid_request))
    app.add_exception_handler(HTTPException, _handler(answer_http_error))
    app.add_exception_handler(Exception, answer_unexpected_error)
    return app


def _handler(answer: Callable[[Request, Any], Response]) -> Callable[..., Awaitable[Response]]:
    """As a coroutine: Starlette would run a plain function in a thread."""

    async def handle(request: Request, error: Exception) -> Response:
        return answer(request, error)

    return handle


async def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


_TheService = Annotated[Service, Depends(_service)]


# -- questions --------------------------------------------------------------------------------


@_questions.post("/ask", summary="Ask a question", response_model=AnswerBody)
def ask(body: QuestionBody, service: _TheService) -> Response:
    """Answer from the minutes with verbatim quotes, or say why there is no answer."""
    answer = service.assistant().ask(body.question, body.narrowing(), body.k)
    return JSONResponse(answer.to_json())


@_questions.post("/search", summary="Search for passages", response_model=SearchBody)
def search(body: QuestionBody, service: _TheService) -> Response:
    """List the passages that match a question best, with their scores."""
    found = service.assistant().search(body.question, body.narrowing(), body.k)
    return JSONResponse(search_json(found))


# -- meetings ---------------------------------------------------------------------------------


@_meetings.get("", summary="List the meetings", response_model=MeetingListBody)
def meetings(
    service: _TheService,
    limit: Annotated[int, Query(ge=1, le=500, description="How many at most.")] = 50,
    offset: Annotated[int, Query(ge=0, description="How many to pass over.")] = 0,
) -> Response:
    """List the meetings of the library, newest first."""
    found = service.assistant().library.meetings()
    return JSONResponse(
        {
            "meetings": [_line(summary) for summary in found[offset : offset + limit]],
            "total": len(found),
            "limit": limit,
            "offset": offset,
        }
    )


@_meetings.get("/{meeting_id}", summary="Show a meeting", response_model=MeetingBody)
def meeting(meeting_id: str, service: _TheService) -> Response:
    """Show one meeting whole: attendees, sections, remarks, and the text that spans count in."""
    record = service.assistant().library.meeting(MeetingId(meeting_id))
    return JSONResponse(meeting_json(record))


def _line(summary: MeetingSummary) -> dict[str, Any]:
    day = summary.date
    return {**asdict(summary), "date": day.isoformat() if day else None}


# -- state ------------------------------------------------------------------------------------


@_state.get("/health", summary="Is the process alive?", response_model=HealthBody)
async def health() -> HealthBody:
    """Say that the process is alive, whatever the state of the library."""
    return HealthBody()


@_state.get(
    "/ready",
    summary="Would a question be answered?",
    response_model=ReadyBody,
    responses={503: {**_PROBLEM, "description": "Not yet, or not at all: the problem says why."}},
)
def ready(request: Request, service: _TheService) -> Response:
    """Say whether the model is loaded and an index is open, and which."""
    try:
        reader = service.ready().reader
    except AskTheMinutesError as error:
        # Whatever it is, nothing should be sent here until it is mended.
        return answer_known_error(request, error, HTTPStatus.SERVICE_UNAVAILABLE)
    versions = service.assistant().versions(reader.number)
    return JSONResponse(ReadyBody(passages=len(reader), versions=versions).model_dump())

"""Errors → problem details (RFC 9457), in the language of the client.

    AskTheMinutesError, an HTTP error or anything unexpected → application/problem+json

`type` is a name that stays; `title` says the same for people; `detail` is this very case and
`remedy` what to do about it. What is unexpected is not told to the client: the server logs it.
"""

from __future__ import annotations

import json
import re
from http import HTTPStatus
from typing import Any

from fastapi import Request
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from index.errors import (
    AskTheMinutesError,
    GenerationError,
    LibraryEmpty,
    LibraryLocked,
    LibraryMissing,
    MeetingNotFound,
)
from index.wording import Wording
from rag.api.languages import language_of
from rag.errors import QuestionError, ServiceError

__all__ = [
    "MEDIA_TYPE",
    "Problem",
    "answer_http_error",
    "answer_known_error",
    "answer_unexpected_error",
    "problem_response",
    "type_of",
]

MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """What went wrong and what to do about it (RFC 9457)."""

    type: str = Field(description="A name of the kind of problem that stays the same.")
    title: str = Field(description="The kind of problem, in the language of Accept-Language.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What is wrong in this case, with the offending value.")
    remedy: str = Field(description="What can be done about it.")
    errors: list[dict[str, str]] | None = Field(
        default=None,
        description="Of a request that does not fit: each `field`, its `value` and the `reason`.",
    )


_UNAVAILABLE = Wording(
    ja="いまは質問に答えられません", en="Questions cannot be answered at the moment"
)

# The entry nearest to the error's class in its line of ancestors decides.
_KINDS: dict[type, tuple[HTTPStatus, Wording]] = {
    QuestionError: (
        HTTPStatus.BAD_REQUEST,
        Wording(ja="質問を検索できません", en="The question cannot be searched for"),
    ),
    MeetingNotFound: (
        HTTPStatus.NOT_FOUND,
        Wording(ja="会議が定まりません", en="No single meeting fits"),
    ),
    LibraryLocked: (
        HTTPStatus.CONFLICT,
        Wording(ja="ライブラリは書き込み中です", en="The library is being written to"),
    ),
    LibraryMissing: (HTTPStatus.SERVICE_UNAVAILABLE, _UNAVAILABLE),
    LibraryEmpty: (HTTPStatus.SERVICE_UNAVAILABLE, _UNAVAILABLE),
    GenerationError: (HTTPStatus.SERVICE_UNAVAILABLE, _UNAVAILABLE),
    ServiceError: (HTTPStatus.SERVICE_UNAVAILABLE, _UNAVAILABLE),
    AskTheMinutesError: (
        HTTPStatus.INTERNAL_SERVER_ERROR,
        Wording(ja="サーバーの設定か環境に問題があります", en="The server is not set up right"),
    ),
}

_READ_THE_DOCS = Wording(
    ja="使える操作は /docs で確かめられます。", en="See /docs for what this server offers."
)

# Status → title and detail; the slots are those of the request.
_HTTP_ERRORS: dict[int, tuple[Wording, Wording]] = {
    400: (
        Wording(ja="リクエストを読み取れません", en="The request cannot be read"),
        Wording(
            ja="{method} {path} の本文を読み取れません。UTF-8のJSONで送ってください。",
            en="The body of {method} {path} cannot be read. Send JSON in UTF-8.",
        ),
    ),
    404: (
        Wording(ja="この場所には何もありません", en="There is nothing at this address"),
        Wording(ja="{path} はこのサーバーにありません。", en="This server has no {path}."),
    ),
    405: (
        Wording(ja="この操作は使えません", en="This method is not allowed here"),
        Wording(ja="{path} に {method} は使えません。", en="{method} cannot be used on {path}."),
    ),
}
_OTHER_HTTP_ERROR = (
    Wording(ja="リクエストを処理できません", en="The request cannot be handled"),
    Wording(ja="{method} {path} を処理できません。", en="{method} {path} cannot be handled."),
)

_UNEXPECTED = Wording(
    ja="サーバーの内部で問題が起きました", en="Something went wrong in the server"
)
_UNEXPECTED_DETAIL = Wording(
    ja="{method} {path} の処理中に、予期しない問題が起きました。",
    en="Something unexpected happened during {method} {path}.",
)
_TELL = Wording(
    ja="サーバーの記録（ログ）を添えて、管理者に知らせてください。",
    en="Tell whoever runs the server; its log says what happened.",
)


def problem_response(
    request: Request,
    kind: str,
    status: int,
    title: Wording,
    *,
    detail: str,
    remedy: str,
    headers: dict[str, str] | None = None,
    errors: list[dict[str, str]] | None = None,
) -> Response:
    """A problem as a response.

    Args:
        kind: the last part of its type, in lower case with hyphens.
        detail, remedy: in the language of the client.
    """
    language = language_of(request.headers.get("accept-language"))
    problem = Problem(
        type=f"urn:gijiroku-rag:problem:{kind}",
        title=title.render(language),
        status=int(status),
        detail=detail,
        remedy=remedy,
        errors=errors,
    )
    body: dict[str, Any] = problem.model_dump(exclude_none=True)
    return Response(
        # JSON may carry halves of surrogate pairs, which UTF-8 cannot; they come back as "?".
        json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"),
        int(status),
        {"content-language": language, "vary": "Accept-Language", **(headers or {})},
        MEDIA_TYPE,
    )


def type_of(error: AskTheMinutesError) -> str:
    """The name of an error's class as the last part of a problem's type."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", type(error).__name__).lower()


def answer_known_error(
    request: Request, error: AskTheMinutesError, status: HTTPStatus | None = None
) -> Response:
    """The problem that an error of ours is; its class decides the status where none is given."""
    language = language_of(request.headers.get("accept-language"))
    usual, title = next(_KINDS[c] for c in type(error).__mro__ if c in _KINDS)
    return problem_response(
        request,
        type_of(error),
        status or usual,
        title,
        detail=error.what(language),
        remedy=error.mend(language),
    )


def answer_http_error(request: Request, error: HTTPException) -> Response:
    """The problem that an error of HTTP itself is: no such path, a method that it does not have."""
    language = language_of(request.headers.get("accept-language"))
    title, detail = _HTTP_ERRORS.get(error.status_code, _OTHER_HTTP_ERROR)
    return problem_response(
        request,
        HTTPStatus(error.status_code).phrase.lower().replace(" ", "-"),
        error.status_code,
        title,
        detail=detail.render(language, **_slots(request)),
        remedy=_READ_THE_DOCS.render(language),
        headers=dict(error.headers or {}),
    )


def answer_unexpected_error(request: Request, _: Exception) -> Response:
    """The problem that a fault of the program is; the server writes the trace to its log."""
    language = language_of(request.headers.get("accept-language"))
    return problem_response(
        request,
        "unexpected",
        HTTPStatus.INTERNAL_SERVER_ERROR,
        _UNEXPECTED,
        detail=_UNEXPECTED_DETAIL.render(language, **_slots(request)),
        remedy=_TELL.render(language),
    )


def _slots(request: Request) -> dict[str, str]:
    return {"method": request.method, "path": request.url.path}

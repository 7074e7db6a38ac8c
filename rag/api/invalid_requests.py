"""A request that does not fit its model → a problem that names each field, its value and the reason."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.responses import Response

from index.wording import UiLanguage, Wording
from rag.api.languages import language_of
from rag.api.problems import problem_response

__all__ = ["answer_invalid_request"]

_TITLE = Wording(ja="リクエストが正しくありません", en="The request does not fit")
_DETAIL = Wording(
    ja="「{field}」の値 {value} は使えません：{reason}", en="{field} cannot be {value}: {reason}"
)
_WITHOUT_VALUE = Wording(ja="「{field}」：{reason}", en="{field}: {reason}")
_REMEDY = Wording(
    ja="その項目を直して、もう一度送ってください。項目の説明は /docs にあります。",
    en="Correct it and send the request again. The fields are described in /docs.",
)

_NOT_JSON = Wording(ja="JSONとして読めません。", en="it is not JSON.")
_NOT_TEXT = Wording(ja="文字列を指定してください。", en="it must be a string.")
_NOT_NUMBER = Wording(ja="整数を指定してください。", en="it must be a whole number.")
_NOT_OBJECT = Wording(ja="JSONのオブジェクトを送ってください。", en="a JSON object is needed.")

# By pydantic's type of error; the slots are pydantic's too.
_REASONS = {
    "missing": Wording(ja="必要な項目です。", en="it is required."),
    "extra_forbidden": Wording(ja="知らない項目です。", en="there is no such field."),
    "json_invalid": _NOT_JSON,
    "model_attributes_type": _NOT_OBJECT,
    "model_type": _NOT_OBJECT,
    "dict_type": _NOT_OBJECT,
    "string_type": _NOT_TEXT,
    "string_unicode": Wording(
        ja="正しいUnicodeの文字列ではありません。", en="it is not valid Unicode."
    ),
    "string_too_short": Wording(
        ja="{min_length}字以上にしてください。", en="it needs at least {min_length} characters."
    ),
    "string_too_long": Wording(
        ja="{max_length}字以内にしてください。", en="it may have at most {max_length} characters."
    ),
    "int_type": _NOT_NUMBER,
    "int_parsing": _NOT_NUMBER,
    "int_from_float": _NOT_NUMBER,
    "greater_than_equal": Wording(ja="{ge}以上にしてください。", en="it must be at least {ge}."),
    "less_than_equal": Wording(ja="{le}以下にしてください。", en="it must be at most {le}."),
    "list_type": Wording(ja="配列を指定してください。", en="it must be an array."),
    "too_long": Wording(
        ja="{max_length}件以内にしてください。", en="it may have at most {max_length} items."
    ),
    "enum": Wording(ja="次のどれかにしてください：{expected}", en="it must be one of {expected}."),
    "iso_date": Wording(
        ja="2024-04-01 の形の、実在する日付にしてください。",
        en="it must be a real date like 2024-04-01.",
    ),
    "period_reversed": Wording(
        ja="since（{since}）より前です。", en="it is before since ({since})."
    ),
}

_LONGEST_VALUE = 80


def answer_invalid_request(request: Request, error: RequestValidationError) -> Response:
    """The problem that a request that does not fit is."""
    language = language_of(request.headers.get("accept-language"))
    errors = [_entry(e, language) for e in error.errors()]
    first = errors[0]
    frame = _DETAIL if "value" in first else _WITHOUT_VALUE
    return problem_response(
        request,
        "invalid-request",
        HTTPStatus.BAD_REQUEST,
        _TITLE,
        detail=frame.render(language, **first),
        remedy=_REMEDY.render(language),
        errors=errors,
    )


def _entry(error: dict[str, Any], language: UiLanguage) -> dict[str, str]:
    kind, place = error["type"], error["loc"]
    # Of a text that is not JSON the place is a position, not a field.
    path = () if kind == "json_invalid" else place[1:]
    entry = {"field": ".".join(map(str, path)) or str(place[0]), "reason": _reason(error, language)}
    # Of a missing field pydantic gives what it is missing from.
    return (
        entry if kind in ("missing", "json_invalid") else {**entry, "value": _shown(error["input"])}
    )


def _reason(error: dict[str, Any], language: UiLanguage) -> str:
    wording = _REASONS.get(error["type"])
    if wording is None:
        return str(error["msg"])
    return wording.render(language, **error.get("ctx", {}))


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=repr)
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import NoReturn

import pytest
from fastapi.testclient import TestClient

from index.errors import (
    AskTheMinutesError,
    GenerationDamaged,
    LibraryEmpty,
    LibraryLocked,
    LibraryMissing,
    MeetingNotFound,
    ModelUnavailable,
)
from rag.api import create_app
from rag.errors import EmptyQuestion
from rag.settings import Settings
from rag.wiring import Assistant
from tests.fakes import HashingEmbedder


def errors_of(response_text: str) -> dict[str, str]:
    return {e["field"]: e["reason"] for e in json.loads(response_text)["errors"]}


@pytest.mark.parametrize(
    ("body", "field", "value"),
    [
        ({"question": 1}, "question", "1"),
        ({"question": "運賃は", "k": 0}, "k", "0"),
        ({"question": "運賃は", "k": True}, "k", "true"),
        ({"question": "運賃は", "k": 1.0}, "k", "1.0"),
        ({"question": "運賃は", "sicne": "2024-01-01"}, "sicne", '"2024-01-01"'),
        ({"question": "運賃は", "since": 20240101}, "since", "20240101"),
        ({"question": "運賃は", "since": "2024-02-30"}, "since", '"2024-02-30"'),
        ({"question": "運賃は", "since": "2024-05-01", "until": "2024-04-01"}, "until", "2024-04"),
        ({"question": "運賃は", "role": "座長"}, "role", '"座長"'),
        ({"question": "運賃は", "meetings": "地域交通"}, "meetings", '"地域交通"'),
        ({"question": "運賃は", "meetings": ["地域交通", ""]}, "meetings.1", '""'),
        ({"question": "運賃は", "speaker": "長" * 201}, "speaker", "長長"),
        ({"question": "\ud800運賃"}, "question", '"?運賃"'),
        ([], "body", "[]"),
    ],
    ids=lambda value: str(value).encode("ascii", "replace").decode()[:40],
)
def test_a_request_that_does_not_fit_is_told_its_field_and_value(
    client: TestClient, body: object, field: str, value: str
) -> None:
    response = client.post(
        "/api/ask", content=json.dumps(body), headers={"content-type": "application/json"}
    )
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["type"] == "urn:gijiroku-rag:problem:invalid-request"
    assert [e["field"] for e in problem["errors"]] == [field]
    assert value in problem["errors"][0]["value"]
    assert field in problem["detail"]
    assert value in problem["detail"]
    assert "Value" not in problem["detail"]  # pydantic's own English


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b""], ids=["cut", "not UTF-8", "nothing"])
def test_a_body_that_is_no_json_is_a_problem(client: TestClient, content: bytes) -> None:
    headers = {"content-type": "application/json"}
    response = client.post("/api/ask", content=content, headers=headers)
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"


def test_a_long_value_is_cut_short(client: TestClient) -> None:
    problem = client.post("/api/ask", json={"question": "運賃は", "k": "9" * 5000}).text
    assert len(problem) < 1000


@pytest.mark.parametrize(
    ("question", "kind"),
    [("　", "empty-question"), ("運" * 2001, "question-too-long")],
    ids=["empty", "too long"],
)
def test_a_question_that_cannot_be_searched_for(
    client: TestClient, question: str, kind: str
) -> None:
    for path in ("/api/ask", "/api/search"):
        problem = client.post(path, json={"question": question}).json()
        assert (problem["status"], problem["type"].rsplit(":", 1)[1]) == (400, kind)


def test_a_meeting_that_is_not_there_and_a_name_that_fits_two(client: TestClient) -> None:
    missing = client.get("/api/meetings/20240101-00000000")
    assert missing.status_code == 404
    assert "20240101-00000000" in missing.json()["detail"]
    body = {"question": "運賃は", "meetings": ["水守町"]}
    several = client.post("/api/ask", json=body)
    assert several.status_code == 404
    assert "2件" in several.json()["detail"]


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        (None, "ja"),
        ("en", "en"),
        ("en-GB,en;q=0.9,ja;q=0.8", "en"),
        ("ja;q=0.9, en;q=0.5", "ja"),
        ("fr, de;q=0.9", "ja"),
        ("fr, en;q=0.2", "en"),
        ("en;q=0, ja;q=0", "ja"),
        ("en;q=x", "ja"),
        ("*", "ja"),
    ],
)
def test_problems_are_in_the_language_of_the_client(
    client: TestClient, accepted: str | None, expected: str
) -> None:
    headers = {"accept-language": accepted or ""}
    response = client.post("/api/ask", json={"question": ""}, headers=headers)
    assert response.headers["content-language"] == expected
    detail = {"ja": "質問が空です（「」）。", "en": "The question is empty ('')."}[expected]
    assert response.json()["detail"] == detail


def test_paths_and_methods_that_are_not_there(client: TestClient) -> None:
    missing = client.get("/api/minutes", headers={"accept-language": "en"})
    assert missing.status_code == 404
    assert missing.json()["detail"] == "This server has no /api/minutes."
    wrong = client.get("/api/ask")
    assert wrong.status_code == 405
    assert wrong.headers["allow"] == "POST"
    assert wrong.json()["type"] == "urn:gijiroku-rag:problem:method-not-allowed"


class Failing(Assistant):
    """Raises what it is given."""

    error: Exception

    def ask(self, *arguments: object) -> NoReturn:
        raise self.error


@pytest.fixture
def failing(settings: Settings) -> Iterator[Failing]:
    assistant = Failing(settings, HashingEmbedder())
    yield assistant
    assistant.library.close()


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (EmptyQuestion(question=""), 400, "empty-question"),
        (MeetingNotFound(meeting="x", count=0, candidates=""), 404, "meeting-not-found"),
        (LibraryLocked(library="x", holder="pid 1"), 409, "library-locked"),
        (LibraryMissing(library="x"), 503, "library-missing"),
        (LibraryEmpty(library="x"), 503, "library-empty"),
        (GenerationDamaged(file="x", detail="missing"), 503, "generation-damaged"),
        (ModelUnavailable(model="x", detail="y"), 500, "model-unavailable"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_each_error_has_its_status_problem_and_remedy(
    failing: Failing, error: AskTheMinutesError, status: int, kind: str
) -> None:
    failing.error = error
    response = TestClient(create_app(failing)).post("/api/ask", json={"question": "運賃は"})
    assert response.status_code == status
    problem = response.json()
    assert problem["type"] == f"urn:gijiroku-rag:problem:{kind}"
    assert (problem["detail"], problem["remedy"]) == (error.what("ja"), error.mend("ja"))


def test_what_is_unexpected_is_not_told_to_the_client(
    failing: Failing, caplog: pytest.LogCaptureFixture
) -> None:
    failing.error = RuntimeError("パスワードは1234")
    client = TestClient(create_app(failing), raise_server_exceptions=False)
    with caplog.at_level(logging.ERROR):
        response = client.post("/api/ask", json={"question": "運賃は"})
    assert response.status_code == 500
    assert response.json()["type"] == "urn:gijiroku-rag:problem:unexpected"
    assert "1234" not in response.text
    assert "Traceback" not in response.text

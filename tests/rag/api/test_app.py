from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from index.library import Library
from rag.api import create_app
from rag.api.bodies import AnswerBody, MeetingBody, MeetingListBody, ReadyBody, SearchBody
from rag.meeting_json import meeting_json
from rag.narrowing import Narrowing
from rag.settings import Settings
from rag.wiring import Assistant
from tests.fakes import HashingEmbedder
from tests.rag.api import minutes

BOOKS = "絵本の蔵書は何冊ありますか"


def wait_until_ready(client: TestClient) -> None:
    client.app.state.service.wait_until_warm(10)  # type: ignore[attr-defined]


def as_received(value: dict[str, Any]) -> dict[str, Any]:
    """As it comes out of JSON: tuples as lists, enumerations as strings."""
    received: dict[str, Any] = json.loads(json.dumps(value))
    return received


def without_timings(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "timings_ms"}


def test_an_answer_is_that_of_the_assistant(client: TestClient, assistant: Assistant) -> None:
    found = client.post("/api/ask", json={"question": BOOKS, "k": 3})
    assert found.status_code == 200
    answer = found.json()
    assert answer["status"] == "answered"
    assert "絵本の蔵書は" in answer["citations"][0]["quote"]
    assert len(answer["passages"]) == 3
    expected = assistant.ask(BOOKS, Narrowing(), 3).to_json()
    assert without_timings(answer) == without_timings(as_received(expected))


@pytest.mark.parametrize(("speaker", "status"), [("三浦", "answered"), ("山田", "abstained")])
def test_an_answer_and_an_abstention_are_what_the_document_describes(
    client: TestClient, speaker: str, status: str
) -> None:
    answer = client.post("/api/ask", json={"question": BOOKS, "speaker": speaker}).json()
    assert AnswerBody.model_validate(answer).model_dump(mode="json") == answer
    assert answer["status"] == status
    assert (answer["abstention"] is None) == (status == "answered")


def test_filters_narrow_and_are_shown(client: TestClient) -> None:
    body = {
        "question": BOOKS,
        "meetings": ["地域交通"],
        "speaker": "北沢",
        "since": "2024-05-01",
        "until": "2024-05-31",
    }
    answer = client.post("/api/ask", json=body).json()
    assert {p["speaker"]["name"] for p in answer["passages"]} == {"北沢春樹"}
    assert answer["filters"] == {n: v for n, v in body.items() if n != "question"}


def test_a_search_lists_passages_best_first(client: TestClient) -> None:
    found = client.post("/api/search", json={"question": BOOKS, "k": 4}).json()
    assert SearchBody.model_validate(found).model_dump(mode="json") == found
    assert (found["question"], found["language"], found["filters"]) == (BOOKS, "ja", {})
    scores = [passage["score"] for passage in found["passages"]]
    assert len(scores) == 4
    assert scores == sorted(scores, reverse=True)
    assert "絵本の蔵書" in found["passages"][0]["text"]


def test_a_found_answer_comes_with_its_question_and_its_repetitions(tmp_path: Path) -> None:
    settings = Settings(library=tmp_path / "library")
    later = minutes.COUNCIL.replace("第３回", "第４回").replace(
        "９月１０日（火）", "１２月１０日（火）"
    )
    minutes.index_files(
        settings,
        minutes.write(tmp_path, "september.txt", minutes.COUNCIL),
        minutes.write(tmp_path, "december.txt", later),
    )
    assistant = Assistant(settings, HashingEmbedder())
    with TestClient(create_app(assistant)) as client:
        wait_until_ready(client)
        found = client.post("/api/search", json={"question": BOOKS}).json()
        answer = client.post("/api/ask", json={"question": BOOKS}).json()
    assistant.library.close()
    assert SearchBody.model_validate(found).model_dump(mode="json") == found
    assert answer["passages"] == found["passages"]
    first = found["passages"][0]
    assert first["text"] == "絵本の蔵書は、現在4,300冊です。"
    assert first["asked"]["text"] == "図書館にある絵本の蔵書は何冊ですか。"
    assert first["asked"]["speaker"]["name"] == "森岡ちえ"
    dates = {first["meeting"]["date"], *(r["meeting"]["date"] for r in first["repeated"])}
    assert (len(first["repeated"]), dates) == (1, {"2024-09-10", "2024-12-10"})


def test_meetings_are_listed_in_parts(client: TestClient) -> None:
    whole = client.get("/api/meetings").json()
    assert MeetingListBody.model_validate(whole).model_dump(mode="json") == whole
    assert [m["date"] for m in whole["meetings"]] == ["2024-07-03", "2024-05-20"]
    part = client.get("/api/meetings", params={"limit": 1, "offset": 1}).json()
    assert part == {**whole, "meetings": whole["meetings"][1:], "limit": 1, "offset": 1}
    beyond = client.get("/api/meetings", params={"offset": 9}).json()
    assert (beyond["meetings"], beyond["total"]) == ([], 2)


def test_a_meeting_is_shown_whole(client: TestClient, assistant: Assistant) -> None:
    line = client.get("/api/meetings").json()["meetings"][0]
    shown = client.get(f"/api/meetings/{line['id']}").json()
    assert MeetingBody.model_validate(shown).model_dump(mode="json") == shown
    assert shown == as_received(meeting_json(assistant.library.meeting(line["id"])))
    remark = shown["remarks"][-1]
    text = shown["source"]["text"]
    assert "".join(text[s["start"] : s["end"]] for s in remark["spans"]) == remark["text"]


def test_ready_tells_what_answers_are_made_with(client: TestClient) -> None:
    ready = client.get("/ready")
    assert ready.status_code == 200
    body = ReadyBody.model_validate(ready.json())
    assert body.versions["model"] == "hashing-64"
    assert body.versions["generation"] == 1
    assert body.passages == 7


def test_not_ready_until_warmed_up_but_alive(assistant: Assistant) -> None:
    client = TestClient(create_app(assistant))  # without its lifespan nothing warms up
    assert client.get("/health").json() == {"status": "alive"}
    problem = client.get("/ready")
    assert problem.status_code == 503
    assert problem.json()["type"] == "urn:gijiroku-rag:problem:service-starting"


def test_a_library_that_is_made_later_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(library=tmp_path / "library")
    monkeypatch.setattr("rag.wiring.query_embedder", lambda model, cache: HashingEmbedder())
    with TestClient(create_app(settings)) as client:
        wait_until_ready(client)
        for problem in (client.get("/ready"), client.post("/api/ask", json={"question": BOOKS})):
            assert problem.status_code == 503
            assert problem.json()["type"] == "urn:gijiroku-rag:problem:library-missing"
        assert client.get("/health").status_code == 200
        minutes.index_files(settings, minutes.write(tmp_path, "books.txt", minutes.BOOKS))
        assert client.get("/ready").status_code == 200
        assert client.post("/api/ask", json={"question": BOOKS}).json()["passages"]
        client.app.state.service.assistant().library.close()  # type: ignore[attr-defined]


def test_an_empty_library_is_not_ready_and_says_so(tmp_path: Path) -> None:
    settings = Settings(library=tmp_path / "library")
    Library.create(settings.library).close()
    assistant = Assistant(settings, HashingEmbedder())
    with TestClient(create_app(assistant)) as client:
        wait_until_ready(client)
        assert client.get("/ready").status_code == 503
        assert client.post("/api/search", json={"question": BOOKS}).status_code == 503
        answer = client.post("/api/ask", json={"question": BOOKS}).json()
        assert answer["abstention"]["reason"] == "empty_library"
        assert AnswerBody.model_validate(answer)
    assistant.library.close()


def test_the_document_describes_every_field_that_needs_it(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    ask = document["paths"]["/api/ask"]["post"]
    assert set(ask["responses"]) == {"200", "4XX", "5XX"}
    assert "application/problem+json" in ask["responses"]["4XX"]["content"]
    schemas = document["components"]["schemas"]
    fields = schemas["QuestionBody"]["properties"]
    assert set(fields) == {
        "question", "k", "meetings", "speaker", "since", "until", "role", "narrow",
    }  # fmt: skip
    assert all(field["description"] for field in fields.values())
    assert "HTTPValidationError" not in schemas


def test_the_examples_of_the_document_are_true_to_it(client: TestClient) -> None:
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    AnswerBody.model_validate(schemas["AnswerBody"]["examples"][0])
    example = schemas["QuestionBody"]["examples"][0]
    assert client.post("/api/ask", json=example).status_code == 200


@pytest.mark.parametrize("path", ["/api/ask", "/api/search"])
def test_what_the_question_narrowed_is_shown_and_can_be_lifted(
    client: TestClient, path: str
) -> None:
    question = "令和6年7月3日の会議では、絵本の蔵書について三浦会長は何と答えましたか"
    found = client.post(path, json={"question": question}).json()
    body = AnswerBody if path == "/api/ask" else SearchBody
    assert body.model_validate(found).model_dump(mode="json") == found
    day, speaker = found["narrowed"]
    assert day["values"] == {"since": "2024-07-03", "until": "2024-07-03"}
    assert day["words"] == {"text": "令和6年7月3日の会議", "start": 0, "end": 11}
    assert day["message"] == "2024-07-03の会議に絞りました。"
    assert speaker["values"] == {"speaker": "三浦会長"}
    assert {p["speaker"]["name"] for p in found["passages"]} == {"三浦康平"}
    lifted = client.post(path, json={"question": question, "narrow": False}).json()
    assert lifted["narrowed"] == []
    assert len({p["meeting"]["id"] for p in lifted["passages"]}) == 2


def test_narrow_is_a_boolean(client: TestClient) -> None:
    assert client.post("/api/ask", json={"question": BOOKS, "narrow": "no"}).status_code == 400

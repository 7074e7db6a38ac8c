from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from index.errors import MeetingNotFound
from index.filters import And, Contains, In, Range
from index.library import Library
from index.meeting import Role
from rag.narrowing import Narrowing

SINCE, UNTIL = date(2024, 4, 1), date(2025, 3, 31)


@pytest.fixture
def library(sample_library: Path) -> Library:
    return Library.open(sample_library)


def test_nothing_given_lets_everything_through(library: Library) -> None:
    assert Narrowing().filter(library) == And()
    assert Narrowing().as_json() == {}


def test_all_that_is_given_must_hold(library: Library) -> None:
    meeting = library.meetings()[0].id
    narrowing = Narrowing((meeting,), "課長", SINCE, UNTIL, Role.ANSWER)
    assert narrowing.filter(library) == And(
        (
            In("meeting", (meeting,)),
            Contains("speaker", "課長"),
            Range("date", SINCE, UNTIL),
            In("role", (Role.ANSWER,)),
        )
    )
    assert json.loads(json.dumps(narrowing.as_json())) == {
        "meetings": [meeting],
        "speaker": "課長",
        "since": "2024-04-01",
        "until": "2025-03-31",
        "role": "answer",
    }


@pytest.mark.parametrize(
    ("narrowing", "low", "high"),
    [(Narrowing(since=SINCE), SINCE, None), (Narrowing(until=UNTIL), None, UNTIL)],
)
def test_a_period_may_be_open(
    library: Library, narrowing: Narrowing, low: date | None, high: date | None
) -> None:
    assert narrowing.filter(library) == And((Range("date", low, high),))


def test_meetings_are_alternatives(library: Library) -> None:
    names = tuple(meeting.id for meeting in library.meetings()[:2])
    assert Narrowing(names).filter(library) == And((In("meeting", names),))


def test_an_unknown_meeting_is_an_error(library: Library) -> None:
    with pytest.raises(MeetingNotFound):
        Narrowing(("存在しない会議",)).filter(library)

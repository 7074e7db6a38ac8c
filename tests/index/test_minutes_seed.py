"""The document that this product was first asked for, against its parse counted by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from index.meeting import Meeting
from index.minutes import parse_minutes
from index.source import SourceDocument

Expected = dict[str, Any]


@pytest.fixture(scope="module")
def expected(shared: Path) -> Expected:
    loaded: Expected = json.loads(
        (shared / "minutes/seed_expected.json").read_text(encoding="utf-8")
    )
    return loaded


@pytest.fixture(scope="module")
def meeting(shared: Path) -> Meeting:
    text = (shared / "minutes/seed_report.txt").read_bytes().decode("utf-8")
    return parse_minutes(SourceDocument("seed_report.txt", text, "text/plain"))


def test_header(meeting: Meeting, expected: Expected) -> None:
    found = (meeting.title, str(meeting.date), meeting.start, meeting.end, meeting.place)
    assert found == tuple(expected[k] for k in ("title", "date", "start", "end", "place"))
    assert meeting.kind == "summary"
    assert list(meeting.agenda) == expected["agenda"]
    assert meeting.warnings == ()


def test_attendees(meeting: Meeting, expected: Expected) -> None:
    found = [
        {"name": a.name, "role": a.role, "affiliation": a.affiliation} for a in meeting.attendees
    ]
    assert found == expected["attendees"]


def test_sections(meeting: Meeting, expected: Expected) -> None:
    found = [
        (s.id, s.number, s.title, s.lead_speaker.name if s.lead_speaker else None, s.level)
        for s in meeting.sections
    ]
    assert found == [
        (s["id"], s["number"], s["title"], s["lead_speaker"], s["id"].count(".") + 1)
        for s in expected["sections"]
    ]


def test_remarks(meeting: Meeting, expected: Expected) -> None:
    found = [
        (
            r.ordinal,
            r.text,
            [[s.start, s.end] for s in r.spans],
            r.section_id,
            r.speaker.name if r.speaker else None,
        )
        for r in meeting.remarks
    ]
    assert found == [
        (r["ordinal"], r["text"], r["char_spans"], r["section"], r["speaker"])
        for r in expected["remarks"]
    ]

"""Rows of the library's database ↔ values of the domain. Compound values are stored as JSON.

It knows the columns, and no connection.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable
from typing import Any

from index.meeting import (
    Attendee,
    Link,
    Meeting,
    MeetingId,
    Part,
    RecordKind,
    Remark,
    Role,
    Section,
    Span,
    Speaker,
    TimeReference,
)
from index.passages import PassageId
from index.people import comparison_key
from index.records import PassageRecord
from index.source import Page
from index.terms import Terms
from index.wording import Wording

__all__ = [
    "dump",
    "meeting_from",
    "pack_links",
    "pack_spans",
    "pack_speaker",
    "pack_times",
    "passage_record_from",
    "remark_from",
    "speaker_key",
    "terms_from",
    "unit_texts",
    "unpack_date",
    "unpack_links",
    "unpack_pages",
]


def meeting_from(row: sqlite3.Row, remarks: tuple[Remark, ...]) -> Meeting:
    """A meeting from its row and its remarks."""
    body = json.loads(row["body"])
    return Meeting(
        id=MeetingId(row["id"]),
        title=row["title"],
        kind=RecordKind(row["kind"]),
        date=unpack_date(row["date"]),
        other_dates=tuple(dt.date.fromisoformat(d) for d in body["other_dates"]),
        start=body["start"],
        end=body["end"],
        place=body["place"],
        language=row["language"],
        attendees=tuple(Attendee(*a) for a in body["attendees"]),
        agenda=tuple(body["agenda"]),
        sections=tuple(_section(s) for s in body["sections"]),
        remarks=remarks,
        links=unpack_links(row["links"]),
        marks=_unpack_spans(body.get("marks", [])),  # a library of format 1 has none
        stage_notes=_unpack_spans(body["stage_notes"]),
        furniture=_unpack_spans(body["furniture"]),
        header=_unpack_spans(body["header"]),
        warnings=tuple(Wording(ja=ja, en=en) for ja, en in body["warnings"]),
    )


def _section(packed: list[Any]) -> Section:
    section_id, title, level, start, end, number, lead = packed
    return Section(
        id=section_id,
        title=title,
        level=level,
        span=Span(start, end),
        number=number,
        lead_speaker=_unpack_speaker(lead),
    )


def remark_from(row: sqlite3.Row) -> Remark:
    """A remark from its row."""
    return Remark(
        ordinal=row["ordinal"],
        text=row["text"],
        spans=_unpack_spans(json.loads(row["spans"])),
        speaker=_unpack_speaker(json.loads(row["speaker"])) if row["speaker"] else None,
        section_id=row["section_id"],
        role=Role(row["role"]) if row["role"] else None,
        page=row["page"],
        times=_unpack_times(row["times"]),
    )


def passage_record_from(row: sqlite3.Row) -> PassageRecord:
    """A passage from a row that joins it with its remark and meeting."""
    remark = remark_from(row)
    return PassageRecord(
        id=PassageId(row["passage_id"]),
        text=remark.text[row["passage_start"] : row["passage_end"]],
        start=row["passage_start"],
        units=tuple((start, end) for start, end in json.loads(row["units"])),
        header=row["header"],
        remark=remark,
        section_path=_section_path(json.loads(row["sections"]), remark.section_id),
        meeting_id=MeetingId(row["id"]),
        meeting_title=row["title"],
        meeting_date=unpack_date(row["date"]),
        meeting_kind=RecordKind(row["kind"]),
        meeting_language=row["language"],
        pages=unpack_pages(row["pages"]),
        terms=terms_from(row),
    )


def unit_texts(row: sqlite3.Row) -> list[str]:
    """The text of each unit, from a row with the units and the text of the remark."""
    return [row["text"][start:end] for start, end in json.loads(row["units"])]


def terms_from(row: sqlite3.Row) -> Terms:
    """The terms of a passage; none of them holds a space."""
    return Terms(row["words"].split(), row["bigrams"].split())


def _section_path(sections: list[list[object]], section_id: str | None) -> tuple[str, ...]:
    """The titles from the top section down to this one; "1.2" stands below "1"."""
    if section_id is None:
        return ()
    parts = section_id.split(".")
    wanted = {".".join(parts[: i + 1]) for i in range(len(parts))}
    return tuple(str(s[1]) for s in sections if s[0] in wanted)


def pack_speaker(speaker: Speaker | None) -> list[str | None] | None:
    """A speaker as a list for JSON."""
    return (
        [speaker.as_written, speaker.name, speaker.role, speaker.affiliation, speaker.person]
        if speaker
        else None
    )


def _unpack_speaker(packed: object) -> Speaker | None:
    return Speaker(*packed) if isinstance(packed, list) else None


def speaker_key(speaker: Speaker | None) -> str | None:
    """Everything that a person may call the speaker by, folded; parts are kept apart by a bar."""
    if speaker is None:
        return None
    parts = (speaker.name, speaker.as_written, speaker.role, speaker.affiliation)
    return "|".join(dict.fromkeys(comparison_key(part) for part in parts if part))


def pack_times(times: Iterable[TimeReference]) -> list[list[object]]:
    """Words that tell a time as lists for JSON."""
    return [[t.start, t.end, t.since.isoformat(), t.until.isoformat(), t.relative] for t in times]


def _unpack_times(packed: str) -> tuple[TimeReference, ...]:
    return tuple(
        TimeReference(
            start, end, dt.date.fromisoformat(since), dt.date.fromisoformat(until), relative
        )
        for start, end, since, until, relative in json.loads(packed)
    )


def pack_links(links: Iterable[Link]) -> list[list[list[int]]]:
    """Links as lists for JSON."""
    return [
        [[part.ordinal, part.start, part.end] for part in (link.question, link.answer)]
        for link in links
    ]


def unpack_links(packed: str) -> tuple[Link, ...]:
    """Links from JSON."""
    return tuple(Link(Part(*question), Part(*answer)) for question, answer in json.loads(packed))


def pack_spans(spans: Iterable[Span]) -> list[list[int]]:
    """Spans as lists for JSON."""
    return [[s.start, s.end] for s in spans]


def _unpack_spans(packed: list[list[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in packed)


def unpack_pages(packed: str) -> tuple[Page, ...]:
    """Pages from JSON."""
    return tuple(Page(number, Span(start, end)) for number, start, end in json.loads(packed))


def unpack_date(value: str | None) -> dt.date | None:
    """A date from its ISO form."""
    return dt.date.fromisoformat(value) if value else None


def dump(value: object) -> str:
    """JSON as it is stored."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

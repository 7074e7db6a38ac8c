"""A Meeting with its source text → plain JSON values: what `rag show`, `rag inspect` and the API give.

Every span counts in the characters of `source.text`, so that whoever reads it can check each text. Links
and times count in the characters of a remark's text.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from index.meeting import Part, Remark, Section, Span, Speaker, TimeReference
from index.pieces import share_understood
from index.records import MeetingRecord
from index.source import SourceDocument

__all__ = ["meeting_json"]


def meeting_json(record: MeetingRecord) -> dict[str, Any]:
    """Everything that is known of a meeting."""
    meeting, document = record.meeting, record.document
    return {
        "id": meeting.id,
        "title": meeting.title,
        "date": meeting.date.isoformat() if meeting.date else None,
        "other_dates": [day.isoformat() for day in meeting.other_dates],
        "start": meeting.start,
        "end": meeting.end,
        "place": meeting.place,
        "kind": meeting.kind,
        "language": meeting.language,
        "attendees": [
            {"name": a.name, "role": a.role, "affiliation": a.affiliation}
            for a in meeting.attendees
        ],
        "agenda": list(meeting.agenda),
        "sections": [_section(section) for section in meeting.sections],
        "remarks": [_remark(remark, document) for remark in meeting.remarks],
        "links": [
            {"question": _part(k.question), "answer": _part(k.answer)} for k in meeting.links
        ],
        "marks": _spans(meeting.marks),
        "stage_notes": _spans(meeting.stage_notes),
        "furniture": _spans(meeting.furniture),
        "header": _spans(meeting.header),
        "understood": round(share_understood(meeting, document.text), 4),
        "warnings": [{"ja": w.ja, "en": w.en} for w in meeting.warnings],
        "source": {
            "path": record.path,
            "sha256": record.sha256,
            "media_type": document.media_type,
            "text": document.text,
        },
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "id": section.id,
        "number": section.number,
        "title": section.title,
        "level": section.level,
        "lead_speaker": _speaker(section.lead_speaker),
        "span": _span(section.span),
    }


def _remark(remark: Remark, document: SourceDocument) -> dict[str, Any]:
    return {
        "ordinal": remark.ordinal,
        "section": remark.section_id,
        "speaker": _speaker(remark.speaker),
        "role": remark.role,
        "text": remark.text,
        "page": remark.page or document.page_at(remark.span.start),
        "span": _span(remark.span),
        "spans": _spans(remark.spans),
        "times": [_time(time) for time in remark.times],
    }


def _time(time: TimeReference) -> dict[str, Any]:
    return {
        "start": time.start,
        "end": time.end,
        "since": time.since.isoformat(),
        "until": time.until.isoformat(),
        "relative": time.relative,
    }


def _part(part: Part) -> dict[str, int]:
    return {"remark": part.ordinal, "start": part.start, "end": part.end}


def _speaker(speaker: Speaker | None) -> dict[str, str | None] | None:
    if speaker is None:
        return None
    return {
        "name": speaker.name,
        "role": speaker.role,
        "affiliation": speaker.affiliation,
        "as_written": speaker.as_written,
        "person": speaker.person,
    }


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _spans(spans: Iterable[Span]) -> list[dict[str, int]]:
    return [_span(span) for span in spans]

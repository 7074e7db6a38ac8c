"""What holds of every document that is read and of every meeting that is understood.

Property tests and scripts/fuzz.py check it on files that no person would write.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from index.errors import NotMinutes, UnreadableSource
from index.meeting import Meeting
from index.minutes import parse_minutes
from index.pieces import PieceKind, pieces_of
from index.readers import read_bytes
from index.source import SourceDocument

__all__ = ["check_document", "check_meeting", "check_words", "understand", "understand_document"]


def understand(path: Path, data: bytes) -> list[Meeting | None]:
    """The meetings of a file, None for a document that is not minutes; all of them checked.

    Raises:
        UnreadableSource: the file is refused.
    """
    return [understand_document(document) for document in read_bytes(path, data)]


def understand_document(document: SourceDocument) -> Meeting | None:
    """The meeting of a document, checked; None where it is not minutes."""
    check_document(document)
    try:
        meeting = parse_minutes(document)
    except NotMinutes as error:
        check_words(error)
        return None
    check_meeting(meeting, document)
    meeting.title.encode("utf-8")
    return meeting


def check_document(document: SourceDocument) -> None:
    """Marks and pages lie in order and within the text, which a file could hold."""
    text = document.text
    text.encode("utf-8")
    spans = [mark.span for mark in document.marks]
    assert spans == sorted(spans)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    if document.pages:
        assert "".join(text[p.span.start : p.span.end] for p in document.pages) == text
        assert all(a.number < b.number for a, b in pairwise(document.pages))
    for value in (v for mark in document.marks for v in mark.values.values()):
        value.encode("utf-8")
    for value in document.values.values():
        value.encode("utf-8")


def check_meeting(meeting: Meeting, document: SourceDocument) -> None:
    """Texts are slices of the source, in order; no stretch of it is two things at once."""
    text = document.text
    assert meeting.remarks
    for remark in meeting.remarks:
        assert "".join(text[s.start : s.end] for s in remark.spans) == remark.text
        assert remark.text.strip()
    spans = [
        *(span for remark in meeting.remarks for span in remark.spans),
        *(section.span for section in meeting.sections),
        *meeting.header,
        *meeting.furniture,
        *meeting.stage_notes,
    ]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(a.end <= b.start for a, b in pairwise(sorted(spans)))
    assert all(0 <= mark.start < mark.end <= len(text) for mark in meeting.marks)
    assert [r.ordinal for r in meeting.remarks] == sorted({r.ordinal for r in meeting.remarks})
    starts = [remark.span.start for remark in meeting.remarks]
    assert starts == sorted(starts)
    pieces = pieces_of(meeting, text)
    assert "".join(text[p.span.start : p.span.end] for p in pieces) == text
    assert all(a.kind is not b.kind for a, b in pairwise(pieces))
    said = sum(p.span.end - p.span.start for p in pieces if p.kind is PieceKind.REMARK)
    assert said == sum(len(remark.text) for remark in meeting.remarks)
    sections = {section.id for section in meeting.sections}
    assert all(r.section_id is None or r.section_id in sections for r in meeting.remarks)


def check_words(error: UnreadableSource) -> None:
    """Both languages can be shown, each on one line."""
    for line in (error.line("ja"), error.line("en")):
        assert "\n" not in line

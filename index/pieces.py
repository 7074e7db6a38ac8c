"""A meeting and its source text → what each character of the text was understood as.

The pieces, put one after another, are the source text exactly. Visible text in a gap was not
understood: that is how a person finds out that a new format is not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from index.meeting import Meeting, Span

__all__ = ["Piece", "PieceKind", "pieces_of", "share_understood", "unread_lines"]


class PieceKind(StrEnum):
    """What a stretch of a source text is."""

    REMARK = "remark"
    HEADING = "heading"
    NOTE = "note"  # what happens: applause, somebody walks to the desk
    MARK = "mark"  # signs, names, numbers, bullets that open remarks and headings
    HEADER = "header"  # date, place, attendees, agenda, signatures
    FURNITURE = "furniture"  # page numbers, running heads and feet
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the source text and what it is."""

    kind: PieceKind
    span: Span


# Where spans of several kinds lie over one another, the later kind is the surer.
_PAINTED = (
    PieceKind.GAP,
    PieceKind.HEADER,
    PieceKind.FURNITURE,
    PieceKind.MARK,
    PieceKind.NOTE,
    PieceKind.HEADING,
    PieceKind.REMARK,
)
_RUN = re.compile(rb"(.)\1*", re.DOTALL)
_GAP = re.compile(re.escape(bytes([_PAINTED.index(PieceKind.GAP)])) + b"+")


def pieces_of(meeting: Meeting, text: str) -> list[Piece]:
    """Cut the source text into pieces, in order and without anything between them.

    Spans of one kind that touch are one piece.
    """
    painted = _painted(meeting, text)
    return [Piece(_PAINTED[run[1][0]], Span(*run.span())) for run in _RUN.finditer(painted)]


def _painted(meeting: Meeting, text: str) -> bytearray:
    """For each character of the text the position of its kind in `_PAINTED`."""
    spans = {
        PieceKind.HEADER: meeting.header,
        PieceKind.FURNITURE: meeting.furniture,
        PieceKind.MARK: meeting.marks,
        PieceKind.NOTE: meeting.stage_notes,
        PieceKind.HEADING: [section.span for section in meeting.sections],
        PieceKind.REMARK: [span for remark in meeting.remarks for span in remark.spans],
    }
    painted = bytearray(len(text))
    for colour, kind in enumerate(_PAINTED):
        sign = bytes([colour])
        for span in spans.get(kind, ()):
            painted[span.start : span.end] = sign * (span.end - span.start)
    return painted


def unread_lines(meeting: Meeting, text: str) -> list[str]:
    """The visible text of the gaps, a line each."""
    gaps = (text[slice(*gap.span())] for gap in _GAP.finditer(_painted(meeting, text)))
    lines = (line.strip() for gap in gaps if not gap.isspace() for line in gap.splitlines())
    return [line for line in lines if line]


def share_understood(meeting: Meeting, text: str) -> float:
    """The share of visible characters that are in no gap, 0 to 1."""
    visible = len("".join(text.split()))
    unread = sum(len("".join(line.split())) for line in unread_lines(meeting, text))
    return 1 - unread / visible if visible else 1.0

"""A meeting and its source text → what each character of the text was understood as.

The pieces, put one after another, are the source text exactly. Visible text in a gap was not
understood: that is how a person finds out that a new format is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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


def pieces_of(meeting: Meeting, text: str) -> list[Piece]:
    """Cut the source text into pieces, in order and without anything between them."""
    taken = sorted(_taken(meeting), key=lambda piece: (piece.span, piece.kind != PieceKind.REMARK))
    pieces = []
    position = 0
    for piece in taken:
        start, end = max(piece.span.start, position), piece.span.end
        if start >= end:
            continue
        if position < start:
            pieces.append(Piece(PieceKind.GAP, Span(position, start)))
        pieces.append(Piece(piece.kind, Span(start, end)))
        position = end
    if position < len(text):
        pieces.append(Piece(PieceKind.GAP, Span(position, len(text))))
    return pieces


def _taken(meeting: Meeting) -> Iterator[Piece]:
    """Every span that is known, the surer kind first where two overlap."""
    remarks = [span for remark in meeting.remarks for span in remark.spans]
    free = [
        (PieceKind.HEADING, [section.span for section in meeting.sections]),
        (PieceKind.NOTE, meeting.stage_notes),
        (PieceKind.MARK, meeting.marks),
        (PieceKind.FURNITURE, meeting.furniture),
        (PieceKind.HEADER, meeting.header),
    ]
    yield from (Piece(PieceKind.REMARK, span) for span in remarks)
    surer = remarks
    for kind, spans in free:
        kept = list(_without(spans, surer))
        yield from (Piece(kind, span) for span in kept)
        surer = [*surer, *kept]


def _without(spans: Iterable[Span], others: Iterable[Span]) -> Iterator[Span]:
    """The parts of spans that none of the others covers."""
    ordered = sorted(others)
    for span in sorted(spans):
        position = span.start
        for other in ordered:
            if other.start >= span.end:
                break
            if other.end <= position:
                continue
            if position < other.start:
                yield Span(position, other.start)
            position = max(position, other.end)
        if position < span.end:
            yield Span(position, span.end)


def share_understood(meeting: Meeting, text: str) -> float:
    """The share of visible characters that are in no gap, 0 to 1."""
    visible = sum(not c.isspace() for c in text)
    unread = sum(
        not c.isspace()
        for piece in pieces_of(meeting, text)
        if piece.kind is PieceKind.GAP
        for c in text[piece.span.start : piece.span.end]
    )
    return 1 - unread / visible if visible else 1.0


def unread_lines(meeting: Meeting, text: str) -> list[str]:
    """The visible text of the gaps, a line each."""
    gaps = (p.span for p in pieces_of(meeting, text) if p.kind is PieceKind.GAP)
    lines = (line.strip() for span in gaps for line in text[span.start : span.end].splitlines())
    return [line for line in lines if line]

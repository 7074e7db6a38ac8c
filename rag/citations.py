"""A stretch of a passage → a citation: the verbatim quote and everything that shows where it stands.

hit → a found passage, with the question that it answers and where its words are repeated
"""

from __future__ import annotations

from index.meeting import Speaker
from index.records import PassageRecord
from rag.answer import (
    AskedPassage,
    Citation,
    CitedMeeting,
    CitedSpan,
    CitedSpeaker,
    CitedTime,
    FoundPassage,
    RepeatedPassage,
)
from rag.retrieval import Hit

__all__ = ["cite", "found_passage"]


def cite(n: int, passage: PassageRecord, start: int, end: int) -> Citation:
    """Cite characters `start` to `end` of the text of the passage's remark."""
    pieces = passage.remark.locate(start, end)
    return Citation(
        n=n,
        quote=passage.remark.text[start:end],
        passage_id=passage.id,
        meeting=_meeting(passage),
        speaker=_speaker(passage.remark.speaker),
        section=_section(passage),
        page=passage.page_at(pieces[0].start),
        span=CitedSpan(pieces[0].start, pieces[-1].end),
        spans=tuple(CitedSpan(piece.start, piece.end) for piece in pieces),
        remark=passage.remark.ordinal,
        times=tuple(
            CitedTime(
                passage.remark.text[time.start : time.end],
                time.since.isoformat(),
                time.until.isoformat(),
            )
            for time in passage.remark.times
            if time.relative and start <= time.start and time.end <= end
        ),
    )


def found_passage(hit: Hit) -> FoundPassage:
    """A hit as the Answer lists it."""
    passage = hit.passage
    span = _span(passage)
    return FoundPassage(
        passage_id=passage.id,
        text=passage.text,
        score=round(hit.score, 4),
        dense=round(hit.dense, 4),
        words=round(hit.words, 4),
        bigrams=round(hit.bigrams, 4),
        meeting=_meeting(passage),
        speaker=_speaker(passage.remark.speaker),
        section=_section(passage),
        role=passage.remark.role,
        page=passage.page_at(span.start),
        span=span,
        asked=_asked(hit.asked) if hit.asked else None,
        repeated=tuple(_repeated(passage) for passage in hit.repeated),
    )


def _asked(passage: PassageRecord) -> AskedPassage:
    span = _span(passage)
    return AskedPassage(
        passage_id=passage.id,
        text=passage.text,
        speaker=_speaker(passage.remark.speaker),
        page=passage.page_at(span.start),
        span=span,
    )


def _repeated(passage: PassageRecord) -> RepeatedPassage:
    span = _span(passage)
    return RepeatedPassage(
        passage_id=passage.id,
        meeting=_meeting(passage),
        page=passage.page_at(span.start),
        span=span,
    )


def _span(passage: PassageRecord) -> CitedSpan:
    """From the first of the source's characters to the last."""
    pieces = passage.remark.locate(passage.start, passage.start + len(passage.text))
    return CitedSpan(pieces[0].start, pieces[-1].end)


def _meeting(passage: PassageRecord) -> CitedMeeting:
    day = passage.meeting_date
    return CitedMeeting(
        id=passage.meeting_id,
        title=passage.meeting_title,
        date=day.isoformat() if day else None,
        kind=passage.meeting_kind,
    )


def _speaker(speaker: Speaker | None) -> CitedSpeaker | None:
    if speaker is None:
        return None
    return CitedSpeaker(speaker.label, speaker.role, speaker.affiliation, speaker.person)


def _section(passage: PassageRecord) -> str | None:
    return " > ".join(passage.section_path) or None

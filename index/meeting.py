"""The words of the domain as values: Meeting, Section, Remark, Speaker, Span.

Nothing here reads a file, a database or a setting. A meeting's texts are slices of one source
text: `"".join(source[s.start:s.end] for s in remark.spans) == remark.text`, always.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from index.wording import Wording

__all__ = [
    "Attendee",
    "Link",
    "Meeting",
    "MeetingId",
    "Part",
    "PersonId",
    "RecordKind",
    "Remark",
    "Role",
    "Section",
    "Span",
    "Speaker",
    "TimeReference",
]

MeetingId = NewType("MeetingId", str)
PersonId = NewType("PersonId", str)


class RecordKind(StrEnum):
    """How closely the record follows what was said."""

    SUMMARY = "summary"  # 議事概要, 議事要旨: the words are the writer's
    VERBATIM = "verbatim"  # 議事録, 会議録, 速記録: the words are the speaker's
    UNKNOWN = "unknown"


class Role(StrEnum):
    """What a remark does in the meeting."""

    QUESTION = "question"
    ANSWER = "answer"
    REPORT = "report"
    EXPLANATION = "explanation"
    DECISION = "decision"
    PROCEDURE = "procedure"
    OPINION = "opinion"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` to `end` (exclusive) of the source text, counted in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Attendee:
    """A person whom the document lists as present.

    `role` is the part in the meeting (座長, 委員, ゲストスピーカー), `affiliation` the organisation
    and post (早稲田大学 教授). `name` is as printed, without the spaces that only align columns.
    """

    name: str
    role: str | None = None
    affiliation: str | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said a remark, as far as the document says so.

    `as_written` is the mark's own text (大杉座長, デジタル戦略推進部長). `name` is the full name when
    exactly one attendee fits or the mark itself prints it; None when only an office is given.
    `person` is the same in every meeting in which name and affiliation agree (see `person_id`).
    """

    as_written: str
    name: str | None = None
    role: str | None = None
    affiliation: str | None = None
    person: PersonId | None = None

    @property
    def label(self) -> str:
        """The name if known, otherwise what the document prints."""
        return self.name or self.as_written


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it, up to the next heading of its level or above.

    `id` is a path of positions ("2", "1.1"); `number` is what the document prints ("第２", "(3)").
    """

    id: str
    title: str
    level: int
    span: Span
    number: str | None = None
    lead_speaker: Speaker | None = None


@dataclass(frozen=True, slots=True)
class TimeReference:
    """Words of a remark that tell a time, and the days that they mean.

    `start` and `end` count in the remark's text; `since` and `until` are the first and the last day.
    `relative` ones depend on the day of the meeting (来年度), the others say all themselves.
    """

    start: int
    end: int
    since: dt.date
    until: dt.date
    relative: bool


@dataclass(frozen=True, slots=True)
class Part:
    """Characters `start` to `end` (exclusive) of the text of the remark with this ordinal."""

    ordinal: int
    start: int
    end: int

    def shares_half(self, start: int, end: int) -> bool:
        """Whether characters `start` to `end` of the remark share half of the shorter of both."""
        shared = min(self.end, end) - max(self.start, start)
        return shared > 0 and 2 * shared >= min(self.end - self.start, end - start)


@dataclass(frozen=True, slots=True)
class Link:
    """A part of an answer and the part of the question that it answers."""

    question: Part
    answer: Part


@dataclass(frozen=True, slots=True)
class Remark:
    """One utterance or bullet.

    `spans` are the pieces of the source that, joined as they are, give `text`; there is more than
    one where a page break or a hard line break cuts a Japanese sentence. `page` is where it starts,
    counted from 1, or None for formats without pages. `times` are the words in it that tell a time.
    """

    ordinal: int
    text: str
    spans: tuple[Span, ...]
    speaker: Speaker | None = None
    section_id: str | None = None
    role: Role | None = None
    page: int | None = None
    times: tuple[TimeReference, ...] = ()

    @property
    def span(self) -> Span:
        """From the first character of the remark in the source to its last."""
        return Span(self.spans[0].start, self.spans[-1].end)

    def locate(self, start: int, end: int) -> tuple[Span, ...]:
        """Where `text[start:end]` stands in the source: one span a piece.

        Raises:
            ValueError: the range is empty or reaches outside the text.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(
                f"[{start}, {end}) is not within a text of {len(self.text)} characters"
            )
        found = []
        offset = 0
        for piece in self.spans:
            length = piece.end - piece.start
            low, high = max(start - offset, 0), min(end - offset, length)
            if low < high:
                found.append(Span(piece.start + low, piece.start + high))
            offset += length
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Meeting:
    """One document of minutes, understood.

    `other_dates` are the further days of a meeting of several days. `start` and `end` are local
    times ("10:00"). `links` tie answers to the questions that they answer. `marks` are the signs,
    numbers, names and bullets that open remarks and headings; `furniture` are page numbers, running
    heads and feet; `header` spans are what the header fields were read from. What visible text is in
    no span at all was not understood.
    """

    id: MeetingId
    title: str
    kind: RecordKind
    date: dt.date | None = None
    other_dates: tuple[dt.date, ...] = ()
    start: str | None = None
    end: str | None = None
    place: str | None = None
    language: str = "ja"
    attendees: tuple[Attendee, ...] = ()
    agenda: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    remarks: tuple[Remark, ...] = ()
    links: tuple[Link, ...] = ()
    marks: tuple[Span, ...] = ()
    stage_notes: tuple[Span, ...] = ()
    furniture: tuple[Span, ...] = ()
    header: tuple[Span, ...] = ()
    warnings: tuple[Wording, ...] = ()

    def section(self, section_id: str | None) -> Section | None:
        """The section with this id, or None."""
        return next((s for s in self.sections if s.id == section_id), None)

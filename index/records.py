"""What the library stores and gives back, as values: files, meetings, passages.

Nothing here knows SQL; `index/rows.py` turns rows into these and back.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from index.meeting import Meeting, MeetingId, RecordKind, Remark
from index.passages import Passage, PassageId
from index.source import Page, SourceDocument
from index.terms import Terms

__all__ = [
    "FileState",
    "MeetingRecord",
    "MeetingSummary",
    "PassageRecord",
    "StoredPassage",
    "text_hash",
    "words_digest",
]


@dataclass(frozen=True, slots=True)
class FileState:
    """What became of a file when it was last read. `status` is "read" or "refused"."""

    path: str
    sha256: str
    size: int
    pipeline: str
    status: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class MeetingSummary:
    """A line of the list of meetings."""

    id: MeetingId
    title: str
    date: dt.date | None
    kind: RecordKind
    language: str
    path: str
    remarks: int
    speakers: int
    warnings: int


@dataclass(frozen=True, slots=True)
class MeetingRecord:
    """A stored meeting with the text that its spans count in."""

    meeting: Meeting
    document: SourceDocument
    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage as it is written: with its header and its terms."""

    passage: Passage
    header: str
    terms: Terms


@dataclass(frozen=True, slots=True)
class PassageRecord:
    """A passage as it is read: with the remark and the facts of the meeting that a citation needs."""

    id: PassageId
    text: str
    start: int
    units: tuple[tuple[int, int], ...]
    header: str
    remark: Remark
    section_path: tuple[str, ...]
    meeting_id: MeetingId
    meeting_title: str
    meeting_date: dt.date | None
    meeting_kind: RecordKind
    meeting_language: str
    pages: tuple[Page, ...] = field(repr=False)
    terms: Terms = field(repr=False)

    def unit_texts(self) -> list[str]:
        """The text of each unit of the passage."""
        return [self.remark.text[start:end] for start, end in self.units]

    def page_at(self, offset: int) -> int | None:
        """The page of the source's character at `offset`, or None for formats without pages."""
        return next((p.number for p in self.pages if p.span.start <= offset < p.span.end), None)


def words_digest(texts: Iterable[str]) -> int:
    """A signed 64 bit number that is the same for the same words, whatever their white space."""
    words = "".join("".join(texts).split())
    return int.from_bytes(
        hashlib.blake2b(words.encode(), digest_size=8).digest(), "big", signed=True
    )


def text_hash(text: str) -> bytes:
    """The key of an embedding: SHA-256 of what is embedded."""
    return hashlib.sha256(text.encode()).digest()

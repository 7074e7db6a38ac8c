"""What a person narrows the search to → the filter over passages, and its form for the Answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from index.filters import And, Contains, Filter, In, Range
from index.library import Library
from index.meeting import MeetingId, Role

__all__ = ["Narrowing"]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Meetings, speaker, role and period, each optional; what is given must all hold.

    Attributes:
        meetings: ids, file names or parts of titles, each naming one meeting.
        speaker: part of a name, office or affiliation.
        since, until: the first and the last day.
        by_words: the question's own words may narrow it further (`rag.scope`).
    """

    meetings: tuple[str, ...] = ()
    speaker: str | None = None
    since: date | None = None
    until: date | None = None
    role: Role | None = None
    by_words: bool = True

    def filter(self, library: Library) -> Filter:
        """The filter tree.

        Raises:
            MeetingNotFound: a name fits no meeting, or several.
        """
        parts: list[Filter] = []
        if self.meetings:
            ids: list[MeetingId] = [library.find_meeting(name) for name in self.meetings]
            parts.append(In("meeting", tuple(ids)))
        if self.speaker:
            parts.append(Contains("speaker", self.speaker))
        if self.since or self.until:
            parts.append(Range("date", self.since, self.until))
        if self.role:
            parts.append(In("role", (self.role,)))
        return And(tuple(parts))

    def as_json(self) -> dict[str, Any]:
        """What was given, as plain values; what was not given is absent."""
        given = {
            "meetings": list(self.meetings),
            "speaker": self.speaker,
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
            "role": self.role,
        }
        return {name: value for name, value in given.items() if value}

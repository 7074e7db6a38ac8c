"""What a roster tells of one person, before the meeting is put together."""

from __future__ import annotations

from dataclasses import dataclass

from index.meeting import Attendee

__all__ = ["Entry"]


@dataclass(frozen=True, slots=True)
class Entry:
    """An attendee, the length of the surname where it is set apart, and other names.

    `aliases` are initials, a handle, or the number of the seat (6番).
    """

    attendee: Attendee
    surname: int = 0
    aliases: tuple[str, ...] = ()

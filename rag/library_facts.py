"""A generation of the library → its meetings and speakers, as a question may name them.

Read when a question first names one, and kept for as long as the generation is current.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from index.dates import NUMBER, read_number
from index.library import Library
from index.meeting import MeetingId
from index.people import comparison_key, is_office, split_label

__all__ = ["LibraryFacts", "NamedMeeting"]

_ORDINAL = re.compile(rf"第?({NUMBER})回")
# What differs between the minutes of one series: which year, which one, which day, which record.
_NOT_OF_SERIES = re.compile(
    rf"(?:令和|平成|昭和|大正|明治|[mtshr](?=\d))?(?:元|{NUMBER})年度?|{NUMBER}月(?:{NUMBER}日)?|第?{NUMBER}[回号日]"
    r"|会議録|議事録|議事概要|議事要旨|記録|概要|要旨|速記録|[^\w]|_"
)
# 副市長 is no 市長, and 前市長 is none any more.
_ANOTHER = ("副", "前", "元", "準", "准", "助")


@dataclass(frozen=True, slots=True)
class NamedMeeting:
    """A meeting as it may be named."""

    id: MeetingId
    title: str
    date: date | None

    @property
    def series(self) -> str:
        """What its title has in common with those of other meetings of the same body."""
        return _series_and_number(self.title)[0]

    @property
    def number(self) -> int | None:
        """Which of the series it is (第３回)."""
        return _series_and_number(self.title)[1]


@lru_cache(maxsize=16384)  # titles are taken apart only when a question names a meeting
def _series_and_number(title: str) -> tuple[str, int | None]:
    key = comparison_key(title)
    number = _ORDINAL.search(key)
    return _NOT_OF_SERIES.sub("", key), read_number(number[1]) if number else None


class LibraryFacts:
    """What one generation holds. Safe in threads: read twice at worst."""

    def __init__(self, library: Library, generation: int) -> None:
        self._library = library
        self.generation = generation

    @cached_property
    def meetings(self) -> tuple[NamedMeeting, ...]:
        """All meetings."""
        return tuple(NamedMeeting(*row) for row in self._library.meeting_titles(self.generation))

    @cached_property
    def _speaker_keys(self) -> tuple[str, ...]:
        return tuple(self._library.speaker_keys(self.generation))

    def speakers(self, label: str) -> tuple[str, ...]:
        """The keys of the speakers whom a label means: 市長, 総務部長, 山田委員, 山田太郎.

        An office fits at its end: 部長 is the 総務部長 too, 市長 no 副市長. Of a name and an office both
        must fit, where anybody has both.
        """
        parts = split_label(label)
        office = comparison_key(parts.office) if parts.office else ""
        if not parts.name:
            return tuple(key for key in self._speaker_keys if _holds_office(key, office))
        name = comparison_key(parts.name)
        named = tuple(key for key in self._speaker_keys if _is_called(key, name))
        return tuple(key for key in named if office and _holds_office(key, office)) or named


def _holds_office(key: str, office: str) -> bool:
    if office not in key:
        return False
    for part in key.split("|"):
        post = part.partition("(")[0]  # 知事(小池百合子)
        if post.endswith(office) and not post.removesuffix(office).endswith(_ANOTHER):
            return True
    return False


def _is_called(key: str, name: str) -> bool:
    """Whether the full name begins so, or the mark is this surname with an office (山田委員)."""
    if name not in key:
        return False
    first, *rest = key.split("|")
    if first == name or (len(name) > 1 and first.startswith(name) and not is_office(first)):
        return True
    return any(
        part.startswith(name) and comparison_key(split_label(part).name or "") == name
        for part in (first, *rest[:1])
    )

"""Lines of a header → where the meeting was held, where no label says so.

A place stands behind the day in a field that holds both (日時及び場所), or alone below the line of
the day. Only words that cannot be an office's address are taken: a room, a hall, an online meeting.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from index.dates import find_dates, find_times
from index.minutes.lines import Line

__all__ = ["place_below_date", "place_beside_date"]

_ROOM = re.compile(
    r"(?:(?:会議|委員会|研修|集会|応接|本部|講義|視聴覚|多目的|校長|大広|\d号|第[\d一二三四五六七八九])室|会議場|議場|大広間|"
    r"ホール|会館|公民館|講堂|体育館|集会所|控室|\d階\s?\S{1,8}室"
    r"|(?:Zoom|Teams|Webex|Google ?Meet|Web会議|オンライン)(?:会議|開催)?)"
    r"(?:\s?[A-Z0-9]{1,3})?(?:\s*\([^()]{1,24}\))?\Z",
    re.IGNORECASE,
)
_LONGEST = 40
_LONGEST_LINE = 200
_BEHIND_TIME = re.compile(
    r".*(?:\d{1,2}\s*[時分]|:\d{2}|[日)曜])(?:\s*(?:から|まで|より|[~-]))*\s+"
)


def place_beside_date(label: str, values: Sequence[str]) -> str | None:
    """The place in the values of a field of day and place."""
    if not re.search(r"場所|会場|ところ", label):
        return None
    for value in values:
        if not find_dates(value) and not find_times(value)[0]:
            return value
        told = _BEHIND_TIME.match(value[:_LONGEST_LINE])
        if told and _is_place(value[told.end() :]):
            return value[told.end() :]
    return None


def place_below_date(lines: Sequence[Line]) -> str | None:
    """A line that is a place and nothing else, right below the line that tells the day or time."""
    for dated, line in pairwise(lines):
        told = find_dates(dated.text) or find_times(dated.text)[0]
        if told and line.index == dated.index + 1 and _is_place(line.text):
            return line.text
    return None


def _is_place(text: str) -> bool:
    return len(text) <= _LONGEST and bool(_ROOM.search(text)) and not find_dates(text)

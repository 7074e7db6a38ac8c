"""Folded text → dates and clock times, as minutes write them.

It reads Japanese eras (令和７年, 平成元年, 平成三十年), Western, Korean, Chinese, English and German
dates, and times with 午前 and 午後. A weekday beside a date is a check, never a source. It does not
know which date of a text is the meeting's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from index.text import fold

__all__ = ["ERAS", "NUMBER", "FoundDate", "date_in_name", "find_dates", "find_times", "read_number"]


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date and its place in the folded text.

    `weekday_agrees` is None where no weekday is printed.
    """

    date: date
    start: int
    end: int
    weekday_agrees: bool | None = None


# The year before each era's first (令和元年 = 2019).
ERAS = {
    "明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018,
    "M": 1867, "T": 1911, "S": 1925, "H": 1988, "R": 2018,
}  # fmt: skip
_KANJI_DIGITS = {c: i for i, c in enumerate("○一二三四五六七八九")}
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar",
            "february feb februar",
            "march mar märz",
            "april apr",
            "may mai",
            "june jun juni",
            "july jul juli",
            "august aug",
            "september sep sept",
            "october oct oktober",
            "november nov",
            "december dec dezember",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = "月火水木金土日"

NUMBER = r"(?:\d{1,4}|[○一二三四五六七八九十]{1,4})"
_JAPANESE = re.compile(
    rf"(?:(?P<era>明治|大正|昭和|平成|令和|(?<![A-Za-z])[MTSHR](?=\d))\s*)?"
    rf"(?P<year>元|{NUMBER})\s*[年년]\s*(?:\([^()\n]{{1,12}}\)\s*)?"
    rf"(?P<month>{NUMBER})\s*[月월]\s*(?P<day>{NUMBER})\s*[日일]"
    r"(?:\s*\(?\s*(?P<weekday>[月火水木金土日])(?:曜日?)?\s*[)・,、])?"
)
_DIGITS = re.compile(
    r"(?<![\d.])(?P<year>(?:19|20)\d{2})\s?(?P<sign>[-/.])\s?(?P<month>\d{1,2})\s?(?P=sign)\s?"
    r"(?P<day>\d{1,2})(?!\d)(?:\s*\(\s*(?P<weekday>[月火水木金土日])\s*\))?"
)
_MONTH_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY_FIRST = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.?\s+(?P<name>{_MONTH_NAME})\.?,?\s+(?P<year>\d{{4}})\b",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"\b(?P<name>{_MONTH_NAME})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b",
    re.IGNORECASE,
)
# 令和４年５月17日、18日 and ５月17日・18日: further days of the same month.
_FURTHER_DAY = re.compile(rf"\s*[、,・及びと~〜]+\s*(?P<day>{NUMBER})\s*日(?!間|程)")
_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d{2})[-_.年]?([01]?\d)[-_.月]?([0-3]\d)(?!\d)")


def find_dates(text: str) -> list[FoundDate]:
    """Every full date of a folded text, in order. A date without a year is not one."""
    found = [*_japanese(text)]
    found += [_western(m, int(m["month"])) for m in _DIGITS.finditer(text)]
    for pattern in (_DAY_FIRST, _MONTH_FIRST):
        found += [_western(m, _MONTHS[m["name"].lower()]) for m in pattern.finditer(text)]
    return sorted((f for f in found if f is not None), key=lambda f: f.start)


def date_in_name(name: str) -> date | None:
    """The one date that a file name holds (2024-07-11.md, 20230904.txt), or None."""
    days = {_day(int(y), int(m), int(d)) for y, m, d in _IN_NAME.findall(fold(name))} - {None}
    return days.pop() if len(days) == 1 else None


def _japanese(text: str) -> Iterator[FoundDate | None]:
    for match in _JAPANESE.finditer(text):
        year = _year(match["era"], match["year"])
        month = read_number(match["month"])
        day = _day(year, month, read_number(match["day"]))
        yield _found(match, day)
        further = _FURTHER_DAY.match(text, match.end())
        while further and day:
            next_day = _day(year, month, read_number(further["day"]))
            yield FoundDate(next_day, *further.span()) if next_day else None
            further = _FURTHER_DAY.match(text, further.end())


def _western(match: re.Match[str], month: int) -> FoundDate | None:
    return _found(match, _day(int(match["year"]), month, int(match["day"])))


def _found(match: re.Match[str], day: date | None) -> FoundDate | None:
    if day is None:
        return None
    weekday = match.groupdict().get("weekday")
    agrees = None if weekday is None else _WEEKDAYS[day.weekday()] == weekday
    return FoundDate(day, match.start(), match.end(), agrees)


def _year(era: str | None, written: str) -> int:
    number = 1 if written == "元" else read_number(written)
    if era is None:
        return number if number >= 1000 else 0
    return number + ERAS[era]


def read_number(written: str) -> int:
    """三十 → 30, 二十九 → 29, 二○二四 → 2024, 17 → 17."""
    if written.isdigit():
        return int(written)
    if "十" not in written:
        return int("".join(str(_KANJI_DIGITS[c]) for c in written))
    tens, _, ones = written.partition("十")
    if "十" in ones or len(tens) > 1 or len(ones) > 1:
        return 0
    return (_KANJI_DIGITS[tens] if tens else 1) * 10 + (_KANJI_DIGITS[ones] if ones else 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# ---------------------------------------------------------------------------------------------
# Times

_CLOCK = (
    r"(?:(?P<half{0}>午前|午後|正午|AM|PM)\s*)?"
    r"(?P<hour{0}>\d{{1,2}})\s*(?:時\s*(?:(?P<minute{0}>\d{{1,2}})\s*分|(?P<thirty{0}>半))?|:(?P<colon{0}>\d{{2}}))"
)
_TIMES = re.compile(
    _CLOCK.format(1) + r"(?:\s*(?:~|〜|-|–|—|―|−|から|より|to)\s*" + _CLOCK.format(2) + ")?",
    re.IGNORECASE,
)


def find_times(text: str) -> tuple[str | None, str | None]:
    """Start and end of a meeting in a folded text ("10:00", "12:00"); an end takes over 午後."""
    match = next((m for m in _TIMES.finditer(text) if _clock(m, 1)), None)
    if match is None:
        return None, None
    start = _clock(match, 1)
    if match["hour2"] is None:
        return start, None
    end = _clock(match, 2)
    inherited = _clock(match, 2, match["half1"]) if match["half2"] is None else end
    later = inherited if start and inherited and inherited > start else end
    return start, later


def _clock(match: re.Match[str], which: int, half: str | None = None) -> str | None:
    half = (match[f"half{which}"] or half or "").upper()
    hour = int(match[f"hour{which}"])
    written = match[f"minute{which}"] or match[f"colon{which}"] or "0"
    minute = 30 if match[f"thirty{which}"] else int(written)
    if half in {"午後", "PM"} and hour < 12:
        hour += 12
    return f"{hour:02}:{minute:02}" if hour < 25 and minute < 60 else None

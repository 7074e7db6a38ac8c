"""Header, title and file name → the days and times of a meeting."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from index.dates import FoundDate, date_in_name, find_dates, find_times
from index.minutes.header import Header
from index.minutes.labels import Field
from index.minutes.lines import Line
from index.text import fold, fold_with_offsets
from index.time_expressions import find_times_meant

__all__ = ["MeetingDates", "meeting_dates"]


@dataclass(frozen=True, slots=True)
class MeetingDates:
    """The days and times of a meeting.

    `source` says where the day was read: header, inferred (its year from the title), name, none.
    """

    days: tuple[date, ...]
    start: str | None
    end: str | None
    source: str
    weekday_agrees: bool = True


def meeting_dates(
    header: Header, title: str, name: str, stated: str | None, sections: Sequence[str]
) -> MeetingDates:
    """The meeting's days: from what the record states, its date field, title, header, file name."""
    dated = header.values(Field.DATE)
    unlabelled = "\n".join(line.text for line in header.unlabelled[:30])
    places = [("header", fold(stated or "")), ("header", "\n".join(dated)), ("header", fold(title))]
    places += [("header", unlabelled), ("header", "\n".join(sections))]
    start, end = find_times("\n".join([*dated, *header.values(Field.TIME)]))
    for source, where in places:
        found = find_dates(where)
        if not found and dated and where == places[1][1]:  # と　き：11月15日（金）
            inferred = _with_year_of(title, dated, header.unlabelled)
            if inferred:
                return MeetingDates((inferred,), start, end, "inferred")
        if found:
            days = tuple(dict.fromkeys(f.date for f in _of_one_meeting(found)))
            start_end = (start, end) if start else find_times(where)
            agrees = all(f.weekday_agrees is not False for f in found)
            return MeetingDates(days, *start_end, source, agrees)
    inferred = _with_year_of(title, [line.text for line in header.unlabelled[:30]], ())
    if inferred and not date_in_name(name):
        return MeetingDates((inferred,), start, end, "inferred")
    in_name = date_in_name(name)
    return MeetingDates((in_name,) if in_name else (), start, end, "name" if in_name else "none")


_DAY = re.compile(r"(?<![\d/])(\d{1,2})\s*(?:月\s*(\d{1,2})\s*日|/\s*(\d{1,2})(?![\d/]))")


def _with_year_of(title: str, lines: Sequence[str], beside: Sequence[Line]) -> date | None:
    """The first day without a year (９月３日（火）), in the year that the title or a line tells."""
    told = [title, *lines, *(line.text for line in beside[:30])]
    years = find_times_meant(fold_with_offsets("\n".join(told)), None)
    days = [m for line in lines for m in _DAY.finditer(line)]
    for match in days if years else ():
        month, day = int(match[1]), int(match[2] or match[3])
        first = years[0].since  # of a fiscal year January to March lie in the next
        with suppress(ValueError):
            return date(first.year + (month < first.month and first.month == 4), month, day)
    return None


def _of_one_meeting(found: list[FoundDate]) -> list[FoundDate]:
    """Days within a month of the first: another date in the header belongs to something else."""
    first = found[0].date
    return [f for f in found if abs((f.date - first).days) <= 31][:12]

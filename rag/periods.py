"""A day, month, year or fiscal year as a person types it ↔ its first and last day.

Western and era years, with signs or with units: 2024-07-11, 2024/7, 2024, 令和6年7月11日, 令和元年,
R6.7.11; fiscal years, from April (令和7年度). The reading of dates itself is that of the minutes (`index.dates`).
"""

from __future__ import annotations

import calendar
import re
from datetime import date

from index.dates import find_dates
from index.text import fold
from index.wording import UiLanguage
from rag.errors import UnreadableDate

__all__ = ["period", "period_in_words"]

_SIGNED = re.compile(r"([MTSHR]?\d{1,4})(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?", re.IGNORECASE)
_WITH_UNITS = re.compile(r"([^年月日]+年)([^年月日]+月)?([^年月日]+日)?")


def period(text: str) -> tuple[date, date]:
    """The first and the last day of what was typed; for a day, twice the day.

    Raises:
        UnreadableDate: it is no day, month, year or fiscal year.
    """
    folded = "".join(fold(text).split())
    fiscal = folded.endswith("年度")
    year, month, day = _parts(folded.removesuffix("度") if fiscal else folded)
    whole = f"{year}{month or '1月'}{day or '1日'}"
    found = find_dates(whole)
    if not year or (day and not month) or len(found) != 1 or found[0].end != len(whole):
        raise UnreadableDate(text=text)
    first = found[0].date
    if fiscal and first.year < date.max.year:
        return first.replace(month=4), date(first.year + 1, 3, 31)
    if day:
        return first, first
    if month:
        return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return first, first.replace(month=12, day=31)


def period_in_words(since: date, until: date, language: UiLanguage) -> str:
    """A day, month, year or fiscal year (from April) by its name, anything else by its two ends."""
    month_ends = until.day == calendar.monthrange(until.year, until.month)[1]
    whole = since.day == 1 and month_ends
    months = 12 * (until.year - since.year) + until.month - since.month + 1
    if since == until or not whole:
        return since.isoformat() if since == until else f"{since.isoformat()} – {until.isoformat()}"
    if months == 1:
        return f"{since.year}年{since.month}月" if language == "ja" else f"{since:%Y-%m}"
    if months == 12 and since.month == 1:
        return f"{since.year}年" if language == "ja" else str(since.year)
    if months == 12 and since.month == 4:
        return f"{since.year}年度" if language == "ja" else f"fiscal year {since.year}"
    if language == "en":
        return f"{since:%Y-%m} – {until:%Y-%m}"
    year = "" if until.year == since.year else f"{until.year}年"
    return f"{since.year}年{since.month}月～{year}{until.month}月"


def _parts(folded: str) -> tuple[str | None, str | None, str | None]:
    """Year, month and day, each with its unit, as far as they were typed."""
    if match := _SIGNED.fullmatch(folded):
        year, month, day = match.groups()
        return f"{year.upper()}年", month and f"{month}月", day and f"{day}日"
    if match := _WITH_UNITS.fullmatch(folded):
        return match[1], match[2], match[3]
    return None, None, None

"""Words of a remark that tell a time → the days they mean, counted from the day of the meeting.

    来年度 said on 2024-07-11 → 2025-04-01 … 2026-03-31

Absolute ones (令和６年度, 2025年４月) and those that depend on the day of the meeting (昨年, 本年度,
来月, ３年前). A fiscal year begins in April. What cannot be told without the matter at hand (前年,
同年, a month without a year) is left alone, never guessed. The meeting's own date is read by
`index.dates`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from index.dates import ERAS, NUMBER, read_number
from index.meeting import TimeReference
from index.text import Folded

__all__ = ["find_times_meant", "terms_asked", "terms_meant"]


def _within_a_year(prefix: str) -> str:
    """The pattern of a month with a day, or of a part of a year; its groups are named by a prefix."""
    return (
        rf"(?:の?\s?(?P<{prefix}month>{NUMBER})\s*月(?!額|間|例|刊|次)"
        rf"(?:\s*(?P<{prefix}day>{NUMBER})\s*日(?!間|程))?"
        rf"|の?(?P<{prefix}part>上半期|下半期|前半|後半|上期|下期|第?\s?[1-4一二三四]四半期|末"
        r"|[春夏秋冬](?![日分節季])))?"
    )


_ABSOLUTE = (
    r"(?:(?P<era>令和|平成|昭和|大正|明治|(?<![A-Za-z])[RHS](?=\d))\s*)?"
    rf"(?P<number>元|(?<![\d.,第]){NUMBER})\s*(?P<unit>年度|年(?![間前後目生齢代来月]|以[上内下]|余り?)|년(?:도)?)"
    + _within_a_year("a")
)
# Years from the meeting's own, by word; those with 度 are fiscal years.
_YEARS = {
    "一昨年": -2, "おととし": -2, "昨年": -1, "去年": -1, "本年": 0, "今年": 0, "ことし": 0,
    "来年": 1, "明年": 1, "再来年": 2, "さ来年": 2,
    "작년": -1, "지난해": -1, "올해": 0, "금년": 0, "내년": 1,
}  # fmt: skip
_FISCAL_YEARS = {
    "一昨年度": -2, "昨年度": -1, "本年度": 0, "今年度": 0, "当年度": 0, "現年度": 0,
    "来年度": 1, "明年度": 1, "再来年度": 2,
}  # fmt: skip
_SEASONS_OF_YEAR = {"昨": -1, "今": 0, "この": 0, "来": 1}
_MONTHS = {
    "先々月": -2, "先月": -1, "前月": -1, "今月": 0, "本月": 0, "来月": 1, "再来月": 2,
    "上个月": -1, "这个月": 0, "下个月": 1, "지난달": -1, "이번 달": 0, "다음 달": 1,
}  # fmt: skip
_DAYS = {"一昨日": -2, "昨日": -1, "本日": 0, "明日": 1, "明後日": 2}
_ENGLISH = {"last": -1, "this": 0, "current": 0, "next": 1}


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_RELATIVE = (
    rf"(?P<fiscal>{_any_of(_FISCAL_YEARS)}){_within_a_year('f')}"
    rf"|(?P<year>{_any_of(_YEARS)})(?!度){_within_a_year('y')}"
    r"|(?P<newyear>新年度)"
    rf"|(?P<which>{_any_of(_SEASONS_OF_YEAR)})(?P<season>[春夏秋冬])(?![日分節季])"
    rf"|(?P<months>{_any_of(_MONTHS)})(?:の?\s?(?P<mday>{NUMBER})\s*日(?!間|程))?"
    rf"|(?P<days>{_any_of(_DAYS)})"
    rf"|(?P<ago>{NUMBER})\s*(?P<agounit>年|[かカヶケヵ箇]月)(?P<direction>前|後)(?![期半後])"
    rf"|(?P<future>今後|向こう|これから)の?\s?(?P<ahead>{NUMBER})\s*(?:年|[かカヶケヵ箇]年)間?"
    rf"|(?P<past>過去|直近)の?\s?(?P<back>{NUMBER})\s*(?:年|[かカヶケヵ箇]年)間?"
    rf"|(?P<side>去る|来る|きたる)\s?(?P<smonth>{NUMBER})\s*月(?:\s*(?P<sday>{NUMBER})\s*日)?"
)
_WESTERN = (
    r"|\b(?P<ewhich>last|this|current|next)\s+(?P<efiscal>fiscal\s+)?(?P<eunit>year|month)\b"
    r"|\b(?:FY\s?|fiscal\s+(?:year\s+)?)(?P<efy>(?:20)?\d\d)\b"
)
# Relative words first: 再来年度 must not be read as a number and 年度.
_FIRST = "0-9○一二三四五六七八九十元令平昭大明RHSrhs昨去本今来再さおこ当現新先前上这下작지올금내이다向過直きltcnfLTCNF"
_TIMES = re.compile(rf"(?=[{_FIRST}])(?:{_RELATIVE}|{_ABSOLUTE}{_WESTERN})", re.IGNORECASE)
_UNTIL = re.compile(
    rf"\s*(?:から|~|〜|-|–|—|ー)\s*(?P<era>令和|平成|昭和)?\s*"
    rf"(?P<number>元|{NUMBER})\s*(?P<unit>年度|年)(?!間|前|後)"
)
# A sentence without one of these tells no time, and most have none: 年, 올해, おととし, year, FY … As one
# class of first letters they are found many times faster than as words.
_ANY = re.compile(
    r"[年月日春夏秋冬년월달해とYMFymf](?:(?<=[^とYMFymf])|(?<=[こと]と)し|(?i:ear|onth|iscal)|(?<=[Ff])[Yy])"
)
_FULL_STOP = re.compile(r"[。.]")
_QUARTERS = {c: i % 4 for i, c in enumerate("1234一二三四")}
_SEASONS = {"春": 3, "夏": 6, "秋": 9, "冬": 12}
_HALVES = {"上半期": 0, "前半": 0, "上期": 0, "下半期": 6, "後半": 6, "下期": 6}


@dataclass(frozen=True, slots=True)
class _Period:
    since: date
    until: date


def find_times_meant(folded: Folded, said_on: date | None) -> tuple[TimeReference, ...]:
    """Every word of a text that tells a time, in order, not overlapping.

    Args:
        folded: the text; places count in the characters of what it was folded from.
        said_on: the day of the meeting; without it only absolute times are understood.
    """
    return tuple(_references(folded, said_on))


def _references(folded: Folded, said_on: date | None) -> Iterator[TimeReference]:
    text = folded.text
    position = sentence_end = 0
    while True:
        match, sentence_end = _next_time(text, position, sentence_end)
        if match is None:
            return
        position = match.end()
        relative = match["number"] is None and match["efy"] is None
        period = _period(match, said_on)
        if period is None:
            continue
        until = _UNTIL.match(text, position) if match["number"] else None
        if until:
            era = until["era"] or match["era"]
            last = _year_of(until["number"], until["unit"], era, period.since)
            if last and last.until > period.until:
                period, position = _Period(period.since, last.until), until.end()
        start, end = folded.to_source(match.start(), position)
        yield TimeReference(start, end, period.since, period.until, relative)


def _next_time(text: str, position: int, end: int) -> tuple[re.Match[str] | None, int]:
    """The next words that tell a time, looked for between the full stops around what may belong to some.

    Args:
        text: folded.
        position: from where on.
        end: where the sentence ends that was looked at last, so that it is not sought anew.

    Returns:
        The words, and where their sentence ends.
    """
    while sign := _ANY.search(text, position):
        start = max(text.rfind(stop, position, sign.start()) for stop in "。.") + 1 or position
        if sign.end() > end:
            stop = _FULL_STOP.search(text, sign.end())
            end = stop.start() if stop else len(text)
        if match := _TIMES.search(text, start, end):
            return match, end
        position = end
    return None, end


def _period(match: re.Match[str], said_on: date | None) -> _Period | None:
    try:
        if match["number"]:
            return _absolute(match, said_on)
        if match["efy"]:
            return _fiscal_year(2000 + int(match["efy"]) % 100)
        return _relative(match, said_on) if said_on else None
    except (ValueError, OverflowError):  # 13月, 2月30日, a year beyond the calendar
        return None


def _absolute(match: re.Match[str], said_on: date | None) -> _Period | None:
    unit, month = match["unit"], match["amonth"]
    whole = _year_of(match["number"], unit, match["era"], said_on, alone=month is None)
    if whole is None:
        return None
    return _within(whole, month, match["aday"], match["apart"])


def _year_of(
    number: str, unit: str, era: str | None, near: date | None, *, alone: bool = True
) -> _Period | None:
    """令和６年度, 2025年; a small number without an era counts in the era of the day nearby."""
    count = 1 if number == "元" else read_number(number)
    if era:
        year = ERAS[era.upper()] + count
    elif count >= 1000:
        year = count
    elif near and 0 < count < 65 and (unit == "年度" or not alone):
        # ７年度 said in 令和６年, and 31年度 said in 平成30年
        year = min((first + count for first in ERAS.values()), key=lambda y: abs(y - near.year))
    else:
        return None  # ５年 is as long as it is
    return _fiscal_year(year) if unit in {"年度", "년도"} else _year(year)


def _relative(match: re.Match[str], said_on: date) -> _Period | None:
    fiscal = _fiscal_year_of(said_on)
    group = match.group
    if group("fiscal"):
        whole = _fiscal_year(fiscal + _FISCAL_YEARS[group("fiscal")])
        return _within(whole, group("fmonth"), group("fday"), group("fpart"))
    if group("year"):
        whole = _year(said_on.year + _YEARS[group("year")])
        return _within(whole, group("ymonth"), group("yday"), group("ypart"))
    if group("newyear"):  # until spring it is the one to come, then the one that has begun
        return _fiscal_year(fiscal + (said_on.month >= 9 or said_on.month < 4))
    if group("season"):
        year = said_on.year + _SEASONS_OF_YEAR[group("which")]
        return _months(year, _SEASONS[group("season")], 3)
    if group("months"):
        month = _months(said_on.year, said_on.month + _MONTHS[group("months")], 1)
        return _day_of(month, group("mday"))
    if group("days"):
        day = said_on + timedelta(days=_DAYS[group("days")])
        return _Period(day, day)
    return _counted(match, said_on) or _english(match, said_on, fiscal)


def _counted(match: re.Match[str], said_on: date) -> _Period | None:
    """３年前, 今後５年, 去る10月３日."""
    if match["ago"]:
        count = read_number(match["ago"]) * (1 if match["direction"] == "後" else -1)
        if match["agounit"] == "年":
            return _year(said_on.year + count)
        return _months(said_on.year, said_on.month + count, 1)
    if match["future"]:
        return _Period(said_on, _same_day(said_on, read_number(match["ahead"])))
    if match["past"]:
        return _Period(_same_day(said_on, -read_number(match["back"])), said_on)
    if match["side"]:
        return _beside(said_on, match["side"] == "去る", match["smonth"], match["sday"])
    return None


def _beside(said_on: date, before: bool, month: str, day: str | None) -> _Period:
    """The last such month or day before the meeting, or the next one after it."""
    if not 1 <= read_number(month) <= 12:
        raise ValueError(month)
    for year in (said_on.year, said_on.year + (-1 if before else 1)):
        found = _day_of(_months(year, read_number(month), 1), day)
        if (found.since <= said_on) if before else (found.until >= said_on):
            return found
    raise ValueError(month)


def _english(match: re.Match[str], said_on: date, fiscal: int) -> _Period | None:
    which = match["ewhich"]
    if which is None:
        return None
    offset = _ENGLISH[which.lower()]
    if match["eunit"].lower() == "month":
        return _months(said_on.year, said_on.month + offset, 1)
    return _fiscal_year(fiscal + offset) if match["efiscal"] else _year(said_on.year + offset)


def _within(whole: _Period, month: str | None, day: str | None, part: str | None) -> _Period:
    """A month, a day or a part of a year or fiscal year."""
    first = whole.since
    if month:
        number = read_number(month)
        year = first.year + (number < first.month)  # January to March close a fiscal year
        if not 1 <= number <= 12:
            raise ValueError(month)
        return _day_of(_months(year, number, 1), day)
    if part is None:
        return whole
    if part == "末":
        return _months(whole.until.year, whole.until.month, 1)
    if part in _SEASONS:
        season = _months(first.year, _SEASONS[part], 3)
        return _Period(max(first, season.since), season.until)  # a fiscal year's spring from April
    if part in _HALVES:
        return _months(first.year, first.month + _HALVES[part], 6)
    quarter = next(c for c in part if c in _QUARTERS)
    return _months(first.year, first.month + 3 * _QUARTERS[quarter], 3)


def _year(year: int) -> _Period:
    return _Period(date(year, 1, 1), date(year, 12, 31))


def _fiscal_year_of(day: date) -> int:
    return day.year - (day.month < 4)


def _fiscal_year(year: int) -> _Period:
    return _Period(date(year, 4, 1), date(year + 1, 3, 31))


def _months(year: int, month: int, count: int) -> _Period:
    """So many months from a month of a year; a month beyond 1 to 12 carries into other years."""
    first = date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
    last = month + count - 2
    end_year, end_month = year + last // 12, last % 12 + 1
    return _Period(first, date(end_year, end_month, calendar.monthrange(end_year, end_month)[1]))


def _day_of(month: _Period, day: str | None) -> _Period:
    if day is None:
        return month
    found = month.since.replace(day=read_number(day))
    return _Period(found, found)


def _same_day(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


# ---------------------------------------------------------------------------------------------
# Terms of the lexical index, so that a question about 2025年度 finds 「来年度」 said in 2024

_LONGEST = 6  # years; what lasts longer is no date
_MOST_OF_A_YEAR = 100  # days; the three months that two kinds of year do not share are fewer


def terms_meant(times: Iterable[TimeReference]) -> list[str]:
    """The terms under which a passage is found: years and fiscal years it tells of, and months."""
    terms: dict[str, None] = {}
    for time in times:
        if (time.until - time.since).days > 366 * _LONGEST:
            continue
        for year in range(time.since.year - 1, time.until.year + 1):
            terms |= dict.fromkeys(_named(time, f"暦年{year}", _year(year)))
            terms |= dict.fromkeys(_named(time, f"年度{year}", _fiscal_year(year)))
        if (time.until - time.since).days < 32:
            terms[f"月{time.since:%Y-%m}"] = None
    return list(terms)


def terms_asked(times: Iterable[TimeReference]) -> list[str]:
    """The terms that a question about these times looks for: just what it names."""
    terms: dict[str, None] = {}
    for time in times:
        in_one = _fiscal_year_of(time.since) == _fiscal_year_of(time.until)
        fiscal = time.since.month == 4 or (in_one and time.since.year < time.until.year)
        if (time.until - time.since).days < 32:
            terms[f"月{time.since:%Y-%m}"] = None
        elif (time.until - time.since).days <= 366 * _LONGEST:
            last = _fiscal_year_of(time.until) if fiscal else time.until.year
            for year in range(time.since.year, last + 1):
                terms[f"年度{year}" if fiscal else f"暦年{year}"] = None
    return list(terms)


def _named(time: TimeReference, term: str, whole: _Period) -> list[str]:
    """The term, if the time lies in this year or covers most of it."""
    if whole.since <= time.since and time.until <= whole.until:
        return [term]
    shared = (min(time.until, whole.until) - max(time.since, whole.since)).days
    return [term] if shared > _MOST_OF_A_YEAR else []

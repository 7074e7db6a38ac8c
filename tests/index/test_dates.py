"""Dates and times as minutes write them."""

from __future__ import annotations

from datetime import date

import pytest

from index.dates import date_in_name, find_dates, find_times
from index.text import fold


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("令和６年６月20日（木）", date(2024, 6, 20)),
        ("令和元年５月７日", date(2019, 5, 7)),
        ("平成三十年五月三十日（水曜日）", date(2018, 5, 30)),
        ("令和　７年　２月１７日", date(2025, 2, 17)),
        ("令和4年(2022年)5月17日(火)", date(2022, 5, 17)),
        ("二〇二四年十一月三日", date(2024, 11, 3)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("R6年4月1日", date(2024, 4, 1)),
        ("２０２４／０７／１１", date(2024, 7, 11)),
        ("2020/06/02(火) 15:00-16:00", date(2020, 6, 2)),
        ("Monday, 18 November 2019", date(2019, 11, 18)),
        ("October 2nd, 2024", date(2024, 10, 2)),
        ("Mittwoch, 18. Juli 2018", date(2018, 7, 18)),
        ("2020년 3월 11일", date(2020, 3, 11)),
    ],
)
def test_reads_a_date(written: str, expected: date) -> None:
    assert [f.date for f in find_dates(fold(written))] == [expected]


@pytest.mark.parametrize(
    "written", ["平成29315日", "令和年2月10日", "９月３日（火）", "2024年13月1日", "1.2.3"]
)
def test_reads_no_date_where_part_of_it_is_lost(written: str) -> None:
    assert find_dates(fold(written)) == []


def test_reads_further_days_of_a_meeting() -> None:
    found = find_dates(fold("令和６年11月28日、29日、30日間の予定"))
    assert [f.date.day for f in found] == [28, 29]


def test_weekday_is_only_a_check() -> None:
    agreeing, wrong = find_dates(fold("2024年7月11日（木）、2019年2月28日（水）"))
    assert agreeing.weekday_agrees is True
    assert wrong.weekday_agrees is False
    assert wrong.date == date(2019, 2, 28)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("10：00～12：00", ("10:00", "12:00")),
        ("午後7時~8時50分", ("19:00", "20:50")),
        ("午前10時から正午まで", ("10:00", None)),
        ("午後６時30分から午後８時", ("18:30", "20:00")),
        ("午前９時半", ("09:30", None)),
        ("午前11時～午後１時", ("11:00", "13:00")),
        ("令和６年４月１日", (None, None)),
    ],
)
def test_reads_times(written: str, expected: tuple[str | None, str | None]) -> None:
    assert find_times(fold(written)) == expected


def test_reads_the_date_of_a_file_name() -> None:
    assert date_in_name("2024-07-11_会議.md") == date(2024, 7, 11)
    assert date_in_name("20230904.txt") == date(2023, 9, 4)
    assert date_in_name("第3回.txt") is None

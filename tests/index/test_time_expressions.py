"""Words that tell a time, said on a day, and the days that they mean."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.meeting import TimeReference
from index.text import fold_with_offsets
from index.time_expressions import find_times_meant, terms_asked, terms_meant

SAID_ON = date(2024, 7, 11)


def found(text: str, said_on: date | None = SAID_ON) -> list[tuple[str, str, str]]:
    return [
        (text[t.start : t.end], t.since.isoformat(), t.until.isoformat())
        for t in find_times_meant(fold_with_offsets(text), said_on)
    ]


@pytest.mark.parametrize(
    ("text", "words", "since", "until"),
    [
        ("昨年、実証を行った。", "昨年", "2023-01-01", "2023-12-31"),
        ("一昨年に比べて", "一昨年", "2022-01-01", "2022-12-31"),
        ("本年度に始める。", "本年度", "2024-04-01", "2025-03-31"),
        ("今年度の予算", "今年度", "2024-04-01", "2025-03-31"),
        ("来年度から無償とする。", "来年度", "2025-04-01", "2026-03-31"),
        ("再来年度に開く。", "再来年度", "2026-04-01", "2027-03-31"),
        ("一昨年度は赤字だった。", "一昨年度", "2022-04-01", "2023-03-31"),
        ("今月に配る。", "今月", "2024-07-01", "2024-07-31"),
        ("先月の会議", "先月", "2024-06-01", "2024-06-30"),
        ("来月３日に開く。", "来月３日", "2024-08-03", "2024-08-03"),
        ("昨日も伺った。", "昨日", "2024-07-10", "2024-07-10"),
        ("令和６年度の事業", "令和６年度", "2024-04-01", "2025-03-31"),
        ("令和元年度の決算", "令和元年度", "2019-04-01", "2020-03-31"),
        ("令和6年4月に", "令和6年4月", "2024-04-01", "2024-04-30"),
        ("令和７年１月６日に開始する。", "令和７年１月６日", "2025-01-06", "2025-01-06"),
        ("二〇二〇年の大会", "二〇二〇年", "2020-01-01", "2020-12-31"),
        ("平成三十年の水害", "平成三十年", "2018-01-01", "2018-12-31"),
        ("2025年度に", "2025年度", "2025-04-01", "2026-03-31"),
        ("７年度予算", "７年度", "2025-04-01", "2026-03-31"),
        ("令和７年度末までに", "令和７年度末", "2026-03-01", "2026-03-31"),
        ("今年度上半期の実績", "今年度上半期", "2024-04-01", "2024-09-30"),
        ("来年度第２四半期に", "来年度第２四半期", "2025-07-01", "2025-09-30"),
        ("本年４月から", "本年４月", "2024-04-01", "2024-04-30"),
        ("来年度の３月に", "来年度の３月", "2026-03-01", "2026-03-31"),
        ("昨年の12月25日", "昨年の12月25日", "2023-12-25", "2023-12-25"),
        ("昨夏の猛暑", "昨夏", "2023-06-01", "2023-08-31"),
        ("今年の冬は", "今年の冬", "2024-12-01", "2025-02-28"),
        ("３年前に始めた。", "３年前", "2021-01-01", "2021-12-31"),
        ("10年後の人口", "10年後", "2034-01-01", "2034-12-31"),
        ("２か月後に", "２か月後", "2024-09-01", "2024-09-30"),
        ("今後５年間で", "今後５年間", "2024-07-11", "2029-07-11"),
        ("過去３年間の", "過去３年間", "2021-07-11", "2024-07-11"),
        ("去る10月３日に", "去る10月３日", "2023-10-03", "2023-10-03"),
        ("来る４月１日に", "来る４月１日", "2025-04-01", "2025-04-01"),
        ("令和６年度から８年度まで", "令和６年度から８年度", "2024-04-01", "2027-03-31"),
        ("2024～2026年度", "2026年度", "2026-04-01", "2027-03-31"),
        ("新年度に異動する。", "新年度", "2024-04-01", "2025-03-31"),
        ("It starts next fiscal year.", "next fiscal year", "2025-04-01", "2026-03-31"),
        ("FY2025 budget", "FY2025", "2025-04-01", "2026-03-31"),
        ("작년에", "작년", "2023-01-01", "2023-12-31"),
    ],
)  # fmt: skip
def test_understands(text: str, words: str, since: str, until: str) -> None:
    assert found(text) == [(words, since, until)]


_TELLING = ("昨年", "おととし", "令和７年３月", "２年前", "last fiscal year", "FY24", "올해")


@given(
    st.lists(st.sampled_from(_TELLING), max_size=6),
    st.sampled_from(["。", ". ", " として、my ", "\n"]),
)
def test_every_time_is_found_whatever_stands_between(words: list[str], between: str) -> None:
    text = between.join(["以上です", *words, "3.5"])
    assert [word for word, *_ in found(text)] == words


@pytest.mark.parametrize(
    "text",
    [
        "前年と同じである。", "同年に開いた。", "５年間の計画", "４月に始める。", "三年生の教室",
        "第３年次", "20年以上前から", "毎年行う。", "令和６年13月", "春日町の施設", "10年来の課題",
    ],
)  # fmt: skip
def test_leaves_alone_what_the_day_of_the_meeting_does_not_tell(text: str) -> None:
    assert found(text) == []


def test_a_fiscal_year_is_counted_from_april() -> None:
    assert found("来年度", date(2025, 3, 31)) == [("来年度", "2025-04-01", "2026-03-31")]
    assert found("来年度", date(2025, 4, 1)) == [("来年度", "2026-04-01", "2027-03-31")]
    assert found("新年度", date(2025, 2, 3)) == [("新年度", "2025-04-01", "2026-03-31")]


def test_a_number_without_an_era_counts_in_the_nearest_one() -> None:
    assert found("31年度予算", date(2018, 12, 3)) == [("31年度", "2019-04-01", "2020-03-31")]
    assert found("２年度予算", date(2019, 12, 3)) == [("２年度", "2020-04-01", "2021-03-31")]


def test_without_a_day_only_absolute_times_are_understood() -> None:
    assert found("来年度と令和６年度", None) == [("令和６年度", "2024-04-01", "2025-03-31")]
    assert [
        t.relative for t in find_times_meant(fold_with_offsets("来年度と令和６年度"), SAID_ON)
    ] == [True, False]


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("平成2年から令和5年まで", "1990-01-01", "2023-12-31"),
        ("平成30年度から令和元年度", "2018-04-01", "2020-03-31"),
        ("令和7年度春", "2025-04-01", "2025-05-31"),
    ],
)
def test_spans_over_eras_and_parts_of_fiscal_years(text: str, since: str, until: str) -> None:
    (time,) = find_times_meant(fold_with_offsets(text), SAID_ON)
    assert (str(time.since), str(time.until)) == (since, until)


def test_there_is_no_fifteenth_month() -> None:
    assert found("去る15月") == []


@pytest.mark.parametrize("part", ["上半期", "第1四半期", "下半期", ""])
def test_a_part_of_a_fiscal_year_is_asked_for_by_the_year(part: str) -> None:
    asked = find_times_meant(fold_with_offsets(f"2025年度{part}"), None)
    assert terms_asked(asked) == ["年度2025"]


def test_a_leap_day_has_no_anniversary() -> None:
    assert found("今後３年", date(2024, 2, 29)) == [("今後３年", "2024-02-29", "2027-02-28")]


def test_what_is_said_of_next_year_is_found_by_its_number() -> None:
    said = find_times_meant(fold_with_offsets("来年度から無償とする。"), SAID_ON)
    asked = find_times_meant(fold_with_offsets("2025年度から何が変わりますか"), None)
    assert set(terms_asked(asked)) <= set(terms_meant(said))
    assert not set(terms_asked(find_times_meant(fold_with_offsets("2024年度"), None))) & set(
        terms_meant(said)
    )


def test_a_month_is_found_by_its_year_and_fiscal_year() -> None:
    said = terms_meant(find_times_meant(fold_with_offsets("令和７年２月"), None))
    assert set(said) == {"暦年2025", "年度2024", "月2025-02"}


def test_a_span_of_many_years_is_no_date() -> None:
    long = TimeReference(0, 1, date(1990, 1, 1), date(2020, 1, 1), relative=True)
    assert terms_meant([long]) == []


WORDS = st.sampled_from(
    ["来年度", "令和", "６", "年", "月", "日", "度", "末", "99", "から", "前", "今後", "過去", "9999", "去る", "㋿"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=12).map("".join), st.dates())
def test_places_are_in_order_and_periods_run_forward(text: str, said_on: date) -> None:
    times = find_times_meant(fold_with_offsets(text), said_on)
    assert all(0 <= t.start < t.end <= len(text) and t.since <= t.until for t in times)
    assert all(a.end <= b.start for a, b in pairwise(times))

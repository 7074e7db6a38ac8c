from __future__ import annotations

from datetime import date

import pytest

from rag.occasions import Occasion
from rag.question import understand

TODAY = date(2024, 11, 25)


def occasions(text: str) -> tuple[Occasion, ...]:
    return understand(text, TODAY).occasions


@pytest.mark.parametrize(
    ("text", "words", "since", "until"),
    [
        ("令和6年7月11日の会議で何が決まりましたか", "令和6年7月11日の会議", "2024-07-11", "2024-07-11"),
        ("令和６年７月１１日の会議では", "令和６年７月１１日の会議", "2024-07-11", "2024-07-11"),
        ("2024年7月の委員会では何が決まりましたか", "2024年7月の委員会", "2024-07-01", "2024-07-31"),
        ("昨年度の定例会でどう答えましたか", "昨年度の定例会", "2023-04-01", "2024-03-31"),
        ("令和６年９月定例会で", "令和６年９月定例会", "2024-09-01", "2024-09-30"),
        ("R6.7.11の会議で", "R6.7.11の会議", "2024-07-11", "2024-07-11"),
        ("2024-07-11の会議の議題は", "2024-07-11の会議", "2024-07-11", "2024-07-11"),
        ("令和6年7月11日に開かれた会議で", "令和6年7月11日に開かれた会議", "2024-07-11", "2024-07-11"),
        ("給食費は令和6年7月の都議会でどう扱われたか", "令和6年7月の都議会", "2024-07-01", "2024-07-31"),
        ("令和6年7月以降の会議で", "令和6年7月以降の会議", "2024-07-01", None),
        ("令和6年7月までの会議で", "令和6年7月までの会議", None, "2024-07-31"),
        ("令和5年度から令和6年度の会議で", "令和5年度から令和6年度の会議", "2023-04-01", "2025-03-31"),
        ("At the meeting of 11 July 2024, who objected?", "At the meeting of 11 July 2024", "2024-07-11", "2024-07-11"),
        ("What was said in the July 2024 meeting?", "in the July 2024 meeting", "2024-07-01", "2024-07-31"),
        ("2024年7月的会议上说了什么？", "2024年7月的会议", "2024-07-01", "2024-07-31"),
        ("2024년 7월 회의에서 무엇을 결정했습니까?", "2024년 7월 회의", "2024-07-01", "2024-07-31"),
    ],
)  # fmt: skip
def test_a_time_that_the_sentence_ties_to_a_meeting(
    text: str, words: str, since: str | None, until: str | None
) -> None:
    question = understand(text, TODAY)
    (occasion,) = question.occasions
    assert question.words(occasion.start, occasion.end).text == words
    assert occasion.certain
    assert [str(day) if day else None for day in (occasion.since, occasion.until)] == [since, until]


@pytest.mark.parametrize(
    "text",
    [
        "令和6年度の予算はいくらですか",
        "2030年までに排出量をどれだけ減らしますか",
        "令和5年度から令和6年度に利用者はどれだけ増えましたか",
        "令和6年7月の大雨で何棟が浸水しましたか",
        "令和6年4月に開館した図書館の蔵書は何冊ですか",
        "令和6年7月11日の会議室の予約は誰がしましたか",
        "昨年の利用者は何人ですか",
        "会議は何時に始まりますか",
        "山田議員の「令和6年の委員会で議論すべき。」という質問に市長はどう答えたか",
        "委員会の委員は何人ですか",
        "How many books did the library buy in fiscal year 2024 alone?",
    ],
)
def test_a_time_of_the_matter_is_no_occasion(text: str) -> None:
    assert occasions(text) == ()


@pytest.mark.parametrize(
    ("text", "certain"),
    [
        ("令和6年3月の定例会に提案される条例は何ですか", False),
        ("令和6年7月の会議の結果を受けて市は何をしましたか", False),
        ("令和6年7月の会議の結果はどうでしたか", True),
        ("2024年7月に市長は何と言いましたか", False),
    ],
)
def test_what_is_only_said_about_a_meeting_is_not_certain(text: str, certain: bool) -> None:
    assert [occasion.certain for occasion in occasions(text)] == [certain]


@pytest.mark.parametrize(
    ("text", "latest", "number", "name"),
    [
        ("前回の会議で何が決まりましたか", True, None, None),
        ("前回の窓口改革検討会では", True, None, "窓口改革検討会"),
        ("第3回窓口改革検討会では", False, 3, "窓口改革検討会"),
        ("第三回の窓口改革検討会では", False, 3, "窓口改革検討会"),
        ("窓口改革検討会（第３回）では", False, 3, "窓口改革検討会"),
        ("令和6年第3回定例会で", False, 3, None),
        ("まちづくり協議会では", False, None, "まちづくり協議会"),
        ("What was decided at the last meeting?", True, None, None),
    ],
)
def test_a_meeting_is_told_by_its_name_or_its_place_in_the_series(
    text: str, latest: bool, number: int | None, name: str | None
) -> None:
    (found,) = occasions(text)
    assert (found.latest, found.number, found.name, found.certain) == (latest, number, name, True)


def test_a_time_without_a_year_is_left_alone() -> None:
    assert occasions("7月の会議で何が決まりましたか") == ()


def test_relative_times_need_the_day_of_the_question() -> None:
    assert understand("昨年度の会議で何が決まりましたか").occasions == ()


@pytest.mark.parametrize(
    "piece", ["会議", "第1回", "令和6年の会議で、", "山田議員の「", "あ", "\n"]
)
def test_a_long_question_takes_no_long_time(piece: str) -> None:
    understand("会" + (piece * 2_000)[:1_998], TODAY)

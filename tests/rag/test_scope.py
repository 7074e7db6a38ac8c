from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index.filters import And, In, Range
from index.library import Library
from index.meeting import Role, Speaker
from index.people import comparison_key
from rag.answer import NarrowedBy
from rag.library_facts import LibraryFacts
from rag.narrowing import Narrowing
from rag.question import understand
from rag.scope import Scope, scope_of
from tests.index.builders import library_with, minutes

TODAY = date(2025, 1, 10)
NOTHING = Narrowing()
MAYOR = Speaker("市長（久世浩平君）", "久世 浩平", "市長")
DEPUTY = Speaker("副市長（真壁京子君）", "真壁 京子", "副市長")
CHAIR = Speaker("香坂座長", "香坂 美紀", "座長")
MEMBER = Speaker("諸星委員", "諸星 拓", "委員")

COUNCIL = "令和６年第３回三ツ瀬市議会定例会会議録"
FIRST, SECOND = (
    "第１回 窓口改革・デジタル化検討委員会 議事概要",
    "第２回 窓口改革・デジタル化検討委員会 議事概要",
)
FLOOD = "水防懇談会 議事録"
MEETINGS = (
    (COUNCIL, date(2024, 9, 10), ((MAYOR, Role.ANSWER, "給食費は来年度から無償にする。"),
                                  (DEPUTY, Role.ANSWER, "財源は基金を充てる。"))),
    (FIRST, date(2024, 7, 11), ((CHAIR, None, "窓口の予約を急ぎたい。"), (MEMBER, None, "電話でも予約したい。"))),
    (SECOND, date(2024, 11, 5), ((CHAIR, None, "書かない窓口は五月に始める。"),)),
    (FLOOD, date(2025, 6, 1), ((MEMBER, None, "堤防の点検が要る。"),)),
)  # fmt: skip


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    directory: Path = tmp_path_factory.mktemp("scope") / "library"
    library = library_with(directory, *(minutes(t, lines, day=day) for t, day, lines in MEETINGS))
    yield library
    library.close()


Asking = Callable[..., Scope]


@pytest.fixture(scope="module")
def asking(library: Library) -> Asking:
    facts = LibraryFacts(library, library.generation or 0)

    def ask(text: str, narrowing: Narrowing = NOTHING) -> Scope:
        return scope_of(understand(text, TODAY), narrowing, library, facts, TODAY)

    return ask


@pytest.fixture(scope="module")
def ids(library: Library) -> dict[str, str]:
    return {meeting.title: meeting.id for meeting in library.meetings()}


def only(scope: Scope) -> NarrowedBy:
    (narrowed,) = scope.narrowed
    return narrowed


@pytest.mark.parametrize(
    ("text", "since", "until", "message"),
    [
        ("令和6年7月11日の会議で何が決まりましたか", "2024-07-11", "2024-07-11", "2024-07-11の会議に絞りました。"),
        ("2024年7月の会議では何が決まりましたか", "2024-07-01", "2024-07-31", "2024年7月の会議に絞りました。"),
        ("今年度の会議ではどんな意見が出ましたか", "2024-04-01", "2025-03-31", "2024年度の会議に絞りました。"),
        ("昨年の定例会でどんな質問がありましたか", "2024-01-01", "2024-12-31", "2024年の会議に絞りました。"),
        (
            "What was decided at the meeting of 11 July 2024?", "2024-07-11", "2024-07-11",
            "Searched only meetings of this time: 2024-07-11.",
        ),
    ],
)  # fmt: skip
def test_the_day_of_a_meeting_narrows(
    asking: Asking, text: str, since: str, until: str, message: str
) -> None:
    scope = asking(text)
    days = date.fromisoformat(since), date.fromisoformat(until)
    assert scope.where == And((Range("date", *days),))
    narrowed = only(scope)
    assert (narrowed.field, narrowed.lifted, narrowed.message) == ("date", False, message)
    assert narrowed.values == {"since": since, "until": until}
    assert text[narrowed.words.start : narrowed.words.end] == narrowed.words.text
    assert narrowed.words.text in text


@pytest.mark.parametrize(
    "text",
    [
        "令和6年度の予算はいくらですか",
        "2030年までに排出量をどれだけ減らしますか",
        "2019年7月の会議では何が決まりましたか",
        "第9回窓口改革検討委員会では何が決まりましたか",
        "全国知事会議で何が決まりましたか",
        "給食費はいくらですか",
        "給食費について教育長はどう答えましたか",
        "市は給食費をどう考えていますか",
        "この事業はどう説明されましたか",
    ],
)
def test_what_is_not_certain_or_not_there_does_not_narrow(asking: Asking, text: str) -> None:
    assert asking(text) == Scope(And())


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("前回の会議では何が決まりましたか", [SECOND]),
        ("前回の定例会では何が決まりましたか", [COUNCIL]),
        ("第2回窓口改革検討委員会では何が決まりましたか", [SECOND]),
        ("第２回の検討委員会では何が決まりましたか", [SECOND]),
        ("窓口改革・デジタル化検討委員会ではどんな意見が出ましたか", [FIRST, SECOND]),
        ("令和6年7月の窓口改革検討委員会ではどんな意見が出ましたか", [FIRST]),
        ("令和6年第3回定例会で何が可決されましたか", [COUNCIL]),
        ("水防懇談会では何が議論されましたか", [FLOOD]),
    ],
)
def test_a_meeting_by_its_name(
    asking: Asking, ids: dict[str, str], text: str, titles: list[str]
) -> None:
    narrowed = only(asking(text))
    assert narrowed.field == "meeting"
    assert set(narrowed.values["meetings"]) == {ids[title] for title in titles}
    assert (titles[0] if len(titles) == 1 else "2件") in narrowed.message


@pytest.mark.parametrize(
    ("text", "speaker", "value"),
    [
        ("給食費について市長はどう答えましたか", MAYOR, "市長"),
        ("給食費について副市長はどう答えましたか", DEPUTY, "副市長"),
        ("久世市長は何と言いましたか", MAYOR, "久世市長"),
        ("香坂座長の意見は", CHAIR, "香坂座長"),
        ("諸星委員は何と言いましたか", MEMBER, "諸星委員"),
        ("諸星さんは予約について何と言いましたか", MEMBER, "諸星"),
        ("What did the mayor say about school lunches?", MAYOR, "市長"),
    ],
)
def test_who_is_asked_for_narrows(asking: Asking, text: str, speaker: Speaker, value: str) -> None:
    scope = asking(text)
    (key,) = scope.where.parts[0].values  # type: ignore[union-attr]
    assert comparison_key(speaker.as_written) in key.split("|")
    assert only(scope).values == {"speaker": value}


def test_several_words_narrow_together(asking: Asking) -> None:
    scope = asking("令和6年9月の定例会で、山田議員の「無償に。」という質問に市長はどう答えたか")
    assert [n.field for n in scope.narrowed] == ["date", "speaker"]
    assert not any(n.lifted for n in scope.narrowed)
    assert isinstance(scope.where, And)
    assert len(scope.where.parts) == 2


def test_a_filter_that_leaves_nothing_is_lifted_and_told(asking: Asking) -> None:
    scope = asking("令和6年7月11日の会議で市長は何と言いましたか")
    assert scope.where == And((Range("date", date(2024, 7, 11), date(2024, 7, 11)),))
    day, speaker = scope.narrowed
    assert (day.lifted, speaker.lifted) == (False, True)
    assert speaker.message == "「市長」に絞ると発言がないため、そこには絞らずに探しました。"


@pytest.mark.parametrize(
    ("text", "boost"),
    [
        ("令和6年7月の会議と令和6年9月の会議でどう変わりましたか", Range),
        ("2024年7月に市長は何と言いましたか", Range),
        ("窓口改革検討委員会の委員は何人ですか", In),
        ("委員からどんな意見がありましたか", In),
    ],
)
def test_what_is_named_without_certainty_is_a_boost(asking: Asking, text: str, boost: type) -> None:
    scope = asking(text)
    assert any(isinstance(filter_, boost) for filter_ in scope.boosts)
    assert {n.field for n in scope.narrowed} <= {"speaker"}


def test_what_is_given_by_hand_wins(asking: Asking, ids: dict[str, str]) -> None:
    text = "令和6年7月11日の会議で市長は何と言いましたか"
    given = Narrowing(speaker="座長", since=date(2024, 1, 1))
    scope = asking(text, given)
    assert scope.where.parts[0].text == "座長"  # type: ignore[union-attr]
    assert scope.narrowed == scope.boosts == ()
    meeting = Narrowing((ids[SECOND],))
    assert asking("第1回窓口改革検討委員会では何が決まりましたか", meeting).narrowed == ()


def test_it_can_be_lifted(asking: Asking) -> None:
    text = "2024年7月の会議では何が決まりましたか"
    assert asking(text, replace(Narrowing(), by_words=False)) == Scope(And())


def test_where_what_is_given_leaves_nothing_the_words_are_not_blamed(asking: Asking) -> None:
    nobody = Narrowing(speaker="存在しない人")
    assert asking("2024年7月の会議では何が決まりましたか", nobody).narrowed == ()


def test_the_answer_speaks_the_language_of_the_question(asking: Asking) -> None:
    assert "2024년" not in only(asking("2024년 7월 회의에서 무엇을 결정했습니까?")).message
    assert only(asking("2024年7月的会议上说了什么？")).message == "已限定为2024年7月的会议。"

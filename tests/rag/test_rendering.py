from __future__ import annotations

from dataclasses import replace

import pytest

from index.wording import UiLanguage
from rag.answer import (
    AskedPassage,
    CitedMeeting,
    CitedSpan,
    CitedSpeaker,
    FoundPassage,
    RepeatedPassage,
)
from rag.rendering import Line, passage_lines

SPAN = CitedSpan(0, 10)
MARCH = CitedMeeting("m3", "令和８年第１回定例会", "2026-03-04", "verbatim")
JUNE = CitedMeeting("m6", "令和８年第２回定例会", "2026-06-10", "verbatim")
UNDATED = CitedMeeting("m0", "予算説明会", None, "summary")
ASKED = AskedPassage(
    "m3:0.0",
    "新しい図書館の予算はいくらですか。",
    CitedSpeaker("髙橋 一郎", "議員", "青葉町議会"),
    2,
    SPAN,
)
ANSWER = FoundPassage(
    passage_id="m3:1.0",
    text="図書館の建設費は三億二千万円です。",
    score=0.9,
    dense=0.9,
    words=5.0,
    bigrams=9.0,
    meeting=MARCH,
    speaker=CitedSpeaker("瀬戸内 杏子", "町長", None),
    section=None,
    role="answer",
    page=3,
    span=SPAN,
)


def repeated(*meetings: CitedMeeting) -> tuple[RepeatedPassage, ...]:
    return tuple(RepeatedPassage(f"{m.id}:0.0", m, None, SPAN) for m in meetings)


def added(passage: FoundPassage, language: UiLanguage = "ja") -> list[Line]:
    """The lines that the passage has more than the bare answer."""
    bare = passage_lines([ANSWER], language)
    return [line for line in passage_lines([passage], language) if line not in bare]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "この質問への答弁：髙橋 一郎（議員）「新しい図書館の予算はいくらですか。」"),
        (
            "en",
            "Answers the question: 髙橋 一郎 (議員)「新しい図書館の予算はいくらですか。」",
        ),
    ],
)
def test_the_question_stands_below_its_answer(language: UiLanguage, text: str) -> None:
    assert added(replace(ANSWER, asked=ASKED), language) == [Line(text, 4, "dim")]


def test_a_question_by_nobody_in_particular_is_shown_without_a_name() -> None:
    (line,) = added(replace(ANSWER, asked=replace(ASKED, speaker=None)))
    assert line.text == "この質問への答弁：「新しい図書館の予算はいくらですか。」"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("あ" * 40, "あ" * 40),
        ("あ" * 41, "あ" * 39 + "…"),
        ("い" * 38 + "\n" + "う" * 9, "い" * 38 + "…"),
        ("道路は、\n直しますか。", "道路は、 直しますか。"),
    ],
    ids=["fits", "one too many", "cut behind a break", "two lines"],
)
def test_a_long_question_is_cut_to_one_line(said: str, shown: str) -> None:
    (line,) = added(replace(ANSWER, asked=replace(ASKED, text=said, speaker=None)))
    assert line.text == f"この質問への答弁：「{shown}」"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "同じ発言：令和８年第２回定例会（2026-06-10） · 予算説明会（日付の記載なし）"),
        ("en", "Same words in: 令和８年第２回定例会 (2026-06-10) · 予算説明会 (no date given)"),
    ],
)
def test_other_meetings_with_the_same_words_are_named_once(language: UiLanguage, text: str) -> None:
    again = replace(ANSWER, repeated=repeated(JUNE, UNDATED, JUNE))
    assert added(again, language) == [Line(text, 4, "dim")]


@pytest.mark.parametrize(
    ("count", "language", "end"),
    [
        (3, "ja", "第3回（2026-06-10）"),
        (4, "ja", "第3回（2026-06-10） · ほか1件の会議"),
        (6, "en", "第3回 (2026-06-10) · 3 more meetings"),
    ],
)
def test_many_other_meetings_are_counted(count: int, language: UiLanguage, end: str) -> None:
    meetings = [replace(JUNE, id=f"m{n}", title=f"第{n}回") for n in range(1, count + 1)]
    (line,) = added(replace(ANSWER, repeated=repeated(*meetings)), language)
    assert line.text.endswith(end)


def test_the_question_and_the_repetitions_stand_before_the_score() -> None:
    lines = passage_lines([replace(ANSWER, asked=ASKED, repeated=repeated(JUNE))], "ja")
    assert [line.text.split("：")[0] for line in lines[-3:-1]] == ["この質問への答弁", "同じ発言"]
    assert lines[-1].text.startswith("点数")

"""Who asks and who answers in committees, joined to rosters; names that head lists; titles of pages."""

from __future__ import annotations

import pytest

from index.meeting import Meeting, Role, Span
from index.minutes import parse_minutes
from index.minutes.titles import title_of_page
from index.people import Label, split_label
from index.source import Mark, MarkKind, SourceDocument

HEAD = """霧浜町議会　総務委員会記録

日時　令和６年４月１日
出席委員　久世浩平委員長、蒲田京子副委員長、仁木拓也委員
説明員　郡司京子総務部長、鷹取由美人材育成課長、穂積空き家対策係長

１　決算について

"""


def parse(text: str, name: str = "会議.txt", media_type: str = "text/plain") -> Meeting:
    return parse_minutes(SourceDocument(name, text, media_type))


def roles(body: str) -> list[Role | None]:
    return [r.role for r in parse(HEAD + body).remarks]


def test_officials_of_a_roster_without_spaces_are_joined_to_their_marks() -> None:
    meeting = parse(HEAD + "◎鷹取人材育成課長　説明します。\n◎穂積空き家対策係長　報告します。\n")
    speakers = [r.speaker for r in meeting.remarks]
    assert [(s.name, s.role) for s in speakers if s] == [
        ("鷹取由美", "人材育成課長"),
        ("穂積", "空き家対策係長"),
    ]


@pytest.mark.parametrize(
    ("label", "name", "office"),
    [
        ("鷹取由美人材育成課長", "鷹取由美", "人材育成課長"),
        ("穂積空き家対策係長", "穂積", "空き家対策係長"),
        ("河川課長", None, "河川課長"),
        ("穂積保健師", "穂積", "保健師"),
    ],
)
def test_an_office_begins_at_its_field(label: str, name: str | None, office: str) -> None:
    assert split_label(label) == Label(name, office)


def test_a_question_by_office_and_its_answer() -> None:
    assert roles(
        "○久世委員長　質疑に入ります。\n"
        "○仁木委員　基金の残りが気になります。御所見をお聞かせいただければと思います。\n"
        "○久世委員長　総務部長。\n"
        "○郡司総務部長　三億円を下回らないようにいたします。\n"
        "○蒲田副委員長　研修は何回ですか。\n"
        "○鷹取人材育成課長　四回でございます。\n"
        "○仁木委員　引き続き努めるべきと考えます。\n"
        "○久世委員長　これで閉会します。\n"
    ) == [
        Role.PROCEDURE,
        Role.QUESTION,
        Role.PROCEDURE,
        Role.ANSWER,
        Role.QUESTION,
        Role.ANSWER,
        Role.OPINION,
        Role.PROCEDURE,
    ]


def test_an_official_who_was_asked_nothing_explains_or_reports() -> None:
    assert roles(
        "○久世委員長　提案理由の説明を求めます。\n◎郡司総務部長　条例を改めるものでございます。\n"
        "◆仁木委員　なぜ今ですか。\n◎郡司総務部長　法が改まるためです。\n"
        "○久世委員長　次に、空き家の報告を求めます。\n◎穂積空き家対策係長　三軒を壊しました。\n"
    ) == [
        Role.PROCEDURE,
        Role.EXPLANATION,
        Role.QUESTION,
        Role.ANSWER,
        Role.PROCEDURE,
        Role.REPORT,
    ]


def test_a_question_does_not_reach_over_the_next_matter() -> None:
    found = roles(
        "○仁木委員　橋はいつ直しますか。\n○郡司総務部長　秋です。\n○仁木委員　道はどうしますか。\n"
        "○久世委員長　次の議題に移ります。説明をお願いします。\n○鷹取人材育成課長　研修の計画です。\n"
    )
    assert found[-1] is Role.EXPLANATION


def test_members_who_answer_nobody_keep_what_their_words_say() -> None:
    assert roles("○久世委員長　御意見をどうぞ。\n○仁木委員　橋を直すべきだと考えます。\n") == [
        Role.PROCEDURE,
        Role.OPINION,
    ]


def test_a_mark_printed_twice_is_no_text_of_the_remark_before() -> None:
    meeting = parse(
        "会議録\n1: ○久世委員長\n1: ○久世委員長　始めます。\n\n2: ○郡司部長\n2: ○郡司部長　説明します。\n"
    )
    assert [r.text for r in meeting.remarks] == ["始めます。", "説明します。"]


NOTES = """# Harbour meeting

## Present

* Ada Moss
* Bo Lind

## Release

"""


def said(meeting: Meeting) -> list[tuple[str | None, str]]:
    return [(r.speaker.name if r.speaker else None, r.text) for r in meeting.remarks]


def test_a_bullet_that_is_only_a_name_heads_the_bullets_below() -> None:
    body = (
        "* Ada\n  * the pages are late\n  * two are missing\n* Bo\n  * will write one\n* closed\n"
    )
    assert said(parse(NOTES + body, "a.md")) == [
        ("Ada Moss", "the pages are late"),
        ("Ada Moss", "two are missing"),
        ("Bo Lind", "will write one"),
        (None, "closed"),
    ]


def test_one_such_bullet_alone_is_no_regularity() -> None:
    meeting = parse(NOTES + "* Ada\n  * the pages are late\n* closed now\n", "a.md")
    assert all(speaker is None for speaker, _ in said(meeting))


def test_names_above_what_they_are_to_do_are_no_speakers() -> None:
    body = "To do until May\n\n* Ada\n  * write the page\n* Bo\n  * read the page\n"
    assert all(speaker is None for speaker, _ in said(parse(NOTES + body, "a.md")))


def test_names_before_a_comma_speak_where_it_is_the_rule() -> None:
    body = (
        "* Ada, are we ready?\n* Bo, nearly.\n  * Two weeks.\n* Ada, fine.\n* Ada, Bo will meet.\n"
    )
    assert said(parse(NOTES + body, "a.md")) == [
        ("Ada Moss", "are we ready?"),
        ("Bo Lind", "nearly."),
        (None, "Two weeks."),
        ("Ada Moss", "fine."),
        (None, "Ada, Bo will meet."),
    ]


def test_chinese_names_above_lists() -> None:
    meeting = parse(
        "# 周会\n\n## 汇报\n\n* 王海棠：\n  * 介绍了数据收集流程\n* 李松月\n  * 介绍了算法\n* 方案\n  * 清场\n"
    )
    assert [r.speaker.as_written if r.speaker else None for r in meeting.remarks] == [
        "王海棠",
        "李松月",
        None,
        None,
    ]


def test_lines_with_a_colon_above_lists_are_headings_where_nobody_speaks_so() -> None:
    meeting = parse(
        "# News\n\nRelease Plan:\n\n  - written this week\n\nNext Talks:\n\n  - in May\n"
    )
    assert [s.title for s in meeting.sections] == ["Release Plan", "Next Talks"]
    assert said(meeting) == [(None, "written this week"), (None, "in May")]


@pytest.mark.parametrize(
    ("stated", "headings", "lines", "expected"),
    [
        ("総務委員会記録（４月１日）｜霧浜町", ["総務委員会記録"], [], "総務委員会記録"),
        ("総務委員会記録（４月１日）｜霧浜町", [], [], "総務委員会記録（４月１日）"),
        ("閲覧 | 発言 | 霧浜町議会会議録", [], ["▼次へ"], "霧浜町議会会議録"),
        (
            "文書 総務委員会 本文 | 霧浜町会議録",
            ["霧浜町会議録"],
            ["総務委員会 本文"],
            "総務委員会 本文",
        ),
        ("広場の話｜霧浜町", ["目次"], [], "広場の話"),
    ],
)
def test_the_title_of_a_page(
    stated: str, headings: list[str], lines: list[str], expected: str
) -> None:
    assert title_of_page(stated, headings, lines) == expected


def test_a_page_is_called_by_its_heading() -> None:
    text = "総務委員会記録\n○久世委員長　始めます。\n○仁木委員　はい。\n"
    mark = Mark(MarkKind.HEADING, Span(0, 7), level=1)
    document = SourceDocument(
        "a.html", text, "text/html", marks=(mark,), values={"title": "総務委員会記録｜霧浜町"}
    )
    assert parse_minutes(document).title == "総務委員会記録"


def test_the_chair_may_ask_and_decides_what_was_voted() -> None:
    assert roles(
        "○久世委員長　議案第１号を議題とします。総務部長。\n○郡司総務部長　橋の名を改めるものです。\n"
        "○久世委員長　名の案は何通来ましたか。\n○郡司総務部長　十二通です。\n"
        "○仁木委員　選んだのは誰ですか。\n○郡司総務部長　町内の会長でございます。\n"
        "○仁木委員　分かりました。\n○久世委員長　採決します。賛成の方は挙手願います。\n"
        "（全員挙手）\n全員賛成ですので、可決することに決定します。\n"
    ) == [
        Role.PROCEDURE,
        Role.EXPLANATION,
        Role.QUESTION,
        Role.ANSWER,
        Role.QUESTION,
        Role.ANSWER,
        None,
        Role.DECISION,
    ]


def test_a_wish_stays_an_opinion_though_an_official_replies() -> None:
    assert roles(
        "○仁木委員　橋は何年もちますか。\n○郡司総務部長　五十年です。\n"
        "○蒲田副委員長　点検をもっと増やしてもらいたい。\n○郡司総務部長　来年から年二回にします。\n"
    ) == [Role.QUESTION, Role.ANSWER, Role.OPINION, Role.ANSWER]


def test_members_asked_for_opinions_give_them() -> None:
    found = roles(
        "○仁木委員　橋は何年もちますか。\n○郡司総務部長　五十年です。\n"
        "○久世委員長　本件について御意見をお願いします。\n○蒲田副委員長　前の橋は三十年で傷みました。\n"
        "○仁木委員　ありがとうございました。\n"
    )
    assert found[-2:] == [Role.OPINION, None]


def test_a_circle_before_the_chair_does_not_answer() -> None:
    assert roles(
        "◎久世委員長　質疑のある方はどうぞ。\n◆仁木委員　訪問系は。\n△郡司総務部長　五万円です。\n"
        "◆仁木委員　分かりました。\n◎久世委員長　ほかに。\n"
        "◆仁木委員　通所は幾らですか。\n△郡司総務部長　四千円です。\n"
    ) == [
        Role.PROCEDURE,
        Role.QUESTION,
        Role.ANSWER,
        None,
        Role.PROCEDURE,
        Role.QUESTION,
        Role.ANSWER,
    ]


def test_an_official_presides_where_nobody_has_a_chair() -> None:
    body = (
        "教育長：次に、議案第２号の説明をお願いします。\n図書課長：規則を改めるものです。\n"
        "仁木委員：いつからですか。\n図書課長：四月からです。\n"
        "蒲田委員：貸出しは何点までですか。\n図書課長：三点です。\n教育長：それでは、承認といたします。\n"
    )
    text = "霧浜市教育委員会　会議録\n日時　令和６年４月１日\n\n" + body
    assert [r.role for r in parse(text).remarks] == [
        Role.PROCEDURE,
        Role.EXPLANATION,
        Role.QUESTION,
        Role.ANSWER,
        Role.QUESTION,
        Role.ANSWER,
        Role.DECISION,
    ]


SUMMARY = "橋の会　議事概要\n日時　令和６年４月１日\n\n１　意見交換\n\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("・橋は残すのか。\n→　残す方向で考えている。\n", [Role.QUESTION, Role.ANSWER]),
        ("・夜は暗く、足元が見えない。\n→（回答）灯りを増やす。\n", [Role.OPINION, Role.ANSWER]),
        (
            "・欄干を高くしてほしい。\n→　秋に直す。\n・橋は古い。\n→　点検表を配った。\n",
            [Role.OPINION, Role.ANSWER, None, None],
        ),
        ("・色は青がよい。\n→　青とすることとした。\n", [Role.OPINION, Role.DECISION]),
    ],
)
def test_arrows_answer_what_stands_above(body: str, expected: list[Role | None]) -> None:
    assert [r.role for r in parse(SUMMARY + body).remarks] == expected


def test_a_presentation_explains_where_nothing_else_is_said() -> None:
    text = (
        "橋の会　議事概要\n日時　令和６年４月１日\n出席者　穂積空（講師）\n\n"
        "１　穂積氏による話題提供\n\n・橋は昭和四十年に架けられた。\n・点検は毎年行うべきである。\n"
    )
    assert [r.role for r in parse(text).remarks] == [Role.EXPLANATION, Role.OPINION]

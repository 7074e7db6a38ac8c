"""Minutes of several families, written for these tests, and what must be understood of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index.errors import NotMinutes
from index.meeting import Meeting, RecordKind, Remark, Role, Span
from index.minutes import parse_minutes
from index.minutes.lines import Text
from index.source import Mark, MarkKind, Page, SourceDocument

DATA = Path(__file__).resolve().parents[1] / "data" / "minutes"


def parse(text: str, name: str = "会議.txt") -> Meeting:
    return parse_minutes(SourceDocument(name, text, "text/plain"))


def golden(name: str) -> Meeting:
    return parse((DATA / name).read_text(encoding="utf-8"), name)


def who(remark: Remark) -> str | None:
    return remark.speaker.label if remark.speaker else None


def said(meeting: Meeting) -> list[tuple[str | None, str]]:
    return [(who(r), r.text) for r in meeting.remarks]


def test_plenary_record() -> None:
    meeting = golden("honkaigi.txt")
    assert meeting.title == "令和６年第２回霧浜町議会定例会会議録"
    assert (meeting.kind, meeting.date) == (RecordKind.VERBATIM, date(2024, 6, 4))
    assert [a.name for a in meeting.attendees] == [
        "鷹取直",
        "穂積ゆきえ",
        "渡邊一成",
        "髙城修",
        "郡司京子",
    ]
    assert [who(r) for r in meeting.remarks] == ["渡邊一成", "穂積ゆきえ", "髙城修", "渡邊一成"]
    assert [r.role for r in meeting.remarks] == [
        Role.PROCEDURE,
        Role.QUESTION,
        Role.ANSWER,
        Role.PROCEDURE,
    ]


def test_a_stage_note_stands_apart_and_the_speech_goes_on() -> None:
    meeting = golden("honkaigi.txt")
    answer = meeting.remarks[2]
    assert "呼ぶ者" not in answer.text
    assert answer.text.endswith("運転士が足りないためであります。\n採用を急いでまいります。")
    assert len(answer.spans) == 2
    assert len(meeting.stage_notes) == 3


@pytest.mark.parametrize(
    "note", ["（「そうだ」と呼ぶ者あり）", "〔拍手〕", "（町長登壇）", "午後１時休憩", "―休憩―"]
)
def test_stage_notes_on_lines_of_their_own(note: str) -> None:
    meeting = parse(f"{HEAD}○久世議長　始めます。\n　　{note}\n○蒲田議員　はい。\n")
    assert [r.text for r in meeting.remarks] == ["始めます。", "はい。"]
    assert len(meeting.stage_notes) == 1


def test_a_roster_that_is_wrapped_inside_a_name() -> None:
    names = "出席者　久世浩平会長、蒲田京子委員、仁木美帆委員、仁木拓也委員、鷹取直人委員、穂"
    rest = "積ゆきえ委員、郡司京子総務課長"
    talk = [
        "○久世会長　ただいまから第一回の検討会を開会いたします。皆様におかれましては、",
        "お忙しい中をお集まりいただきまして誠にありがとうございます。それでは総務課長の",
        "説明をお願いします。",
    ]
    meeting = parse(
        "検討会議事録\n日時　令和６年４月１日\n"
        + "\n".join([names, rest, *talk, *talk])
        + "\n○郡司総務課長　説明します。"
    )
    assert [a.name for a in meeting.attendees][-2:] == ["穂積ゆきえ", "郡司京子"]
    assert who(meeting.remarks[-1]) == "郡司京子"


def test_pieces_of_one_printed_character_belong_to_the_first() -> None:
    text = Text(SourceDocument("a", "㈱橋", "text/plain"))
    assert text.folded == "(株)橋"
    assert text.span(0, 2) == Span(0, 1)
    assert text.span(2, 4) == Span(1, 2)


def test_summary_with_speakers_in_brackets() -> None:
    meeting = golden("madoguchi.md")
    assert (meeting.date, meeting.start, meeting.end) == (date(2019, 5, 7), "18:30", "20:00")
    assert meeting.place == "町民会館"
    assert said(meeting) == [
        ("榊原", "本日はお集まりいただき、ありがとうございます。"),
        ("委員", "夜間の窓口は週に何回開くのでしょうか。"),
        ("事務局", "週に１回、水曜日に開いている。"),
    ]
    assert meeting.remarks[1].speaker is not None
    assert meeting.remarks[1].speaker.name is None


def test_english_notes() -> None:
    meeting = golden("notes_en.md")
    assert meeting.language == "en"
    assert meeting.date == date(2024, 3, 12)
    assert [s.title for s in meeting.sections] == ["Release plan"]
    assert [who(r) for r in meeting.remarks] == ["Ada Moss", "Bo Lind", "Ada Moss", None]
    assert meeting.remarks[2].text == "Nearly. Two pages are missing\nand will follow on Monday."


HEAD = "第１回 検討会 議事録\n日時：令和６年４月１日\n\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("○久世部会長　始めます。\n○蒲田委員　賛成です。", ["久世部会長", "蒲田委員"]),
        ("〇議長（久世浩平君）　始めます。\n◯１番（蒲田 京君）　はい。", ["久世浩平", "蒲田京"]),
        ("○（久世浩平議長）　始めます。\n○（蒲田京委員）　はい。", ["久世浩平議長", "蒲田京委員"]),
        ("○デジタル戦略推進部長　説明します。", ["デジタル戦略推進部長"]),
        ("【座長】　始めます。\n【委員】　はい。", ["座長", "委員"]),
        ("12【久世部長】 説明します。", ["久世部長"]),
        ("〔久世座長〕始めます。", ["久世座長"]),
        ("久世座長：始めます。\n事務局：説明します。", ["久世座長", "事務局"]),
        ("委員長(久世君)：始めます。", ["久世"]),
        ("久世座長)始めます。\n蒲田委員)はい。", ["久世座長", "蒲田委員"]),
        ("久世座長\n　始めます。\n蒲田委員\n　はい、賛成です。", ["久世座長", "蒲田委員"]),
        ("（委員）質問があります。\n（事務局）お答えします。", ["委員", "事務局"]),
        ("- @kuze: 直しました。\n- @kama: 確かめます。", ["@kuze", "@kama"]),
        ("3: ○委員長　　始めます。\n4: ○久世課長　　説明します。", ["委員長", "久世課長"]),
        ("・ 待ち時間を数えてはどうか。（蒲田委員）", ["蒲田委員"]),
    ],
)
def test_speakers_marks(body: str, expected: list[str]) -> None:
    assert [who(r) for r in parse(HEAD + body).remarks] == expected


def test_questions_and_answers_by_letter() -> None:
    meeting = parse(
        HEAD + "Q：費用はいくらか。\nA：約２万円である。\nQ：いつ始めるか。\nA：４月に始める。"
    )
    assert [(who(r), r.role) for r in meeting.remarks] == [
        (None, Role.QUESTION),
        (None, Role.ANSWER),
    ] * 2


def test_signs_of_question_and_answer() -> None:
    meeting = parse(
        HEAD + "◆蒲田委員　橋の補修について。\n◎久世課長　来年度に行います。\n◆蒲田委員　了解です。"
    )
    assert [r.role for r in meeting.remarks] == [Role.QUESTION, Role.ANSWER, Role.QUESTION]


def test_the_same_sign_is_label_bullet_and_speaker() -> None:
    meeting = parse(
        "検討会議事録\n○日時\n令和６年４月１日\n○場所\n会議室\n○議題\n１．橋の補修\n○議事\n○久世部会長　始めます。"
    )
    assert meeting.place == "会議室"
    assert meeting.agenda == ("橋の補修",)
    assert said(meeting) == [("久世部会長", "始めます。")]


def test_a_sign_before_sentences_is_a_bullet() -> None:
    meeting = parse(
        HEAD + "１．意見\n○ 橋が古くて危ない。\n○ 道が狭い。早く直してほしい。\n○ 夜は暗い。"
    )
    assert [s.title for s in meeting.sections] == ["意見"]
    assert meeting.remarks[0].text == "橋が古くて危ない。"
    assert len(meeting.remarks) == 3


def test_a_sentence_cut_by_a_page_is_one_remark() -> None:
    first = "・ " + "橋の補修には国の補助金を充てる予定であり、工事は来年度の秋から始めて" * 2
    second = "再来年の春に終える。"
    text = f"{HEAD}１．報告\n{first}\n\n- 1 -\n\n{second}\n・ 以上である。\n"
    meeting = parse(text)
    assert [r.text for r in meeting.remarks] == [first[2:] + second, "以上である。"]
    assert len(meeting.remarks[0].spans) == 2
    assert [text[s.start : s.end] for s in meeting.furniture] == ["- 1 -"]


def test_hard_wrapped_lines_are_joined_inside_sentences() -> None:
    lines = [
        "○久世部会長　ただいまから第一回の検討会を開会いたします。皆様に",
        "おかれましては、お忙しい中をお集まりくださいまして誠にありがと",
        "うございます。",
        "○蒲田委員　資料の三頁にあります橋の補修の費用につきまして、この",
        "金額の根拠を御説明いただきたいと考えておりますがいかがでしょう",
        "か。",
    ]
    meeting = parse(HEAD + "\n".join(lines))
    assert [r.text for r in meeting.remarks] == [
        "".join(lines[:3]).partition("　")[2],
        "".join(lines[3:]).partition("　")[2],
    ]


def test_lead_speaker_of_a_heading_ends_with_its_section() -> None:
    meeting = parse(
        "会議概要\n日時：2024年7月11日\n出席者：久世浩平 委員（霧浜大学 教授）\n\n1. 話題提供\n"
        "○ 久世氏による話題提供\n・ 橋を直した。\n2. 意見交換\n・ 道も直すべきだ。"
    )
    assert [who(r) for r in meeting.remarks] == ["久世浩平", None]
    assert [s.id for s in meeting.sections] == ["1", "1.1", "2"]


def test_two_who_fit_a_short_name_are_told() -> None:
    meeting = parse(
        "会議録\n日時：2024年7月11日\n出席者：仁木拓 委員、仁木美帆 委員\n\n○仁木委員　始めます。"
    )
    assert said(meeting) == [("仁木委員", "始めます。")]
    assert [w.ja for w in meeting.warnings] == ["「仁木委員」に当たる出席者が二人以上います。"]


def test_what_is_uncertain_is_told() -> None:
    meeting = parse("橋の補修について話し合い、来年度に工事を行うこととした。\n")
    assert meeting.date is None
    assert meeting.id.startswith("undated-")
    assert len(meeting.warnings) == 2


def test_structured_record() -> None:
    speeches = [
        "○久世委員長　これより会議を開きます。",
        "○蒲田君　質問します。\n　　　〔拍手〕\n以上です。",
    ]
    text = "\n\n".join(speeches)
    second = len(speeches[0]) + 2
    marks = (
        Mark(
            MarkKind.SPEECH,
            Span(0, len(speeches[0])),
            values={"speaker": "久世浩平", "position": "委員長"},
        ),
        Mark(
            MarkKind.SPEECH,
            Span(second, len(text)),
            values={"speaker": "蒲田京", "group": "清流会"},
        ),
    )
    document = SourceDocument(
        "a.json",
        text,
        "application/json",
        marks=marks,
        values={"title": "委員会", "date": "2024-07-11"},
    )
    meeting = parse_minutes(document)
    assert said(meeting) == [
        ("久世浩平", "これより会議を開きます。"),
        ("蒲田京", "質問します。\n以上です。"),
    ]
    assert (meeting.title, meeting.date) == ("委員会", date(2024, 7, 11))
    assert meeting.remarks[1].speaker is not None
    assert meeting.remarks[1].speaker.affiliation == "清流会"


def test_pages_and_running_heads() -> None:
    """A reader that knows pages names their heads and feet; the same words elsewhere are text."""
    pages = [f"霧浜町検討会\n○久世座長　{n}回目の発言です。\n{n}\n" for n in "１２３"]
    spans = [Span(sum(map(len, pages[:i])), sum(map(len, pages[: i + 1]))) for i in range(3)]
    edges = [Span(s.start, s.start + 6) for s in spans] + [
        Span(s.end - 2, s.end - 1) for s in spans
    ]
    document = SourceDocument(
        "a.pdf",
        "".join(pages),
        "application/pdf",
        pages=tuple(Page(i + 1, s) for i, s in enumerate(spans)),
        marks=tuple(Mark(MarkKind.FURNITURE, edge) for edge in edges),
    )
    meeting = parse_minutes(document)
    assert [r.page for r in meeting.remarks] == [1, 2, 3]
    assert len(meeting.furniture) == 6


@pytest.mark.parametrize(
    "text", ["", "\n \n", "第１回 検討会\n日時：令和６年４月１日\n場所：会議室\n"]
)
def test_what_holds_no_remark_is_refused(text: str) -> None:
    with pytest.raises(NotMinutes) as refused:
        parse(text)
    assert refused.value.slots["path"] == "会議.txt"


def test_the_id_comes_from_date_and_content() -> None:
    one, other = parse(HEAD + "○久世座長　始めます。"), parse(HEAD + "○久世座長　終わります。")
    assert one.id.startswith("20240401-")
    assert one.id != other.id
    assert one.id == parse(HEAD + "○久世座長　始めます。").id


def test_a_top_heading_that_holds_the_date_is_the_title() -> None:
    text = (
        "# 2026-07-29 Meeting Notes\n\n- [@aoi](https://example.org/aoi)\n\n"
        "## 議題\n\n- @aoi: 来月の会場を予約した。\n- @aoi: 案内は週末に送る。\n"
    )
    heading = Mark(MarkKind.HEADING, Span(2, 26), level=1)
    meeting = parse_minutes(SourceDocument("a.md", text, "text/markdown", marks=(heading,)))
    assert meeting.title == "2026-07-29 Meeting Notes"


def test_rows_of_numbered_items_head_their_words() -> None:
    rows = (
        "1．前回の確認\t9月の議事録を確認した。\t承認\n",
        "2．9月の実績\n総数は12件であった。\n",
        "3．研修\t受講率は九割であった。\t各科に受講を促す\n",
        "4．その他\t意見6件（待ち時間4件）\t－\n",
    )
    text = (
        "安全委員会 議事録\n日時：2024年9月26日\n\n"
        + "".join(rows)
        + "次回：10月24日（木）16:30～\n"
    )
    at = [text.index(row) for row in (rows[0], rows[2], rows[3])]
    marks = tuple(Mark(MarkKind.TABLE_ROW, Span(start, text.index("\n", start))) for start in at)
    meeting = parse_minutes(SourceDocument("x.docx", text, "x", marks=marks))
    assert [section.title for section in meeting.sections] == [
        "前回の確認",
        "9月の実績",
        "研修",
        "その他",
    ]
    assert [remark.text for remark in meeting.remarks] == [
        "9月の議事録を確認した。\t承認",
        "総数は12件であった。",
        "受講率は九割であった。\t各科に受講を促す",
        "意見6件（待ち時間4件）\t－",
        "次回：10月24日（木）16:30～",
    ]


def test_the_next_meeting_is_nobodys_words() -> None:
    text = "定例会 議事録\n\n1 委員長より\n報告が増えた。\n\n次回：10月24日（木）16:30～　会議室\n"
    last = parse(text).remarks[-1]
    assert (last.speaker, last.text) == (None, "次回：10月24日（木）16:30～　会議室")


def test_numbers_of_headings_behind_a_sign_and_of_what_reads_like_a_note() -> None:
    text = (
        "西浜町議会定例会会議録\n令和6年6月4日\n\n"
        "△日程第１　会議録署名議員の指名\n○議長（沢木守君）　指名します。\n"
        "△日程第２　一般質問\n○議長（沢木守君）　一般質問を行います。\n"
        "３　閉会\n○議長（沢木守君）　閉会します。\n"
    )
    assert [(s.number, s.title) for s in parse(text).sections] == [
        ("日程第1", "会議録署名議員の指名"),
        ("日程第2", "一般質問"),
        ("3", "閉会"),
    ]


def test_words_about_addresses_end_no_record() -> None:
    bullets = "".join(f"・意見その{n}を述べる。\n" for n in range(1, 9))
    text = f"意見交換会 議事要旨\n令和6年5月8日\n{bullets}・返信先は 〒100-0001 とする。\n・Copyright を改める。\n"
    assert len(parse(text).remarks) == 10


def test_contacts_below_the_record_are_no_remarks() -> None:
    text = "意見交換会 議事要旨\n令和6年5月8日\n・賛成する。\n・反対する。\n\nお問い合わせ先\n総務課　電話 000-0000\n"
    assert len(parse(text).remarks) == 2


def test_a_row_is_called_by_its_cell() -> None:
    text = "議事要旨\n令和6年5月8日\n\n前　回\t議事録を承認した。\n今　回\t予算を説明した。\n"
    marks = tuple(
        Mark(MarkKind.TABLE_ROW, Span(text.index(row), text.index("\n", text.index(row))))
        for row in ("前　回", "今　回")
    )
    meeting = parse_minutes(SourceDocument("x.docx", text, "x", marks=marks))
    assert [section.title for section in meeting.sections] == ["前　回", "今　回"]


def test_the_last_item_of_an_agenda_is_no_section() -> None:
    head = "図書館会議 会議録\n日時：令和6年10月8日\n議題\n（１）令和６－７年度の利用・貸出\n（２）第2期計画について\n"
    meeting = parse(f"{head}（３）その他\n\n○会長　始めます。\n○館長　説明します。\n")
    assert meeting.agenda == ("令和6-7年度の利用・貸出", "第2期計画について", "その他")
    assert meeting.sections == ()


def test_items_of_an_agenda_may_stand_in_one_line() -> None:
    text = "会議要録\n日時：令和6年10月8日\n議題：（１）移行時期 （２）利用料 （３）その他\n\n○会長　始めます。\n"
    assert parse(text).agenda == ("移行時期", "利用料", "その他")


def test_a_heading_apart_from_the_agenda_is_a_section() -> None:
    head = "西浜町図書館協議会 会議録\n日時：令和6年10月8日\n議題\n（１）利用状況\n（２）計画\n\n"
    meeting = parse(f"{head}（１）利用状況\n○会長　始めます。\n（２）計画\n○館長　説明します。\n")
    assert meeting.agenda == ("利用状況", "計画")
    assert [section.title for section in meeting.sections] == ["利用状況", "計画"]


def test_matters_that_are_dealt_with_at_once_are_one_section() -> None:
    text = (
        "西浜町議会定例会会議録\n令和6年6月4日\n\n"
        "△日程第１　会期の決定\n○議長（沢木守君）　会期は三日とします。\n"
        "△日程第２　議案第１号　一般会計予算\n△日程第３　議案第２号　水道事業会計予算\n"
        "○町長（葛岡透君）　一括して説明します。\n"
        "△日程第４　閉会\n○議長（沢木守君）　閉会します。\n"
    )
    meeting = parse(text)
    titles = {section.id: section.title for section in meeting.sections}
    assert [titles[remark.section_id or ""] for remark in meeting.remarks] == [
        "会期の決定",
        "議案第１号　一般会計予算　ほか1件",
        "閉会",
    ]

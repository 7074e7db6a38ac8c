"""Remarks whose line breaks are lost."""

from __future__ import annotations

from index.minutes import parse_minutes
from index.source import SourceDocument

HEAD = "西浜市防災会議 議事録\n日時：令和6年5月8日\n"


def remarks(text: str) -> list[tuple[str | None, str]]:
    meeting = parse_minutes(SourceDocument("x.txt", HEAD + text, "text/plain"))
    return [(r.speaker.as_written if r.speaker else None, r.text) for r in meeting.remarks]


def test_a_mark_that_opens_lines_opens_a_remark_behind_a_sentence() -> None:
    text = (
        "【会長】議題1に入ります。\n"
        "【栗林委員】倉庫は足りますか。【危機管理課長】足りません。\n"
        "【危機管理課長】来年度に増やします。\n"
        "【会長】では、次に進みます。【栗林委員】わかりました。\n"
    )
    assert remarks(text) == [
        ("会長", "議題1に入ります。"),
        ("栗林委員", "倉庫は足りますか。"),
        ("危機管理課長", "足りません。"),
        ("危機管理課長", "来年度に増やします。"),
        ("会長", "では、次に進みます。"),
        ("栗林委員", "わかりました。"),
    ]


def test_a_name_inside_a_sentence_opens_nothing() -> None:
    text = "【会長】始めます。\n【栗林委員】先ほど【会長】の欄に誤りがありました。\n【会長】直します。\n"
    assert len(remarks(text)) == 3


def test_answers_by_arrow_may_follow_in_the_line() -> None:
    text = (
        "・倉庫は足りるか。→足りない。\n→来年度に増やす。\n・避難所の毛布はどうか。\n→千枚ある。\n"
    )
    assert [words for _, words in remarks(text)] == [
        "倉庫は足りるか。",
        "足りない。",
        "来年度に増やす。",
        "避難所の毛布はどうか。",
        "千枚ある。",
    ]

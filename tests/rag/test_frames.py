"""Whole questions, since the frame is found in what the occasions leave."""

from __future__ import annotations

import pytest

from rag.question import understand


@pytest.mark.parametrize(
    ("text", "asked_by", "answered_by", "topic"),
    [
        (
            "令和2年9月の定例会で、山田議員の「給食費を無償にすべき。」という質問に市長はどう答えたか。",
            "山田", "市長", "給食費を無償にすべき。",
        ),
        ("山田議員の給食費についての質問に市長はどう答えたか", "山田", "市長", "給食費"),
        ("山田さんの「開館を早めては。」との質問に教育長は何と答弁しましたか", "山田", "教育長", "開館を早めては。"),
        ("山田議員が給食費について質問したのに対し、市長はどう答えましたか", "山田", "市長", "給食費"),
        ("木の下いくこ議員の「無償化を。」という質問に市長はどう答えたか", "木の下いくこ", "市長", "無償化を。"),
        ("令和6年7月の窓口改革検討会で、市長は予約についてどう答えましたか", None, "市長", "予約"),
        ("給食費についての質問に対する市長の答弁は", None, "市長", "給食費"),
        ("給食費について市長はどう答えましたか", None, "市長", "給食費"),
        ("給食費について、都市整備部長はどのように答弁していますか？", None, "都市整備部長", "給食費"),
        ("市長は給食費についてどう答えましたか", None, "市長", "給食費"),
        ("关于给食费，市长怎么回答？", None, "市长", "给食费"),
        ("How did the mayor respond to the question about school lunches?", None, "mayor", "school lunches"),
        ("시장은 급식비에 대해 어떻게 답변했습니까?", None, "시장", "급식비"),
    ],
)  # fmt: skip
def test_whose_answer_to_whose_question(
    text: str, asked_by: str | None, answered_by: str, topic: str
) -> None:
    question = understand(text)
    assert question.asks_for_answer
    assert (question.asked_by, question.answered_by) == (asked_by, answered_by)
    assert question.topic == topic


@pytest.mark.parametrize(
    ("text", "answered_by", "topic"),
    [
        ("給食費について市長は何と述べましたか", "市長", "給食費"),
        ("市長は給食費の無償化をどう考えていますか", "市長", "給食費の無償化"),
        ("給食費についての市長の見解を教えてください", "市長", "給食費"),
        ("市長は給食費を無償にすると言いましたか", "市長", "給食費を無償にする"),
        (
            "給食費の無償化について、令和6年7月11日の会議で市長は何と述べましたか",
            "市長",
            "給食費の無償化",
        ),
        ("田中さんは給食費について何と言いましたか", "田中", "給食費"),
        ("１㌔当たりの運賃について市長は何と述べましたか", "市長", "１㌔当たりの運賃"),
        ("2024年7月に市長は給食費について何と述べましたか", "市長", "給食費"),
        ("What did the mayor say about school lunches?", "mayor", "school lunches"),
        ("What did the mayor say about school lunches in July 2024?", "mayor", "school lunches"),
    ],
)
def test_of_whom_it_asks_what_they_said(text: str, answered_by: str, topic: str) -> None:
    question = understand(text)
    assert (question.answered_by, question.topic) == (answered_by, topic)
    assert question.answerer is not None
    assert text[question.answerer.start : question.answerer.end] == answered_by
    assert (question.asked_by, question.asks_for_answer) == (None, False)


@pytest.mark.parametrize(
    ("text", "answered_by"),
    [
        ("市長は何と言いましたか", "市長"),
        ("山田委員は何と言いましたか", "山田委員"),
        ("大杉座長の意見は", "大杉座長"),
        ("市長からどのような説明がありましたか", "市長"),
    ],
)
def test_where_nothing_is_left_all_is_the_topic(text: str, answered_by: str) -> None:
    question = understand(text)
    assert (question.answered_by, question.topic) == (answered_by, text)


@pytest.mark.parametrize(
    "text",
    [
        "窓口の待ち時間はどうなりましたか",
        "令和6年度の予算額は？",
        "この事業はどう説明されましたか",
        "給食費はどう考えていますか",
        "避難所は何か所ありますか",
        "図書館の工事はいつ終わりますか。",
        "窓口改革検討会でどんな課題がありますか",
        "給食費について述べた委員は誰ですか",
        "市長が給食費についての意見書をまとめたのはいつですか",
        "窓口で手続をまとめて行うことを何と言いますか",
        "やがて雨が降ると述べたのは",
        "第3回学校運営協議会で決まった行事は何ですか",
        "Library opening hours",
    ],
)
def test_a_question_without_a_frame_is_its_own_topic(text: str) -> None:
    question = understand(text)
    assert (question.topic, question.answered_by, question.asked_by) == (text, None, None)


def test_a_clause_in_the_middle_is_left_out_of_the_topic() -> None:
    question = understand("給食費の無償化は令和6年7月の会議でどう議論されましたか")
    assert question.topic == "給食費の無償化はどう議論されましたか"


def test_a_polite_request_is_a_frame() -> None:
    assert understand("令和6年度の予算について教えてください。").topic == "令和6年度の予算"

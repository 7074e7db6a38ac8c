from __future__ import annotations

import pytest

from rag.errors import EmptyQuestion, QuestionTooLong
from rag.question import LONGEST_QUESTION, Wanted, understand

JA, EN, ZH, KO = "ja", "en", "zh", "ko"


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("図書館の工事はいつ終わりますか", JA, Wanted.DATE),
        ("次の会議は何月何日ですか", JA, Wanted.DATE),
        ("説明会は何時に始まりますか", JA, Wanted.DATE),
        ("次回の日程は", JA, Wanted.DATE),
        ("委員は何人いますか", JA, Wanted.NUMBER),
        ("工期は何年かかりますか", JA, Wanted.NUMBER),
        ("何ヶ月で終わりますか", JA, Wanted.NUMBER),
        ("手続は何時間かかりますか", JA, Wanted.NUMBER),
        ("延長は何kmですか", JA, Wanted.NUMBER),
        ("バスの運賃はいくらですか", JA, Wanted.NUMBER),
        ("費用はいくらかかりますか", JA, Wanted.NUMBER),
        ("利用者はどれくらい増えましたか", JA, Wanted.NUMBER),
        ("令和６年度の予算額は？", JA, Wanted.NUMBER),
        ("参加者数を教えて", JA, Wanted.NUMBER),
        ("座長は誰ですか", JA, Wanted.PERSON),
        ("費用は誰が負担しますか", JA, Wanted.PERSON),
        ("説明会はどこで開きますか", JA, Wanted.PLACE),
        ("いつもの会場はどこですか", JA, Wanted.PLACE),
        ("計画を見直したのはなぜですか", JA, Wanted.REASON),
        ("費用はどうやって賄いますか", JA, Wanted.METHOD),
        ("来年度も続けますか", JA, Wanted.YES_NO),
        ("異論はありませんか", JA, Wanted.YES_NO),
        ("どの委員が反対しましたか", JA, None),
        ("いくつかの案のうちどれですか", JA, None),
        ("何を決めましたか", JA, Wanted.DECISION),
        ("図書館について", JA, None),
        ("予算額", JA, None),
        ("When does the library open?", EN, Wanted.DATE),
        ("Since when has the bus run?", EN, Wanted.DATE),
        ("How many members were present?", EN, Wanted.NUMBER),
        ("How much is the fare?", EN, Wanted.NUMBER),
        ("Who chairs the council?", EN, Wanted.PERSON),
        ("Who objected when the fare was raised?", EN, Wanted.PERSON),
        ("Where was the meeting held?", EN, Wanted.PLACE),
        ("Why was the plan changed?", EN, Wanted.REASON),
        ("How can residents apply?", EN, Wanted.METHOD),
        ("Did the members agree?", EN, Wanted.YES_NO),
        ("Library opening hours", EN, None),
        ("图书馆什么时候开放？", ZH, Wanted.DATE),
        ("有多少人参加了会议？", ZH, Wanted.NUMBER),
        ("谁说的？", ZH, Wanted.PERSON),
        ("会议在哪里开？", ZH, Wanted.PLACE),
        ("为什么要修改计划？", ZH, Wanted.REASON),
        ("居民怎么申请？", ZH, Wanted.METHOD),
        ("委员们同意了吗？", ZH, Wanted.YES_NO),
        ("도서관은 언제 문을 엽니까?", KO, Wanted.DATE),
        ("위원은 몇 명입니까?", KO, Wanted.NUMBER),
        ("요금은 얼마입니까?", KO, Wanted.NUMBER),
        ("위원장은 누구입니까?", KO, Wanted.PERSON),
        ("회의는 어디에서 열렸습니까?", KO, Wanted.PLACE),
        ("계획을 왜 바꿨습니까?", KO, Wanted.REASON),
        ("어떻게 신청합니까?", KO, Wanted.METHOD),
        ("위원들은 찬성했습니까?", KO, Wanted.YES_NO),
        ("무엇을 결정했습니까?", KO, Wanted.DECISION),
    ],
)
def test_language_and_kind_of_everyday_questions(
    text: str, language: str, wanted: Wanted | None
) -> None:
    question = understand(f" {text}\n")
    assert (question.text, question.language, question.wanted) == (text, language, wanted)


@pytest.mark.parametrize("text", ["", " \n\t", "？？", "。、…", "　", "\u200b", "「」"])
def test_a_question_without_a_letter_is_empty(text: str) -> None:
    with pytest.raises(EmptyQuestion):
        understand(text)


def test_the_longest_question_is_understood_and_a_longer_one_refused() -> None:
    assert understand("あ" * LONGEST_QUESTION)
    assert understand(" " * 20 + "あ" * LONGEST_QUESTION)
    with pytest.raises(QuestionTooLong) as caught:
        understand("あ" * (LONGEST_QUESTION + 1))
    assert str(LONGEST_QUESTION + 1) in caught.value.line("en").replace(",", "")

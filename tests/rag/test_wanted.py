from __future__ import annotations

import pytest

from index.text import fold
from rag.wanted import Wanted, asks_for_question, wanted_of


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("委員からどんな意見がありましたか", Wanted.OPINION),
        ("どのような意見が出ましたか", Wanted.OPINION),
        ("給食費の無償化について市長の見解は", Wanted.OPINION),
        ("ごみ袋の有料化を市はどう考えていますか", Wanted.OPINION),
        ("委員の意見を教えてください", Wanted.OPINION),
        ("何が決まりましたか", Wanted.DECISION),
        ("会議で決まったことを教えて", Wanted.DECISION),
        ("議案第67号の結論は", Wanted.DECISION),
        ("開館時間についてどう決まりましたか", Wanted.DECISION),
        ("課題を教えてください", Wanted.LIST),
        ("窓口の課題は何ですか", Wanted.LIST),
        ("防災の取組にはどんなものがありますか", Wanted.LIST),
        ("どのような対策を取っていますか", Wanted.LIST),
        ("書かない窓口のメリットは", Wanted.LIST),
        ("対象となる手続を列挙してください", Wanted.LIST),
        # The older kinds keep what is theirs.
        ("反対意見の理由は何ですか", Wanted.REASON),
        ("委員会はいつ決定しましたか", Wanted.DATE),
        ("意見は何件ありましたか", Wanted.NUMBER),
        ("どのように申請しますか", Wanted.METHOD),
        ("市長はどう答えましたか", None),
        ("窓口の待ち時間はどうなりましたか", None),
        ("What was decided about the library?", Wanted.DECISION),
        ("What do residents think about the fee?", Wanted.OPINION),
        ("List the measures against floods", Wanted.LIST),
        ("委员会决定了什么？", Wanted.DECISION),
        ("委员们有什么意见？", Wanted.OPINION),
        ("有哪些问题？", Wanted.LIST),
        ("무엇을 결정했습니까?", Wanted.DECISION),
        ("어떤 의견이 나왔습니까?", Wanted.OPINION),
        ("어떤 과제가 있습니까?", Wanted.LIST),
    ],
)
def test_opinions_decisions_and_lists(text: str, wanted: Wanted | None) -> None:
    assert wanted_of(fold(text)) is wanted


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("給食費についてどんな質問が出ましたか", True),
        ("誰が給食費について質問しましたか", True),
        ("バスの減便を質問した議員は", True),
        ("What questions were asked about the library?", True),
        ("给食费方面谁提问了?", True),
        ("급식비에 대해 누가 질문했습니까?", True),
        ("給食費はいくらですか", False),
        ("その質問に市長はどう答えましたか", False),
        ("質問時間は何分ですか", False),
        ("何が問題とされていますか", False),
    ],
)
def test_who_wants_to_know_what_was_asked(text: str, asked: bool) -> None:
    assert asks_for_question(text) is asked

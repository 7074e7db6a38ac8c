"""The role of one remark by its mark and its own words."""

from __future__ import annotations

import pytest

from index.meeting import Role
from index.minutes.roles import Words, asks, is_thanks, role_of_label, role_of_words
from index.minutes.sides import Side
from index.text import fold

Q, A, D, P = Role.QUESTION, Role.ANSWER, Role.DECISION, Role.PROCEDURE
OPINION, EXPLANATION, REPORT = Role.OPINION, Role.EXPLANATION, Role.REPORT


def role(text: str, side: Side, *, label: str = "", in_assembly: bool = False) -> Role | None:
    return role_of_words(Words(fold(text)), side, label, in_assembly=in_assembly)


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Q", Q),
        ("Q12", Q),
        ("問3", Q),
        ("再質問", Q),
        ("再々質問", Q),
        ("質問者", Q),
        ("A2", A),
        ("再答弁", A),
        ("市の回答", A),
        ("意見 1", OPINION),
        ("C", OPINION),
        ("決定事項", D),
        ("久世委員", None),
        ("回覧", None),
        ("", None),
    ],
)
def test_labels(label: str, expected: Role | None) -> None:
    assert role_of_label(label) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（回答）来月から始める。", A),
        ("【再質問】夜間も開くのか。", Q),
        ("問　締切りは。", Q),
        ("答　五月末日とする。", A),
        ("Q1：写しでもよいか。", Q),
        ("Ａ1：写しでよい。", A),
        ("答申の案を見た。", None),
        ("A案　一度に上げる案", None),
        ("質問紙を三百部配った。", None),
    ],
)
def test_marks_left_in_the_text(text: str, expected: Role | None) -> None:
    assert role(text, Side.OTHER) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("委員から、橋の色は誰が選んだのかとの質問があった。", Q),
        ("工期について質疑があった。", Q),
        ("費用の内訳を尋ねた。", Q),
        ("工期についての質問があり、事務局から、秋までかかると回答した。", A),
        ("検討中であるとの答弁があった。", A),
        ("橋は残すべきとの意見が出された。", OPINION),
        ("早期の着工を要望した。", OPINION),
        ("事務局が資料２について説明した。", EXPLANATION),
        ("事務局から予算の概要の説明があった。", EXPLANATION),
        ("穂積係長が三軒の解体を報告した。", REPORT),
        ("広報紙の部数について情報提供があった。", REPORT),
        ("原案のとおり了承された。", D),
        ("委員長に久世氏を選ぶことを決定した。", D),
        ("次回に改めて審議することとした。", D),
        ("会長が開会を宣した。", P),
        ("質疑に入った。", P),
        ("次回は６月の予定。", P),
        ("第４回の部会は９月３日に開催する。", P),
        ("手すりは低い方がよい。", OPINION),
        ("橋の色を住民に選んでもらってはどうか。", OPINION),
        ("夜も開けてもらえないか。", OPINION),
        ("橋を残してほしい。祭りの神輿が通る道なので。", OPINION),
        ("感想だが、会議が長い。", OPINION),
        ("欄干の高さは足りるのか。", Q),
        ("いつ直るのか知りたい。", Q),
        ("利用者の数は。", Q),
        ("橋は昭和四十年に架けられた。", None),
        ("反対の立場から討論に参加いたします。費用が大きすぎます。", OPINION),
    ],
)
def test_wording_where_nobody_is_named(text: str, expected: Role | None) -> None:
    assert role(text, Side.OTHER) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("定刻となりましたので、ただいまから総会を開会します。", P),
        ("次に、議案第２号を議題とします。", P),
        ("事務局、いかがでしょう。", P),
        ("ほかに。", P),
        ("ほかに御意見はございませんか。", P),
        ("時間になりましたので、ここまでとします。", P),
        ("本件は簡易表決により採決いたします。", P),
        ("全員賛成ですので、許可することに決定します。", D),
        ("御異議なしと認めます。よって、会期は五日間と決定いたしました。", D),
        ("起立多数です。よって、原案のとおり可決されました。次に、議案第３号を議題とします。", D),
        ("それでは、承認といたします。", D),
        ("では、そのように取り計らいます。", D),
        ("ただいまの意見を踏まえて公表することとします。", D),
        ("原案を了承することとしてよろしいですか。ありがとうございます。", D),
        ("ただいま決定されました案件を除き、各案件をお諮りします。", P),
        ("本日の会議はこの程度で休憩することとします。", P),
        ("意見書は何通でしたか。", Q),
        ("個人としては、橋を残すべきだと考えます。", OPINION),
        ("ありがとうございました。", None),
    ],
)
def test_the_chair_of_a_council(text: str, expected: Role | None) -> None:
    assert role(text, Side.PRESIDES) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("町長の答弁を求めます。", P),
        ("仁木議員の質問を終わります。残りは明日行うことといたします。", P),
        ("出席議員は十四名であります。", P),
        ("賛成少数であります。よって、本案は否決されました。", D),
    ],
)
def test_the_chair_of_an_assembly(text: str, expected: Role | None) -> None:
    assert role(text, Side.PRESIDES, in_assembly=True) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("会派を代表して質問いたします。橋は町の顔であり、残すべきと考えます。", Q),
        ("議案第２号に賛成の立場で討論を行います。なぜ橋を架けるのでしょうか。", OPINION),
        ("委員会の審査の経過と結果について報告いたします。質疑は三件でした。", REPORT),
        ("この際、議事進行の動議を提出いたします。", P),
        ("意見書の案について、提案理由を申し上げます。", EXPLANATION),
        ("議案第２号に異議があります。", None),
    ],
)
def test_members_of_an_assembly(text: str, expected: Role | None) -> None:
    assert role(text, Side.MEMBER, in_assembly=True) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("資料３を御覧ください。橋の図でございます。", EXPLANATION),
        ("資料１に基づき説明。橋は三径間である。", EXPLANATION),
        ("議案第４号について御説明申し上げます。", EXPLANATION),
        ("報告第７号です。橋の点検を終えました。", REPORT),
        ("次回は７月１２日に開きます。", P),
        ("本日の資料の確認をさせていただきます。", P),
        ("仁木議員の御質問にお答えいたします。", A),
        ("橋は長さ二十メートルでございます。", None),
    ],
)
def test_officials(text: str, expected: Role | None) -> None:
    assert role(text, Side.OFFICIAL) is expected


@pytest.mark.parametrize(
    ("text", "thanks"),
    [
        ("はい、ありがとうございました。", True),
        ("分かりました。", True),
        ("蒲田委員と同じ意見である。", True),
        ("異議なし。", True),
        ("分かりました。では、いつ始まりますか。", False),
        ("はい、秋からです。", False),
    ],
)
def test_thanks_and_assent(text: str, thanks: bool) -> None:
    assert is_thanks(Words(fold(text))) is thanks
    if thanks:
        assert role(text, Side.MEMBER) is None


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("橋はいつ直りますか。通学路なので困っています。", True),
        ("別枠で三点ですよね。", True),
        ("訪問系は。", True),
        ("橋を残すべきではないでしょうか。", False),
        ("もっと明るくしてほしい。", False),
    ],
)
def test_what_asks_anywhere(text: str, does: bool) -> None:
    assert asks(Words(fold(text))) is does

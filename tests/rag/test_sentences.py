from __future__ import annotations

import pytest

from rag.question import Wanted
from rag.sentences import announces, asks, holds, leans_back


@pytest.mark.parametrize(
    "text",
    [
        "図書館の開館時間を延ばす考えはありますか。",
        "今後の見通しについて伺います。",
        "町長の考えを伺う。",
        "市長の御所見をお伺いいたします。",
        "進み具合を伺いたいと思います。",
        "二点お尋ねします。",
        "具体的な時期をお聞かせください。",
        "見込みをお示し願います。",
        "もう少し詳しく教えてください。",
        "御答弁をお願いいたします。",
        "町の見解を求めます。",
        "停留所は増やせないものでしょうか。",
        "運賃は据え置くことでよいか。",
        "蔵書は何冊あるか。",
        "毛布は足りているのか。",
        "委員は何人か。",
        "開館はいつか。",
        "早く進めるべきではないか。",
        "なぜ遅れたのでしょうか？",
        "以上で質問を終わります。",
        "What will it cost?",
    ],
)
def test_asks(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "開館時間を延ばすかどうかは、来年度に決めます。",
        "足りているかとの御質問ですが、毛布は1,200枚あります。",
        "記録は確か。",
        "違いは明らか。",
        "御質問にお答えいたします。",
        "順次お答えします。",
        "お手元の資料でお示しします。",
        "御意見は伺いました。",
        "住民の意見を聞かせていただきました。",
        "事業費は２億円です。",
        "御理解をお願いいたします。",
    ],
)
def test_does_not_ask(text: str) -> None:
    assert not asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "図書館の開館時間についてお答えいたします。",
        "初めに、避難所の備蓄についての御質問でございます。",
        "次に、運賃についてのお尋ねであります。",
        "まず、一点目の停留所についてでございます。",
        "続いて、予算に関してでありますが、",
        "事業の概要を御説明いたします。",
        "資料に沿って御説明申し上げます。",
        "私からお答えさせていただきます。",
        "お答えします。",
        "検討の経過を報告します。",
    ],
)
def test_announces(text: str) -> None:
    assert announces(text)


@pytest.mark.parametrize(
    "text",
    [
        "開館時間については、午後８時まで延ばします。",
        "報告書は三月に出します。",
        "委員の御質問は、備蓄の数でした。",
        "詳しくは資料２に記載しております。",
        "担当課が住民に説明しました。",
        "運賃は200円です。",
    ],
)
def test_does_not_announce(text: str) -> None:
    assert not announces(text)


@pytest.mark.parametrize(
    "text",
    [
        "そのため、工期を延ばします。",
        "この事業は三年間続けます。",
        "これにより、費用が減りました。",
        "また、停留所も増やします。",
        "ただし、冬は休みます。",
        "ただ、予算には限りがあります。",
        "なお、詳細は資料のとおりです。",
        "一方、利用者は減っています。",
        "同年４月に始めました。",
        "こうした声を受けて見直しました。",
        "そうした場合は、窓口で受け付けます。",
        "それは来年度に決めます。",
        "具体的には、二か所に置きます。",
        "However, the fare stays the same.",
        "This will take two years.",
    ],
)
def test_leans_back(text: str) -> None:
    assert leans_back(text)


@pytest.mark.parametrize(
    "text",
    [
        "ただいまの御質問にお答えします。",
        "ただちに避難所を開きます。",
        "これからの図書館は、集う場所になります。",
        "これまで三回の会議を開きました。",
        "それぞれの小学校に職員を置きます。",
        "その他の費用は三万円です。",
        "このたび、計画を改めました。",
        "この度、計画を改めました。",
        "ここ数年、利用者が減っています。",
        "こころの相談は毎週行っています。",
        "こうのとり号は二路線を走ります。",
        "そうめん流しは八月に行います。",
        "一方通行の道路は三本あります。",
        "まいにち運行しています。",
        "またぎ橋の点検は五年ごとです。",
        "なおした道路は五本です。",
        "Thistle Street was closed.",
    ],
)
def test_stands_alone(text: str) -> None:
    assert not leans_back(text)


@pytest.mark.parametrize(
    ("wanted", "text", "expected"),
    [
        (Wanted.NUMBER, "毛布は1,200枚です。", True),
        (Wanted.NUMBER, "委員は１５名です。", True),
        (Wanted.NUMBER, "委員は十五名です。", True),
        (Wanted.NUMBER, "毛布は足りています。", False),
        (Wanted.DATE, "令和七年四月に開きます。", True),
        (Wanted.DATE, "来年度に決めます。", True),
        (Wanted.DATE, "10月上旬を予定しています。", True),
        (Wanted.DATE, "工期は３年間です。", False),
        (Wanted.DATE, "一日も早く始めます。", False),
        (Wanted.REASON, "橋が古くなったためです。", True),
        (Wanted.REASON, "理由は二つあります。", True),
        (Wanted.REASON, "橋を架け替えます。", False),
        (Wanted.PLACE, "第１会議室で開きます。", False),
        (None, "毛布は1,200枚です。", False),
    ],
)
def test_holds(wanted: Wanted | None, text: str, expected: bool) -> None:
    assert holds(wanted, text) is expected

from __future__ import annotations

import time

import pytest

from rag.question import understand
from rag.short_answer import short_answer

WHEN, YEN, PEOPLE = "いつ始まりますか", "費用はいくらですか", "何人ですか"


@pytest.mark.parametrize(
    ("question", "quote", "span"),
    [
        (WHEN, "令和９年４月１日に開館します。", "令和９年４月１日"),
        (WHEN, "開館は令和九年四月を予定しています。", "令和九年四月"),
        (WHEN, "平成元年度に始めました。", "平成元年度"),
        (WHEN, "令和9年度中に始めます。", "令和9年度中"),
        (WHEN, "次回は２０２５年６月３０日（月）です。", "２０２５年６月３０日（月）"),
        (WHEN, "次回は6月30日(月曜日)です。", "6月30日(月曜日)"),
        (WHEN, "来年の４月に開きます。", "来年の４月"),
        (WHEN, "来年度から始めます。", "来年度"),
        (WHEN, "10月上旬を予定しています。", "10月上旬"),
        ("いつまで使えますか", "４月１日から６月30日まで使えます。", "６月30日"),
        ("いつから使えますか", "４月１日から６月30日まで使えます。", "４月１日"),
        ("いつまでに決めますか", "令和８年９月末までに決めます。", "令和８年９月末"),
        ("何年に始まりましたか", "平成30年に始まりました。", "平成30年"),
        ("何時に始まりますか", "4月1日の午前10時30分に始まります。", "午前10時30分"),
        ("When does it open?", "令和９年４月に開館します。", "令和９年４月"),
        ("什么时候开放？", "令和９年４月に開館します。", "令和９年４月"),
        (YEN, "建設費は３億2,000万円です。", "３億2,000万円"),
        (YEN, "建設費は三億二千万円です。", "三億二千万円"),
        (YEN, "備品に約５００千円を充てます。", "約５００千円"),
        (YEN, "運賃は一律200円とします。", "200円"),
        (YEN, "負担は10〜20万円です。", "10〜20万円"),
        (YEN, "差額はマイナス500円です。", "マイナス500円"),
        ("How much does it cost?", "建設費は３億円です。", "３億円"),
        (PEOPLE, "参加者は延べ１，２３４人でした。", "延べ１，２３４人"),
        (PEOPLE, "委員は十五名です。", "十五名"),
        (PEOPLE, "人口は1万2,345人です。", "1万2,345人"),
        (PEOPLE, "人口は1万2千人です。", "1万2千人"),
        (PEOPLE, "参加者は数十人でした。", "数十人"),
        ("何人分ありますか", "食料は約6,200人の３日分です。", "約6,200人"),
        (PEOPLE, "参加者は十数人でした。", "十数人"),
        (PEOPLE, "定員は10〜15人です。", "10〜15人"),
        (PEOPLE, "参加者は20人以上でした。", "20人以上"),
        (PEOPLE, "一人暮らしの高齢者は約 1,200 人です。", "約 1,200 人"),
        ("何％ですか", "回収率は６２．５％です。", "６２．５％"),
        ("何パーセントですか", "10.5ポイント増の62.5%でした。", "62.5%"),
        ("何割ですか", "高齢者は約１割です。", "約１割"),
        ("何時間かかりますか", "２時間10分かかります。", "２時間10分"),
        ("何時間かかりますか", "２時間半かかります。", "２時間半"),
        ("何ヶ月かかりますか", "３か月かかります。", "３か月"),
        ("何か所ありますか", "避難所は12箇所です。", "12箇所"),
        ("何メートルですか", "幅は約3.5メートルです。", "約3.5メートル"),
        ("何回開きましたか", "年に４回開きました。", "４回"),
        ("何年かかりますか", "令和６年度から３年かかります。", "３年"),
    ],
)
def test_the_span_that_stands_out(question: str, quote: str, span: str) -> None:
    assert short_answer(understand(question), [quote]) == span
    assert span in quote


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        (WHEN, "年度の末までに決めます。"),
        (WHEN, "工期は３年間です。"),
        (WHEN, "１か月ごとに見直します。"),
        (WHEN, "平成30年に始め、令和６年に終えました。"),
        (WHEN, "４月１日から６月３０日までです。"),
        (WHEN, "令和６年４月〜６月に行います。"),
        (WHEN, "５月17日、18日に開きます。"),
        (WHEN, "翌年３月に終わりました。"),
        (WHEN, "10月分の利用者は減りました。"),
        (WHEN, "９月定例会に提案します。"),
        (WHEN, "早めに始めます。"),
        ("何年に始まりましたか", "６月30日に始まりました。"),
        ("何年かかりますか", "令和６年度に終わりました。"),
        ("何年かかりますか", "2024年に終わりました。"),
        ("何時に始まりますか", "４月１日に始まります。"),
        ("何曜日ですか", "４月１日です。"),
        (YEN, "500円から1,000円です。"),
        (YEN, "2,000万円増の３億円です。"),
        (YEN, "200円又は300円です。"),
        (YEN, "利用は無料です。"),
        (YEN, "１２人が利用しました。"),
        (PEOPLE, "10人から15人に増えました。"),
        (PEOPLE, "３人に１人が利用しました。"),
        (PEOPLE, "10、20人では足りません。"),
        ("いつまで使えますか", "４月１日から新しい袋になります。"),
        ("何枚配りますか", "袋は１枚につき20円です。"),
        (PEOPLE, "１人当たり500円です。"),
        (PEOPLE, "一人一人を大切にします。"),
        (PEOPLE, "第３人目の発言です。"),
        (PEOPLE, "３人目の発言です。"),
        (PEOPLE, "12件ありました。"),
        ("何回開きましたか", "第３回の会議で決めました。"),
        ("何点ありますか", "一点目は運賃です。"),
        ("何分かかりますか", "全体の３分の１です。"),
        ("何件ですか", "令和５年度は12件、令和６年度は15件です。"),
        ("なぜですか", "令和６年に３人が辞めたためです。"),
        ("図書館について", "建設費は３億円です。"),
        ("いくつありますか", "避難所は12箇所です。"),
    ],
)
def test_none_where_no_span_or_several_stand_out(question: str, quote: str) -> None:
    assert short_answer(understand(question), [quote]) is None


@pytest.mark.parametrize("piece", ["1", "千", "一", "1万", "1,000", "数", "~1", "年", "1月"])
def test_a_long_run_of_numerals_takes_no_time(piece: str) -> None:
    start = time.perf_counter()
    for question in (WHEN, YEN, PEOPLE):
        short_answer(understand(question), [piece * 3_000])
    assert time.perf_counter() - start < 3


def test_quotes_that_disagree_give_no_short_answer() -> None:
    question = understand("バスの運賃はいくらですか")
    now, later = "運賃は150円です。", "運賃を200円に改めます。"
    assert short_answer(question, [now, "運賃150円は据え置きます。"]) == "150円"
    assert short_answer(question, [now, "利用者は増えています。"]) == "150円"
    assert short_answer(question, [now, later]) is None
    assert short_answer(question, ["利用者は増えています。", later]) is None


def test_a_date_told_by_another_one_gives_no_short_answer() -> None:
    question = understand("図書館はいつ開きますか")
    quote = "図書館は、令和８年４月１日の開館を見送り、同年６月３日の開館に改める。"
    assert short_answer(question, [quote]) is None
    assert short_answer(question, ["図書館は、令和８年４月１日に開きます。", quote]) is None
    assert short_answer(question, ["図書館は、令和８年４月１日に開きます。"]) == "令和８年４月１日"

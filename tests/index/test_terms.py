"""The same thing written in two ways has the same terms."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.terms import Analyzer
from index.user_dictionary import DictionaryEntry, UserDictionary

_ANALYZER = Analyzer()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("引っ越しの手続き", "引越しの手続"),
        ("三百", "300"),
        ("三百円", "３００円"),
        ("1,379千円", "1379千円"),
        ("１，３７９千円", "1379千円"),
        ("三百二十五万円", "325万円"),
        ("二〇二六年", "2026年"),
        ("二○二六年", "2026年"),
        ("第三回", "第3回"),
        ("サーバの更新", "サーバーの更新"),
        ("ﾃﾞｼﾞﾀﾙ推進", "デジタル推進"),
        ("ＤＸの推進", "dxの推進"),
        ("Digital Strategy", "DIGITAL strategy"),
        # numbers
        ("3百円", "300円"),
        ("一億二千万円", "120,000,000円"),
        ("１億2,000万円", "一億二千万円"),
        ("千五百人", "1,500人"),
        ("二十三区", "23区"),
        ("1.5万人", "15,000人"),
        ("一・五倍", "1.5倍"),
        ("3.5％", "3.5%"),
        ("十人の委員", "10人の委員"),
        ("二人", "2人"),
        ("四丁目", "4丁目"),
        ("ひとつ", "1つ"),
        ("第一回", "第1回"),
        # kana, kanji, what inflects
        ("ごみの収集", "ゴミの収集"),
        ("クマの出没", "くまの出没"),
        ("こどもの居場所", "子供の居場所"),
        ("取組", "取り組み"),
        ("防災に取り組む", "防災の取組み"),
        ("問合せ", "問い合わせ"),
        ("計画の見直し", "計画を見直す"),
        ("申込書", "申し込み書"),
        ("繰越金", "繰り越し金"),
        ("積立金", "積み立て金"),
        ("立入検査", "立ち入り検査"),
        ("十二か所", "12ヶ所"),
        ("霞ヶ関", "霞が関"),
        ("鎌ケ谷市", "鎌ヶ谷市"),
        ("障がい者", "障碍者"),
        ("ヴィジョン", "ビジョン"),
        ("マイナンバ", "マイナンバー"),
        ("髙橋委員", "高橋委員"),
        ("廣瀬委員と澤田委員", "広瀬委員と沢田委員"),
    ],
)
def test_two_writings_have_the_same_words(one: str, other: str) -> None:
    words = sorted(_ANALYZER.terms(one).words)
    assert words
    assert words == sorted(_ANALYZER.terms(other).words)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("三郷市", "3郷市"),
        ("四日市市", "4日市市"),
        ("千代田", "1000代田"),
        ("八王子", "8王子"),
        ("百合子", "100合子"),
        ("一二三さん", "123さん"),
        ("九十九里", "99里"),
        ("三百円", "三千円"),
        ("1.5万円", "15万円"),
        ("一・二年生", "1.2年生"),
        ("カバー", "カバ"),
        ("行政改革", "行政改善"),
        ("図書館", "博物館"),
    ],
)
def test_two_things_have_different_words(one: str, other: str) -> None:
    assert sorted(_ANALYZER.terms(one).words) != sorted(_ANALYZER.terms(other).words)


@pytest.mark.parametrize(
    "name", ["三郷", "四日市", "千代田", "八王子", "百合子", "一二三", "五十嵐"]
)
def test_a_name_is_no_number(name: str) -> None:
    terms = _ANALYZER.terms(f"{name}さん")
    assert name in terms.words
    assert not any(term[0].isdigit() for term in terms.bigrams)


def test_a_compound_is_found_by_its_parts() -> None:
    words = set(_ANALYZER.terms("国民健康保険料の改定").words)
    assert words.issuperset(_ANALYZER.terms("国民健康保険").words)
    assert words.issuperset(_ANALYZER.terms("保険料").words)


def test_function_words_are_left_out() -> None:
    assert _ANALYZER.terms("図書館の予算はいくらですか。").words == ["図書", "館", "予算", "幾ら"]
    assert _ANALYZER.terms("What is the budget of the library?").words == ["budget", "library"]


@pytest.mark.parametrize(
    ("text", "bigrams"),
    [
        ("予算案", ["予算", "算案"]),
        ("회의록 공개", ["회의", "의록", "공개"]),
        ("会议记录", ["会议", "议记", "记录"]),
        ("3.5％の増", ["3.5", "の増"]),
        ("GIGAスクール", ["giga", "スク", "クー", "ール"]),
        ("票。", ["票"]),
    ],
)
def test_bigrams(text: str, bigrams: list[str]) -> None:
    assert _ANALYZER.terms(text).bigrams == bigrams
    assert _ANALYZER.bigrams(text) == bigrams


@pytest.mark.parametrize(
    ("text", "bigrams"),
    [
        ("1,379円", ["1379", "円"]),
        ("1,379千円", ["137", "万", "9000", "円"]),
        ("一億二千万円", ["1", "億", "2000", "万円"]),
        ("120,000,000円", ["1", "億", "2000", "万円"]),
        ("千五百人", ["1500", "人"]),
        ("三回", ["三回"]),
    ],
)
def test_the_numbers_of_bigrams_are_in_digits(text: str, bigrams: list[str]) -> None:
    assert _ANALYZER.bigrams(text) == bigrams
    assert _ANALYZER.terms(text).bigrams == bigrams


@pytest.mark.parametrize("sign", ["予", "𠮷", "ｶﾞ"], ids=["3 bytes", "4 bytes", "half width"])
def test_texts_over_the_limit_of_sudachi(sign: str) -> None:
    text = (sign + "算の件、") * 5_000
    assert len(text.encode()) > 49_149
    assert len(_ANALYZER.terms(text).words) >= 5_000


def test_no_term_holds_white_space() -> None:
    terms = _ANALYZER.terms("図書館　の 予算\n\u2028Annual\u00a0report No. 5")
    assert all(term == "".join(term.split()) for term in [*terms.words, *terms.bigrams])


def test_the_id_names_the_dictionary(tmp_path: Path) -> None:
    assert "sudachi-core-20" in _ANALYZER.id
    own = tuple(
        UserDictionary((DictionaryEntry(word, "", word),), tmp_path)
        for word in ("汐見野", "灯台町")
    )
    assert len({_ANALYZER.id, *(Analyzer(dictionary).id for dictionary in own)}) == 3

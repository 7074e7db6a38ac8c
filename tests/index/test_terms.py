"""The same thing written in two ways has the same terms."""

from __future__ import annotations

import pytest

from index.terms import Analyzer

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
    ],
)
def test_two_writings_have_the_same_words(one: str, other: str) -> None:
    words = sorted(_ANALYZER.terms(one).words)
    assert words
    assert words == sorted(_ANALYZER.terms(other).words)


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


def test_a_number_is_no_bigram_of_digits() -> None:
    assert _ANALYZER.bigrams("1,379千円") == ["1379", "千円"]


@pytest.mark.parametrize("sign", ["予", "𠮷", "ｶﾞ"], ids=["3 bytes", "4 bytes", "half width"])
def test_texts_over_the_limit_of_sudachi(sign: str) -> None:
    text = (sign + "算の件、") * 5_000
    assert len(text.encode()) > 49_149
    assert len(_ANALYZER.terms(text).words) >= 5_000


def test_no_term_holds_white_space() -> None:
    terms = _ANALYZER.terms("図書館　の 予算\n\u2028Annual\u00a0report No. 5")
    assert all(term == "".join(term.split()) for term in [*terms.words, *terms.bigrams])


def test_the_id_names_the_dictionary() -> None:
    assert "sudachi-core-20" in _ANALYZER.id

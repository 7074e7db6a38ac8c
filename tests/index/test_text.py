"""Folding keeps the way back, splitting loses nothing, languages are told apart."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text import detect_language, fold, fold_with_offsets, split_sentences

_SIGNS = list(
    "あがﾊﾟｶﾞｱかハ\u3099\u309a一葛髙㈱①ⅣＡａ１．，。〇○◯～（）「」　 \n\r\tEé\u0301ﬁ가각\u1100\u1161\u11a8회㍻"
)
_INVISIBLE = list("\u00ad\u200b\u200d\ufeff\ufe0f\U000e0100\ue000\U000f0000")
_TEXTS = st.text(st.sampled_from(_SIGNS + _INVISIBLE), max_size=40)


def test_a_line_end_is_no_part_of_a_sign() -> None:
    folded = fold_with_offsets("か\u3099\n\u3099か \u0301か")
    assert folded.text == "が\n\u3099か \u0301か"
    assert list(folded.offsets) == [0, 2, 3, 4, 5, 6, 7, 8]


def _reference(text: str) -> str:
    """NFKC between the characters that are dropped, and one form for the circles."""
    runs, run = [], ""
    for character in text:
        if character in _INVISIBLE:
            runs.append(run)
            run = ""
        else:
            run += character
    folded = "".join(unicodedata.normalize("NFKC", part) for part in [*runs, run])
    return folded.translate({ord("〇"): "○", ord("◯"): "○", ord("\f"): "\n"})


@given(_TEXTS)
def test_folding_is_nfkc_apart_from_circles_and_invisible_characters(text: str) -> None:
    assert fold(text) == _reference(text)


@given(_TEXTS)
def test_every_folded_character_knows_where_it_came_from(text: str) -> None:
    folded = fold_with_offsets(text)
    assert len(folded.offsets) == len(folded.text) + 1
    assert folded.offsets[-1] == len(text)
    for i, character in enumerate(folded.text):
        start, end = folded.to_source(i, i + 1)
        assert 0 <= start < end <= len(text)
        assert character in _reference(text[start:end])


@given(_TEXTS, st.data())
def test_a_range_covers_what_it_came_from(text: str, data: st.DataObject) -> None:
    folded = fold_with_offsets(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    low, high = folded.to_source(start, end)
    assert folded.text[start:end] in fold(text[low:high])


@pytest.mark.parametrize(
    ("text", "needle", "quote"),
    [
        ("予算は１，３７９千円", "1,379千円", "１，３７９千円"),
        ("ﾃﾞｼﾞﾀﾙ化の推進", "デジタル", "ﾃﾞｼﾞﾀﾙ"),
        ("㈱青葉の説明", "(株)", "㈱"),
        ("か\u3099んばる", "が", "か\u3099"),
        ("葛\U000e0100城市の件", "葛城", "葛\U000e0100城"),
        ("二〇二六年", "二○二六", "二〇二六"),
    ],
)
def test_a_quote_is_cut_from_the_original(text: str, needle: str, quote: str) -> None:
    folded = fold_with_offsets(text)
    start = folded.text.index(needle)
    low, high = folded.to_source(start, start + len(needle))
    assert text[low:high] == quote


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["図書館を建てます。", "費用は三億円です。"],
        ["町長は「検討する。」と答えた。", "以上です。"],
        ["「検討します。」", "町長はそう答えた。"],
        ["資料（案。第２版）をご覧ください。", "以上です。"],
        ["お疲れさまでした（笑）。", "では次に移ります。"],
        ["本当ですか！？", "驚きました。"],
        ["伸び率は3.5％です。", "前年は２．８％でした。"],
        ["Ver.2.0を入れました。", "動いています。"],
        ["１．はじめに申し上げます。", "次に進みます。"],
        ["Ｑ．いつですか。", "来月です。"],
        ["えー…そうですね。", "来月です。"],
        ["そのように思います……。", "次です。"],
        ["Mr. Smith spoke first.", "He thanked the board.", "It was 3.5 percent."],
        ["We use e.g. maps here.", "Was it No. 5?", "Yes!"],
        ["DX（Digital Transformation. 略称）です。", "以上です。"],
        ["「閉じない括弧です。", "次の文です。"],
        ["안녕하십니까.", "회의를 시작합니다."],
        ["现在开会。", "请看议程。"],
    ],
    ids=lambda sentences: sentences[0][:14],
)
def test_sentences_of_one_line(expected: list[str]) -> None:
    gap = " " if expected[0].endswith((".", "?", "!")) else ""
    assert _sentences(gap.join(expected)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("令和８年\n五月の会議を開いた。", ["令和８年\n五月の会議を開いた。"]),
        ("報告を受けた。\n質疑に入った。", ["報告を受けた。", "質疑に入った。"]),
        (
            "資料の説明\n・予算について\n・日程について",
            ["資料の説明", "・予算について", "・日程について"],
        ),
        ("議題\n２．予算の件\n３．その他", ["議題", "２．予算の件", "３．その他"]),
        ("一つ目の段落\n\n二つ目の段落", ["一つ目の段落", "二つ目の段落"]),
        ("出席者：\r\n町長", ["出席者：", "町長"]),
        ("　以上です。　終わり　", ["以上です。", "終わり"]),
        ("", []),
        (" \n　", []),
    ],
)
def test_line_breaks_and_white_space(text: str, expected: list[str]) -> None:
    assert _sentences(text) == expected


@given(
    st.text(st.sampled_from(list("あ議A1.。．！?…「」（）()“” 　\n\r・２、とE\u3099")), max_size=60)
)
def test_splitting_loses_only_white_space(text: str) -> None:
    position = 0
    for start, end in split_sentences(text):
        assert position <= start < end
        assert text[position:start].strip() == ""
        assert text[start:end] == text[start:end].strip()
        position = end
    assert text[position:].strip() == ""


@pytest.mark.parametrize(
    "text",
    [
        "予算" * 100_000,
        "（" * 100_000 + "」" * 100_000,
        "議" + "\n" * 200_000 + "案",
        "." * 200_000,
    ],
    ids=["no full stop", "brackets that never close", "line breaks", "points"],
)
def test_no_text_takes_quadratic_time(text: str) -> None:
    start = time.process_time()
    split_sentences(text)
    fold_with_offsets(text)
    assert time.process_time() - start < 5  # seconds; quadratic ones took minutes


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("図書館はいつ開きますか", "ja"),
        ("予算額", "ja"),
        ("DX推進計画のポイント", "ja"),
        ("When does the library open?", "en"),
        ("图书馆什么时候开放", "zh"),
        ("圖書館的預算是多少", "zh"),
        ("도서관 예산은 얼마입니까", "ko"),
        ("2026", "ja"),
        ("", "ja"),
    ],
)
def test_languages(text: str, language: str) -> None:
    assert detect_language(text) == language

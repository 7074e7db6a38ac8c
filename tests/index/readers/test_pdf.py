from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import DamagedSource, EncryptedSource, NoTextLayer
from index.readers.pdf import read_pdf
from index.source import MarkKind, SourceDocument
from tests.index.readers.marks import shown
from tests.index.readers.pdf_files import Text, encrypted_pdf_file, page_of, pdf_file


def read(data: bytes) -> SourceDocument:
    (document,) = read_pdf("a.pdf", data)
    return document


def text_of_pages(document: SourceDocument) -> list[str]:
    return [document.text[page.span.start : page.span.end] for page in document.pages]


def test_lines_and_pages() -> None:
    document = read(
        pdf_file([page_of(["第2回 水辺公園検討会", "○川辺座長　開会します。"]), page_of(["閉会"])])
    )
    assert document.text == "第2回 水辺公園検討会\n○川辺座長　開会します。\n閉会\n"
    assert text_of_pages(document) == ["第2回 水辺公園検討会\n○川辺座長　開会します。\n", "閉会\n"]
    assert [page.number for page in document.pages] == [1, 2]
    assert document.page_at(document.text.index("閉会")) == 2


def test_running_heads_and_page_numbers_are_furniture() -> None:
    pages = [
        [
            Text(70, 800, "水辺公園検討会　会議録"),
            *page_of([f"議題{i}について説明があった。", "賛成の意見が出た。"], top=700 - 5 * i),
            Text(290, 40, f"- {i} -"),
        ]
        for i in range(1, 5)
    ]
    document = read(pdf_file(pages))
    assert shown(document, MarkKind.FURNITURE) == [
        mark
        for i in range(1, 5)
        for mark in [("furniture", 0, "水辺公園検討会　会議録"), ("furniture", 0, f"- {i} -")]
    ]


NUMBERS = ["12", "－12－", "(12)", "12／30", "p. 12", "12ページ", "１３", "― 3 ―", "〔12〕"]
NUMBERS += ["Page 3 of 12", "第12頁", "― 十二 ―", "- iv -", "十二頁"]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_page_number_is_known_by_its_form(number: str) -> None:
    document = read(pdf_file([[*page_of(["議事"], top=500), Text(290, 40, number)]]))
    assert shown(document) == [("furniture", 0, number)]


@pytest.mark.parametrize("words", ["十二", "12人", "第3回", "令和6年", "iv", "3月"])
def test_a_short_line_at_the_foot_is_text(words: str) -> None:
    document = read(pdf_file([[*page_of(["議事"], top=500), Text(290, 40, words)]]))
    assert shown(document) == []


SIGNS = "一二三四五六七八九十"


def body(page: int) -> list[str]:
    return [f"{SIGNS[page]}枚目の{sign}行目に書かれた、前から続く意見。" for sign in SIGNS]


def test_heads_of_left_and_right_pages_differ() -> None:
    heads = ["水辺公園検討会　会議録", "令和6年第3回"]
    pages = [[Text(70, 800, heads[i % 2]), *page_of(body(i), top=700)] for i in range(6)]
    assert shown(read(pdf_file(pages))) == [("furniture", 0, heads[i % 2]) for i in range(6)]


@pytest.mark.parametrize(("count", "on"), [(2, 2), (5, 2)])
def test_a_line_that_heads_pages_by_chance_is_text(count: int, on: int) -> None:
    """The chair speaks at the top of pages now and then; no gap sets the line apart."""
    chair = "○議長（山田太郎君）"
    tops = [chair if i < on else f"次の{SIGNS[i]}人目" for i in range(count)]
    pages = [page_of([top, *body(i)], top=790) for i, top in enumerate(tops)]
    assert shown(read(pdf_file(pages))) == []


def test_a_head_close_to_the_text_is_furniture_if_most_pages_have_it() -> None:
    pages = [page_of(["水辺公園検討会　会議録", *body(i)], top=790) for i in range(5)]
    assert shown(read(pdf_file(pages))) == [("furniture", 0, "水辺公園検討会　会議録")] * 5


def test_a_number_in_the_middle_of_the_page_is_text() -> None:
    document = read(pdf_file([[*page_of(["予算額"], top=500), *page_of(["12"], top=480)]]))
    assert shown(document) == []


def test_two_columns_drawn_row_by_row_are_read_one_after_the_other() -> None:
    left = [f"左の段の{i}行目に書かれた文章の一部" for i in range(10)]
    right = [f"右の段の{i}行目に書かれた文章の一部" for i in range(10)]
    rows = [
        text
        for i in range(10)
        for text in (Text(60, 700 - 18 * i, left[i]), Text(310, 700 - 18 * i, right[i]))
    ]
    title = Text(60, 740, "二つの段にまたがる長い長い長い表題がここに入っているところの見出しの行")
    document = read(pdf_file([[title, *rows]]))
    assert document.text.splitlines() == [title.words, *left, *right]


def test_a_roster_in_two_columns_stays_in_rows() -> None:
    rows = [
        text
        for i in range(10)
        for text in (
            Text(60, 700 - 18 * i, f"{i}番議員"),
            Text(310, 700 - 18 * i, f"{i + 10}番議員"),
        )
    ]
    assert read(pdf_file([rows])).text.splitlines()[0] == "0番議員\t10番議員"


def test_columns_drawn_one_after_the_other_stay_so() -> None:
    left = page_of(["左の一行目", "左の二行目"], x=60)
    right = page_of(["右の一行目", "右の二行目"], x=310)
    expected = ["左の一行目", "左の二行目", "右の一行目", "右の二行目"]
    assert read(pdf_file([[*left, *right]])).text.splitlines() == expected


def test_a_jumble_is_sorted_from_top_to_bottom() -> None:
    lines = page_of([f"{i}行目の文章です。" for i in range(12)])
    document = read(pdf_file([lines[::-1]]))
    assert document.text.splitlines() == [line.words for line in lines]


def test_a_spread_label_keeps_its_letters_together() -> None:
    row = [Text(60, 700, "日時", spacing=50), Text(200, 700, "令和6年7月11日")]
    assert read(pdf_file([row])).text == "日 時\t令和6年7月11日\n"


def test_gaps_between_japanese_and_latin_letters_are_no_spaces() -> None:
    row = [Text(60, 700, "令和"), Text(83.6, 700, "6"), Text(91.5, 700, "年度")]
    assert read(pdf_file([row])).text == "令和6年度\n"


def test_ruby_is_left_out() -> None:
    page = [Text(81, 711, "こうえん", size=5), Text(60, 700, "水辺公園の整備について")]
    assert read(pdf_file([page])).text == "水辺公園の整備について\n"


def test_a_latin_word_broken_over_lines_is_put_together() -> None:
    page = page_of(["The recommen-", "dations were read;", "recommendations are law."])
    assert read(pdf_file([page])).text.splitlines()[:2] == [
        "The recommendations",
        "were read;",
    ]


def test_radicals_and_compatibility_forms_stay_as_printed() -> None:
    words = "⼀⼈の委員が神社と㈱みずべを⾯談した。"
    assert read(pdf_file([page_of([words])])).text == words + "\n"


def test_large_letters_are_headings() -> None:
    page = [Text(60, 700, "水辺公園検討会", size=18), Text(60, 660, "橋の架替え", size=14)]
    body = page_of([f"{i}番目の意見として賛成が述べられた。" for i in range(10)], top=620)
    assert shown(read(pdf_file([[*page, *body]])), MarkKind.HEADING) == [
        ("heading", 1, "水辺公園検討会"),
        ("heading", 2, "橋の架替え"),
    ]


def test_sideways_text_is_turned() -> None:
    page = [Text(300, 300, "First line of a wide table", matrix="0 1 -1 0")]
    page += [Text(318, 300, "Second line", matrix="0 1 -1 0")]
    assert read(pdf_file([page], rotate=90)).text == "First line of a wide table\nSecond line\n"


def test_a_page_without_text_is_named_and_the_others_are_read() -> None:
    document = read(pdf_file([page_of(["議事"]), [], page_of(["続き"]), [], []]))
    assert text_of_pages(document) == ["議事\n", "", "続き\n", "", ""]
    (warning,) = document.warnings
    assert "2, 4-5ページ" in warning.ja
    assert "page 2, 4-5" in warning.en


def test_a_scan_is_refused() -> None:
    with pytest.raises(NoTextLayer) as caught:
        read(pdf_file([[], []]))
    assert "全2ページ" in caught.value.line("ja")


def test_a_scan_with_stamped_page_numbers_is_refused() -> None:
    with pytest.raises(NoTextLayer):
        read(pdf_file([[Text(290, 40, f"{i}")] for i in range(1, 4)]))


def test_a_garbage_text_layer_is_refused() -> None:
    with pytest.raises(NoTextLayer):
        read(pdf_file([page_of(["\ue000\ue001\ufffd議\ue002\ue003\ue004" * 5] * 5)]))


def test_a_page_whose_letters_are_mixed_up_is_named_and_the_others_are_read() -> None:
    """Its font says wrongly which glyph is which."""
    noise = "".join(chr(0x4E00 + ord(sign) * 97 % 0x51A0) for sign in "".join(body(0)))
    document = read(
        pdf_file([page_of(["議事"]), page_of([noise[i : i + 30] for i in (0, 30, 60)])])
    )
    assert text_of_pages(document) == ["議事\n", ""]
    assert "2ページ" in document.warnings[0].ja


COLUMNS = [
    "橋の架替えについて伺った、",
    "次の行に続く質問であって、",
    "三行目で質問を終わります。",
]


def test_vertical_writing_is_read_from_right_to_left() -> None:
    page = [Text(500 - 20 * i, 750, column) for i, column in enumerate(COLUMNS)]
    assert read(pdf_file([page], cmap="UniJIS-UTF16-V")).text.splitlines() == COLUMNS


def test_two_tiers_of_vertical_prose_are_read_one_after_the_other() -> None:
    upper = [f"上の段の第{i}行に書かれた答弁の文章がここにあった。" for i in "一二三四五六七八九十"]
    lower = [f"下の段の第{i}行に書かれた答弁の文章がここにあった。" for i in "一二三四五六七八九十"]
    page = [Text(500 - 20 * i, 780, words) for i, words in enumerate(upper)]
    page += [Text(500 - 20 * i, 420, words) for i, words in enumerate(lower)]
    document = read(pdf_file([page], cmap="UniJIS-UTF16-V"))
    assert document.text.splitlines() == [*upper, *lower]


def test_vertical_writing_in_tiers_that_interleave_is_refused() -> None:
    page = [
        Text(500 - 20 * column, 780 - 250 * tier, "縦書きの広報紙だった。")
        for column in range(4)
        for tier in range(3)
    ]
    with pytest.raises(NoTextLayer):
        read(pdf_file([page], cmap="UniJIS-UTF16-V"))


def test_a_password_is_told() -> None:
    with pytest.raises(EncryptedSource):
        read(encrypted_pdf_file())


@pytest.mark.parametrize("share", [0.3, 0.7, 0.98])
def test_a_cut_off_file_is_damaged(share: float) -> None:
    whole = pdf_file([page_of(["議事録"])] * 5)
    with pytest.raises(DamagedSource):
        read(whole[: int(len(whole) * share)])


def test_an_update_that_is_cut_off_is_damage() -> None:
    """The earlier version could still be opened; what the update changed would be lost unseen."""
    whole = pdf_file([page_of(["議事録"])])
    with pytest.raises(DamagedSource, match="end is missing"):
        read(whole + b"9 0 obj\n<< /Length 90000 >>\nstream\n" + b"0 0 m\n" * 400)


def test_real_files(shared: Path) -> None:
    """The scanned one is refused; no other has an empty page."""
    for path in sorted(shared.glob("minutes/*/*.pdf")):
        if path.parent.name == "zh_cuhk":
            with pytest.raises(NoTextLayer):
                read_pdf(path.name, path.read_bytes())
        else:
            document = read(path.read_bytes())
            assert document.warnings == ()
            assert all(text.strip() for text in text_of_pages(document))
            assert "".join(text_of_pages(document)) == document.text

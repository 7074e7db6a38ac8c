from __future__ import annotations

import pytest

from index.errors import DamagedSource
from index.readers.html import read_html
from index.source import MarkKind, SourceDocument
from tests.index.readers.marks import shown


def read(body: str, *, head: str = "", encoding: str = "utf-8") -> SourceDocument:
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    (document,) = read_html("a.html", page.encode(encoding))
    return document


def test_blocks_and_breaks_are_lines() -> None:
    document = read(
        "<h1>議事録</h1><p>○議長　開会します。<br>　続いて<b>報告</b>です。</p>\n<div>次</div>"
    )
    assert document.text == "議事録\n○議長　開会します。\n　続いて報告です。\n次\n"
    assert shown(document) == [("heading", 1, "議事録")]


def test_white_space_is_folded_as_browsers_do_it() -> None:
    document = read(
        "<p>橋の架替えは\n      来年度に\n<i>行う</i>\n予定。  The bridge\n is old.&nbsp;終</p>"
    )
    assert document.text == "橋の架替えは来年度に行う予定。 The bridge is old.\u00a0終\n"


def test_preformatted_text_keeps_its_lines() -> None:
    assert (
        read("<pre>　一　日時\n　　二　場所   公民館</pre>").text
        == "　一　日時\n　　二　場所   公民館\n"
    )


def test_lists_tables_and_nesting() -> None:
    document = read(
        "<ul><li>橋<ul><li>予算</li></ul></li><li>公園</li></ul>"
        "<table><tr><th>役職</th><th>氏名</th></tr><tr><td>座長</td><td><p>川辺\n   太一</p></td></tr></table>"
    )
    assert shown(document) == [
        ("list_item", 1, "橋"),
        ("list_item", 2, "予算"),
        ("list_item", 1, "公園"),
        ("table_row", 0, "役職\t氏名"),
        ("table_row", 0, "座長\t川辺太一"),
    ]


def test_a_table_that_lays_out_the_page_is_read_as_lines() -> None:
    speeches = "<br>".join(f"○委員　発言{i}です。" for i in range(6))
    document = read(f"<table><tr><td>議事</td><td>{speeches}</td></tr></table>")
    assert document.text.splitlines()[:3] == ["議事", "○委員　発言0です。", "○委員　発言1です。"]
    assert shown(document, MarkKind.TABLE_ROW) == []


@pytest.mark.parametrize(
    "invisible",
    [
        "<script>議</script>",
        "<style>議</style>",
        "<noscript>議</noscript>",
        "<template>議</template>",
        "<p hidden>議</p>",
        "<p style='color:red; display: none'>議</p>",
        "<select><option>議</option></select>",
        "<!-- 議 -->",
        "<ruby><rt>議</rt></ruby>",
    ],
)
def test_what_is_not_shown_is_not_read(invisible: str) -> None:
    assert read(f"<p>前</p>{invisible}<p>後</p>").text == "前\n後\n"
    assert read(f"<p>前{invisible}後</p>").text.replace("\n", "") == "前後"


def test_navigation_is_furniture() -> None:
    document = read("<nav><a>トップ</a></nav><p>議事</p><footer>市役所</footer>")
    assert shown(document) == [("furniture", 0, "トップ\n"), ("furniture", 0, "市役所\n")]


def test_the_title_is_a_value() -> None:
    assert read("<p>議事</p>", head="<title>第2回\n 議事録</title>").values == {
        "title": "第2回 議事録"
    }


def test_a_wrong_charset_is_told() -> None:
    meta = '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=Shift_JIS">'
    document = read("<p>議事録</p>", head=meta)
    assert document.text == "議事録\n"
    assert "Shift_JIS" in document.warnings[0].ja
    assert "UTF-8" in document.warnings[0].en


@pytest.mark.parametrize(("declared", "encoding"), [("Shift_JIS", "cp932"), ("x-euc-jp", "euc_jp")])
def test_a_right_charset_is_not_warned_of(declared: str, encoding: str) -> None:
    document = read("<p>議事録を公開</p>", head=f"<meta charset={declared}>", encoding=encoding)
    assert document.text == "議事録を公開\n"
    assert document.warnings == ()


def test_deep_nesting_is_read_or_refused_but_never_cut_off() -> None:
    assert read("<div>" * 1500 + "議事" + "</div>" * 1500).text == "議事\n"
    with pytest.raises(DamagedSource, match="nested"):
        read("<div>" * 3000 + "議事" + "</div>" * 3000)

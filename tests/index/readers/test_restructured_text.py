from __future__ import annotations

from index.readers.restructured_text import read_restructured_text
from index.source import MarkKind, SourceDocument
from tests.index.readers.marks import shown


def read(text: str) -> SourceDocument:
    (document,) = read_restructured_text("a.rst", text.encode("utf-8"))
    assert document.text == text
    return document


def test_levels_follow_the_order_of_the_styles() -> None:
    document = read(
        "==========\n理事会記録\n==========\n\n会計報告\n========\n\n内訳\n----\n\n次回\n========\n"
    )
    assert shown(document, MarkKind.HEADING) == [
        ("heading", 1, "理事会記録"),
        ("heading", 2, "会計報告"),
        ("heading", 3, "内訳"),
        ("heading", 2, "次回"),
    ]


def test_comments_and_directives_are_furniture_and_notes_are_not() -> None:
    document = read(
        ".. contents:: 目次\n   :local:\n\n"
        ".. 下書き\n   - 書きかけ\n\n"
        ".. note:: 次回は公民館です。\n\n"
        ".. [1] 資料の注\n"
        "* 承認\n"
    )
    assert shown(document, MarkKind.FURNITURE) == [
        ("furniture", 0, ".. contents:: 目次\n   :local:"),
        ("furniture", 0, ".. 下書き\n   - 書きかけ"),
    ]
    assert shown(document, MarkKind.LIST_ITEM) == [("list_item", 1, "承認")]


def test_a_table_border_is_no_title() -> None:
    assert shown(read("氏名\n\n====  ====\n川辺  座長\n====  ====\n"), MarkKind.HEADING) == []

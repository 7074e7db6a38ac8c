from __future__ import annotations

from index.readers.markdown import read_markdown
from index.source import MarkKind, SourceDocument
from tests.index.readers.marks import shown


def read(text: str) -> SourceDocument:
    (document,) = read_markdown("a.md", text.encode("utf-8"))
    assert document.text == text
    return document


def test_headings_of_all_styles() -> None:
    document = read(
        "# 第2回 水辺公園検討会 #\n"
        "##出席者\n"
        "== 議題\n"
        "橋の架替え\n==========\n"
        "公園の愛称\r\n----------\r\n"
        "本文です。\n\n---\n\n#\n"
    )
    assert shown(document, MarkKind.HEADING) == [
        ("heading", 1, "第2回 水辺公園検討会"),
        ("heading", 2, "出席者"),
        ("heading", 2, "議題"),
        ("heading", 1, "橋の架替え"),
        ("heading", 2, "公園の愛称"),
    ]


def test_list_items_with_their_depth_and_hanging_lines() -> None:
    document = read(
        "- 川辺: 橋は\n  来年度に架け替える\n"
        "    - 予算は未定\n"
        "\t* 議会に諮る\n"
        "\n- 次の件\n1. 愛称の公募\n* * *\n本文\n"
    )
    assert shown(document, MarkKind.LIST_ITEM) == [
        ("list_item", 1, "川辺: 橋は\n  来年度に架け替える"),
        ("list_item", 2, "予算は未定"),
        ("list_item", 2, "議会に諮る"),
        ("list_item", 1, "次の件"),
        ("list_item", 1, "愛称の公募"),
    ]


def test_front_matter_gives_title_and_date_and_is_furniture() -> None:
    front = '---\ntitle: "第2回検討会"\ndate: 2024-07-11\nlang: ja\n---\n'
    document = read(front + "# 議事\n")
    assert document.values == {"title": "第2回検討会", "date": "2024-07-11"}
    assert shown(document)[0] == ("furniture", 0, front)
    assert shown(document, MarkKind.HEADING) == [("heading", 1, "議事")]


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    document = read("---\n本文\n---\n続き\n")
    assert document.values == {}
    assert shown(document, MarkKind.FURNITURE) == []


def test_code_and_comments_are_not_scanned() -> None:
    document = read("```\n# 違う\n- 違う\n```\n<!-- 下書き\n# 違う\n-->\n# 議事\n~~~~\n# 違う\n")
    assert shown(document, MarkKind.HEADING, MarkKind.LIST_ITEM) == [("heading", 1, "議事")]
    assert shown(document, MarkKind.FURNITURE) == [("furniture", 0, "<!-- 下書き\n# 違う\n-->")]


def test_a_comment_within_a_line_leaves_the_line_alone() -> None:
    document = read("- 川辺: 賛成<!-- 要確認 -->です\n")
    assert shown(document, MarkKind.LIST_ITEM) == [
        ("list_item", 1, "川辺: 賛成<!-- 要確認 -->です")
    ]

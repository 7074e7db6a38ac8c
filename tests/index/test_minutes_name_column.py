"""Names that stand in a column of their own, without any sign."""

from __future__ import annotations

import pytest

from index.minutes import parse_minutes
from index.source import SourceDocument

HEAD = "潮見町教育委員会 会議録\n日時　令和６年５月８日\n\n"
PADDED = """教育長　　　　定刻となりましたので、ただいまから定例会を
　　　　　　　開会します。
学校教育課長　４ページの下から３行目ですが、表の数字が
　　　　　　　古いままになっています。
森下委員　　　児童数は減っているのですか。
学校教育課長　はい、二十名の減です。
　　　　　　　転出によるものです。
教育長　　　　ほかにございますか。
　　　　　　　なければ、次に進みます。
"""
RECURRING = """組　　　要求書の二項について、回答を願いたい。
当　　　検討したが、実施は難しい。
組　　　理由は何か。
当　　　財源である。
組　　　納得できない。
当　　　理解を求める。
"""


def remarks(text: str) -> list[tuple[str | None, str]]:
    meeting = parse_minutes(SourceDocument("x.txt", HEAD + text, "text/plain"))
    return [(r.speaker.as_written if r.speaker else None, r.text) for r in meeting.remarks]


def test_names_are_read_from_the_column_and_words_from_beside_it() -> None:
    found = remarks(PADDED)
    assert [speaker for speaker, _ in found] == [
        "教育長",
        "学校教育課長",
        "森下委員",
        "学校教育課長",
        "教育長",
    ]
    assert found[2][1] == "児童数は減っているのですか。"
    assert found[3][1].startswith("はい、二十名の減です。")
    assert found[3][1].endswith("転出によるものです。")


def test_labels_that_come_back_before_wide_spaces_are_speakers() -> None:
    found = remarks(RECURRING)
    assert [speaker for speaker, _ in found] == ["組", "当", "組", "当", "組", "当"]
    assert found[3][1] == "財源である。"


@pytest.mark.parametrize("mark", ["○", "・"])
def test_bullets_are_no_names(mark: str) -> None:
    text = "".join(f"{mark}　　　　　　　意見{n}を述べた。\n" for n in "一二三四五六")
    assert {speaker for speaker, _ in remarks(text)} == {None}

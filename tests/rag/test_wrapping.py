from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from rag.wrapping import wrap


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("窓口の予約を始めます。", 12, ["窓口の予約を", "始めます。"]),
        ("窓口の予約を始める。", 18, ["窓口の予約を始め", "る。"]),
        ("費用は「三億円」です", 8, ["費用は", "「三億", "円」です"]),
        ("The counter opens at 9:00 today", 12, ["The counter", "opens at", "9:00 today"]),
        ("一行目\n二行目", 20, ["一行目", "二行目"]),
        (
            "https://example.jp/very/long/path",
            10,
            ["https://ex", "ample.jp/v", "ery/long/p", "ath"],
        ),
    ],
)
def test_lines_break_where_japanese_lines_may(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


@given(st.text(alphabet="窓口の予約、。「」（）abc 12.,", max_size=80), st.integers(10, 40))
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_len(line) <= width for line in lines)

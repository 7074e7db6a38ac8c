"""Files that hold several documents."""

from __future__ import annotations

import pytest

from index.errors import NotMinutes
from index.minutes import parse_documents
from index.source import SourceDocument

MINUTES = "議事録\n令和6年5月8日\n○会長　始めます。\n○委員　賛成です。\n"


def document(text: str, part: int) -> SourceDocument:
    return SourceDocument("x.json", text, "application/json", part=part)


def test_parts_without_remarks_are_left_out_and_told() -> None:
    documents = [document("", 0), document(MINUTES, 1), document(MINUTES, 2)]
    understood = parse_documents(documents)
    assert [d.part for d, _ in understood] == [1, 2]
    first, second = ([w.render("en") for w in meeting.warnings] for _, meeting in understood)
    assert "1 of the 3 parts of this file hold no remark and were left out." in first
    assert not any("left out" in warning for warning in second)


def test_nothing_is_told_where_all_are_minutes() -> None:
    understood = parse_documents([document(MINUTES, 0)])
    assert not any("left out" in w.render("en") for _, m in understood for w in m.warnings)


def test_a_file_without_any_remark_is_refused() -> None:
    with pytest.raises(NotMinutes):
        parse_documents([document("", 0), document(" ", 1)])

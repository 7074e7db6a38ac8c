from __future__ import annotations

import pytest

from index.minutes import parse_minutes
from index.pieces import PieceKind, pieces_of, share_understood, unread_lines
from index.source import SourceDocument

TEXT = """鳴沢市交通会議 議事録
日時：令和6年5月8日
出席者：大久保委員長、塚田委員
1 バス路線について
○大久保委員長　始めます。
（異議なしの声あり）
○塚田委員　増便を
求めます。
- 1 -
"""
DOCUMENT = SourceDocument("x.txt", TEXT, "text/plain")


def test_every_character_is_one_piece() -> None:
    pieces = pieces_of(parse_minutes(DOCUMENT), TEXT)
    assert "".join(TEXT[p.span.start : p.span.end] for p in pieces) == TEXT


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("令和6年5月8日", PieceKind.HEADER),
        ("バス路線", PieceKind.HEADING),
        ("○大久保委員長", PieceKind.MARK),
        ("始めます。", PieceKind.REMARK),
        ("異議なし", PieceKind.NOTE),
        ("増便を", PieceKind.REMARK),
        ("- 1 -", PieceKind.FURNITURE),
    ],
)
def test_words_are_pieces_of_their_kind(words: str, kind: PieceKind) -> None:
    at = TEXT.index(words)
    pieces = pieces_of(parse_minutes(DOCUMENT), TEXT)
    assert next(p.kind for p in pieces if p.span.start <= at < p.span.end) is kind


def test_what_was_not_understood_is_told_line_by_line() -> None:
    meeting = parse_minutes(DOCUMENT)
    longer = f"{TEXT}ꙮꙮ ꙮꙮ\n\n  ꙮꙮ\n"
    assert share_understood(meeting, TEXT) == 1
    assert unread_lines(meeting, longer) == ["ꙮꙮ ꙮꙮ", "ꙮꙮ"]
    visible = len("".join(longer.split()))
    assert share_understood(meeting, longer) == pytest.approx((visible - 6) / visible)


def test_an_empty_text_is_understood() -> None:
    meeting = parse_minutes(DOCUMENT)
    assert pieces_of(meeting, TEXT)
    assert share_understood(meeting, " \n") == 1

from __future__ import annotations

import pytest

from tests.index.readers.drawn import BREAK, SPACE, drawn, ink, lines


def spaced(words: str, pitch: float) -> list[str]:
    """The line that letters make between which pdfium sees spaces."""
    return lines([c for letter in drawn(words, pitch=pitch) for c in (letter, SPACE)])


@pytest.mark.parametrize("pitch", [10.0, 11.5, 12.5, 14.0])
def test_a_letter_spaced_line_is_closed_up(pitch: float) -> None:
    assert spaced("事務局から説明した。", pitch) == ["事務局から説明した。"]


def test_a_wider_gap_of_a_letter_spaced_line_is_a_space() -> None:
    first, second = drawn("説明を終わる", pitch=13), drawn("次の議題に移る", x=143, pitch=13)
    page = [c for letter in [*first, *second] for c in (letter, SPACE)]
    assert lines(page) == ["説明を終わる 次の議題に移る"]


def test_a_spread_label_keeps_its_spaces() -> None:
    assert spaced("日時", 30) == ["日 時"]


def test_a_box_around_the_ink_makes_no_space() -> None:
    """Chrome states the text of 一, 日 and 月 apart; pdfium then gives the box of their ink."""
    page = [*drawn("十", x=50), ink("一", x=60, width=9, height=1), SPACE]
    page += [ink("月", x=70, width=6, height=8), SPACE, ink("日", x=80, width=5, height=8), SPACE]
    page += drawn("は", x=90)
    assert lines(page) == ["十一月日は"]


def test_the_ink_of_a_full_stop_makes_no_space() -> None:
    stop = ink("。", x=56.5, y=696.5, width=2.5, height=2.5)  # at the left of a square from 60
    page = [*drawn("す", x=50), stop, SPACE, ink("一", x=70, width=1, height=9), *drawn("人", x=80)]
    assert lines(page) == ["す。一人"]


def test_breaks_between_letters_that_go_on_are_none() -> None:
    letters = drawn("縦書きの文章")
    assert lines([c for letter in letters for c in (letter, BREAK)]) == ["縦書きの文章"]


def test_a_break_before_a_gap_parts_words() -> None:
    assert lines([*drawn("会長"), BREAK, *drawn("水口", x=90)]) == ["会長 水口"]


PROSE = [f"{sign}行目に書かれた文章の一部" for sign in "一二三四五六七八九十甲乙"]


@pytest.mark.parametrize("columns", [2, 3, 4])
@pytest.mark.parametrize("short", [None, 4])
def test_columns_drawn_row_by_row_are_read_one_after_the_other(
    columns: int, short: int | None
) -> None:
    """Also where a paragraph ends in one of the columns and leaves a blank line."""
    page = []
    for i, words in enumerate(PROSE):
        for column in range(columns):
            if short is None or i != short + column:
                page += [*drawn(words, x=20 + 145 * column, y=700 - 16 * i), BREAK]
    read = lines(page)
    assert read[: len(PROSE) - (short is not None)] == [
        words for i, words in enumerate(PROSE) if i != short
    ]
    assert len(read) == columns * (len(PROSE) - (short is not None))


def test_a_table_with_narrow_columns_stays_in_rows() -> None:
    page = []
    for i in range(12):
        page += [*drawn("十時", x=20, y=700 - 16 * i), BREAK]
        page += [*drawn("委員長", x=80, y=700 - 16 * i), BREAK]
        page += [*drawn(PROSE[i], x=180, y=700 - 16 * i), BREAK]
    assert lines(page)[0] == f"十時\t委員長\t{PROSE[0]}"


def test_a_narrow_column_that_is_full_is_no_column_of_prose() -> None:
    page = []
    for i in range(12):
        page += [*drawn("森花子君", x=20, y=700 - 16 * i), BREAK]
        page += [*drawn(PROSE[i], x=85, y=700 - 16 * i), BREAK]
    assert lines(page)[0] == f"森花子君\t{PROSE[0]}"

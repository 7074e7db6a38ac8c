from __future__ import annotations

import pytest

from index.readers.glyphs import legible, without_doubles, without_ruby
from index.readers.segments import Character
from tests.index.readers.drawn import BREAK, SPACE, drawn, lines


def signs(characters: list[Character]) -> str:
    return "".join(c.sign for c in characters)


def test_bold_letters_drawn_twice_one_by_one_are_read_once() -> None:
    twice = zip(drawn("水辺公園"), drawn("水辺公園", x=60.3), strict=True)
    assert signs(without_doubles([c for pair in twice for c in pair])) == "水辺公園"


def test_a_line_drawn_again_for_its_shadow_is_read_once() -> None:
    page = [*drawn("第一号議案"), BREAK, *drawn("第一号議案", x=60.8, y=699.4), BREAK]
    page += drawn("賛成多数", y=680)
    assert signs(without_doubles(page)) == "第一号議案\n賛成多数"


def test_breaks_that_came_of_the_second_drawing_are_left_out() -> None:
    page = [*drawn("議"), BREAK, *drawn("議", x=60.2), BREAK, *drawn("題", x=70)]
    assert lines(without_doubles(page)) == ["議題"]


@pytest.mark.parametrize("words", ["ああ", "……", "111", "ｌｌ"])
def test_letters_that_stand_beside_each_other_are_no_doubles(words: str) -> None:
    assert signs(without_doubles(drawn(words, size=3))) == words


def test_equal_letters_over_each_other_are_no_doubles() -> None:
    assert signs(without_doubles([*drawn("・", size=5), *drawn("・", y=694, size=5)])) == "・・"


RUBY = [*drawn("こうえん", x=80, y=710.5, size=5), BREAK]


def test_ruby_above_a_line_is_left_out() -> None:
    assert lines(without_ruby([*RUBY, *drawn("水辺公園の橋")])) == ["水辺公園の橋"]


def test_ruby_drawn_inside_its_line_is_left_out() -> None:
    page = [*drawn("水辺公園"), *RUBY, *drawn("の橋", x=100)]
    assert lines(without_ruby(page)) == ["水辺公園の橋"]


def test_the_gap_that_ruby_forces_between_its_letters_is_no_space() -> None:
    ruby = drawn("りょうしょう", x=60, y=710.5, size=5)
    page = [*ruby, BREAK, *drawn("了"), SPACE, *drawn("承", x=75), *drawn("された", x=90)]
    assert lines(without_ruby(page)) == ["了承された"]


@pytest.mark.parametrize("above", ["公園の橋", "みずべ2号"])
def test_a_small_line_that_is_not_all_kana_is_text(above: str) -> None:
    page = [*drawn(above, y=710.5, size=5), BREAK, *drawn("水辺公園の橋")]
    assert lines(without_ruby(page)) == [above, "水辺公園の橋"]


def test_small_kana_with_nothing_below_are_text() -> None:
    page = [*drawn("こうえん", x=80, y=730, size=5), BREAK, *drawn("水辺公園の橋")]
    assert lines(without_ruby(page)) == ["こうえん", "水辺公園の橋"]


def test_small_kana_beside_larger_letters_are_text() -> None:
    page = [*drawn("水辺公園"), *drawn("より", x=100, size=6)]
    assert lines(without_ruby(page)) == ["水辺公園より"]


@pytest.mark.parametrize("aside", [0.2, 0.4, 0.8])
@pytest.mark.parametrize("below", [0.0, 0.3, 0.7])
def test_a_page_on_which_one_word_is_drawn_twice_is_noticed(aside: float, below: float) -> None:
    page = [*drawn("第一号議案"), BREAK, *drawn("賛成多数", y=680, x=70.9)]
    page += [BREAK, *drawn("賛成多数", y=680 - below, x=70.9 + aside)]
    assert lines(legible(page)) == ["第一号議案", "賛成多数"]


def test_a_page_with_ruby_is_noticed() -> None:
    assert lines(legible([*RUBY, *drawn("水辺公園の橋")])) == ["水辺公園の橋"]


def test_a_plain_page_stays_as_it_is() -> None:
    page = [*drawn("水辺公園の橋"), BREAK, *drawn("水辺公園の橋", y=680)]
    assert legible(page) == page
    assert legible([]) == []

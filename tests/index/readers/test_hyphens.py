from __future__ import annotations

import pytest

from index.readers.hyphens import with_whole_words
from index.readers.layout import Line, PageLines


def page(*texts: str) -> PageLines:
    lines = [Line(words, 60, 700 - 14 * i, 300, 710 - 14 * i, 10) for i, words in enumerate(texts)]
    return PageLines(tuple(lines), 595, 842)


def joined(*texts: str) -> list[str]:
    (read,) = with_whole_words([page(*texts)])
    return [line.text for line in read.lines]


BROKEN = ("The recommen-", "dations, as", "the recommendations")  # a document that breaks words


def test_a_word_broken_over_lines_stands_on_the_first() -> None:
    assert joined(*BROKEN)[:2] == ["The recommendations,", "as"]


def test_a_line_of_which_nothing_is_left_is_dropped() -> None:
    read = joined(*BROKEN, "the mainte-", "nance.", "The end")
    assert read[-2:] == ["the maintenance.", "The end"]


@pytest.mark.parametrize(
    ("elsewhere", "word"),
    [
        ("", "cooperation"),
        ("co-operation", "co-operation"),
        ("cooperation", "cooperation"),
        ("the operation", "co-operation"),
    ],
)
def test_the_document_tells_whether_the_hyphen_is_kept(elsewhere: str, word: str) -> None:
    assert joined(*BROKEN, elsewhere, "our co-", "operation")[-1] == f"our {word}"


def test_a_document_that_breaks_no_words_keeps_its_hyphens() -> None:
    lines = ["as the members said in the hall"] * 40
    assert joined(*lines, "on-", "site work", *lines)[40:42] == ["on-site", "work"]


def test_many_hyphens_at_line_ends_show_that_words_are_broken() -> None:
    assert joined("our mainte-", "nance and reha-", "bilitation")[0] == "our maintenance"


def test_a_word_that_makes_compounds_keeps_its_hyphen() -> None:
    assert joined(*BROKEN, "a well-", "known place")[-2:] == ["a well-known", "place"]


def test_a_soft_hyphen_is_never_kept() -> None:
    assert joined("the operation", "our co\u00ad", "operation")[1] == "our cooperation"


def test_hyphens_inside_the_word_show_that_it_has_them() -> None:
    assert joined("a state-of-the-", "art report") == ["a state-of-the-art", "report"]


def test_a_word_broken_twice_is_put_together() -> None:
    assert joined("a recom-", "menda-", "tion") == ["a recommendation"]


@pytest.mark.parametrize(
    "lines",
    [
        ("by the Tokyo-", "Osaka office"),
        ("https://example.org/a-", "b/c"),
        ("from 2019-", "2020"),
        ("Chair:\tMr. Mizu-", "guchi"),
        ("議題 -", "次の議題"),
        ("pre-", "次の議題"),
        ("a dash -", "and more"),
    ],
)
def test_what_is_no_broken_word_stays(lines: tuple[str, str]) -> None:
    assert joined(*lines) == list(lines)


def test_nothing_is_joined_over_pages() -> None:
    read = with_whole_words([page("the mainte-"), page("nance")])
    assert [[line.text for line in p.lines] for p in read] == [["the mainte-"], ["nance"]]

"""Links between parts of remarks, as links between the rows of an index."""

from __future__ import annotations

from index.meeting import Link, Part, Role
from index.row_links import RowLink, RowPlace, link_rows

# A question of two passages, and the answers to it, of two meetings.
ROWS = [
    RowPlace(1, 1, 0, 100, Role.QUESTION),
    RowPlace(1, 1, 100, 200, Role.QUESTION),
    RowPlace(1, 2, 0, 60, Role.ANSWER),
    RowPlace(1, 2, 60, 120, Role.ANSWER),
    RowPlace(2, 2, 0, 60, Role.ANSWER),
]


def link(question: tuple[int, int], answer: tuple[int, int]) -> Link:
    return Link(Part(1, *question), Part(2, *answer))


def test_each_part_is_linked_to_its_own() -> None:
    links = {1: [link((0, 95), (0, 60)), link((95, 200), (60, 120))]}
    assert link_rows(ROWS, links) == [RowLink((0, 1), (2, 3)), RowLink((1, 2), (3, 4))]


def test_a_part_over_several_rows_has_them_all() -> None:
    assert link_rows(ROWS, {1: [link((0, 200), (0, 120))]}) == [RowLink((0, 2), (2, 4))]


def test_a_short_part_within_a_row_has_that_row() -> None:
    assert link_rows(ROWS, {1: [link((40, 50), (0, 10))]}) == [RowLink((0, 1), (2, 3))]


def test_a_part_without_a_row_has_no_link() -> None:
    assert link_rows(ROWS, {1: [link((0, 100), (500, 600))], 2: [link((0, 100), (0, 60))]}) == []

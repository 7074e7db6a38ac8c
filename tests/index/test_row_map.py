"""What each row is, asked for many rows at once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.errors import GenerationDamaged
from index.meeting import Role
from index.row_links import RowLink, RowPlace
from index.row_map import MappedRow, RowMap

Q, A, P = Role.QUESTION, Role.ANSWER, Role.PROCEDURE


def row_map(*rows: tuple[int, Role | None], links: list[RowLink] | None = None) -> RowMap:
    """Rows of (meeting, role), each a remark of its own with two units."""
    mapped = [
        MappedRow(key=10 + i, units=2, place=RowPlace(meeting, i, 0, 50, role), digest=i)
        for i, (meeting, role) in enumerate(rows)
    ]
    return RowMap.of(mapped, links or [])


def numbers(*values: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(values, np.int64)


# Two exchanges, the first with two questions, and a meeting in which nobody asks.
HEARING = row_map(
    (1, Q),
    (1, Q),
    (1, A),
    (1, A),
    (1, P),
    (1, Q),
    (1, A),
    (2, None),
    links=[RowLink((0, 1), (2, 3)), RowLink((0, 2), (3, 4)), RowLink((5, 6), (6, 7))],
)


def test_rows_of_one_exchange_share_a_number() -> None:
    assert HEARING.exchanges.tolist() == [0, 0, 0, 0, -1, 1, 1, -1]


def test_an_exchange_ends_with_its_section() -> None:
    places = [RowPlace(1, 1, 0, 9, Q, "1"), RowPlace(1, 2, 0, 9, A, "2")]
    assert RowMap.of([MappedRow(i, 1, p) for i, p in enumerate(places)], []).exchanges.tolist() == [
        -1,
        -1,
    ]


def test_answers_to_several_questions_are_found_once() -> None:
    assert HEARING.answers_to(numbers(0, 1)).tolist() == [2, 3]
    assert HEARING.answers_to(numbers(4, 7)).tolist() == []


def test_questions_come_with_the_answer_that_they_belong_to() -> None:
    owners, first, last = HEARING.questions_of(numbers(6, 3, 7))
    assert owners.tolist() == [0, 1]
    assert list(zip(first, last, strict=True)) == [(5, 6), (0, 2)]


def test_questions_of_allowed_answers_are_let_through_as_well() -> None:
    allowed = np.zeros(8, np.bool_)
    allowed[[2, 7]] = True
    assert np.flatnonzero(HEARING.with_questions(allowed)).tolist() == [0, 1, 2, 7]


def test_an_allowed_question_lets_no_other_through() -> None:
    allowed = np.zeros(8, np.bool_)
    allowed[5] = True
    assert np.flatnonzero(HEARING.with_questions(allowed)).tolist() == [5]


def test_units_are_numbered_through_all_passages() -> None:
    units, starts = HEARING.units_of(numbers(1, 3))
    assert units.tolist() == [2, 3, 6, 7]
    assert starts.tolist() == [0, 2, 4]
    assert HEARING.passages_of(numbers(2, 3, 6)).tolist() == [1, 1, 3]


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    HEARING.write(tmp_path / "rows.npz")
    back = RowMap.read(tmp_path / "rows.npz")
    for name in ("keys", "starts", "roles", "exchanges", "digests", "links"):
        assert getattr(back, name).tolist() == getattr(HEARING, name).tolist()


@pytest.mark.parametrize("content", [b"", b"no archive"])
def test_a_damaged_file_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "rows.npz").write_bytes(content)
    with pytest.raises(GenerationDamaged, match=r"rows\.npz"):
        RowMap.read(tmp_path / "rows.npz")


def test_a_file_that_lacks_an_array_is_damaged(tmp_path: Path) -> None:
    np.savez(tmp_path / "rows.npz", keys=np.arange(3))
    with pytest.raises(GenerationDamaged):
        RowMap.read(tmp_path / "rows.npz")

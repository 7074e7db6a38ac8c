from __future__ import annotations

import pytest

from index.exchanges import Exchange, RowContext, find_exchanges
from index.meeting import Role

_ROLES = {"q": Role.QUESTION, "a": Role.ANSWER, "p": Role.PROCEDURE, "-": None, "r": Role.REPORT}


def rows(text: str) -> list[RowContext]:
    """A letter a row: its role; "/" begins a new section and "|" a new meeting."""
    meeting = section = 0
    contexts = []
    for letter in text:
        meeting, section = meeting + (letter == "|"), section + (letter == "/")
        if letter in _ROLES:
            contexts.append(RowContext(meeting, str(section), _ROLES[letter]))
    return contexts


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        ("qa", [(0, 2)]),
        ("qpa", [(0, 3)]),
        ("pqpapap", [(1, 7)]),
        ("qaaqa", [(0, 3), (3, 5)]),
        ("qqa", [(0, 3)]),
        ("qaqqa", [(0, 2), (2, 5)]),
        ("qa-r", [(0, 4)]),
        ("q/a", []),
        ("q|a", []),
        ("qa/qa", [(0, 2), (2, 4)]),
        ("qa|aqa", [(0, 2), (3, 5)]),
        ("qa/-a", [(0, 2)]),
        ("q/qa", [(1, 3)]),
        ("qp", []),
        ("a", []),
        ("aa/qa", [(2, 4)]),
        ("-p-", []),
        ("", []),
    ],
)
def test_exchanges(minutes: str, expected: list[tuple[int, int]]) -> None:
    found = find_exchanges(rows(minutes))
    assert found == [Exchange(first, last) for first, last in expected]


def test_sections_of_the_same_name_in_two_meetings_are_two_places() -> None:
    contexts = [RowContext(1, "1", Role.QUESTION), RowContext(2, "1", Role.ANSWER)]
    assert find_exchanges(contexts) == []

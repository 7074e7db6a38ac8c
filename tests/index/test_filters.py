"""Filters become SQL that lets through what they say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from index.filters import And, Contains, Filter, In, Not, Or, Range, compile_sql
from index.library import Library
from tests.index.builders import BUDGET, FLOOD, library_with, minutes

_BUDGET = minutes("図書館検討会", BUDGET, day=date(2026, 3, 4))
_FLOOD = minutes("防災会議", FLOOD, day=date(2026, 6, 10))
_UNDATED = minutes("打合せ", FLOOD[:1], day=None)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    directory: Path = tmp_path_factory.mktemp("library")
    library = library_with(directory, _BUDGET, _FLOOD, _UNDATED)
    yield library
    library.close()


def _found(library: Library, where: Filter) -> list[tuple[str, int]]:
    passages = library.fetch(sorted(library.matching(where, 1)))
    return [(p.meeting_title, p.remark.ordinal) for p in passages]


_ALL = [("図書館検討会", 0), ("図書館検討会", 1), ("防災会議", 0), ("防災会議", 1), ("防災会議", 2)]
_ALL = [*_ALL, ("打合せ", 0)]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (And(), _ALL),
        (Or(), []),
        (In("meeting", (_BUDGET[1].id,)), _ALL[:2]),
        (In("role", ("question",)), [_ALL[0], _ALL[2], _ALL[5]]),
        (In("role", ()), []),
        (In("section", ("1",)), _ALL),
        (In("kind", ("summary",)), []),
        (In("language", ("ja",)), _ALL),
        (Range("date", date(2026, 3, 4), date(2026, 3, 4)), _ALL[:2]),
        (Range("date", date(2026, 3, 5)), _ALL[2:5]),
        (Range("date", None, date(2026, 6, 9)), _ALL[:2]),
        (Range("date"), _ALL[:5]),
        (Not(In("role", ("question",))), [_ALL[1], _ALL[3], _ALL[4]]),
        (Not(Range("date", date(2026, 3, 5))), [_ALL[0], _ALL[1], _ALL[5]]),
        (Not(Contains("speaker", "町長")), [_ALL[0], *_ALL[2:]]),
        (Not(And()), []),
        (And((In("role", ("answer",)), Range("date", date(2026, 4, 1)))), [_ALL[3]]),
        (Or((Contains("speaker", "町長"), In("meeting", (_UNDATED[1].id,)))), [_ALL[1], _ALL[5]]),
        (And((Not(Or((In("role", ("answer",)), In("role", ("question",))))),)), [_ALL[4]]),
    ],
    ids=lambda value: repr(value)[:60] if not isinstance(value, list) else "",
)
def test_each_node_lets_through_what_it_says(
    library: Library, where: Filter, expected: list[tuple[str, int]]
) -> None:
    assert _found(library, where) == expected


@pytest.mark.parametrize(
    "name",
    ["瀬戸内杏子", "瀬戸内　杏子", "瀬戸内", "瀨戶内 杏子", "町長", "青葉町"],
)
def test_a_speaker_is_found_by_name_office_and_affiliation(library: Library, name: str) -> None:
    assert _found(library, Contains("speaker", name)) == [("図書館検討会", 1)]


@pytest.mark.parametrize("name", ["高橋一郎", "髙橋　一郎", "高橋委員", "青葉大学教授"])
def test_kanji_variants_and_spaces_make_no_difference(library: Library, name: str) -> None:
    assert _found(library, Contains("speaker", name)) == [_ALL[0], _ALL[2], _ALL[5]]


@pytest.mark.parametrize("name", ["山田", "一郎委員", "高橋一郎高橋委員"])
def test_no_name_is_put_together_from_two_parts(library: Library, name: str) -> None:
    assert _found(library, Contains("speaker", name)) == []


def test_values_are_parameters_and_no_sql() -> None:
    sql, parameters = compile_sql(In("meeting", ("' OR 1=1 --",)))
    assert sql == "m.id IN (?)"
    assert parameters == ["' OR 1=1 --"]


@pytest.mark.parametrize("where", [In("nonsense", ("a",)), Not(Contains("text", "a"))])
def test_an_unknown_field_is_refused(where: Filter) -> None:
    with pytest.raises(KeyError):
        compile_sql(where)

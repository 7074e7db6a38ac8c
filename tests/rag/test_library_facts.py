from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from index.meeting import Role, Speaker
from index.people import comparison_key
from rag.library_facts import LibraryFacts
from tests.index.builders import library_with, minutes

PEOPLE = (
    Speaker("市長（久世浩平君）", "久世 浩平", "市長"),
    Speaker("副市長（真壁京子君）", "真壁 京子", "副市長"),
    Speaker("市長公室長", None, "市長公室長"),
    Speaker("総務部長", None, "総務部長"),
    Speaker("副部長", None, "副部長"),
    Speaker("知事（小池百合子君）", "小池 百合子", "知事"),
    Speaker("大杉座長", "大杉 覚", "座長", "都立大学 教授"),
    Speaker("山田委員", None, "委員"),
    Speaker("山田花子委員", "山田 花子", "委員", "婦人会 会長"),
    Speaker("森委員", "森 雅志", "委員"),
    Speaker("森田委員", "森田 勝", "委員"),
    Speaker("髙橋委員", "髙橋 一郎", "委員"),
    Speaker("行政改革課長", None, "行政改革課長"),
)
MEETINGS = (
    ("令和６年第３回三ツ瀬市議会定例会会議録（第２号）", date(2024, 9, 10)),
    ("令和５年第３回三ツ瀬市議会定例会会議録（第１号）", date(2023, 9, 8)),
    ("第５回 窓口改革・デジタル化検討委員会 議事概要", date(2025, 2, 13)),
    ("第十回 窓口改革・デジタル化検討委員会 議事要旨", None),
)


@pytest.fixture
def facts(tmp_path: Path) -> Iterator[LibraryFacts]:
    said = [(speaker, Role.ANSWER, f"{speaker.as_written}が述べた。") for speaker in PEOPLE]
    library = library_with(
        tmp_path / "library", *(minutes(title, said, day=day) for title, day in MEETINGS)
    )
    yield LibraryFacts(library, library.generation or 0)
    library.close()


@pytest.mark.parametrize(
    ("label", "fitting"),
    [
        ("市長", ["市長（久世浩平君）"]),
        ("副市長", ["副市長（真壁京子君）"]),
        ("部長", ["総務部長"]),
        ("総務部長", ["総務部長"]),
        ("知事", ["知事（小池百合子君）"]),
        ("小池知事", ["知事（小池百合子君）"]),
        ("小池百合子", ["知事（小池百合子君）"]),
        ("大杉座長", ["大杉座長"]),
        ("座長", ["大杉座長"]),
        ("山田委員", ["山田委員", "山田花子委員"]),
        ("山田", ["山田委員", "山田花子委員"]),
        ("森委員", ["森委員"]),
        ("高橋委員", ["髙橋委員"]),
        ("行政", []),
        ("市", []),
        ("給食費", []),
        ("鈴木市長", []),
    ],
)
def test_speakers_by_name_and_office(facts: LibraryFacts, label: str, fitting: list[str]) -> None:
    found = facts.speakers(label)
    assert len(found) == len(fitting)
    for written, key in zip(
        sorted(map(comparison_key, fitting)), sorted(found, key=_mark), strict=True
    ):
        assert written in key.split("|")


def _mark(key: str) -> str:
    first, *rest = key.split("|")
    return rest[0] if len(rest) > 1 else first


def test_meetings_of_one_series_differ_in_number_and_day(facts: LibraryFacts) -> None:
    found = {(m.series, m.number) for m in facts.meetings}
    assert found == {
        ("三ツ瀬市議会定例会", 3),
        ("窓口改革デジタル化検討委員会", 5),
        ("窓口改革デジタル化検討委員会", 10),
    }

"""Names, offices, and which attendee a mark means."""

from __future__ import annotations

import pytest

from index.meeting import Attendee
from index.people import (
    Label,
    People,
    comparison_key,
    is_person_label,
    person_id,
    split_label,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("髙城", "高城"),
        ("宮﨑", "宮崎"),
        ("齋藤", "斉藤"),
        ("渡邊", "渡辺"),
        ("渡邉", "渡辺"),
        ("Ada  Moss", "ada moss"),
        ("山 田", "山田"),
    ],
)
def test_old_and_new_forms_compare_equal(one: str, other: str) -> None:
    assert comparison_key(one) == comparison_key(other)


def test_every_form_is_compared_as_one_that_no_other_is_compared_as() -> None:
    for group in ("斎齋齊斉", "辺邊邉", "高髙", "崎﨑"):
        assert len({comparison_key(f"{form}木") for form in group}) == 1


def test_different_names_stay_different() -> None:
    assert comparison_key("山田") != comparison_key("山口")


@pytest.mark.parametrize(
    ("label", "name", "office"),
    [
        ("大槻座長", "大槻", "座長"),
        ("餅井企画課長", "餅井", "企画課長"),
        ("受川委員長代理", "受川", "委員長代理"),
        ("部会長", None, "部会長"),
        ("デジタル戦略推進部長", None, "デジタル戦略推進部長"),
        ("BPR推進課長", None, "BPR推進課長"),
        ("副参事兼庁舎建設推進室長", None, "副参事兼庁舎建設推進室長"),
        ("12番", None, "12番"),
        ("関 五郎委員長", "関五郎", "委員長"),
        ("本多君", "本多", None),
    ],
)
def test_splits_a_label(label: str, name: str | None, office: str | None) -> None:
    assert split_label(label) == Label(name, office)


@pytest.mark.parametrize(
    "label", ["配布資料", "開会", "会期の決定", "議長の選挙について", "本日は晴れ"]
)
def test_a_heading_is_no_person(label: str) -> None:
    assert not is_person_label(label)


PEOPLE = People(
    [
        Attendee("大槻覚", "座長", "潮風大学 教授"),
        Attendee("仁木拓", "委員"),
        Attendee("仁木美帆", "委員"),
        Attendee("髙城修", "町長"),
        Attendee("森田勝", "委員"),
        Attendee("郡司京子", "総務課長"),
        Attendee("Ada Moss", "chair"),
    ],
    aliases=[(), (), (), (), (), (), ("admoss", "AM")],
)


@pytest.mark.parametrize(
    ("mark", "name"),
    [
        ("大槻座長", "大槻覚"),
        ("大槻氏", "大槻覚"),
        ("仁木美帆委員", "仁木美帆"),
        ("高城町長", "髙城修"),
        ("総務課長", "郡司京子"),
        ("座長", "大槻覚"),
        ("AM", "Ada Moss"),
        ("@admoss", "Ada Moss"),
        ("Ada", "Ada Moss"),
    ],
)
def test_joins_a_mark_that_fits_one(mark: str, name: str) -> None:
    speaker, ambiguous = PEOPLE.speaker(mark)
    assert (speaker.name, ambiguous) == (name, False)


@pytest.mark.parametrize("mark", ["委員", "森委員", "山本委員", "事務局"])
def test_never_guesses(mark: str) -> None:
    speaker, ambiguous = PEOPLE.speaker(mark)
    assert (speaker.name, speaker.as_written, ambiguous) == (None, mark, False)


def test_two_who_fit_are_nobody() -> None:
    speaker, ambiguous = PEOPLE.speaker("仁木委員")
    assert speaker.name is None
    assert ambiguous


def test_a_mark_that_prints_name_and_office_says_both() -> None:
    speaker, _ = PEOPLE.speaker("久世浩平君", "市長")
    assert (speaker.as_written, speaker.name, speaker.role) == (
        "市長（久世浩平君）",
        "久世浩平",
        "市長",
    )


def test_one_person_in_two_meetings_is_one() -> None:
    assert person_id("髙橋　一郎", "青葉 大学") == person_id("高橋一郎", "青葉大学")


def test_a_namesake_elsewhere_is_another() -> None:
    assert person_id("高橋一郎", "青葉大学") != person_id("高橋一郎", "若葉大学")


def test_who_came_for_somebody_speaks_for_nobody_else() -> None:
    speaker, _ = PEOPLE.speaker("大槻(上沢代理)")
    assert (speaker.as_written, speaker.name) == ("大槻(上沢代理)", None)
    speaker, _ = PEOPLE.speaker("大槻(郡司代理)")
    assert speaker.name == "郡司京子"

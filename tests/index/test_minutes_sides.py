"""On which side of the table an office sits."""

from __future__ import annotations

import pytest

from index.meeting import Speaker
from index.minutes.sides import Side, presides_over_assembly, side_of


@pytest.mark.parametrize(
    ("written", "role", "side"),
    [
        ("議長（仁木拓也君）", "議長", Side.PRESIDES),
        ("久世委員長", None, Side.PRESIDES),
        ("久世委員長代理", None, Side.PRESIDES),
        ("副議長", None, Side.PRESIDES),
        ("司会", None, Side.PRESIDES),
        ("蒲田副委員長", None, Side.MEMBER),
        ("副部会長", None, Side.MEMBER),
        ("４番（蒲田京子君）", None, Side.MEMBER),
        ("百二十七番（蒲田京子君）", None, Side.MEMBER),
        ("Ａ委員（代理）", None, Side.MEMBER),
        ("北町・男性", None, Side.MEMBER),
        ("郡司総務部長", None, Side.OFFICIAL),
        ("事務局（穂積）", None, Side.OFFICIAL),
        ("消防総監", None, Side.OFFICIAL),
        ("応募者Ｂ", None, Side.OFFICIAL),
        ("穂積", "総務課長", Side.OFFICIAL),
        ("仁木氏", None, Side.OTHER),
    ],
)
def test_side(written: str, role: str | None, side: Side) -> None:
    assert side_of(Speaker(written, None, role)) is side


def test_nobody_is_on_no_side() -> None:
    assert side_of(None) is Side.OTHER


@pytest.mark.parametrize(("office", "does"), [("議長", True), ("副議長", True), ("委員長", False)])
def test_who_presides_over_an_assembly(office: str, does: bool) -> None:
    assert presides_over_assembly(Speaker(office, None, office)) is does

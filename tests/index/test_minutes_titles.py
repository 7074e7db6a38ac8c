from __future__ import annotations

import pytest

from index.minutes.titles import body_of


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("令和６年第３回汐見野市議会定例会会議録（第２号）", "汐見野市議会"),
        ("令和5年第1回汐見野市議会臨時会会議録", "汐見野市議会"),
        ("第12回 汐見野市窓口改革検討会 議事概要", "汐見野市窓口改革検討会"),
        ("汐見野市窓口改革検討会（第１２回）議事要旨", "汐見野市窓口改革検討会"),
        ("Kiroku WG Meeting 2024-05-08", "KirokuWG"),
    ],
)
def test_what_tells_one_meeting_from_the_next_is_left_out(title: str, body: str) -> None:
    assert body_of(title) == body

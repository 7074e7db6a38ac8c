from __future__ import annotations

import pytest

from rag.evaluation.gold import (
    GoldPlace,
    RelevantDocuments,
    SupportQuotes,
    carries,
    find_unlocated,
)
from rag.evaluation.system import RankedPassage

ROAD = "通学路の防護柵は令和六年度末までに全区間で設置を終えます。"
BUS = "循環バスの運賃は一律百円のまま据え置きます。"
PLAIN = "次に、資料の訂正について申し上げます。"


def ranking(*texts: str, documents: str | None = None) -> list[RankedPassage]:
    names = documents or "abcdefgh"
    return [RankedPassage(f"p{i}", (names[i],), text, 1.0 - i / 10) for i, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        pytest.param(PLAIN + ROAD, ROAD, True, id="as it stands"),
        pytest.param(
            "通学路の防護柵は令和六年度\n　末までに全区間で設置を終えます。",
            ROAD,
            True,
            id="line break",
        ),
        pytest.param("予算は３０億円です。", "予算は30億円です。", True, id="full-width digits"),
        pytest.param("一二三四五六七八", "一二三四五六七八九十", True, id="80 % in one run"),
        pytest.param("三四五六七八九十", "一二三四五六七八九十", True, id="80 % at the end"),
        pytest.param("二三四五六七八九", "一二三四五六七八九十", True, id="80 % in the middle"),
        pytest.param("一二三四五六七", "一二三四五六七八九十", False, id="70 %"),
        pytest.param("一二三四五、六七八九十", "一二三四五六七八九十", False, id="two runs"),
        pytest.param(PLAIN, ROAD, False, id="another text"),
        pytest.param(PLAIN, " \u200b", False, id="nothing to find"),
    ],
)
def test_carries(text: str, quote: str, expected: bool) -> None:
    assert carries(text, quote) is expected


def test_a_quote_is_found_in_the_best_passage_that_carries_it() -> None:
    judged = SupportQuotes((ROAD, BUS)).judge(ranking(PLAIN, ROAD, PLAIN + ROAD, BUS))
    assert judged.places == (
        GoldPlace(ROAD, 2, "p1", 0.9),
        GoldPlace(BUS, 4, "p3", 0.7),
    )
    # p2 only repeats what p1 said.
    assert judged.relevant == {"p1": 1, "p3": 1}


def test_a_passage_that_carries_two_quotes_is_one_relevant_passage() -> None:
    judged = SupportQuotes((ROAD, BUS)).judge(ranking(ROAD + BUS, BUS))
    assert judged.relevant == {"p0": 1}
    assert [place.rank for place in judged.places] == [1, 1]


def test_each_quote_that_is_not_found_is_one_missing_passage() -> None:
    judged = SupportQuotes((ROAD, BUS)).judge(ranking(PLAIN))
    assert len(judged.relevant) == 2
    assert not set(judged.relevant) & set(judged.ranked)
    assert judged.places == (GoldPlace(ROAD, None), GoldPlace(BUS, None))


def test_a_passage_that_comes_twice_stands_at_its_better_rank() -> None:
    first, second = ranking(PLAIN, ROAD)
    judged = SupportQuotes((ROAD,)).judge([first, first, second, first])
    assert judged.ranked == ("p0", "p1")
    assert judged.places[0].rank == 2


def test_a_document_stands_where_its_best_passage_stands() -> None:
    passages = ranking(PLAIN, ROAD, BUS, ROAD, documents="xyxz")
    judged = RelevantDocuments({"y": 1, "z": 2, "w": 1}).judge(passages)
    assert judged.ranked == ("x", "y", "z")
    assert judged.places == (
        GoldPlace("y", 2, "p1", 0.9),
        GoldPlace("z", 3, "p3", 0.7),
        GoldPlace("w", None),
    )


def test_unlocated_quotes_are_named() -> None:
    passages = [PLAIN, ROAD[:20], BUS]
    assert find_unlocated([BUS, ROAD, PLAIN], passages) == [ROAD]


def test_a_quote_is_not_pieced_together_from_two_passages() -> None:
    assert find_unlocated([ROAD], [ROAD[:15], ROAD[15:]]) == [ROAD]

"""Every expected figure is computed by hand from the definition."""

from __future__ import annotations

from collections.abc import Mapping
from math import log2

import ir_measures
import pytest

from rag.evaluation.gold import GoldPlace, Judgement, RelevantDocuments
from rag.evaluation.metrics import FIGURES, measure, recall_at
from rag.evaluation.system import RankedPassage


def judge(grades: Mapping[str, int], ranked: str) -> Judgement:
    passages = [RankedPassage(f"{d}-0", (d,), "", 1.0) for d in ranked]
    return RelevantDocuments(grades).judge(passages)


CASES = {
    # name: (grades, ranked documents, hit@1, hit@5, hit@10, recall@10, MRR@10, nDCG@10)
    "first": ({"a": 1}, "abc", 1, 1, 1, 1, 1, 1),
    "third": ({"a": 1}, "xyabc", 0, 1, 1, 1, 1 / 3, 1 / log2(4)),
    "tenth": ({"a": 1}, "bcdefghija", 0, 0, 1, 1, 1 / 10, 1 / log2(11)),
    "eleventh": ({"a": 1}, "bcdefghijka", 0, 0, 0, 0, 0, 0),
    "two of three": (
        {"a": 1, "b": 1, "c": 1},
        "axb",
        1,
        1,
        1,
        2 / 3,
        1,
        (1 + 1 / log2(4)) / (1 + 1 / log2(3) + 1 / log2(4)),
    ),
    # Linear gain: a grade of 2 counts twice, not 2² − 1 times.
    "graded": (
        {"a": 1, "b": 2},
        "ab",
        1,
        1,
        1,
        1,
        1,
        (1 + 2 / log2(3)) / (2 + 1 / log2(3)),
    ),
    "nothing found": ({"a": 1}, "", 0, 0, 0, 0, 0, 0),
}


@pytest.mark.parametrize("name", CASES)
def test_figures(name: str) -> None:
    grades, ranked, *expected = CASES[name]
    figures = measure({"q": judge(grades, ranked)})["q"]
    assert figures == pytest.approx(dict(zip(FIGURES, expected, strict=True)))


def test_questions_keep_their_figures_and_order() -> None:
    figures = measure({"2": judge({"a": 1}, "xa"), "1": judge({"a": 1}, "a")})
    assert list(figures) == ["2", "1"]
    assert (figures["2"]["mrr@10"], figures["1"]["mrr@10"]) == (0.5, 1.0)


def test_equal_scores_keep_the_order_that_the_system_gave() -> None:
    # trec_eval alone would put b before a here.
    assert measure({"q": judge({"a": 1}, "ab")})["q"]["hit@1"] == 1.0
    assert measure({"q": judge({"a": 1}, "ba")})["q"]["hit@1"] == 0.0


def test_two_quotes_in_one_passage_are_perfect_and_both_recalled() -> None:
    places = (GoldPlace("甲", 1, "p0"), GoldPlace("乙", 1, "p0"))
    figures = measure({"q": Judgement(("p0", "p1"), {"p0": 1}, places)})["q"]
    assert figures["ndcg@10"] == figures["recall@10"] == 1.0


def test_a_quote_that_was_not_found_costs_ndcg() -> None:
    places = (GoldPlace("甲", 1, "p0"), GoldPlace("乙", None))
    figures = measure({"q": Judgement(("p0",), {"p0": 1, "not found 1": 1}, places)})["q"]
    assert figures["ndcg@10"] == pytest.approx(1 / (1 + 1 / log2(3)))
    assert figures["recall@10"] == 0.5


@pytest.mark.parametrize("ranked", ["abc", "xaybzc", "xyz", "mnopqrstuabc"])
def test_recall_equals_that_of_trec_eval(ranked: str) -> None:
    grades = {"a": 1, "b": 1, "c": 1}
    run = {"q": {d: -float(i) for i, d in enumerate(ranked)}}
    theirs = ir_measures.calc_aggregate([ir_measures.R @ 10], {"q": grades}, run)
    assert recall_at(10, judge(grades, ranked).places) == pytest.approx(theirs[ir_measures.R @ 10])


def test_nothing_to_measure() -> None:
    assert measure({}) == {}

from __future__ import annotations

from typing import Literal

import pytest

from rag.evaluation.answer_metrics import answer_shares
from rag.evaluation.gold import RelevantDocuments, SupportQuotes
from rag.evaluation.statistics import Share, estimate
from rag.evaluation.system import AnsweredQuestion
from rag.evaluation.test_sets import Question

ROAD = "通学路の防護柵は令和六年度末までに全区間で設置を終えます。"
COST = "費用は一億二千万円を見込んでおります。"
OTHER = "次に、循環バスの運賃についてお答えいたします。"

ASKED = Question(
    "q1", "防護柵はいつ終わりますか。", SupportQuotes((ROAD, COST)), "ja", ("令和6年度末",)
)
UNANSWERABLE = Question("q2", "市長の給料はいくらですか。", None, "ja")


def answer(
    *citations: str,
    short: str | None = None,
    status: Literal["answered", "abstained"] = "answered",
) -> AnsweredQuestion:
    return AnsweredQuestion(status, "".join(citations), short, citations, 0.8, 0.01)


ABSTAINED = answer(status="abstained")


@pytest.mark.parametrize(
    ("question", "given", "figure", "expected"),
    [
        (ASKED, answer(ROAD), "answered", (1, 1)),
        (ASKED, ABSTAINED, "answered", (0, 1)),
        (ASKED, answer(ROAD), "abstention precision", (0, 0)),
        (ASKED, ABSTAINED, "abstention precision", (0, 1)),
        (UNANSWERABLE, ABSTAINED, "abstention precision", (1, 1)),
        (UNANSWERABLE, answer(OTHER), "abstention recall", (0, 1)),
        (ASKED, ABSTAINED, "abstention recall", (0, 0)),
        (ASKED, answer(ROAD, short="令和６年度末。"), "short answer exact", (1, 1)),
        (ASKED, answer(ROAD, short="令和6年度末まで"), "short answer exact", (0, 1)),
        (ASKED, answer(ROAD, short="令和6年度末まで"), "short answer contained", (1, 1)),
        (ASKED, answer(ROAD), "short answer contained", (0, 1)),
        (ASKED, ABSTAINED, "short answer contained", (0, 1)),
        (UNANSWERABLE, answer(OTHER), "short answer exact", (0, 0)),
        (ASKED, answer(ROAD, OTHER), "citation precision", (0.5, 1)),
        (ASKED, answer(), "citation precision", (0, 1)),
        (ASKED, ABSTAINED, "citation precision", (0, 0)),
        (ASKED, answer(ROAD, OTHER), "citation recall", (0.5, 1)),
        (ASKED, answer(ROAD + COST), "citation recall", (1, 1)),
        (ASKED, ABSTAINED, "citation recall", (0, 1)),
        (UNANSWERABLE, answer(OTHER), "citation recall", (0, 0)),
        (ASKED, answer(COST, OTHER), "first sentence right", (1, 1)),
        (ASKED, answer(OTHER, COST), "first sentence right", (0, 1)),
        (ASKED, ABSTAINED, "first sentence right", (0, 1)),
    ],
)
def test_what_a_question_adds(
    question: Question, given: AnsweredQuestion, figure: str, expected: Share
) -> None:
    assert answer_shares(question, given)[figure] == expected


def test_one_sentence_of_a_longer_support_is_a_right_citation() -> None:
    question = Question("q", "費用は。", SupportQuotes((ROAD + COST,)), "ja")
    shares = answer_shares(question, answer(COST))
    assert shares["citation precision"] == shares["citation recall"] == (1, 1)


def test_citations_are_not_judged_without_quotes() -> None:
    question = Question("q", "費用は。", RelevantDocuments({"d1": 1}), "ja")
    shares = answer_shares(question, answer(COST))
    assert shares["citation precision"] == shares["first sentence right"] == (0, 0)


def test_abstention_over_a_set() -> None:
    # Abstains on 3, 2 of them unanswerable; 4 are unanswerable: P 2/3, R 2/4, F1 4/7.
    given = [
        (ASKED, ABSTAINED),
        (ASKED, answer(ROAD)),
        (UNANSWERABLE, ABSTAINED),
        (UNANSWERABLE, ABSTAINED),
        (UNANSWERABLE, answer(OTHER)),
        (UNANSWERABLE, answer(OTHER)),
    ]
    rows = [answer_shares(*pair) for pair in given]
    found = estimate({figure: [row[figure] for row in rows] for figure in rows[0]})
    assert found["abstention precision"].value == pytest.approx(2 / 3)
    assert found["abstention recall"].value == pytest.approx(2 / 4)
    assert found["abstention F1"].value == pytest.approx(4 / 7)
    assert found["answered"].value == pytest.approx(3 / 6)

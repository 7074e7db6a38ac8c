from __future__ import annotations

import pytest

from rag.evaluation.curves import latency_curve, recall_curve, risk_coverage_curve
from rag.evaluation.report import EvaluationReport
from rag.evaluation.runner import evaluate
from rag.evaluation.system import AnsweredQuestion

from .test_runner import BUS, FARE, GOOD, LIBRARY, NOISE, PAY, ROAD, SET, WHEN


class Sure:
    """Answers each question with these words and this confidence; abstains without words."""

    def __init__(self, answers: dict[str, tuple[str, float]]) -> None:
        self._answers = answers

    def answer(self, question: str) -> AnsweredQuestion:
        quote, confidence = self._answers[question]
        citations = (quote,) if quote else ()
        status = "answered" if quote else "abstained"
        return AnsweredQuestion(status, quote, None, citations, confidence, 0.001)


def answered(**answers: tuple[str, float]) -> EvaluationReport:
    by_text = {{"when": WHEN, "fare": FARE, "pay": PAY}[n].text: a for n, a in answers.items()}
    return evaluate(SET, [], passages=LIBRARY.values(), answerer=Sure(by_text))


def test_recall_by_depth() -> None:
    report = evaluate(SET, [GOOD], passages=LIBRARY.values())
    assert recall_curve(report, "hybrid", 3) == [(1, 0.5), (2, 1.0), (3, 1.0)]
    assert recall_curve(report, "nobody", 3) == []


def test_latency_ends_at_the_99th_percentile() -> None:
    points = latency_curve([i / 1000 for i in range(101)])
    assert len(points) == 100
    assert points[0] == (0.0, 0.0)
    assert points[50] == pytest.approx((50.0, 0.5))
    assert points[-1] == pytest.approx((99.0, 0.99))
    assert latency_curve([]) == []


def test_answers_are_taken_in_by_falling_confidence() -> None:
    report = answered(when=(ROAD, 0.9), fare=(NOISE, 0.7), pay=(BUS, 0.6))
    expected = [(1 / 3, 0.0), (2 / 3, 1 / 2), (1.0, 2 / 3)]
    assert risk_coverage_curve(report) == [pytest.approx(point) for point in expected]


def test_answers_of_equal_confidence_are_taken_together() -> None:
    report = answered(when=(ROAD, 0.9), fare=(NOISE, 0.9), pay=("", 0.2))
    assert risk_coverage_curve(report) == [pytest.approx((2 / 3, 1 / 2))]


def test_without_answers_there_is_no_curve() -> None:
    assert risk_coverage_curve(answered(when=("", 0.1), fare=("", 0.1), pay=("", 0.1))) == []
    assert risk_coverage_curve(evaluate(SET, [GOOD], passages=LIBRARY.values())) == []

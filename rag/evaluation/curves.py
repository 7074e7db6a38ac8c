"""The questions of an EvaluationReport → points of its curves: recall, latency, risk and coverage."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .metrics import recall_at
from .report import EvaluationReport, QuestionDetail

__all__ = ["Points", "latency_curve", "recall_curve", "risk_coverage_curve"]

Points = list[tuple[float, float]]
_LAST_PERCENTILE = 99


def recall_curve(report: EvaluationReport, system: str, depth: int) -> Points:
    """(k, mean share of the gold within the first k ranks), for k from 1 to `depth`."""
    rankings = [q.rankings[system] for q in report.questions if system in q.rankings]
    return [
        (k, sum(recall_at(k, ranking.gold) for ranking in rankings) / len(rankings))
        for k in range(1, depth + 1)
        if rankings
    ]


def latency_curve(seconds: Sequence[float]) -> Points:
    """(milliseconds, share of questions done by then), up to the 99th percentile."""
    if not seconds:
        return []
    shares = np.arange(_LAST_PERCENTILE + 1)
    times = np.percentile(np.asarray(seconds) * 1000, shares)
    return [(float(ms), share / 100) for share, ms in zip(shares.tolist(), times, strict=True)]


def risk_coverage_curve(report: EvaluationReport) -> Points:
    """(share of all questions answered, share of wrong ones among the answered).

    Answers are taken in by falling confidence, those of equal confidence together. Wrong is an
    answer to a question that the minutes do not answer, and one whose first citation is no gold.
    Abstentions say nothing of what would have been answered, so the curve ends where they begin.
    """
    answers = [(q, q.answer) for q in report.questions if q.answer]
    given = sorted(
        ((a.given.confidence, _is_wrong(q)) for q, a in answers if a.given.status == "answered"),
        reverse=True,
    )
    points: Points = []
    wrong = 0
    for taken, (confidence, is_wrong) in enumerate(given, start=1):
        wrong += is_wrong
        if taken == len(given) or given[taken][0] != confidence:
            points.append((taken / len(answers), wrong / taken))
    return points


def _is_wrong(question: QuestionDetail) -> bool:
    if not question.answerable or question.answer is None:
        return True
    right, _ = question.answer.shares["first sentence right"]
    return not right

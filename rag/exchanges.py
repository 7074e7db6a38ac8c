"""Fused scores → scores that prefer the answer to the question that it answers.

A member's question uses the words of a person's question better than any answer does: on minutes of
an assembly it came first in 90 % of the queries. So an answer inherits part of the score of the part of
the question that it answers (`index.minutes.links`) and, since that link may be missing or wrong, part
of the best score among the questions of its exchange; the question itself steps back. All other remarks
keep their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.meeting import Role
from index.row_map import RowMap

__all__ = ["ExchangeWeights", "answers_to", "best_asked", "prefer_answers"]


@dataclass(frozen=True, slots=True)
class ExchangeWeights:
    """How answers, questions and procedure are weighed.

    Attributes:
        linked: the share of its question's score that an answer gains.
        exchange: the share that it gains of the best score among all questions of its exchange.
        alone: the share of its own score that a remark gains in its place which neither asks nor answers:
            nobody had to ask for a report or an explanation.
        question, procedure: what the score of such a remark is multiplied by.
        looked_into: the answers of so many of the best questions become candidates.
    """

    linked: float = 0.3
    exchange: float = 0.4
    alone: float = 0.4
    question: float = 0.6
    procedure: float = 0.6
    looked_into: int = 10

    @classmethod
    def off(cls) -> ExchangeWeights:
        """Who says what counts nothing."""
        return cls(linked=0.0, exchange=0.0, alone=0.0, question=1.0, procedure=1.0, looked_into=0)


def answers_to(
    row_map: RowMap,
    rows: NDArray[np.int64],
    scores: NDArray[np.float32],
    weights: ExchangeWeights,
) -> NDArray[np.int64]:
    """The rows of the answers to the best questions among the candidates, ascending."""
    asked = np.flatnonzero(row_map.with_role(rows, Role.QUESTION))
    best = asked[np.argsort(-scores[asked], kind="stable")][: weights.looked_into]
    return row_map.answers_to(rows[best])


def prefer_answers(
    row_map: RowMap,
    rows: NDArray[np.int64],
    scores: NDArray[np.float32],
    weights: ExchangeWeights,
) -> NDArray[np.float32]:
    """The candidates' scores, (candidates,) float32, divided so that 1 is still the highest possible.

    Args:
        rows: candidates, ascending.
        scores: their fused scores, 0 to 1.
    """
    asks = row_map.with_role(rows, Role.QUESTION)
    answers = np.flatnonzero(row_map.with_role(rows, Role.ANSWER))
    adjusted = scores * np.float32(1 + weights.alone)
    adjusted[answers] = scores[answers]
    adjusted[asks] = scores[asks] * np.float32(weights.question)
    adjusted[row_map.with_role(rows, Role.PROCEDURE)] *= weights.procedure
    adjusted[answers] += weights.linked * _of_linked(row_map, rows, scores, answers)
    adjusted[answers] += weights.exchange * _of_exchange(row_map, rows, scores, asks, answers)
    return adjusted / np.float32(1 + weights.linked + weights.exchange)


def best_asked(
    row_map: RowMap,
    rows: NDArray[np.int64],
    scores: NDArray[np.float32],
    answers: Sequence[int],
) -> list[int | None]:
    """The best candidate among the questions that each of these answers, None where there is none.

    Args:
        rows: candidates, ascending.
        scores: their fused scores.
        answers: indexes of candidates, as what is returned.
    """
    best: list[int | None] = [None] * len(answers)
    pairs = _asked_among(row_map, rows, np.array(answers, np.int64))
    for owner, start, end in zip(*pairs, strict=True):
        for i in range(start, end):
            known = best[owner]
            if known is None or scores[i] > scores[known]:
                best[owner] = i
    return best


def _of_linked(
    row_map: RowMap,
    rows: NDArray[np.int64],
    scores: NDArray[np.float32],
    answers: NDArray[np.int64],
) -> NDArray[np.float32]:
    """The best score among the candidates that each answer is linked to, (answers,) float32."""
    best = np.zeros(len(answers), np.float32)
    owners, low, high = _asked_among(row_map, rows, answers)
    if len(owners):
        # Between the pairs of bounds `reduceat` takes other maxima, which are left out.
        bounds = np.column_stack([low, high]).ravel()
        maxima = np.maximum.reduceat(np.append(scores, np.float32(0)), bounds)[::2]
        np.maximum.at(best, owners, maxima)
    return best


def _asked_among(
    row_map: RowMap, rows: NDArray[np.int64], answers: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The candidates that ask what candidates answer, (pairs,) three times.

    Returns:
        the index into `answers`, and the first and the last index (exclusive) into `rows`.
    """
    owners, first, last = row_map.questions_of(rows[answers])
    low, high = np.searchsorted(rows, first), np.searchsorted(rows, last)
    present = low < high
    return owners[present], low[present], high[present]


def _of_exchange(
    row_map: RowMap,
    rows: NDArray[np.int64],
    scores: NDArray[np.float32],
    asks: NDArray[np.bool_],
    answers: NDArray[np.int64],
) -> NDArray[np.float32]:
    """The best score among the candidates that ask in each answer's exchange, (answers,) float32."""
    known, numbers = np.unique(row_map.exchanges[rows], return_inverse=True)
    best = np.zeros(len(known), np.float32)
    np.maximum.at(best, numbers[asks], scores[asks])
    best[known < 0] = 0
    return best[numbers[answers]]

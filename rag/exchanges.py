"""Fused scores → scores that prefer the answer to the question that it answers.

A member's question uses the words of a person's question better than any answer does: on minutes of
an assembly it came first in 90 % of the queries. So an answer inherits part of the score of the part of
the question that it answers (`index.minutes.links`), and the question itself steps back. Remarks
without a role stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.generation import GenerationReader
from index.meeting import Role

__all__ = ["ExchangeWeights", "answers_to", "prefer_answers"]


@dataclass(frozen=True, slots=True)
class ExchangeWeights:
    """How answers, questions and procedure are weighed.

    Attributes:
        inherited: the share of its question's score that an answer gains.
        question, procedure: what the score of such a remark is multiplied by.
        looked_into: the answers of so many of the best questions become candidates.
    """

    inherited: float = 0.2
    question: float = 0.6
    procedure: float = 0.6
    looked_into: int = 10


def answers_to(
    reader: GenerationReader,
    rows: NDArray[np.int64],
    scores: NDArray[np.float32],
    weights: ExchangeWeights,
) -> NDArray[np.int64]:
    """The rows of the answers to the best questions among the candidates."""
    asked = np.flatnonzero(reader.with_role(rows, Role.QUESTION))
    best = asked[np.argsort(-scores[asked], kind="stable")][: weights.looked_into]
    linked = dict.fromkeys(part for i in best for part in reader.answers_to(int(rows[i])))
    ranges = [np.arange(first, last) for first, last in linked]
    return np.unique(np.concatenate(ranges)) if ranges else np.empty(0, np.int64)


def prefer_answers(
    reader: GenerationReader,
    rows: NDArray[np.int64],
    scores: NDArray[np.float32],
    weights: ExchangeWeights,
) -> NDArray[np.float32]:
    """The candidates' scores, (candidates,) float32, divided so that 1 is still the highest possible.

    Args:
        rows: candidates, in ascending order.
        scores: their fused scores, 0 to 1.
    """
    adjusted = scores.copy()
    asks = reader.with_role(rows, Role.QUESTION)
    adjusted[asks] *= weights.question
    adjusted[reader.with_role(rows, Role.PROCEDURE)] *= weights.procedure
    for i in np.flatnonzero(reader.with_role(rows, Role.ANSWER)):
        asked = [
            scores[slice(*np.searchsorted(rows, question))].max(initial=0.0)
            for question in reader.questions_of(int(rows[i]))
        ]
        adjusted[i] += weights.inherited * max(asked, default=0.0)
    return adjusted / (1 + weights.inherited)

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from index.generation import GenerationReader
from index.meeting import Role
from rag.exchanges import ExchangeWeights, answers_to, prefer_answers

Q, A, P = Role.QUESTION, Role.ANSWER, Role.PROCEDURE
WEIGHTS = ExchangeWeights()


@dataclass
class Rows:
    """What of a generation's reader this stage sees: roles, and questions linked to answers.

    A question is linked to every answer up to the next question that follows an answer.
    """

    roles: list[Role | None]

    def with_role(self, rows: NDArray[np.int64], role: Role) -> NDArray[np.bool_]:
        return np.array([self.roles[row] == role for row in rows], np.bool_)

    def answers_to(self, row: int) -> list[tuple[int, int]]:
        return [answer for question, answer in self._links() if question == (row, row + 1)]

    def questions_of(self, row: int) -> list[tuple[int, int]]:
        return [question for question, answer in self._links() if answer == (row, row + 1)]

    def _links(self) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
        asked: list[int] = []
        answered = False
        for row, role in enumerate(self.roles):
            if role is Role.QUESTION:
                asked, answered = ([row] if answered else [*asked, row]), False
            elif role is Role.ANSWER:
                yield from (((question, question + 1), (row, row + 1)) for question in asked)
                answered = True


def reader(*roles: Role | None) -> GenerationReader:
    return Rows(list(roles))  # type: ignore[return-value]


def preferred(
    rows: list[int], scores: list[float], *roles: Role | None, weights: ExchangeWeights = WEIGHTS
) -> NDArray[np.float32]:
    return prefer_answers(
        reader(*roles), np.array(rows, np.int64), np.array(scores, np.float32), weights
    )


def test_an_answer_overtakes_the_question_that_it_answers() -> None:
    question, answer = preferred([0, 1], [0.9, 0.6], Q, A)
    assert answer > question


def test_an_answer_gains_only_from_its_own_question() -> None:
    scores = preferred([0, 1, 2, 3], [0.9, 0.5, 0.1, 0.5], Q, A, Q, A)
    assert scores[1] > scores[3]


def test_an_answer_gains_from_the_best_of_several_questions() -> None:
    weights = ExchangeWeights(inherited=0.5, question=0.6)
    scores = preferred([0, 1, 2], [0.2, 0.8, 0.5], Q, Q, A, weights=weights)
    assert scores == pytest.approx([0.12 / 1.5, 0.48 / 1.5, 0.9 / 1.5])


def test_a_question_that_is_no_candidate_gives_nothing() -> None:
    assert preferred([1], [0.6], Q, A) == pytest.approx([0.6 / (1 + WEIGHTS.inherited)])


def test_procedure_steps_back() -> None:
    scores = preferred([0, 1], [0.6, 0.5], P, None)
    assert scores[0] < scores[1]


def test_remarks_without_a_role_keep_their_order_and_ratios() -> None:
    given = [0.3, 0.9, 0.1, 0.6]
    scores = preferred([0, 1, 2, 3], given, None, None, Role.REPORT, Role.DECISION)
    assert scores / scores[1] == pytest.approx(np.array(given) / 0.9)


def test_one_is_still_the_highest_possible_score() -> None:
    scores = preferred([0, 1, 2], [1.0, 1.0, 1.0], Q, A, None)
    assert scores.max() == pytest.approx(1)
    assert scores[1] == scores.max()


def test_the_fused_scores_are_left_as_they_were() -> None:
    given = np.array([0.9, 0.6], np.float32)
    prefer_answers(reader(Q, A), np.array([0, 1]), given, WEIGHTS)
    assert given == pytest.approx([0.9, 0.6])


def found(
    rows: list[int], scores: list[float], *roles: Role | None, looked_into: int = 10
) -> list[int]:
    weights = ExchangeWeights(looked_into=looked_into)
    candidates = np.array(rows, np.int64), np.array(scores, np.float32)
    return [int(row) for row in answers_to(reader(*roles), *candidates, weights)]


def test_the_answers_to_a_question_become_candidates() -> None:
    assert found([0], [0.9], Q, P, A, A, Q, A) == [2, 3]


def test_only_the_best_questions_are_looked_into() -> None:
    assert found([0, 2], [0.2, 0.9], Q, A, Q, A, looked_into=1) == [3]


def test_no_question_among_the_candidates_brings_no_answer() -> None:
    assert found([1], [0.9], Q, A, None) == []
    assert found([0], [0.9], Q) == []

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from index.meeting import Role
from index.row_links import RowLink, RowPlace
from index.row_map import MappedRow, RowMap
from rag.exchanges import ExchangeWeights, answers_to, best_asked, prefer_answers

Q, A, P = Role.QUESTION, Role.ANSWER, Role.PROCEDURE
WEIGHTS = ExchangeWeights()
_WHOLE = 1 + WEIGHTS.linked + WEIGHTS.exchange


def meeting(*roles: Role | None) -> RowMap:
    """Rows of one meeting; a question is linked to every answer up to the next question."""
    links: list[RowLink] = []
    asked: list[int] = []
    answered = False
    for row, role in enumerate(roles):
        if role is Role.QUESTION:
            asked, answered = ([row] if answered else [*asked, row]), False
        elif role is Role.ANSWER:
            links += [RowLink((q, q + 1), (row, row + 1)) for q in asked]
            answered = True
    places = [RowPlace(1, row, 0, 50, role) for row, role in enumerate(roles)]
    return RowMap.of([MappedRow(p.ordinal, 1, p) for p in places], links)


def preferred(
    rows: list[int], scores: list[float], *roles: Role | None, weights: ExchangeWeights = WEIGHTS
) -> NDArray[np.float32]:
    return prefer_answers(
        meeting(*roles), np.array(rows, np.int64), np.array(scores, np.float32), weights
    )


def test_an_answer_overtakes_the_question_that_it_answers() -> None:
    question, answer = preferred([0, 1], [0.9, 0.6], Q, A)
    assert answer > question


def test_an_answer_gains_only_from_its_own_question() -> None:
    scores = preferred([0, 1, 2, 3], [0.9, 0.5, 0.1, 0.5], Q, A, Q, A)
    assert scores[1] > scores[3]


def test_an_answer_gains_from_the_best_of_several_questions() -> None:
    weights = ExchangeWeights(linked=0.5, exchange=0.0, question=0.6)
    scores = preferred([0, 1, 2], [0.2, 0.8, 0.5], Q, Q, A, weights=weights)
    assert scores == pytest.approx([0.12 / 1.5, 0.48 / 1.5, 0.9 / 1.5])


def test_an_answer_gains_from_its_exchange_where_no_link_leads_to_a_question() -> None:
    places = [RowPlace(1, row, 0, 50, role) for row, role in enumerate((Q, A, None, A))]
    unlinked = RowMap.of([MappedRow(p.ordinal, 1, p) for p in places], [])
    weights = ExchangeWeights(linked=0.5, exchange=0.5, alone=0.0)
    rows, given = np.arange(4), np.array([0.8, 0.4, 0.4, 0.4], np.float32)
    scores = prefer_answers(unlinked, rows, given, weights)
    assert scores[1:] == pytest.approx([0.8 / 2, 0.4 / 2, 0.8 / 2])


def test_remarks_outside_exchanges_gain_nothing_from_each_other() -> None:
    scores = preferred([0, 1, 2], [0.9, 0.5, 0.5], Q, None, None)
    assert scores[1:] == pytest.approx([0.5 * (1 + WEIGHTS.alone) / _WHOLE] * 2)


def test_a_report_that_fits_better_outranks_the_answer_to_a_question_that_fits_less() -> None:
    answer, report = preferred([0, 1, 2], [0.4, 0.4, 0.9], Q, A, Role.REPORT)[1:]
    assert report > answer


def test_a_question_that_is_no_candidate_gives_nothing() -> None:
    assert preferred([1], [0.6], Q, A) == pytest.approx([0.6 / _WHOLE])


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
    prefer_answers(meeting(Q, A), np.array([0, 1]), given, WEIGHTS)
    assert given == pytest.approx([0.9, 0.6])


def found(
    rows: list[int], scores: list[float], *roles: Role | None, looked_into: int = 10
) -> list[int]:
    weights = ExchangeWeights(looked_into=looked_into)
    candidates = np.array(rows, np.int64), np.array(scores, np.float32)
    return [int(row) for row in answers_to(meeting(*roles), *candidates, weights)]


def test_the_answers_to_a_question_become_candidates() -> None:
    assert found([0], [0.9], Q, P, A, A, Q, A) == [2, 3]


def test_only_the_best_questions_are_looked_into() -> None:
    assert found([0, 2], [0.2, 0.9], Q, A, Q, A, looked_into=1) == [3]


def test_no_question_among_the_candidates_brings_no_answer() -> None:
    assert found([1], [0.9], Q, A, None) == []
    assert found([0], [0.9], Q) == []


def test_each_answer_is_shown_with_the_best_of_its_questions() -> None:
    rows, scores = np.arange(5), np.array([0.2, 0.7, 0.5, 0.1, 0.9], np.float32)
    assert best_asked(meeting(Q, Q, A, P, None), rows, scores, [2, 4]) == [1, None]


def test_a_question_that_is_no_candidate_is_not_shown() -> None:
    assert best_asked(meeting(Q, A), np.array([1]), np.array([0.5], np.float32), [0]) == [None]

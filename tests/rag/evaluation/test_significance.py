from __future__ import annotations

from itertools import product
from math import erfc, sqrt

import numpy as np
import pytest

from rag.evaluation.significance import compare_paired, holm, randomisation_test


def by_hand(differences: list[float]) -> float:
    sums = [
        abs(sum(sign * d for sign, d in zip(signs, differences, strict=True)))
        for signs in product((1, -1), repeat=len(differences))
    ]
    return sum(s >= abs(sum(differences)) - 1e-12 for s in sums) / len(sums)


@pytest.mark.parametrize(
    "differences",
    [[0.5], [1.0, 1.0, 1.0], [0.3, -0.1, 0.2, 0.4], [0.1, 0.2, 0.3, -0.6], [0.1] * 12 + [-0.1]],
)
def test_few_questions_are_tried_with_all_signs(differences: list[float]) -> None:
    assert randomisation_test(differences) == pytest.approx(by_hand(differences))


def test_all_in_one_direction_is_two_of_all_assignments() -> None:
    assert randomisation_test([0.2] * 10) == 2 / 2**10


def test_questions_without_a_difference_change_nothing() -> None:
    assert randomisation_test([0.2] * 10 + [0.0] * 90) == 2 / 2**10
    assert randomisation_test([0.0] * 20) == 1.0
    assert randomisation_test([]) == 1.0


def test_many_questions_are_drawn_and_agree_with_the_normal_approximation() -> None:
    random = np.random.default_rng(1)
    differences = random.normal(0.1, 1.0, 400)
    z = abs(differences.sum()) / np.sqrt((differences**2).sum())
    assert randomisation_test(differences.tolist()) == pytest.approx(erfc(z / sqrt(2)), abs=0.015)


def test_a_drawn_p_is_never_zero() -> None:
    assert randomisation_test([1.0] * 50) == 1 / 10_001


def test_the_direction_does_not_matter() -> None:
    differences = [0.4, -0.1, 0.3, 0.2, 0.5]
    assert randomisation_test(differences) == randomisation_test([-d for d in differences])


def test_holm() -> None:
    # The example of many textbooks: .01, .04, .03 of three tests.
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.5, 0.9]) == [1.0, 1.0]
    assert holm([0.02]) == [0.02]
    assert holm([]) == []


def test_conditions_against_a_reference() -> None:
    found = compare_paired({"better": [0.25] * 8, "same": [0.0] * 8})
    better, same = found["better"], found["same"]
    assert (better.value, better.low, better.high) == (0.25, 0.25, 0.25)
    assert (better.p, better.p_holm, better.questions) == (2 / 256, 4 / 256, 8)
    assert (same.value, same.p, same.p_holm) == (0.0, 1.0, 1.0)

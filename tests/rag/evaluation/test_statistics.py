from __future__ import annotations

import numpy as np
import pytest

from rag.evaluation.statistics import Latency, estimate, latency


def means(*values: float) -> list[tuple[float, float]]:
    return [(value, 1.0) for value in values]


def test_the_value_is_the_mean_and_the_interval_holds_it() -> None:
    found = estimate({"hit@1": means(1, 0, 1, 1)})["hit@1"]
    assert found.value == 0.75
    assert 0 <= found.low < 0.75 < found.high <= 1
    assert found.questions == 4


def test_the_interval_agrees_with_the_normal_one_on_many_questions() -> None:
    values = [1.0] * 600 + [0.0] * 400
    found = estimate({"hit@1": means(*values)})["hit@1"]
    half = 1.96 * (0.6 * 0.4 / 1000) ** 0.5  # .0304
    assert found.low == pytest.approx(0.6 - half, abs=0.003)
    assert found.high == pytest.approx(0.6 + half, abs=0.003)


def test_equal_values_have_no_width() -> None:
    found = estimate({"mrr@10": means(0.5, 0.5, 0.5)})["mrr@10"]
    assert (found.low, found.high) == (0.5, 0.5)


def test_a_seed_gives_the_same_interval_and_another_seed_another() -> None:
    values = {"ndcg@10": means(*np.linspace(0, 1, 37).tolist())}
    assert estimate(values) == estimate(values)
    assert estimate(values) != estimate(values, seed=7)


def test_figures_of_one_call_are_drawn_from_the_same_questions() -> None:
    values = np.linspace(0, 1, 20).tolist()
    found = estimate({"a": means(*values), "b": means(*(v + 1 for v in values))})
    assert found["b"].low == pytest.approx(found["a"].low + 1)


def test_a_ratio_counts_only_the_questions_that_take_part() -> None:
    # Abstained on three, two of them rightly.
    found = estimate({"precision": [(1, 1), (0, 1), (0, 0), (1, 1), (0, 0)]})["precision"]
    assert found.value == pytest.approx(2 / 3)
    assert found.questions == 3


def test_a_figure_in_which_no_question_takes_part_is_left_out() -> None:
    found = estimate({"recall": [(0, 0), (0, 0)], "answered": means(1, 1)})
    assert set(found) == {"answered"}
    assert estimate({"recall": [(0, 0)]}) == {}


def test_latency_percentiles_are_milliseconds() -> None:
    seconds = [i / 1000 for i in range(101)]
    found = latency(seconds)
    assert found is not None
    assert (found.p50, found.p90, found.p99) == pytest.approx((50.0, 90.0, 99.0))
    assert latency([0.02]) == Latency(20.0, 20.0, 20.0, 1)
    assert latency([]) is None

from __future__ import annotations

import numpy as np
import pytest

from rag.fusion import FusionWeights, Scores, fuse, min_max


def scores(*values: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return np.array(values, np.float32)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((2.0, 4.0, 3.0), (0.0, 1.0, 0.5)),
        ((-1.0, 1.0), (0.0, 1.0)),
        ((0.7, 0.7, 0.7), (0.0, 0.0, 0.0)),
        ((0.7,), (0.0,)),
        ((), ()),
    ],
    ids=["three", "below zero", "all equal", "one", "none"],
)
def test_min_max(given: tuple[float, ...], expected: tuple[float, ...]) -> None:
    assert min_max(scores(*given)) == pytest.approx(expected)


def test_the_sum_is_that_of_the_normalised_scores() -> None:
    found = Scores(
        dense=scores(0.80, 0.90, 0.85),  # 0, 1, .5
        words=scores(10, 0, 5),  # 1, 0, .5
        bigrams=scores(3, 3, 3),  # says nothing
        coverage=scores(0, 0, 0),
    )
    fused = fuse(found, FusionWeights(dense=0.5, words=0.3, bigrams=0.2, coverage=0.0))
    assert fused == pytest.approx((0.3, 0.5, 0.4))
    assert fused.dtype == np.float32


def test_half_of_the_words_of_a_question_say_little() -> None:
    none = scores(0, 0, 0)
    covers = Scores(none, none, none, coverage=scores(0, 4, 8))
    weights = FusionWeights(dense=0.5, words=0.0, bigrams=0.0, coverage=0.5)
    assert fuse(covers, weights) == pytest.approx((0, 0.125, 0.5))


def test_weights_are_shares_of_their_sum() -> None:
    found = Scores(scores(0, 1), scores(7, 3), scores(0, 9), scores(0, 9))
    fused = fuse(found, FusionWeights(dense=0.0, words=3.0, bigrams=0.0, coverage=0.0))
    assert fused == pytest.approx((1, 0))


def test_the_default_weights_make_one_the_highest_possible() -> None:
    best = scores(0, 1)
    assert fuse(Scores(best, best, best, best), FusionWeights()).max() == pytest.approx(1)


def test_without_candidates_nothing_is_scored() -> None:
    none = scores()
    assert fuse(Scores(none, none, none, none), FusionWeights()).tolist() == []

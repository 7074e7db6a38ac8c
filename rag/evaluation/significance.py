"""The same questions under two conditions → how far they differ, and whether that could be chance.

Paired randomisation test, two-sided (Smucker, Allan and Carterette 2007): were the conditions alike,
the sign of each question's difference could as well be the other. p is the share of sign
assignments whose mean is at least as far from 0 as the one that was seen: of all assignments where
there are few, else of 10,000 drawn ones, the seen one among them, so that p is never 0 (Phipson and
Smyth 2010). Where one reference is compared with several conditions, Holm (1979) corrects p for the
number of them, figure by figure. Nothing here knows what a condition is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from .statistics import SEED, estimate

__all__ = ["PERMUTATIONS", "Difference", "compare_paired", "holm", "randomisation_test"]

PERMUTATIONS: Final = 10_000
# Sign assignments that are tried at once: bounds the memory at this many times the questions.
_BLOCK: Final = 500
# Sums of the same numbers in another order differ in their last bits and are equal all the same.
_SLACK: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Difference:
    """A mean difference over paired questions: the condition's figure minus the reference's.

    Attributes:
        value: the mean; above 0 the condition is better.
        low, high: its 95 % interval, paired bootstrap.
        p: of the two-sided randomisation test, not corrected.
        p_holm: corrected for the number of conditions.
        questions: how many were paired.
    """

    value: float
    low: float
    high: float
    p: float
    p_holm: float
    questions: int


def randomisation_test(
    differences: Sequence[float], *, permutations: int = PERMUTATIONS, seed: int = SEED
) -> float:
    """The two-sided p that paired differences come of chance; 1 where there is no difference.

    Args:
        differences: one a question.
        permutations: how many sign assignments are drawn where there are more than that in all.
        seed: of the draws.
    """
    moved = np.array([d for d in differences if d], np.float64)
    if not len(moved):
        return 1.0
    seen = abs(moved.sum()) - _SLACK * np.abs(moved).sum()
    exact = 2 ** len(moved) <= permutations
    total = 2 ** len(moved) if exact else permutations
    random = np.random.default_rng(seed)
    extreme = 0
    for start in range(0, total, _BLOCK):
        rows = min(_BLOCK, total - start)
        if exact:
            numbers = np.arange(start, start + rows)[:, None]
            bits = numbers >> np.arange(len(moved)) & 1
        else:
            bits = random.integers(0, 2, (rows, len(moved)), np.int8)
        sums = np.einsum("rq,q->r", 1.0 - 2.0 * bits, moved)
        extreme += int((np.abs(sums) >= seen).sum())
    return extreme / total if exact else (extreme + 1) / (total + 1)


def holm(values: Sequence[float]) -> list[float]:
    """Each p corrected for their number, in the order given (step-down, made monotone)."""
    corrected = [0.0] * len(values)
    highest = 0.0
    for done, place in enumerate(sorted(range(len(values)), key=values.__getitem__)):
        highest = max(highest, min(1.0, values[place] * (len(values) - done)))
        corrected[place] = highest
    return corrected


def compare_paired(differences: Mapping[str, Sequence[float]]) -> dict[str, Difference]:
    """Judge one figure of several conditions.

    Args:
        differences: for each condition, the figure of each question minus that of the reference, in
            the same order of questions.
    """
    ps = {name: randomisation_test(column) for name, column in differences.items()}
    corrected = dict(zip(ps, holm(list(ps.values())), strict=True))
    # All columns of one call are resampled together, so that the intervals are of the same draws.
    means = estimate({name: [(d, 1.0) for d in column] for name, column in differences.items()})
    return {
        name: Difference(mean.value, mean.low, mean.high, ps[name], corrected[name], mean.questions)
        for name, mean in means.items()
    }

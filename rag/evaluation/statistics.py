"""Figures of single questions → means with confidence intervals; seconds → percentiles.

Percentile bootstrap over questions (Efron and Tibshirani 1993, chapter 13). The same seed draws the
same questions for every system of a run, so that their intervals are of the same resamples.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["CONFIDENCE", "RESAMPLES", "SEED", "Estimate", "Latency", "Share", "estimate", "latency"]

RESAMPLES: Final = 2000
SEED: Final = 20240401
CONFIDENCE: Final = 0.95
# Resamples that are drawn at once: bounds the memory at this many times the number of questions.
_BLOCK: Final = 100

Share = tuple[float, float]
"""What one question adds to a figure: above and below the fraction line. (0, 0) takes no part."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with the interval that holds it with 95 % confidence.

    `questions` is the number of questions that take part.
    """

    value: float
    low: float
    high: float
    questions: int


@dataclass(frozen=True, slots=True)
class Latency:
    """Percentiles of the time that a question took, in milliseconds."""

    p50: float
    p90: float
    p99: float
    questions: int


def estimate(
    columns: Mapping[str, Sequence[Share]], *, resamples: int = RESAMPLES, seed: int = SEED
) -> dict[str, Estimate]:
    """Estimate ratios of sums over questions; with (value, 1) for each question, means.

    Args:
        columns: for each figure, one share a question, in the same order of questions.
        resamples: how often the questions are drawn anew, with replacement.
        seed: of the draws.

    Returns:
        For each figure its estimate; figures in which no question takes part are left out.
    """
    present = [name for name, shares in columns.items() if any(whole for _, whole in shares)]
    if not present:
        return {}
    shares = np.array([columns[name] for name in present], dtype=np.float64)
    parts, wholes = shares[:, :, 0], shares[:, :, 1]
    values = parts.sum(axis=1) / wholes.sum(axis=1)
    ratios = _resampled(parts, wholes, resamples, np.random.default_rng(seed))
    tail = 100 * (1 - CONFIDENCE) / 2
    # A resample without any question that takes part says nothing of the figure (nan).
    low, high = np.nanpercentile(ratios, [tail, 100 - tail], axis=1)
    counts = (wholes > 0).sum(axis=1)
    rows = zip(present, values, low, high, counts, strict=True)
    return {n: Estimate(float(v), float(a), float(b), int(c)) for n, v, a, b, c in rows}


def _resampled(
    parts: NDArray[np.float64],
    wholes: NDArray[np.float64],
    resamples: int,
    random: np.random.Generator,
) -> NDArray[np.float64]:
    """Ratios of resampled questions: (figures, questions) twice → (figures, resamples)."""
    questions = parts.shape[1]
    blocks = []
    for start in range(0, resamples, _BLOCK):
        rows = min(_BLOCK, resamples - start)
        drawn = random.integers(questions, size=(rows, questions))
        counts = np.apply_along_axis(np.bincount, 1, drawn, minlength=questions).astype(np.float64)
        # einsum, not @: two BLAS threads took 50 times as long with a busy neighbour.
        above, below = (np.einsum("fq,rq->fr", sums, counts) for sums in (parts, wholes))
        blocks.append(np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0))
    return np.concatenate(blocks, axis=1)


def latency(seconds: Sequence[float]) -> Latency | None:
    """Percentiles (linear between neighbours) of times, or None without any."""
    if not seconds:
        return None
    p50, p90, p99 = np.percentile(np.asarray(seconds) * 1000, [50, 90, 99])
    return Latency(float(p50), float(p90), float(p99), len(seconds))

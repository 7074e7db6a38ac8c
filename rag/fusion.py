"""Scores of several searches → one score a passage.

Scores are normalised within the candidates of one question and summed with weights: on every set
that was tried this beat reciprocal rank fusion by .015 to .03 nDCG@10 (MODEL.md), since ranks throw
away by how much one passage is better than the next.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

__all__ = ["FusionWeights", "Scores", "fuse", "min_max"]


@dataclass(frozen=True, slots=True)
class Scores:
    """What each search says of the candidates of one question; all are (candidates,) float32."""

    dense: NDArray[np.float32]
    words: NDArray[np.float32]
    bigrams: NDArray[np.float32]
    coverage: NDArray[np.float32]


# Nearly all words of a question say much more than half of them do.
_POWERS = {"coverage": 2}


@dataclass(frozen=True, slots=True)
class FusionWeights:
    """What each score counts; a weight of 0 leaves it out."""

    dense: float = 0.45
    words: float = 0.15
    bigrams: float = 0.2
    coverage: float = 0.2


def min_max(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scores between 0 and 1; all 0 where they do not differ."""
    if not len(scores):
        return scores
    low, high = scores.min(), scores.max()
    if high <= low:
        return np.zeros_like(scores)
    normalised: NDArray[np.float32] = (scores - low) / (high - low)
    return normalised


def fuse(scores: Scores, weights: FusionWeights) -> NDArray[np.float32]:
    """The weighted sum of the normalised scores, (candidates,) float32, 0 to 1."""
    whole = sum(getattr(weights, score.name) for score in fields(Scores))
    fused = np.zeros(len(scores.dense), np.float32)
    for score in fields(Scores):
        part = min_max(getattr(scores, score.name))
        fused += getattr(weights, score.name) / whole * part ** _POWERS.get(score.name, 1)
    return fused

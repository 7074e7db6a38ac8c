"""Hits → evidence: the sentences that bear on the question, best first.

A unit of a passage is judged by three signals: its nearness to the question, the share of the
question's terms that it covers (weighted by how rare they are), and the score of its passage. It
quotes nothing itself and decides nothing about abstention.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from index.generation import GenerationReader
from index.library import PassageRecord
from index.terms import Analyzer
from rag.fusion import min_max
from rag.retrieval import Hit, Retrieval

__all__ = ["Evidence", "EvidenceWeights", "find_evidence"]


@dataclass(frozen=True, slots=True)
class EvidenceWeights:
    """What each signal counts, and how many hits are looked into."""

    dense: float = 0.3
    coverage: float = 0.2
    passage: float = 0.5
    hits: int = 10


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence (or a few short ones) that bears on the question.

    Attributes:
        start, end: its place in the text of the passage's remark.
        score: between 0 and 1, higher is better, comparable within one question.
        dense: the inner product with the question.
        coverage: the share of the question's bigrams that it holds, weighted by rarity, 0 to 1.
    """

    passage: PassageRecord
    start: int
    end: int
    score: float
    dense: float
    coverage: float

    @property
    def text(self) -> str:
        """The words of the minutes."""
        return self.passage.remark.text[self.start : self.end]


def find_evidence(
    retrieval: Retrieval, reader: GenerationReader, analyzer: Analyzer, weights: EvidenceWeights
) -> list[Evidence]:
    """The units of the best hits, best first, each once."""
    candidates = list(_units(retrieval.hits[: weights.hits]))
    if not candidates:
        return []
    asked = reader.term_weights("bigrams", sorted(set(retrieval.query_terms.bigrams)))
    dense = np.array([hit.unit_scores[i] for hit, i in candidates], np.float32)
    coverage = np.array(
        [_coverage(asked, analyzer.bigrams(_text(hit, i))) for hit, i in candidates], np.float32
    )
    passage = np.array([hit.score for hit, _ in candidates], np.float32)
    scores = (
        weights.dense * min_max(dense)
        + weights.coverage * min_max(coverage)
        + weights.passage * passage
    )
    return [
        Evidence(
            passage=candidates[i][0].passage,
            start=candidates[i][0].passage.units[candidates[i][1]][0],
            end=candidates[i][0].passage.units[candidates[i][1]][1],
            score=float(scores[i]),
            dense=float(dense[i]),
            coverage=float(coverage[i]),
        )
        for i in np.argsort(-scores, kind="stable")
    ]


def _units(hits: tuple[Hit, ...]) -> list[tuple[Hit, int]]:
    """(hit, number of the unit) for each unit, once: overlapping passages share some."""
    seen = set()
    units = []
    for hit in hits:
        for i, (start, _) in enumerate(hit.passage.units):
            place = (hit.passage.meeting_id, hit.passage.remark.ordinal, start)
            if place not in seen:
                seen.add(place)
                units.append((hit, i))
    return units


def _text(hit: Hit, i: int) -> str:
    start, end = hit.passage.units[i]
    return hit.passage.remark.text[start:end]


def _coverage(asked: dict[str, float], terms: list[str]) -> float:
    """The share of the asked terms' weight that the terms cover, 0 to 1."""
    total = sum(asked.values())
    present = set(terms)
    return sum(w for t, w in asked.items() if t in present) / total if total else 0.0

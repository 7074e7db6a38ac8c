"""Hits → evidence: the sentences that bear on the question, best first.

A unit of a passage is judged by three signals: its nearness to the question, the share of the
question's terms that it covers (weighted by how rare they are), and the score of its passage. It
quotes nothing itself and decides nothing about abstention.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.generation import GenerationReader
from index.records import PassageRecord
from index.terms import Analyzer
from rag.fusion import min_max
from rag.question import Wanted
from rag.retrieval import Hit, Retrieval
from rag.sentences import announces, asks, holds

__all__ = ["Evidence", "EvidenceWeights", "find_evidence"]


@dataclass(frozen=True, slots=True)
class EvidenceWeights:
    """What each signal counts, and how many hits are looked into.

    Attributes:
        kind: added where the sentence holds something of the kind that is asked for.
        question, announcement: what the score of a sentence that asks, or that only announces an
            answer, is multiplied by; the sentence after an announcement inherits what it loses.
    """

    dense: float = 0.4
    coverage: float = 0.1
    passage: float = 0.5
    kind: float = 0.2
    question: float = 0.5
    announcement: float = 0.5
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
    scores = _by_what_they_do(scores, candidates, retrieval.question.wanted, weights)
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


def _by_what_they_do(
    scores: NDArray[np.float32],
    candidates: list[tuple[Hit, int]],
    wanted: Wanted | None,
    weights: EvidenceWeights,
) -> NDArray[np.float32]:
    """Weigh what answers above what asks or announces; (candidates,) float32."""
    adjusted = _handed_on(scores, candidates)
    for i, (hit, unit) in enumerate(candidates):
        text = _text(hit, unit)
        if holds(wanted, text):
            adjusted[i] += weights.kind
        if asks(text):
            adjusted[i] *= weights.question
        elif announces(text):
            adjusted[i] *= weights.announcement
    return adjusted


def _handed_on(
    scores: NDArray[np.float32], candidates: list[tuple[Hit, int]]
) -> NDArray[np.float32]:
    """The sentence after an announcement scores no less than the announcement; (candidates,) float32.

    It may belong to another hit: overlapping passages share units, and each stands only once.
    """
    places = {_place(hit, unit): i for i, (hit, unit) in enumerate(candidates)}
    raised = scores.copy()
    for i, (hit, unit) in enumerate(candidates):
        if announces(_text(hit, unit)):
            meeting, remark, start = _place(hit, unit)
            later = [p for p in places if p[:2] == (meeting, remark) and p[2] > start]
            if later:
                following = places[min(later)]
                raised[following] = max(raised[following], scores[i])
    return raised


def _place(hit: Hit, unit: int) -> tuple[str, int, int]:
    return hit.passage.meeting_id, hit.passage.remark.ordinal, hit.passage.units[unit][0]


def _units(hits: tuple[Hit, ...]) -> list[tuple[Hit, int]]:
    """(hit, number of the unit) for each unit, once: overlapping passages share some."""
    seen = set()
    units = []
    for hit in hits:
        for i in range(len(hit.passage.units)):
            place = _place(hit, i)
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

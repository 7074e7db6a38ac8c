"""Signals of a retrieval → the probability that the minutes answer the question.

A logistic regression over a few signals, fitted by scripts/fit_abstention.py on the calibration set
(samples/calibration), where answerable questions are also asked with their evidence taken away; the
coefficients are in abstention.json beside this file. Margins between ranks and the coverage of
bigrams, which separate well on questions that reuse the words of a passage, added nothing on
questions as people type them.

Where question and minutes are in different languages no terms are shared, and the signals of terms
mean nothing: a second set of coefficients uses the dense signals alone.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.generation import GenerationReader
from index.terms import Terms
from rag.retrieval import Retrieval

__all__ = ["AnswerabilityModel", "Signals", "signals_of"]

_FILE = Path(__file__).with_name("abstention.json")
_MARGIN_RANKS = slice(1, 10)  # ranks 2 to 10


@dataclass(frozen=True, slots=True)
class Signals:
    """What a retrieval says about whether the answer is there.

    Attributes:
        dense_top: the best inner product of a unit with the question.
        dense_margin: that, minus the mean of the passages on ranks 2 to 10 by dense score.
        word_coverage: the largest share of the question's words, weighted by rarity, that one of
            the best passages holds; 0 to 1.
        same_language: the best passages' meetings are in the language of the question.
    """

    dense_top: float
    dense_margin: float
    word_coverage: float
    same_language: bool


def signals_of(retrieval: Retrieval, reader: GenerationReader) -> Signals:
    """The signals of a retrieval with at least one hit."""
    hits = retrieval.hits[:10]
    dense = np.sort([hit.dense for hit in hits])[::-1]
    others = dense[_MARGIN_RANKS]
    languages = {hit.passage.meeting_language for hit in hits[:3]}
    return Signals(
        dense_top=float(dense[0]),
        dense_margin=float(dense[0] - others.mean()) if len(others) else 0.0,
        word_coverage=_best_coverage(retrieval, reader),
        same_language=retrieval.question.language in languages,
    )


def _best_coverage(retrieval: Retrieval, reader: GenerationReader) -> float:
    asked = set(retrieval.query_terms.words)
    weights = reader.term_weights("words", sorted(asked))
    total = sum(weights.values())
    if not total:
        return 0.0
    return max(
        sum(weights[t] for t in asked & _said(retrieval.query_terms, hit.passage.terms)) / total
        for hit in retrieval.hits[:10]
    )


def _said(question: Terms, passage: Terms) -> set[str]:
    """The words of a passage, and those of the question that it says otherwise."""
    said = set(passage.words)
    for alternative in question.alternatives:
        if said.issuperset(alternative.instead.words):
            said.update(alternative.typed.words)
    return said


@dataclass(frozen=True, slots=True)
class _Coefficients:
    intercept: float
    weights: dict[str, float]

    def probability(self, signals: Signals) -> float:
        z = self.intercept + sum(w * getattr(signals, name) for name, w in self.weights.items())
        return 1 / (1 + math.exp(-z))


@dataclass(frozen=True, slots=True)
class AnswerabilityModel:
    """The fitted model: probabilities, and the threshold below which the system abstains."""

    same_language: _Coefficients
    cross_lingual: _Coefficients
    threshold: float
    near: float

    @classmethod
    def load(cls, path: Path = _FILE) -> AnswerabilityModel:
        """Read the coefficients."""
        data = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            _Coefficients(**data["same_language"]),
            _Coefficients(**data["cross_lingual"]),
            data["threshold"],
            data["near"],
        )

    def probability(self, signals: Signals) -> float:
        """The estimated probability that the minutes answer the question, 0 to 1."""
        chosen = self.same_language if signals.same_language else self.cross_lingual
        return chosen.probability(signals)

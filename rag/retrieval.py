"""Question → hits: passages with their scores, best first.

    dense candidates ∪ lexical candidates → every candidate's exact scores → fused → hits

Every candidate gets all scores, whichever search found it, so that the sum compares like with like.
It does not know what an answer is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.embedding import QueryEmbedder
from index.filters import And, Filter
from index.generation import GenerationReader
from index.library import PassageRecord
from index.terms import Analyzer, Terms
from rag.clock import Clock
from rag.fusion import FusionWeights, fuse
from rag.question import Question

__all__ = ["Hit", "Retrieval", "RetrievalSettings", "Retriever"]


@dataclass(frozen=True, slots=True)
class RetrievalSettings:
    """How many candidates each search brings, and what each score counts."""

    dense_units: int = 200
    lexical_passages: int = 100
    weights: FusionWeights = FusionWeights()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its scores.

    Attributes:
        rank: from 1.
        score: fused, between 0 and 1, comparable within one question only.
        dense: the inner product of the question with the best unit.
        words, bigrams: BM25.
        unit_scores: (units,) float32, the inner product with each unit of the passage.
    """

    passage: PassageRecord
    rank: int
    score: float
    dense: float
    words: float
    bigrams: float
    unit_scores: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What was found for a question.

    Attributes:
        query_vector: (dimension,) float32, unit length.
        timings_ms: milliseconds by stage.
    """

    question: Question
    hits: tuple[Hit, ...]
    query_terms: Terms
    query_vector: NDArray[np.float32]
    timings_ms: dict[str, float]


class Retriever:
    """Searches one generation."""

    def __init__(
        self,
        reader: GenerationReader,
        embedder: QueryEmbedder,
        analyzer: Analyzer,
        settings: RetrievalSettings,
    ) -> None:
        self.reader = reader
        self._embedder = embedder
        self._analyzer = analyzer
        self._settings = settings

    def retrieve(self, question: Question, k: int, where: Filter = And()) -> Retrieval:
        """The `k` best passages that the filter lets through."""
        clock = Clock()
        vector = self._embedder.embed_query(question.text)
        clock.lap("embed")
        terms = self._analyzer.terms(question.text)
        clock.lap("terms")
        allowed = self.reader.allowed(where)
        nearest = self.reader.dense(vector, self._settings.dense_units, allowed)
        clock.lap("dense")
        lexical = self.reader.lexical(terms)
        best = [self._best(scores, allowed) for scores in (lexical.words, lexical.bigrams)]
        clock.lap("lexical")
        rows = np.unique(np.concatenate([nearest, *best]))
        units = self.reader.unit_scores(vector, rows)
        dense = np.array([scores.max() for scores in units], np.float32)
        words, bigrams = lexical.words[rows], lexical.bigrams[rows]
        if len(rows):
            fused = fuse(dense, words, bigrams, self._settings.weights)
            order = np.lexsort((rows, -fused))[:k]
        else:
            fused, order = np.empty(0, np.float32), np.empty(0, np.int64)
        clock.lap("fuse")
        passages = self.reader.fetch([int(rows[i]) for i in order])
        hits = tuple(
            Hit(
                passage=passage,
                rank=rank,
                score=float(fused[i]),
                dense=float(dense[i]),
                words=float(words[i]),
                bigrams=float(bigrams[i]),
                unit_scores=units[i],
            )
            for rank, (i, passage) in enumerate(zip(order, passages, strict=True), 1)
        )
        clock.lap("fetch")
        return Retrieval(question, hits, terms, vector, clock.laps)

    def _best(
        self, scores: NDArray[np.float32], allowed: NDArray[np.bool_] | None
    ) -> NDArray[np.int64]:
        """The rows with the highest lexical scores above 0."""
        if allowed is not None:
            scores = np.where(allowed, scores, 0)
        k = min(self._settings.lexical_passages, len(scores))
        rows = np.argpartition(-scores, k - 1)[:k]
        return rows[scores[rows] > 0]

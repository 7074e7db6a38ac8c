"""Question → hits: passages with their scores, best first.

    dense candidates ∪ lexical candidates ∪ answers to the questions among them
        → every candidate's exact scores → fused → answers before questions → hits

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
from index.lexical import LexicalScores
from index.records import PassageRecord
from index.terms import Analyzer, Terms
from index.time_expressions import terms_asked
from rag.clock import Clock
from rag.exchanges import ExchangeWeights, answers_to, prefer_answers
from rag.fusion import FusionWeights, fuse
from rag.question import Question

__all__ = ["Hit", "Retrieval", "RetrievalSettings", "Retriever"]


@dataclass(frozen=True, slots=True)
class RetrievalSettings:
    """How many candidates each search brings, and what each score counts."""

    dense_units: int = 200
    lexical_passages: int = 100
    weights: FusionWeights = FusionWeights()
    exchanges: ExchangeWeights = ExchangeWeights()


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


@dataclass(frozen=True, slots=True)
class _Pool:
    """The candidates of one question: (candidates,) arrays; `units[starts[i] : starts[i + 1]]` are
    the scores of the units of the i-th.
    """

    rows: NDArray[np.int64]
    units: NDArray[np.float32]
    starts: NDArray[np.int64]
    dense: NDArray[np.float32]
    words: NDArray[np.float32]
    bigrams: NDArray[np.float32]
    fused: NDArray[np.float32]

    def hit(self, i: int, rank: int, score: float, passage: PassageRecord) -> Hit:
        return Hit(
            passage=passage,
            rank=rank,
            score=score,
            dense=float(self.dense[i]),
            words=float(self.words[i]),
            bigrams=float(self.bigrams[i]),
            unit_scores=self.units[self.starts[i] : self.starts[i + 1]],
        )


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

    def retrieve(
        self,
        question: Question,
        k: int,
        where: Filter = And(),
        *,
        boosts: tuple[Filter, ...] = (),  # noqa: ARG002 - not weighed yet
    ) -> Retrieval:
        """The `k` best passages that the filter lets through."""
        clock = Clock()
        vector = self._embedder.embed_query(question.text)
        clock.lap("embed")
        terms = self._analyzer.terms(question.text, terms_asked(question.times))
        clock.lap("terms")
        allowed = self.reader.allowed(where)
        nearest = self.reader.dense(vector, self._settings.dense_units, allowed)
        clock.lap("dense")
        lexical = self.reader.lexical(terms)
        best = [self._best(scores, allowed) for scores in (lexical.words, lexical.bigrams)]
        clock.lap("lexical")
        pool = self._scored(np.unique(np.concatenate([nearest, *best])), vector, lexical)
        answers = answers_to(self.reader, pool.rows, pool.fused, self._settings.exchanges)
        if allowed is not None:
            answers = answers[allowed[answers]]
        pool = self._scored(np.union1d(pool.rows, answers), vector, lexical)
        scores = prefer_answers(self.reader, pool.rows, pool.fused, self._settings.exchanges)
        order = np.lexsort((pool.rows, -scores))[:k]
        clock.lap("fuse")
        passages = self.reader.fetch([int(pool.rows[i]) for i in order])
        hits = tuple(
            pool.hit(i, rank, float(scores[i]), passage)
            for rank, (i, passage) in enumerate(zip(order, passages, strict=True), 1)
        )
        clock.lap("fetch")
        return Retrieval(question, hits, terms, vector, clock.laps)

    def _scored(
        self, rows: NDArray[np.int64], vector: NDArray[np.float32], lexical: LexicalScores
    ) -> _Pool:
        """All scores of these rows, and their fusion."""
        units, starts = self.reader.unit_scores(vector, rows)
        dense = np.maximum.reduceat(units, starts[:-1]) if len(rows) else units
        words, bigrams = lexical.words[rows], lexical.bigrams[rows]
        fused = fuse(dense, words, bigrams, self._settings.weights)
        return _Pool(rows, units, starts, dense, words, bigrams, fused)

    def _best(
        self, scores: NDArray[np.float32], allowed: NDArray[np.bool_] | None
    ) -> NDArray[np.int64]:
        """The rows with the highest lexical scores above 0."""
        if allowed is not None:
            scores = np.where(allowed, scores, 0)
        k = min(self._settings.lexical_passages, len(scores))
        rows = np.argpartition(-scores, k - 1)[:k]
        return rows[scores[rows] > 0]

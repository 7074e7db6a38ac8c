"""Question → hits: passages with their scores, best first.

    dense candidates ∪ lexical candidates ∪ answers to the questions among them
        → every candidate's exact scores → fused → answers before questions → each text once
        → hits, read again by a reranker where there is one

Every candidate gets all scores, whichever search found it, so that the sum compares like with like.
It composes no answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from index.embedding import QueryEmbedder
from index.filters import And, Contains, Filter, In
from index.generation import GenerationReader
from index.lexical import LexicalScores
from index.meeting import Role
from index.records import PassageRecord
from index.synonyms import Synonyms
from index.terms import Analyzer, Terms
from index.time_expressions import terms_asked
from rag.clock import Clock
from rag.exchanges import ExchangeWeights, answers_to, best_asked, prefer_answers
from rag.fusion import FusionWeights, Scores, fuse, min_max
from rag.question import Question
from rag.reranking import Reranker, RerankingSettings

__all__ = ["Hit", "Retrieval", "RetrievalSettings", "Retriever"]


@dataclass(frozen=True, slots=True)
class RetrievalSettings:
    """How many candidates each search brings, and what each score counts.

    Attributes:
        named: what a passage gains, for each thing that the question names, if it is of it.
    """

    dense_units: int = 200
    lexical_passages: int = 100
    weights: FusionWeights = FusionWeights()
    exchanges: ExchangeWeights = ExchangeWeights()
    named: float = 0.2
    reranking: RerankingSettings = RerankingSettings()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its scores.

    Attributes:
        rank: from 1.
        score: fused, between 0 and 1, comparable within one question only.
        dense: the inner product of the question with the best unit.
        words, bigrams: BM25.
        unit_scores: (units,) float32, the inner product with each unit of the passage.
        asked: the passage of the question that this one answers, as far as it was a candidate.
        repeated: passages elsewhere that say the same, word for word.
    """

    passage: PassageRecord
    rank: int
    score: float
    dense: float
    words: float
    bigrams: float
    unit_scores: NDArray[np.float32]
    asked: PassageRecord | None = None
    repeated: tuple[PassageRecord, ...] = ()


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
    scores: Scores
    fused: NDArray[np.float32]

    def units_of(self, i: int) -> NDArray[np.float32]:
        return self.units[self.starts[i] : self.starts[i + 1]]


@dataclass(frozen=True, slots=True)
class _Query:
    """A question as the index is asked it."""

    vector: NDArray[np.float32]
    lexical: LexicalScores
    boosts: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """A place in the ranking: indexes into the pool of a passage, its question, and its repetitions."""

    candidate: int
    asked: int | None
    repeated: tuple[int, ...]

    def candidates(self) -> list[int]:
        return [self.candidate, *self.repeated, *([] if self.asked is None else [self.asked])]


class Retriever:
    """Searches one generation."""

    def __init__(
        self,
        reader: GenerationReader,
        embedder: QueryEmbedder,
        analyzer: Analyzer,
        settings: RetrievalSettings,
        synonyms: Synonyms = Synonyms(),
        reranker: Reranker | None = None,
    ) -> None:
        self.reader = reader
        self._embedder = embedder
        self._analyzer = analyzer
        self._settings = settings
        self._synonyms = synonyms
        self._reranker = reranker

    def retrieve(
        self, question: Question, k: int, where: Filter = And(), *, boosts: Sequence[Filter] = ()
    ) -> Retrieval:
        """The `k` best passages that a filter lets through.

        Args:
            where: what may be found.
            boosts: what the question names without it being certain that only that is meant.
        """
        clock = Clock()
        vector = self._embedder.embed_query(question.topic)
        clock.lap("embed")
        terms = self._analyzer.terms(question.topic, terms_asked(question.times))
        terms = self._synonyms.widen(terms)
        clock.lap("terms")
        row_map, weights = self.reader.rows, self._weights(question)
        allowed = self.reader.allowed(where)
        # What an allowed answer was asked counts for it, wherever the question itself stands.
        searched = None if allowed is None else row_map.with_questions(allowed)
        clock.lap("filter")
        nearest = self.reader.dense(vector, self._settings.dense_units, searched)
        clock.lap("dense")
        lexical = self.reader.lexical(terms)
        best = [self._best(scores, searched) for scores in (lexical.words, lexical.bigrams)]
        clock.lap("lexical")
        query = _Query(vector, lexical, (*boosts, *_asked_by(question)))
        pool = self._scored(np.unique(np.concatenate([nearest, *best])), query)
        answers = answers_to(row_map, pool.rows, pool.fused, weights)
        if not np.isin(answers, pool.rows).all():
            pool = self._scored(np.union1d(pool.rows, answers), query)
        scores = prefer_answers(row_map, pool.rows, pool.fused, weights)
        order = np.lexsort((pool.rows, -scores))
        if allowed is not None:
            order = order[allowed[pool.rows[order]]]
        places = self._places(pool, order, max(k, self._read_again))
        clock.lap("fuse")
        hits = self._hits(pool, scores, places)
        clock.lap("fetch")
        if self._reranker:
            hits = self._reranked(self._reranker, question, hits)
            clock.lap("rerank")
        hits = hits[:k]
        return Retrieval(question, hits, terms, vector, clock.laps)

    @property
    def _read_again(self) -> int:
        return self._settings.reranking.passages if self._reranker else 0

    def _reranked(
        self, reranker: Reranker, question: Question, hits: tuple[Hit, ...]
    ) -> tuple[Hit, ...]:
        """The hits with the first ones in a new order; scores stay within those that these had."""
        first, rest = hits[: self._read_again], hits[self._read_again :]
        if len(first) < 2:
            return hits
        share = np.float32(self._settings.reranking.share)
        found = np.array([hit.score for hit in first], np.float32)
        read = reranker.scores(question.topic, [hit.passage.text for hit in first])
        mixed = min_max((1 - share) * min_max(found) + share * min_max(read))
        scores = found.min() + mixed * (found.max() - found.min())
        order = np.argsort(-scores, kind="stable")
        ranked = [replace(first[i], score=float(scores[i])) for i in order]
        return tuple(replace(h, rank=rank) for rank, h in enumerate([*ranked, *rest], 1))

    def _weights(self, question: Question) -> ExchangeWeights:
        """Who asks what was asked does not want the answers first."""
        weights = self._settings.exchanges
        if question.asks_for_question:
            return replace(ExchangeWeights.off(), procedure=weights.procedure)
        return weights

    def _scored(self, rows: NDArray[np.int64], query: _Query) -> _Pool:
        """All scores of these rows, and their fusion."""
        units, starts = self.reader.unit_scores(query.vector, rows)
        dense = np.maximum.reduceat(units, starts[:-1]) if len(rows) else units
        lexical = query.lexical
        scores = Scores(dense, lexical.words[rows], lexical.bigrams[rows], lexical.coverage[rows])
        fused = fuse(scores, self._settings.weights)
        for boost in query.boosts:
            fused += self._settings.named * self.reader.holds(boost, rows)
        fused /= 1 + self._settings.named * len(query.boosts)
        return _Pool(rows, units, starts, scores, fused)

    def _best(
        self, scores: NDArray[np.float32], allowed: NDArray[np.bool_] | None
    ) -> NDArray[np.int64]:
        """The rows with the highest lexical scores above 0."""
        if allowed is not None:
            scores = np.where(allowed, scores, 0)
        k = min(self._settings.lexical_passages, len(scores))
        rows = np.argpartition(-scores, k - 1)[:k]
        return rows[scores[rows] > 0]

    def _places(self, pool: _Pool, order: NDArray[np.int64], k: int) -> list[_Place]:
        """The first `k` different texts of an order of candidates."""
        same: dict[int, list[int]] = {}
        for i, digest in zip(order, self.reader.rows.digests[pool.rows[order]], strict=True):
            same.setdefault(int(digest), []).append(int(i))
        first = list(same.values())[:k]
        asked = best_asked(self.reader.rows, pool.rows, pool.fused, [group[0] for group in first])
        return [
            _Place(group[0], question, tuple(group[1:]))
            for group, question in zip(first, asked, strict=True)
        ]

    def _hits(
        self, pool: _Pool, scores: NDArray[np.float32], places: list[_Place]
    ) -> tuple[Hit, ...]:
        wanted = list(dict.fromkeys(i for place in places for i in place.candidates()))
        fetched = self.reader.fetch([int(pool.rows[i]) for i in wanted])
        passages = dict(zip(wanted, fetched, strict=True))
        return tuple(
            Hit(
                passage=passages[place.candidate],
                rank=rank,
                score=float(scores[place.candidate]),
                dense=float(pool.scores.dense[place.candidate]),
                words=float(pool.scores.words[place.candidate]),
                bigrams=float(pool.scores.bigrams[place.candidate]),
                unit_scores=pool.units_of(place.candidate),
                asked=None if place.asked is None else passages[place.asked],
                repeated=tuple(passages[i] for i in place.repeated),
            )
            for rank, place in enumerate(places, 1)
        )


def _asked_by(question: Question) -> Iterable[Filter]:
    """The questions of the one who asked; the answers to them gain with them."""
    if question.asked_by:
        yield And((In("role", (Role.QUESTION,)), Contains("speaker", question.asked_by)))

"""A library that can be asked → the systems and the answerer that an evaluation measures.

    Assistant → LibrarySystem (one for each row of SYSTEMS that was named), LibraryAnswerer

Systems differ in their RetrievalSettings and in nothing else.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from index.library import Library
from index.records import PassageRecord
from rag.exchanges import ExchangeWeights
from rag.fusion import FusionWeights
from rag.narrowing import Narrowing
from rag.question import understand
from rag.retrieval import Hit, RetrievalSettings, Retriever
from rag.wiring import Assistant

from .corpus_meetings import Corpus
from .system import AnsweredQuestion, RankedPassage

__all__ = ["SYSTEMS", "LibraryAnswerer", "LibrarySystem", "library_passages", "make_systems"]

_ALL: Final = FusionWeights()
SYSTEMS: Final = {
    "hybrid": RetrievalSettings(),
    "dense": RetrievalSettings(weights=FusionWeights(1.0, words=0.0, bigrams=0.0, coverage=0.0)),
    "lexical": RetrievalSettings(weights=replace(_ALL, dense=0.0)),
    "words": RetrievalSettings(weights=FusionWeights(0.0, words=1.0, bigrams=0.0, coverage=0.0)),
    "bigrams": RetrievalSettings(weights=FusionWeights(0.0, words=0.0, bigrams=1.0, coverage=0.0)),
    "without-coverage": RetrievalSettings(weights=replace(_ALL, coverage=0.0)),
    "without-exchanges": RetrievalSettings(exchanges=ExchangeWeights.off()),
}
"""How each system searches; the first is what a person gets who changes nothing."""

# Each passage has a unit at least; half of the units of a long list may be of the same passages.
_UNITS_A_PASSAGE: Final = 2
_FETCHED_AT_ONCE: Final = 500


DocumentsOf = Callable[[PassageRecord], tuple[str, ...]]


class LibrarySystem:
    """Ranks the passages of a library in one way."""

    def __init__(
        self, name: str, assistant: Assistant, retriever: Retriever, documents: DocumentsOf
    ) -> None:
        self._name = name
        self._assistant = assistant
        self._retriever = retriever
        self._documents = documents

    @property
    def name(self) -> str:
        """What the report calls it."""
        return self._name

    def rank(self, question: str, k: int) -> Sequence[RankedPassage]:
        """The best `k` passages, best first."""
        asked = understand(question, date.today())
        scope = self._assistant.scope(asked, Narrowing(), self._retriever.reader.number)
        found = self._retriever.retrieve(asked, k, scope.where, boosts=scope.boosts)
        return [self._ranked(hit) for hit in found.hits]

    def _ranked(self, hit: Hit) -> RankedPassage:
        passage = hit.passage
        speaker = passage.remark.speaker
        return RankedPassage(
            passage.id,
            self._documents(passage),
            passage.text,
            hit.score,
            meeting=passage.meeting_title,
            speaker=speaker.label if speaker else None,
            role=passage.remark.role,
        )


class LibraryAnswerer:
    """Answers from a library as a person would be answered, and takes the time."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def answer(self, question: str) -> AnsweredQuestion:
        """The answer to a question."""
        begun = time.perf_counter()
        answer = self._assistant.ask(question, Narrowing())
        return AnsweredQuestion(
            status=answer.status,
            text=answer.text,
            short_answer=answer.short_answer,
            citations=tuple(citation.quote for citation in answer.citations),
            confidence=answer.confidence,
            seconds=time.perf_counter() - begun,
        )


def make_systems(
    assistant: Assistant, names: Sequence[str], depth: int, corpus: Corpus | None = None
) -> list[LibrarySystem]:
    """The systems of these names (of `SYSTEMS`), each able to rank `depth` passages.

    Args:
        corpus: whose documents the passages are judged by; without it by their meetings.
    """
    return [
        LibrarySystem(
            name,
            assistant,
            assistant.retriever(_deep_enough(SYSTEMS[name], depth)),
            lambda passage: _documents(passage, corpus),
        )
        for name in names
    ]


def _documents(passage: PassageRecord, corpus: Corpus | None) -> tuple[str, ...]:
    if corpus is None:
        return (passage.meeting_id,)
    end = passage.start + len(passage.text)
    return corpus.documents_of(passage.meeting_id, passage.remark.ordinal, passage.start, end)


def _deep_enough(settings: RetrievalSettings, depth: int) -> RetrievalSettings:
    return replace(
        settings,
        dense_units=max(settings.dense_units, depth * _UNITS_A_PASSAGE),
        lexical_passages=max(settings.lexical_passages, depth),
    )


def library_passages(library: Library) -> Iterator[tuple[str, str]]:
    """The id and the text of each passage of a library."""
    keys = library.passage_keys()
    for start in range(0, len(keys), _FETCHED_AT_ONCE):
        for passage in library.fetch(keys[start : start + _FETCHED_AT_ONCE]):
            yield passage.id, passage.text

"""Evidence → an Answer that quotes it, or an abstention with its reason. No language model.

    retrieval → signals → probability → evidence → quotes → sentences, each with its citation

Every quote is cut from a remark by position, never composed; the frame around it is fixed text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from index.generation import GenerationReader
from index.records import PassageRecord
from index.terms import Analyzer
from index.text import split_sentences
from rag.abstention import AnswerabilityModel, signals_of
from rag.answer import Abstention, Answer, AnswerSentence
from rag.citations import cite, found_passage
from rag.clock import Clock
from rag.evidence import Evidence, EvidenceWeights, find_evidence
from rag.phrases import Phrases, phrases_for
from rag.question import Question
from rag.retrieval import Retrieval, Retriever
from rag.scope import Scope
from rag.sentences import leans_back
from rag.short_answer import short_answer

__all__ = ["AnswerSettings", "Answerer"]


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """How much an answer says.

    Attributes:
        quotes: at most so many citations.
        relative_score: evidence counts while its score is at least this share of the best one's.
        evidence: what each signal of a sentence counts.
    """

    quotes: int = 3
    relative_score: float = 0.8
    evidence: EvidenceWeights = EvidenceWeights()


@dataclass(frozen=True, slots=True)
class _Quote:
    """A stretch of a remark that will be cited: characters `start` to `end` of its text."""

    passage: PassageRecord
    start: int
    end: int
    score: float

    @property
    def text(self) -> str:
        return self.passage.remark.text[self.start : self.end]

    @property
    def remark_key(self) -> tuple[str, int]:
        return self.passage.meeting_id, self.passage.remark.ordinal

    @property
    def source_key(self) -> tuple[str, str]:
        """Who says it where: what need not be said again in the next sentence."""
        speaker = self.passage.remark.speaker
        return self.passage.meeting_id, speaker.label if speaker else ""


class Answerer:
    """Answers questions from one generation."""

    def __init__(
        self,
        retriever: Retriever,
        analyzer: Analyzer,
        answerability: AnswerabilityModel,
        settings: AnswerSettings,
        versions: dict[str, Any],
    ) -> None:
        self._retriever = retriever
        self._analyzer = analyzer
        self._answerability = answerability
        self._settings = settings
        self._versions = versions

    @property
    def _reader(self) -> GenerationReader:
        return self._retriever.reader

    def answer(self, question: Question, k: int, scope: Scope, filters: dict[str, Any]) -> Answer:
        """Answer from the `k` best passages, or abstain.

        Args:
            scope: what may be searched.
            filters: what the person gave of it, to be shown.
        """
        clock = Clock()
        retrieval = self._retriever.retrieve(
            question, max(k, _CONSIDERED), scope.where, boosts=scope.boosts
        )
        clock.lap("retrieval")
        shown: dict[str, Any] = {"filters": filters, "narrowed": scope.narrowed}
        if not retrieval.hits:
            return self._abstain(retrieval, 0.0, "outside_filters", shown, clock, k)
        confidence = self._answerability.probability(signals_of(retrieval, self._reader))
        clock.lap("answerability")
        if confidence < self._answerability.threshold:
            near = confidence >= self._answerability.near
            reason = "near_but_not_it" if near else "nothing_near"
            return self._abstain(retrieval, confidence, reason, shown, clock, k)
        evidence = find_evidence(retrieval, self._reader, self._analyzer, self._settings.evidence)
        quotes = _quotes(evidence, self._settings)
        clock.lap("evidence")
        citations = tuple(cite(n, q.passage, q.start, q.end) for n, q in enumerate(quotes, 1))
        texts = _frames(quotes, phrases_for(question.language))
        sentences = tuple(AnswerSentence(t, (c.n,)) for t, c in zip(texts, citations, strict=True))
        clock.lap("compose")
        return Answer(
            status="answered",
            question=question.text,
            language=question.language,
            text="\n".join(texts),
            short_answer=short_answer(question, [c.quote for c in citations]),
            sentences=sentences,
            citations=citations,
            confidence=round(confidence, 3),
            abstention=None,
            passages=tuple(found_passage(hit) for hit in retrieval.hits[:k]),
            versions=self._versions,
            timings_ms={**retrieval.timings_ms, **clock.laps, "total": clock.total},
            **shown,
        )

    def _abstain(
        self,
        retrieval: Retrieval,
        confidence: float,
        reason: Any,
        shown: dict[str, Any],
        clock: Clock,
        k: int,
    ) -> Answer:
        question = retrieval.question
        message: str = getattr(phrases_for(question.language), reason)
        return Answer(
            status="abstained",
            question=question.text,
            language=question.language,
            text=message,
            short_answer=None,
            sentences=(),
            citations=(),
            confidence=round(confidence, 3),
            abstention=Abstention(reason, message),
            passages=tuple(found_passage(hit) for hit in retrieval.hits[:k]),
            versions=self._versions,
            timings_ms={**retrieval.timings_ms, **clock.laps, "total": clock.total},
            **shown,
        )


# Hits that the signals and the evidence are taken from, however few are to be shown.
_CONSIDERED = 10


def _quotes(evidence: Sequence[Evidence], settings: AnswerSettings) -> list[_Quote]:
    """The stretches to cite, best first, those of one speaker in one meeting together."""
    chosen: list[_Quote] = []
    floor = evidence[0].score * settings.relative_score
    for item in evidence:
        if item.score < floor or len(chosen) >= settings.quotes:
            break
        quote = _with_what_it_leans_on(item)
        if any(_says_the_same(quote, other) for other in chosen):
            continue
        chosen = _put(quote, chosen)
    first_of = {q.source_key: i for i, q in reversed(list(enumerate(chosen)))}
    return sorted(chosen, key=lambda q: first_of[q.source_key])


def _put(quote: _Quote, chosen: list[_Quote]) -> list[_Quote]:
    """The chosen quotes with one more, joined with all that it touches, in the first one's place."""
    touching = [i for i, other in enumerate(chosen) if _adjoin(quote, other)]
    text = quote.text
    repeated = [i for i, other in enumerate(chosen) if i not in touching and other.text in text]
    gone = {*touching, *repeated}
    if not gone:
        return [*chosen, quote]
    joined = reduce(_join, (chosen[i] for i in touching), quote)
    return [
        joined if i == min(gone) else other
        for i, other in enumerate(chosen)
        if i == min(gone) or i not in gone
    ]


def _with_what_it_leans_on(item: Evidence) -> _Quote:
    """A sentence that cannot be understood alone brings the one before it, in its remark."""
    start = item.start
    if leans_back(item.text):
        units = [begin for begin, end in item.passage.units if end <= start]
        # The first sentence of a passage may lean on the last one of the passage before.
        before = units or [begin for begin, _ in split_sentences(item.passage.remark.text[:start])]
        start = before[-1] if before else start
    return _Quote(item.passage, start, item.end, item.score)


def _says_the_same(quote: _Quote, other: _Quote) -> bool:
    """The other quote holds this one, in the same remark or word for word elsewhere."""
    if quote.remark_key == other.remark_key:
        return other.start <= quote.start and quote.end <= other.end
    return quote.text in other.text


def _adjoin(quote: _Quote, other: _Quote) -> bool:
    """Both are of one remark with nothing but white space between them."""
    if quote.remark_key != other.remark_key:
        return False
    low, high = min(quote.end, other.end), max(quote.start, other.start)
    return not quote.passage.remark.text[low:high].strip()


def _join(quote: _Quote, other: _Quote) -> _Quote:
    return replace(quote, start=min(quote.start, other.start), end=max(quote.end, other.end))


def _frames(quotes: Sequence[_Quote], phrases: Phrases) -> list[str]:
    frames = []
    previous = None
    for n, quote in enumerate(quotes, 1):
        follows = previous == quote.source_key
        frames.append(phrases.frame(quote.passage, quote.text, n, follows=follows))
        previous = quote.source_key
    return frames

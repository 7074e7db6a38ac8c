"""What an evaluation asks of the thing that it measures, and what it gets back.

Retrieval and answering are known here only through these two Protocols; wiring fits them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

__all__ = ["AnsweredQuestion", "Answerer", "RankedPassage", "System"]


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A passage as a system ranked it; a higher score is better.

    `document_ids` are the documents of a test corpus that it stands for, the meeting otherwise.
    `meeting` (its title), `speaker` and `role` tell a person what it is, as far as that is known.
    """

    passage_id: str
    document_ids: tuple[str, ...]
    text: str
    score: float
    meeting: str | None = None
    speaker: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """An answer, or an abstention, as far as it is measured.

    `citations` are the verbatim quotes in the order in which the answer numbers them; `confidence`
    lies in 0–1; `seconds` is the time from question to answer.
    """

    status: Literal["answered", "abstained"]
    text: str
    short_answer: str | None
    citations: tuple[str, ...]
    confidence: float
    seconds: float


class System(Protocol):
    """A way of ranking passages: dense, lexical, hybrid."""

    @property
    def name(self) -> str:
        """What the report calls it; no two systems of a run share a name."""

    def rank(self, question: str, k: int) -> Sequence[RankedPassage]:
        """The best `k` passages, best first."""


class Answerer(Protocol):
    """Answers one question, or abstains."""

    def answer(self, question: str) -> AnsweredQuestion:
        """The answer to a question."""

"""An EvaluationReport → the questions that its reference system answers worst, and what it found instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from index.meeting import Role
from index.wording import UiLanguage
from rag.messages import ROLES

from .gold import GoldPlace
from .report import EvaluationReport, QuestionDetail, RankingDetail
from .system import RankedPassage
from .words import word

__all__ = ["Failure", "found_instead", "gold_place", "worst_questions"]

_JUDGED_BY: Final = "ndcg@10"
# Enough to see why it was taken for the answer; a document of a corpus may be a whole speech.
_SHOWN: Final = 240


@dataclass(frozen=True, slots=True)
class Failure:
    """A question whose gold does not stand at the top.

    Attributes:
        ndcg: its nDCG@10, below 1.
        gold: each quote or document with its rank, None where it was not found.
        instead: what stands first, None where that is relevant or nothing was found.
    """

    id: str
    text: str
    ndcg: float
    gold: tuple[GoldPlace, ...]
    instead: RankedPassage | None


def worst_questions(report: EvaluationReport, most: int) -> list[Failure]:
    """At most so many questions, the worst first: by nDCG@10, then by how deep the gold lies."""
    if not report.systems:
        return []
    reference = report.systems[0].name
    found = [(q, q.rankings[reference]) for q in report.questions if reference in q.rankings]
    failed = [pair for pair in found if pair[1].figures[_JUDGED_BY] < 1]
    return [_failure(*pair) for pair in sorted(failed, key=_how_bad)[:most]]


def _how_bad(pair: tuple[QuestionDetail, RankingDetail]) -> tuple[float, float]:
    _, ranking = pair
    first = min((place.rank for place in ranking.gold if place.rank), default=None)
    return ranking.figures[_JUDGED_BY], -(first or float("inf"))


def _failure(question: QuestionDetail, ranking: RankingDetail) -> Failure:
    return Failure(
        question.id, question.text, ranking.figures[_JUDGED_BY], ranking.gold, ranking.instead
    )


def gold_place(place: GoldPlace, depth: int, language: UiLanguage) -> str:
    """A quote or document of the gold, and where it stands."""
    name = "rank" if place.rank else "not_found"
    return f"{place.item} ({word(name, language, rank=place.rank, depth=depth)})"


def found_instead(passage: RankedPassage, language: UiLanguage) -> str:
    """A passage, its beginning if it is long, with who said it, in what role, and where."""
    role = ROLES[Role(passage.role)].render(language) if passage.role else None
    facts = [fact for fact in (passage.speaker, role, passage.meeting) if fact]
    text = " ".join(passage.text.split())
    if len(text) > _SHOWN:
        text = f"{text[:_SHOWN]}…"
    return f"{text} ({' · '.join(facts)})" if facts else text

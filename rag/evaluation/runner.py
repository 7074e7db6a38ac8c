"""A question set and the systems to measure → an EvaluationReport.

    questions → each system ranks → gold judges → metrics → estimates with intervals → report

Systems and answerer are known by their Protocols alone. Time is taken here, around the call. One
thread: a latency is that of a question that has the machine to itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from pydantic import JsonValue

from rag.errors import UnlocatedQuotes

from .answer_metrics import answer_shares
from .circumstances import machine_facts, package_versions
from .gold import Gold, Judgement, SupportQuotes, find_unlocated
from .metrics import FIGURES, measure
from .report import (
    AnswerDetail,
    AnswerResult,
    EvaluationReport,
    QuestionDetail,
    QuestionSetFacts,
    RankedItem,
    RankingDetail,
    SystemResult,
)
from .statistics import Estimate, Share, estimate, latency
from .system import AnsweredQuestion, Answerer, RankedPassage, System
from .test_sets import Question, QuestionSet

__all__ = ["DEPTH", "evaluate", "refuse_unlocated_quotes"]

DEPTH: Final = 100
"""Passages that a system is asked for: enough that ten documents stand among them."""

# Ranks that a report keeps of each system: those that the figures look at.
_KEPT: Final = 10
_NAMED_QUOTES: Final = 5

Progress = Callable[[int, int], None]
"""Told how many rankings and answers are done, of how many."""


def evaluate(
    question_set: QuestionSet,
    systems: Sequence[System],
    *,
    passages: Iterable[str],
    answerer: Answerer | None = None,
    settings: Mapping[str, JsonValue] | None = None,
    versions: Mapping[str, str] | None = None,
    depth: int = DEPTH,
    progress: Progress | None = None,
) -> EvaluationReport:
    """Measure systems side by side on the same questions.

    Args:
        question_set: the questions with their gold.
        systems: each ranks every answerable question, unless there is none.
        passages: texts of all passages of the library; support quotes must stand in them.
        answerer: answers every question, also those that cannot be answered.
        settings: what the run was made with, for the report.
        versions: of model and library, for the report; those of the packages are added.
        depth: passages to ask each system for.
        progress: told after each ranking and each answer.

    Raises:
        UnlocatedQuotes: a support quote stands in no passage.
    """
    refuse_unlocated_quotes(question_set, passages)
    answerable, everything = question_set.answerable, question_set.questions
    total = len(systems) * len(answerable) + (len(everything) if answerer else 0)
    tick = _counter(progress, total)
    runs = {s.name: _ranked(s, answerable, depth, tick) for s in systems}
    answers = _answered(answerer, everything, tick) if answerer else {}
    return EvaluationReport(
        made_at=datetime.now(UTC),
        question_set=_facts(question_set),
        settings={"depth": depth, **(settings or {})},
        versions={**package_versions(), **(versions or {})},
        machine=machine_facts(),
        systems=tuple(_system_result(name, answerable, run) for name, run in runs.items()),
        answers=_answer_result(everything, answers) if answerer else None,
        questions=tuple(_question_detail(q, runs, answers.get(q.id)) for q in everything),
    )


def refuse_unlocated_quotes(question_set: QuestionSet, passages: Iterable[str]) -> None:
    """Refuse a test set whose quotes the library lacks, rather than score them 0.

    Raises:
        UnlocatedQuotes: names the first few with their questions.
    """
    asked = {
        quote: question.id
        for question in question_set.answerable
        for quote in _quotes(question.gold)
    }
    missing = find_unlocated(asked, passages) if asked else []
    if missing:
        named = [f"{asked[quote]}「{quote}」" for quote in missing[:_NAMED_QUOTES]]
        more = ["…"] if len(missing) > len(named) else []
        raise UnlocatedQuotes(
            path=question_set.name, count=len(missing), quotes=" ".join(named + more)
        )


def _quotes(gold: Gold | None) -> tuple[str, ...]:
    return gold.quotes if isinstance(gold, SupportQuotes) else ()


def _counter(progress: Progress | None, total: int) -> Callable[[], None]:
    done = 0

    def tick() -> None:
        nonlocal done
        done += 1
        if progress:
            progress(done, total)

    return tick


def _facts(questions: QuestionSet) -> QuestionSetFacts:
    return QuestionSetFacts(
        name=questions.name,
        form=questions.form,
        sha256=questions.sha256,
        field=questions.field,
        questions=len(questions.questions),
        answerable=len(questions.answerable),
        documents=len(questions.documents),
    )


# ---------------------------------------------------------------------------------------------
# Rankings


@dataclass(frozen=True, slots=True)
class _Ranked:
    """What one system did with one question; `passages` are the first ranks."""

    passages: Sequence[RankedPassage]
    judgement: Judgement
    seconds: float
    figures: Mapping[str, float]


def _ranked(
    system: System, questions: Sequence[Question], depth: int, tick: Callable[[], None]
) -> dict[str, _Ranked]:
    # The first call of a process loads what every later one shares; it is no question's latency.
    system.rank(questions[0].text, depth)
    first: dict[str, Sequence[RankedPassage]] = {}
    seconds: dict[str, float] = {}
    judgements: dict[str, Judgement] = {}
    for question in questions:
        start = time.perf_counter()
        ranking = system.rank(question.text, depth)
        seconds[question.id] = time.perf_counter() - start
        first[question.id] = ranking[:_KEPT]
        judgements[question.id] = _judge(question, ranking)
        tick()
    figures = measure(judgements)
    return {q: _Ranked(first[q], judgements[q], seconds[q], figures[q]) for q in judgements}


def _judge(question: Question, ranking: Sequence[RankedPassage]) -> Judgement:
    if question.gold is None:
        raise ValueError(f"question {question.id} has no gold to be judged by")
    return question.gold.judge(ranking)


def _system_result(
    name: str, questions: Sequence[Question], run: Mapping[str, _Ranked]
) -> SystemResult:
    shares = {q.id: {f: (run[q.id].figures[f], 1.0) for f in FIGURES} for q in questions}
    return SystemResult(
        name=name,
        figures=_estimates(questions, shares),
        tags=_by_tag(questions, shares),
        latency=latency([ranked.seconds for ranked in run.values()]),
    )


def _ranking_detail(ranked: _Ranked) -> RankingDetail:
    first = ranked.passages[0] if ranked.passages else None
    judgement = ranked.judgement
    right = bool(judgement.ranked) and judgement.ranked[0] in judgement.relevant
    return RankingDetail(
        figures=dict(ranked.figures),
        seconds=ranked.seconds,
        gold=judgement.places,
        top=tuple(
            RankedItem(passage_id=p.passage_id, document_ids=p.document_ids, score=p.score)
            for p in ranked.passages
        ),
        instead=None if right else first,
    )


# ---------------------------------------------------------------------------------------------
# Answers


@dataclass(frozen=True, slots=True)
class _Answered:
    given: AnsweredQuestion
    shares: Mapping[str, Share]


def _answered(
    answerer: Answerer, questions: Sequence[Question], tick: Callable[[], None]
) -> dict[str, _Answered]:
    answerer.answer(questions[0].text)  # warms up, as for rankings
    answers = {}
    for question in questions:
        given = answerer.answer(question.text)
        answers[question.id] = _Answered(given, answer_shares(question, given))
        tick()
    return answers


def _answer_result(questions: Sequence[Question], answers: Mapping[str, _Answered]) -> AnswerResult:
    shares = {name: answered.shares for name, answered in answers.items()}
    return AnswerResult(
        figures=_estimates(questions, shares),
        tags=_by_tag(questions, shares),
        latency=latency([answered.given.seconds for answered in answers.values()]),
    )


# ---------------------------------------------------------------------------------------------
# Both

Shares = Mapping[str, Mapping[str, Share]]
"""By question id, then by figure."""


def _estimates(questions: Sequence[Question], shares: Shares) -> dict[str, Estimate]:
    rows = [shares[question.id] for question in questions]
    return estimate({figure: [row[figure] for row in rows] for figure in rows[0]})


def _by_tag(questions: Sequence[Question], shares: Shares) -> dict[str, dict[str, Estimate]]:
    tags = sorted({tag for question in questions for tag in question.tags})
    return {tag: _estimates([q for q in questions if tag in q.tags], shares) for tag in tags}


def _question_detail(
    question: Question, runs: Mapping[str, Mapping[str, _Ranked]], answered: _Answered | None
) -> QuestionDetail:
    return QuestionDetail(
        id=question.id,
        text=question.text,
        language=question.language,
        answerable=question.answerable,
        answers=question.answers,
        gold=question.gold.items if question.gold else (),
        tags=question.tags,
        split=question.split,
        meeting=question.meeting,
        rankings={
            name: _ranking_detail(run[question.id])
            for name, run in runs.items()
            if question.id in run
        },
        answer=AnswerDetail(given=answered.given, shares=dict(answered.shares))
        if answered
        else None,
    )

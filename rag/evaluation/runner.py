"""A question set and the systems to measure → an EvaluationReport.

    questions → each system ranks → gold judges → metrics → estimates with intervals → report
                                                          → differences from the first system

The run of another program stands in for a system. Systems and answerer are known by their Protocols
alone. Time is taken here, around the call. One thread: a latency is that of a question that has the
machine to itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from pydantic import JsonValue

from rag.errors import RepeatedSystem

from .answer_metrics import answer_shares
from .circumstances import machine_facts, package_versions
from .gold import Judgement
from .metrics import FIGURES, measure
from .question_set import Document, Question, QuestionSet
from .report import (
    AnswerDetail,
    AnswerResult,
    EvaluationReport,
    QuestionDetail,
    QuestionSetFacts,
    RankedItem,
    RankingDetail,
    SystemComparison,
    SystemResult,
)
from .significance import Difference, compare_paired
from .statistics import Estimate, Share, estimate, latency
from .support import refuse_unlocated, unlocated_quotes
from .system import AnsweredQuestion, Answerer, RankedPassage, System
from .trec import Run

__all__ = ["DEPTH", "KeepRun", "evaluate"]

DEPTH: Final = 100
"""Passages that a system is asked for: enough that ten documents stand among them."""

# Ranks that a report keeps of each system: those that the figures look at.
_KEPT: Final = 10

Progress = Callable[[int, int], None]
"""Told how many rankings and answers are done, of how many."""

KeepRun = Callable[[str, Mapping[str, Sequence[str]]], None]
"""Given a system's name and, by question id, the ids that were judged, best first."""


def evaluate(
    question_set: QuestionSet,
    systems: Sequence[System],
    *,
    passages: Iterable[str],
    runs: Sequence[Run] = (),
    answerer: Answerer | None = None,
    settings: Mapping[str, JsonValue] | None = None,
    versions: Mapping[str, str] | None = None,
    depth: int = DEPTH,
    progress: Progress | None = None,
    keep_run: KeepRun | None = None,
) -> EvaluationReport:
    """Measure systems side by side on the same questions.

    Args:
        question_set: the questions with their gold.
        systems: each ranks every answerable question, unless there is none. The first one is the
            reference that the others, and the runs, are compared with.
        passages: texts of all passages of the library; support quotes must stand in them.
        runs: what other programs found among the documents of the question set.
        answerer: answers every question, also those that cannot be answered.
        settings: what the run was made with, for the report.
        versions: of model and library, for the report; those of the packages are added.
        depth: passages to ask each system for, and documents to take of each run.
        progress: told after each ranking and each answer.
        keep_run: given what each system found.

    Raises:
        UnlocatedQuotes: a support quote stands in no passage.
        RepeatedSystem: two systems or runs have one name.
    """
    _refuse_repeated_names([*(s.name for s in systems), *(r.name for r in runs)])
    refuse_unlocated(question_set, unlocated_quotes(question_set, passages))
    answerable, everything = question_set.answerable, question_set.questions
    total = len(systems) * len(answerable) + (len(everything) if answerer else 0)
    tick = _counter(progress, total)
    ranked = {s.name: _ranked(s, answerable, depth, tick) for s in systems}
    if keep_run:
        for name, found in ranked.items():
            keep_run(name, {question: r.judgement.ranked for question, r in found.items()})
    ranked |= {r.name: _of_run(r, answerable, question_set.documents, depth) for r in runs}
    answers = _answered(answerer, everything, tick) if answerer else {}
    return EvaluationReport(
        made_at=datetime.now(UTC),
        question_set=_facts(question_set),
        settings={"depth": depth, **(settings or {})},
        versions={**package_versions(), **(versions or {})},
        machine=machine_facts(),
        systems=tuple(_system_result(name, answerable, run) for name, run in ranked.items()),
        comparisons=_comparisons(answerable, ranked),
        answers=_answer_result(everything, answers) if answerer else None,
        questions=tuple(_question_detail(q, ranked, answers.get(q.id)) for q in everything),
    )


def _refuse_repeated_names(names: Sequence[str]) -> None:
    repeated = [name for place, name in enumerate(names) if name in names[:place]]
    if repeated:
        raise RepeatedSystem(name=repeated[0])


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
    seconds: float | None
    figures: Mapping[str, float]


def _ranked(
    system: System, questions: Sequence[Question], depth: int, tick: Callable[[], None]
) -> dict[str, _Ranked]:
    # The first call of a process loads what every later one shares; it is no question's latency.
    system.rank(questions[0].text, depth)
    rankings: dict[str, Sequence[RankedPassage]] = {}
    seconds: dict[str, float] = {}
    for question in questions:
        start = time.perf_counter()
        rankings[question.id] = system.rank(question.text, depth)
        seconds[question.id] = time.perf_counter() - start
        tick()
    return _judged(questions, rankings, seconds)


def _of_run(
    run: Run, questions: Sequence[Question], documents: Sequence[Document], depth: int
) -> dict[str, _Ranked]:
    """A run as if a system had ranked: what it lacks of the questions found nothing."""
    texts = {document.id: document.text for document in documents}
    rankings = {
        question.id: [
            RankedPassage(name, (name,), texts.get(name, ""), score)
            for name, score in list(run.rankings.get(question.id, ()))[:depth]
        ]
        for question in questions
    }
    return _judged(questions, rankings, {})


def _judged(
    questions: Sequence[Question],
    rankings: Mapping[str, Sequence[RankedPassage]],
    seconds: Mapping[str, float],
) -> dict[str, _Ranked]:
    judgements = {question.id: _judge(question, rankings[question.id]) for question in questions}
    figures = measure(judgements)
    return {
        name: _Ranked(rankings[name][:_KEPT], judgement, seconds.get(name), figures[name])
        for name, judgement in judgements.items()
    }


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
        latency=latency([r.seconds for r in run.values() if r.seconds is not None]),
    )


def _comparisons(
    questions: Sequence[Question], ranked: Mapping[str, Mapping[str, _Ranked]]
) -> tuple[SystemComparison, ...]:
    """Each system against the first one, on each figure."""
    reference, *others = ranked or [""]
    found: dict[str, dict[str, Difference]] = {name: {} for name in others}
    for figure in FIGURES if others else ():
        base = {name: run.figures[figure] for name, run in ranked[reference].items()}
        differences = {
            name: [ranked[name][q.id].figures[figure] - base[q.id] for q in questions]
            for name in others
        }
        for name, difference in compare_paired(differences).items():
            found[name][figure] = difference
    return tuple(
        SystemComparison(system=name, reference=reference, figures=figures)
        for name, figures in found.items()
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
    """By tag, and by language where there are several."""
    several = len({question.language for question in questions}) > 1
    groups: dict[str, list[Question]] = {}
    for question in questions:
        for tag in (*question.tags, *([f"language={question.language}"] if several else [])):
            groups.setdefault(tag, []).append(question)
    return {tag: _estimates(groups[tag], shares) for tag in sorted(groups)}


def _question_detail(
    question: Question, ranked: Mapping[str, Mapping[str, _Ranked]], answered: _Answered | None
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
            for name, run in ranked.items()
            if question.id in run
        },
        answer=AnswerDetail(given=answered.given, shares=dict(answered.shares))
        if answered
        else None,
    )

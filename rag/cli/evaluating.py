"""`rag evaluate`: a test set → tables on stdout, and a report that is kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from rag.cli.progress import StageProgress, stage_bars
from rag.cli.screen import Screen
from rag.errors import NoSuchSplit, UnknownChoice
from rag.evaluation import EvaluationReport, QuestionSet, evaluate, read_question_set, render
from rag.evaluation.corpus_library import corpus_settings
from rag.evaluation.corpus_meetings import Corpus
from rag.evaluation.systems import SYSTEMS, LibraryAnswerer, make_systems, passage_texts
from rag.settings import Settings
from rag.wiring import Assistant

__all__ = ["evaluate_test_set"]


def evaluate_test_set(
    settings: Settings,
    screen: Screen,
    path: Path,
    split: str | None,
    field: str,
    depth: int,
    output: Path | None,
    systems: str,
) -> int:
    """Measure, print the tables and save the report."""
    names = _names(systems)
    questions = _of_split(path, read_question_set(path, field=field, split=split or "test"), split)
    with stage_bars(screen, "prepare") as progress:
        report = _measured(settings, questions, names, depth, progress)
    target = output or _default_place(settings, report)
    report.save(target)
    screen.show_tables(render(report, screen.language))
    screen.note(screen.word("report_saved", path=target))
    return 0


def _names(systems: str) -> list[str]:
    """The names of systems, each once.

    Raises:
        UnknownChoice: one of them is no system, or there is none.
    """
    names = [name.strip() for name in systems.split(",")]
    for name in names:
        if name not in SYSTEMS:
            raise UnknownChoice(name="--systems", value=name, known=", ".join(SYSTEMS))
    return list(dict.fromkeys(names))


def _of_split(path: Path, questions: QuestionSet, split: str | None) -> QuestionSet:
    """The questions of one split; a BEIR folder has chosen them already by its file of qrels."""
    if split is None or questions.form == "beir":
        return questions
    chosen = tuple(q for q in questions.questions if q.split == split)
    if not any(question.answerable for question in chosen):
        known = ", ".join(sorted({q.split for q in questions.questions if q.split}))
        raise NoSuchSplit(path=path, split=split, known=known or "–")
    return replace(questions, questions=chosen)


def _measured(
    settings: Settings,
    questions: QuestionSet,
    names: list[str],
    depth: int,
    progress: StageProgress,
) -> EvaluationReport:
    corpus = Corpus(questions.documents, questions.transcript) if questions.documents else None
    if corpus is not None:
        settings = corpus_settings(corpus, settings, progress)
    assistant = Assistant(settings)
    return evaluate(
        questions,
        make_systems(assistant, names, depth, corpus),
        passages=passage_texts(assistant),
        # What an answer cites can be judged by quotes only, not by ids of documents.
        answerer=None if corpus else LibraryAnswerer(assistant),
        settings=settings.model_dump(mode="json"),
        versions={name: str(value) for name, value in assistant.versions().items()},
        depth=depth,
        progress=lambda done, total: progress("evaluate", done, total),
    )


def _default_place(settings: Settings, report: EvaluationReport) -> Path:
    moment = report.made_at.strftime("%Y%m%dT%H%M%SZ")
    return settings.library / "reports" / f"{report.question_set.name}-{moment}.json"

"""`rag evaluate`: a test set → tables on stdout, and a report that is kept, on request as a page too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rag.cli.progress import StageProgress, stage_bars
from rag.cli.screen import Screen
from rag.cli.test_sets import refuse_and_tell_unlocated
from rag.errors import NoSuchSplit, RunNeedsDocuments, UnknownChoice
from rag.evaluation import EvaluationReport, QuestionSet, evaluate, read_question_set
from rag.evaluation.baseline import BaselineComparison, compare_with_baseline, load_baseline
from rag.evaluation.corpus_library import corpus_settings
from rag.evaluation.corpus_meetings import Corpus
from rag.evaluation.failures import worst_questions
from rag.evaluation.page import report_page
from rag.evaluation.report import write_whole
from rag.evaluation.runner import KeepRun
from rag.evaluation.systems import SYSTEMS, LibraryAnswerer, library_passages, make_systems
from rag.evaluation.tables import baseline_tables, report_tables, tag_table
from rag.evaluation.terminal import draw_table, failure_lines
from rag.evaluation.trec import Run, grades_of, read_run, write_qrels, write_run
from rag.settings import Settings
from rag.wiring import Assistant

__all__ = ["EvaluationOptions", "evaluate_test_set"]

# What a page lists where nothing else was asked for.
_FAILURES_OF_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class EvaluationOptions:
    """What to measure, and where the results go.

    Attributes:
        split: the part of the test set to use, all of it if None.
        field: the key of a BEIR query that is the question.
        tag_fields: fields of the questions that become tags.
        depth: passages that each system is asked for.
        compare: names of systems between commas, the reference first.
        runs: files of other programs in the form of TREC.
        output: the report; a name in the library's reports/ if None.
        failures: how many of the worst questions are listed.
    """

    split: str | None
    field: str
    tag_fields: tuple[str, ...]
    depth: int
    compare: str
    runs: tuple[Path, ...]
    output: Path | None
    html: Path | None
    trec_out: Path | None
    baseline: Path | None
    by_tag: bool
    failures: int


def evaluate_test_set(
    settings: Settings, screen: Screen, path: Path, options: EvaluationOptions
) -> int:
    """Measure, print the tables and save what was asked for."""
    names = _names(options.compare)
    questions = _of_split(
        path,
        read_question_set(
            path,
            field=options.field,
            split=options.split or "test",
            tag_fields=options.tag_fields,
        ),
        options.split,
    )
    runs = [_run(file, questions) for file in options.runs]
    earlier = load_baseline(options.baseline, questions) if options.baseline else None
    with stage_bars(screen, "prepare") as progress:
        report = _measured(settings, screen, questions, names, runs, options, progress)
    report.save(target := options.output or _default_place(settings, report))
    baseline = (
        compare_with_baseline(report, earlier, options.baseline)
        if earlier and options.baseline
        else None
    )
    _show(screen, report, baseline, options)
    screen.note(screen.word("report_saved", path=target))
    if options.html:
        failures = options.failures or _FAILURES_OF_A_PAGE
        page = report_page(report, screen.language, failures=failures, baseline=baseline)
        write_whole(options.html, page)
        screen.note(screen.word("report_saved", path=options.html))
    return 0


def _names(systems: str) -> list[str]:
    """The names of systems, each once.

    Raises:
        UnknownChoice: one of them is no system, or there is none.
    """
    names = [name.strip() for name in systems.split(",")]
    for name in names:
        if name not in SYSTEMS:
            raise UnknownChoice(name="--compare", value=name, known=", ".join(SYSTEMS))
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


def _run(path: Path, questions: QuestionSet) -> Run:
    if not questions.documents:
        raise RunNeedsDocuments(path=path, test_set=questions.name)
    return read_run(path, {document.id for document in questions.documents})


def _measured(
    settings: Settings,
    screen: Screen,
    questions: QuestionSet,
    names: Sequence[str],
    runs: Sequence[Run],
    options: EvaluationOptions,
    progress: StageProgress,
) -> EvaluationReport:
    corpus = Corpus(questions.documents, questions.transcript) if questions.documents else None
    if corpus is not None:
        settings = corpus_settings(corpus, settings, progress)
    assistant = Assistant(settings)
    refuse_and_tell_unlocated(assistant, screen, questions)
    if options.trec_out:
        grades = grades_of(questions, library_passages(assistant.library))
        write_qrels(options.trec_out / "qrels.txt", grades)
    return evaluate(
        questions,
        make_systems(assistant, names, options.depth, corpus),
        passages=(text for _, text in library_passages(assistant.library)),
        runs=runs,
        # What an answer cites can be judged by quotes only, not by ids of documents.
        answerer=None if corpus else LibraryAnswerer(assistant),
        settings=settings.model_dump(mode="json"),
        versions={name: str(value) for name, value in assistant.versions().items()},
        depth=options.depth,
        progress=lambda done, total: progress("evaluate", done, total),
        keep_run=_keeper(options.trec_out),
    )


def _keeper(directory: Path | None) -> KeepRun | None:
    if directory is None:
        return None

    def keep(name: str, rankings: Mapping[str, Sequence[str]]) -> None:
        write_run(directory / f"{name}.run", name, rankings)

    return keep


def _show(
    screen: Screen,
    report: EvaluationReport,
    baseline: BaselineComparison | None,
    options: EvaluationOptions,
) -> None:
    tables = report_tables(report, screen.language)
    if options.by_tag:
        tables.append(tag_table(report, screen.language))
    if baseline:
        tables += baseline_tables(baseline, screen.language)
    screen.show_tables(draw_table(table) for table in tables if table.rows)
    if options.failures:
        worst = worst_questions(report, options.failures)
        reference = report.systems[0].name
        screen.show_lines(failure_lines(worst, reference, options.depth, screen.language))


def _default_place(settings: Settings, report: EvaluationReport) -> Path:
    moment = report.made_at.strftime("%Y%m%dT%H%M%SZ")
    return settings.library / "reports" / f"{report.question_set.name}-{moment}.json"

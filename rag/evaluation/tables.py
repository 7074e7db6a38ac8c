"""An EvaluationReport → tables as values, for a terminal (terminal.py) and a page (page.py) alike.

It computes nothing and draws nothing. Figures have three places and no leading zero, as retrieval
figures are printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from index.wording import UiLanguage

from .answer_metrics import ANSWER_FIGURES
from .baseline import BaselineComparison, Change
from .metrics import FIGURES
from .report import AnswerResult, EvaluationReport
from .significance import Difference
from .statistics import Estimate, Latency
from .words import figure_name, word

__all__ = ["ReportTable", "baseline_tables", "report_tables", "tag_table"]

_NONE: Final = "–"
_LISTED_CHANGES: Final = 5


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table: the first `names` columns are text, the others numbers; a cell may have several lines."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    names: int = 1


def report_tables(report: EvaluationReport, language: UiLanguage) -> list[ReportTable]:
    """Retrieval, differences between systems, answers, latency; those that have rows."""
    tables = [_retrieval(report, language), _differences(report, language)]
    if report.answers is not None:
        tables.append(_answers(report.answers, language))
    tables.append(_latency(report, language))
    return [table for table in tables if table.rows]


def tag_table(report: EvaluationReport, language: UiLanguage) -> ReportTable:
    """The means of each system by tag; the reference and the others side by side."""
    tags = sorted({tag for system in report.systems for tag in system.tags})
    rows = []
    for tag in tags:
        for system in report.systems:
            figures = system.tags[tag]
            values = [_value(figures.get(figure)) for figure in FIGURES]
            rows.append((tag, system.name, *values, str(figures[FIGURES[0]].questions)))
    headings = (
        word("tag", language),
        word("system", language),
        *_figure_names(FIGURES, language),
        word("questions", language),
    )
    return ReportTable(word("tags", language), headings, tuple(rows), names=2)


def baseline_tables(comparison: BaselineComparison, language: UiLanguage) -> list[ReportTable]:
    """What changed since an earlier report, and the questions that changed most."""
    some = next(iter(comparison.systems.values()))[FIGURES[0]]
    title = word("baseline", language, path=comparison.path, n=some.questions)
    tables = [_difference_table(title, comparison.systems, language)]
    if comparison.answers:
        title = word("baseline_answers", language, path=comparison.path)
        answering = {word("answering", language): comparison.answers}
        tables.append(_difference_table(title, answering, language))
    for name, changes in (
        ("better", comparison.better(_LISTED_CHANGES)),
        ("worse", comparison.worse(_LISTED_CHANGES)),
    ):
        title = word(name, language, system=comparison.system)
        tables.append(_changes(title, changes, language))
    return [table for table in tables if table.rows]


def _changes(title: str, changes: Iterable[Change], language: UiLanguage) -> ReportTable:
    ndcg = figure_name("ndcg@10", language)
    headings = (
        "ID",
        word("question", language),
        *(f"{ndcg}\n{word(when, language)}" for when in ("before", "after")),
    )
    rows = tuple((c.id, c.text, _decimal(c.before), _decimal(c.after)) for c in changes)
    return ReportTable(title, headings, rows, names=2)


def _retrieval(report: EvaluationReport, language: UiLanguage) -> ReportTable:
    facts = report.question_set
    title = word("retrieval", language, name=facts.name, n=facts.answerable)
    headings = (word("system", language), *_figure_names(FIGURES, language))
    rows = tuple(
        (system.name, *(_value_and_interval(system.figures.get(figure)) for figure in FIGURES))
        for system in report.systems
    )
    return ReportTable(title, headings, rows)


def _differences(report: EvaluationReport, language: UiLanguage) -> ReportTable:
    reference = report.systems[0].name if report.systems else ""
    title = word("differences", language, reference=reference)
    found = {comparison.system: comparison.figures for comparison in report.comparisons}
    return _difference_table(title, found, language)


def _difference_table(
    title: str, found: Mapping[str, Mapping[str, Difference]], language: UiLanguage
) -> ReportTable:
    """A row for each system and figure."""
    headings = ("system", "figure", "difference", "interval", "p", "p_holm")
    rows = tuple(
        (name, figure_name(figure, language), *_difference(difference))
        for name, figures in found.items()
        for figure, difference in figures.items()
    )
    return ReportTable(title, tuple(word(name, language) for name in headings), rows, names=2)


def _answers(answers: AnswerResult, language: UiLanguage) -> ReportTable:
    headings = [word(name, language) for name in ("figure", "value", "interval", "questions")]
    rows = []
    for figure in ANSWER_FIGURES:
        found = answers.figures.get(figure)
        count = str(found.questions) if found else "0"
        rows.append((figure_name(figure, language), _value(found), _interval(found), count))
    return ReportTable(word("answers", language), tuple(headings), tuple(rows))


def _latency(report: EvaluationReport, language: UiLanguage) -> ReportTable:
    taken: list[tuple[str, Latency | None]] = [(s.name, s.latency) for s in report.systems]
    if report.answers is not None:
        taken.append((word("answering", language), report.answers.latency))
    rows = tuple(
        (name, *(f"{ms:,.1f}" for ms in (times.p50, times.p90, times.p99)))
        for name, times in taken
        if times is not None
    )
    headings = (word("system", language), "p50", "p90", "p99")
    return ReportTable(word("latency", language), headings, rows)


def _figure_names(figures: Sequence[str], language: UiLanguage) -> list[str]:
    return [figure_name(figure, language) for figure in figures]


def _value_and_interval(found: Estimate | None) -> str:
    return f"{_value(found)}\n{_interval(found)}" if found else _NONE


def _value(found: Estimate | None) -> str:
    return _decimal(found.value) if found else _NONE


def _interval(found: Estimate | None) -> str:
    return f"{_decimal(found.low)}–{_decimal(found.high)}" if found else _NONE


def _difference(found: Difference) -> tuple[str, str, str, str]:
    """The difference with its sign, its interval, p, and p corrected."""
    interval = f"{_signed(found.low)} – {_signed(found.high)}"
    return _signed(found.value), interval, _p(found.p), _p(found.p_holm)


def _signed(value: float) -> str:
    shown = _decimal(value)
    return shown if shown.startswith("−") or not float(f"{value:.3f}") else f"+{shown}"


def _p(value: float) -> str:
    return "<.001" if value < 0.001 else _decimal(value)


def _decimal(value: float) -> str:
    """At most five signs wide: three places without the leading zero (.123, −.045, 1.00)."""
    shown = f"{abs(value):.3f}"
    sign = "−" if value < 0 and float(shown) else ""
    return sign + shown.removeprefix("0")[:4]

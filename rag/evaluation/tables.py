"""An EvaluationReport → tables for a terminal. It computes nothing and prints nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rich import box
from rich.table import Table

from index.wording import UiLanguage, Wording

from .answer_metrics import ANSWER_FIGURES
from .metrics import FIGURES
from .report import AnswerResult, EvaluationReport
from .statistics import Estimate, Latency

__all__ = ["render"]

_TITLES: Final = {
    "retrieval": Wording(
        ja="検索：{name}（答えのある質問 {n}件、かっこ内は95%信頼区間）",
        en="Retrieval: {name} ({n} answerable questions; 95% confidence intervals below)",
    ),
    "tags": Wording(ja="検索：タグ別の平均", en="Retrieval: means by tag"),
    "answers": Wording(ja="回答と保留", en="Answers and abstentions"),
    "latency": Wording(ja="所要時間（ミリ秒）", en="Latency (milliseconds)"),
}
_HEADERS: Final = {
    "system": Wording(ja="方式", en="System"),
    "tag": Wording(ja="タグ", en="Tag"),
    "questions": Wording(ja="質問数", en="Questions"),
    "figure": Wording(ja="指標", en="Figure"),
    "value": Wording(ja="値", en="Value"),
    "interval": Wording(ja="95%信頼区間", en="95% interval"),
    "answering": Wording(ja="回答", en="answering"),
}
_FIGURES: Final = {
    "hit@1": Wording(ja="hit@1", en="hit@1"),
    "hit@5": Wording(ja="hit@5", en="hit@5"),
    "hit@10": Wording(ja="hit@10", en="hit@10"),
    "recall@10": Wording(ja="再現率@10", en="recall@10"),
    "mrr@10": Wording(ja="MRR@10", en="MRR@10"),
    "ndcg@10": Wording(ja="nDCG@10", en="nDCG@10"),
    "answered": Wording(ja="回答した割合", en="Answered"),
    "abstention precision": Wording(ja="保留の適合率", en="Abstention precision"),
    "abstention recall": Wording(ja="保留の再現率", en="Abstention recall"),
    "abstention F1": Wording(ja="保留のF1", en="Abstention F1"),
    "short answer exact": Wording(ja="短い答えが一致", en="Short answer exact"),
    "short answer contained": Wording(ja="短い答えが正解を含む", en="Short answer contains gold"),
    "first sentence right": Wording(ja="最初の文が正しい", en="First sentence right"),
    "citation precision": Wording(ja="引用の適合率", en="Citation precision"),
    "citation recall": Wording(ja="引用の再現率", en="Citation recall"),
}
_NONE: Final = "–"


def render(report: EvaluationReport, language: UiLanguage = "ja") -> list[Table]:
    """Tables of a report: retrieval, retrieval by tag, answers, latency; those that have rows."""
    tables = [_retrieval(report, language), _tags(report, language)]
    if report.answers is not None:
        tables.append(_answers(report.answers, language))
    tables.append(_latency(report, language))
    return [table for table in tables if table.row_count]


def _retrieval(report: EvaluationReport, language: UiLanguage) -> Table:
    title = _TITLES["retrieval"].render(
        language, name=report.question_set.name, n=report.question_set.answerable
    )
    table = _table(title, language, ["system"], FIGURES)
    for system in report.systems:
        cells = [_value_and_interval(system.figures.get(figure)) for figure in FIGURES]
        table.add_row(system.name, *cells)
    return table


def _tags(report: EvaluationReport, language: UiLanguage) -> Table:
    title = _TITLES["tags"].render(language)
    table = _table(title, language, ["tag", "system"], FIGURES, ["questions"])
    for tag in sorted({tag for system in report.systems for tag in system.tags}):
        for system in report.systems:
            figures = system.tags[tag]
            values = [_value(figures.get(figure)) for figure in FIGURES]
            table.add_row(tag, system.name, *values, str(figures[FIGURES[0]].questions))
    return table


def _answers(answers: AnswerResult, language: UiLanguage) -> Table:
    table = _table(_TITLES["answers"].render(language), language, ["figure"])
    for header in ("value", "interval", "questions"):
        table.add_column(_HEADERS[header].render(language), justify="right")
    for figure in ANSWER_FIGURES:
        found = answers.figures.get(figure)
        count = str(found.questions) if found else "0"
        table.add_row(_FIGURES[figure].render(language), _value(found), _interval(found), count)
    return table


def _latency(report: EvaluationReport, language: UiLanguage) -> Table:
    table = _table(_TITLES["latency"].render(language), language, ["system"])
    for header in ("p50", "p90", "p99"):
        table.add_column(header, justify="right")
    rows: list[tuple[str, Latency | None]] = [(s.name, s.latency) for s in report.systems]
    if report.answers is not None:
        rows.append((_HEADERS["answering"].render(language), report.answers.latency))
    for name, times in rows:
        if times is not None:
            table.add_row(name, *(f"{ms:,.1f}" for ms in (times.p50, times.p90, times.p99)))
    return table


def _table(
    title: str,
    language: UiLanguage,
    names: Iterable[str],
    figures: Iterable[str] = (),
    counts: Iterable[str] = (),
) -> Table:
    # Six figures with their intervals fit into 80 columns only without space to spare.
    table = Table(
        title=title,
        title_justify="left",
        box=box.SIMPLE_HEAD,
        collapse_padding=True,
        pad_edge=False,
    )
    for name in names:
        table.add_column(_HEADERS[name].render(language), overflow="fold")
    for figure in figures:
        table.add_column(_FIGURES[figure].render(language), justify="right")
    for count in counts:
        table.add_column(_HEADERS[count].render(language), justify="right")
    return table


def _value_and_interval(found: Estimate | None) -> str:
    return f"{_value(found)}\n{_interval(found)}" if found else _NONE


def _value(found: Estimate | None) -> str:
    return _decimal(found.value) if found else _NONE


def _interval(found: Estimate | None) -> str:
    return f"{_decimal(found.low)}–{_decimal(found.high)}" if found else _NONE


def _decimal(value: float) -> str:
    """Four signs wide: three places without the leading zero, as retrieval figures are printed."""
    return f"{value:.3f}".removeprefix("0")[:4]

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from index.wording import UiLanguage
from rag.evaluation.baseline import compare_with_baseline
from rag.evaluation.failures import worst_questions
from rag.evaluation.report import EvaluationReport
from rag.evaluation.runner import evaluate
from rag.evaluation.tables import ReportTable, baseline_tables, report_tables, tag_table
from rag.evaluation.terminal import draw_table, failure_lines

from .test_runner import BAD, BUS, FARE, GOOD, LIBRARY, NOISE, ROAD, SET, WHEN, Parrot, Scripted


@pytest.fixture(scope="module")
def report() -> EvaluationReport:
    answerer = Parrot({WHEN.text: ROAD})
    return evaluate(SET, [GOOD, BAD], passages=LIBRARY.values(), answerer=answerer)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "ja",
            ["検索：sample（答えのある質問 2件", "再現率@10", "保留の適合率", "所要時間（ミリ秒）"],
        ),
        (
            "en",
            [
                "Retrieval: sample (2 answerable questions",
                "recall@10",
                "Abstention precision",
                "Latency",
            ],
        ),
    ],
)
def test_tables_tell_the_figures(
    report: EvaluationReport, language: UiLanguage, told: list[str]
) -> None:
    shown = show(report, language)
    for words in [*told, "hybrid", "dense", ".750", "p99"]:
        assert words in shown


def test_tables_fit_a_narrow_terminal(report: EvaluationReport) -> None:
    assert "…" not in show(report, "ja", width=80)


def test_only_tables_with_rows_are_shown() -> None:
    alone = evaluate(SET, [GOOD], passages=LIBRARY.values())
    assert [table.headings[1] for table in report_tables(alone, "en")] == ["hit@1", "p50"]
    answers_only = evaluate(SET, [], passages=LIBRARY.values(), answerer=Parrot({}))
    assert len(report_tables(answers_only, "en")) == 2


def test_differences_from_the_first_system(report: EvaluationReport) -> None:
    table = report_tables(report, "en")[1]
    assert table.title.startswith("Difference from hybrid")
    assert {row[0] for row in table.rows} == {"dense"}
    # 0 and 0 against 1 and 1/2; of the four assignments of signs two are as far from 0.
    assert ("dense", "MRR@10", "−.750", "−1.00 – −.500", ".500", ".500") in table.rows


def test_tags(report: EvaluationReport) -> None:
    table = tag_table(report, "en")
    assert [(row[0], row[1], row[-1]) for row in table.rows] == [
        ("bus", "hybrid", "1"),
        ("bus", "dense", "1"),
        ("date", "hybrid", "1"),
        ("date", "dense", "1"),
        ("number", "hybrid", "1"),
        ("number", "dense", "1"),
    ]


def test_what_changed_since_an_earlier_report(report: EvaluationReport) -> None:
    better = Scripted("hybrid", {WHEN.text: ["p-road"], FARE.text: ["p-bus"]})
    answerer = Parrot({WHEN.text: ROAD, FARE.text: BUS})
    now = evaluate(SET, [better], passages=LIBRARY.values(), answerer=answerer)
    comparison = compare_with_baseline(now, report, Path("earlier.json"))
    retrieval, answers, gained = baseline_tables(comparison, "en")
    assert "earlier.json (2 questions)" in retrieval.title
    assert retrieval.rows[0][:3] == ("hybrid", "hit@1", "+.500")
    assert ("First sentence right", "+.500") in [row[1:3] for row in answers.rows]
    assert "Citation precision" not in [row[1] for row in answers.rows]
    assert gained.rows == (("q2", FARE.text, ".631", "1.00"),)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_failures_tell_the_gold_and_what_came_first(
    report: EvaluationReport, language: UiLanguage
) -> None:
    lines = failure_lines(worst_questions(report, 5), "hybrid", 100, language)
    assert [line.text for line in lines[1:]] == {
        "ja": [
            f"q2  {FARE.text}  (nDCG@10 0.631)",
            f"正解：{BUS} (2位)",
            f"1位にあったもの：{NOISE}",
        ],
        "en": [
            f"q2  {FARE.text}  (nDCG@10 0.631)",
            f"Gold: {BUS} (rank 2)",
            f"First instead: {NOISE}",
        ],
    }[language]


def show(report: EvaluationReport, language: UiLanguage, width: int = 120) -> str:
    tables: list[ReportTable] = [*report_tables(report, language), tag_table(report, language)]
    console = Console(width=width, record=True, file=StringIO())
    for table in tables:
        console.print(draw_table(table))
    return console.export_text()

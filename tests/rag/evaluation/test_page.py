from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from index.wording import UiLanguage
from rag.evaluation.baseline import compare_with_baseline
from rag.evaluation.page import report_page
from rag.evaluation.report import EvaluationReport
from rag.evaluation.runner import evaluate

from .test_runner import BAD, BUS, FARE, GOOD, LIBRARY, NOISE, ROAD, SET, WHEN, Parrot

VOID = {"meta", "br"}


class Checker(HTMLParser):
    """Keeps the texts, and sees that every element is closed in its turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "script"} & set(self.open):
            self.texts.append(data)


def read(page: str) -> Checker:
    checker = Checker()
    checker.feed(page)
    checker.close()
    assert checker.open == []
    return checker


@pytest.fixture(scope="module")
def report() -> EvaluationReport:
    answerer = Parrot({WHEN.text: ROAD})
    return evaluate(SET, [GOOD, BAD], passages=LIBRARY.values(), answerer=answerer)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("ja", ["評価：sample", "nDCG@10 と95%信頼区間", "回答率と誤り率", "タグ別", "測定の条件"]),
        ("en", ["Evaluation: sample", "Risk and coverage", "means by tag", "Measured with"]),
    ],
)
def test_the_page_is_whole_and_tells_the_figures(
    report: EvaluationReport, language: UiLanguage, told: list[str]
) -> None:
    page = report_page(report, language, failures=5)
    text = "\n".join(read(page).texts)
    for words in [
        *told,
        "hybrid  0.815 (",
        "p50",
        "−.750",
        FARE.text,
        BUS,
        NOISE,
        "numpy",
        "0" * 64,
    ]:
        assert words in text
    assert f'<html lang="{language}">' in page


def test_nothing_is_fetched_and_nothing_runs(report: EvaluationReport) -> None:
    page = report_page(report, "ja", failures=5)
    names = {name for name, _ in read(page).attributes}
    assert not names & {"src", "href", "onload", "onclick"}
    assert "<script" not in page
    assert "url(" not in page
    assert "@import" not in page
    assert re.findall(r"https?://[^\"]+", page).count("http://www.w3.org/2000/svg") == len(
        re.findall(r"https?://", page)
    )


def test_a_plot_for_each_thing_that_was_measured(report: EvaluationReport) -> None:
    assert report_page(report, "en", failures=0).count("<svg") == 4
    rankings_only = evaluate(SET, [GOOD], passages=LIBRARY.values())
    assert report_page(rankings_only, "en", failures=0).count("<svg") == 3
    answers_only = evaluate(SET, [], passages=LIBRARY.values(), answerer=Parrot({WHEN.text: ROAD}))
    assert report_page(answers_only, "en", failures=0).count("<svg") == 2


def test_recall_is_drawn_to_the_depth_that_was_asked_for() -> None:
    def first_points(depth: int) -> int:
        report = evaluate(SET, [GOOD], passages=LIBRARY.values(), depth=depth)
        (points, *_) = re.findall(r'points="([^"]*)"', report_page(report, "en", failures=0))
        return len(points.split())

    assert (first_points(10), first_points(100)) == (10, 100)


def test_text_is_escaped() -> None:
    evil = "<script>alert('運賃')</script> & \"x\""
    question = replace(WHEN, text=evil, tags=(evil,))
    told = replace(SET, name=evil, questions=(question,))
    system = type(BAD)("<i>dense", {evil: ["p-noise"]})
    report = evaluate(told, [system], passages=LIBRARY.values(), settings={"<b>": evil})
    page = report_page(report, "ja", failures=5)
    assert "<script" not in page
    assert "<i>dense" not in page
    assert evil in "".join(read(page).texts)


def test_a_baseline_is_told(report: EvaluationReport) -> None:
    comparison = compare_with_baseline(report, report, Path("<earlier>.json"))
    page = report_page(report, "en", failures=0, baseline=comparison)
    assert "Change since <earlier>.json (2 questions)" in "".join(read(page).texts)

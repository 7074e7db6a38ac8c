from __future__ import annotations

from pathlib import Path

import pytest

from rag import errors
from rag.evaluation.report import EvaluationReport
from rag.evaluation.runner import evaluate

from .test_runner import BAD, GOOD, LIBRARY, ROAD, SET, WHEN, Parrot


@pytest.fixture(scope="module")
def report() -> EvaluationReport:
    answerer = Parrot({WHEN.text: ROAD})
    return evaluate(SET, [GOOD, BAD], passages=LIBRARY.values(), answerer=answerer)


def test_saved_and_loaded_it_is_the_same(report: EvaluationReport, tmp_path: Path) -> None:
    path = tmp_path / "runs" / "run.json"
    report.save(path)
    assert EvaluationReport.load(path) == report
    assert [p.name for p in path.parent.iterdir()] == ["run.json"]
    assert ROAD in path.read_text(encoding="utf-8")


def test_a_failed_save_leaves_what_was_there(
    report: EvaluationReport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "run.json"
    path.write_text("earlier", encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("rag.evaluation.report.os.fsync", full)
    with pytest.raises(errors.UnwritableReport, match="No space left"):
        report.save(path)
    assert path.read_text(encoding="utf-8") == "earlier"
    assert [p.name for p in tmp_path.iterdir()] == ["run.json"]


def test_a_place_that_cannot_be_written(report: EvaluationReport, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(errors.UnwritableReport):
        report.save(tmp_path / "file" / "run.json")


@pytest.mark.parametrize("text", ["", "{", "{}", '{"format": 1}', "[]"])
def test_a_damaged_report_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "run.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(errors.DamagedReport, match=r"run\.json"):
        EvaluationReport.load(path)


def test_a_missing_report_is_refused(tmp_path: Path) -> None:
    with pytest.raises(errors.DamagedReport, match="No such file"):
        EvaluationReport.load(tmp_path / "run.json")

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rag import errors
from rag.evaluation.baseline import compare_with_baseline, load_baseline
from rag.evaluation.report import EvaluationReport
from rag.evaluation.runner import evaluate

from .test_runner import BAD, BUS, FARE, GOOD, LIBRARY, ROAD, SET, WHEN, Parrot, Scripted

PATH = Path("earlier.json")
BEFORE = Scripted("hybrid", {WHEN.text: ["p-road"], FARE.text: ["p-noise", "p-bus"]})
AFTER = Scripted("hybrid", {WHEN.text: ["p-noise"], FARE.text: ["p-bus"]})


def measured(*systems: Scripted, answers: Parrot | None = None) -> EvaluationReport:
    return evaluate(SET, systems, passages=LIBRARY.values(), answerer=answers)


def test_gains_and_losses_by_question() -> None:
    found = compare_with_baseline(measured(AFTER, BAD), measured(BAD, BEFORE), PATH)
    assert list(found.systems) == ["hybrid", "dense"]
    assert found.systems["hybrid"]["hit@1"].value == 0.0
    assert found.systems["hybrid"]["recall@10"].value == -0.5
    assert found.systems["dense"]["hit@1"].p == 1.0
    assert [(c.id, c.before, c.after) for c in found.worse(5)] == [("q1", 1.0, 0.0)]
    assert [c.id for c in found.better(5)] == ["q2"]
    assert found.better(0) == []
    assert found.answers == {}


def test_only_questions_of_both_are_paired() -> None:
    part = replace(SET, questions=(FARE,))
    before = evaluate(part, [BEFORE], passages=LIBRARY.values())
    found = compare_with_baseline(measured(AFTER), before, PATH)
    assert found.systems["hybrid"]["hit@1"].value == 1.0
    assert found.systems["hybrid"]["hit@1"].questions == 1


def test_answers_are_compared_where_the_same_questions_count() -> None:
    before = measured(GOOD, answers=Parrot({WHEN.text: ROAD}))
    after = measured(GOOD, answers=Parrot({WHEN.text: ROAD, FARE.text: BUS}))
    found = compare_with_baseline(after, before, PATH).answers
    assert found["answered"].value == pytest.approx(1 / 3)
    assert found["first sentence right"].value == 0.5
    assert found["abstention recall"].questions == 1
    # Before, one of the answerable questions was abstained on: its citations had no precision.
    assert {"citation precision", "abstention precision", "abstention F1"}.isdisjoint(found)


def test_another_test_set_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "earlier.json"
    measured(GOOD).save(path)
    assert load_baseline(path, SET).question_set.name == "sample"
    other = replace(SET, name="other", sha256="1" * 64)
    with pytest.raises(
        errors.OtherTestSet, match=r"now other 111111111111; .* sample 000000000000"
    ):
        load_baseline(path, other)


def test_nothing_in_common_is_refused() -> None:
    with pytest.raises(errors.NothingToCompare, match=r"systems now dense; .* has hybrid"):
        compare_with_baseline(measured(BAD), measured(GOOD), PATH)

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from rag import errors
from rag.evaluation.feedback import FeedbackLog, FeedbackRecord, feedback_questions
from rag.evaluation.gold import SupportQuotes

ROAD = "通学路の防護柵は令和六年度末までに設置を終えます。"
BUS = "循環バスの運賃は据え置きます。"
DAY = datetime(2025, 4, 1, 9, 30, tzinfo=UTC)


def verdict(hours: int = 0, **changes: Any) -> FeedbackRecord:
    facts = {"question": "防護柵はいつ", "verdict": "right", "quote": ROAD, "meeting": "m1"}
    return FeedbackRecord.model_validate(facts | {"at": DAY + timedelta(hours=hours)} | changes)


def test_what_is_appended_is_read(tmp_path: Path) -> None:
    log = FeedbackLog(tmp_path)
    assert log.read() == []
    records = [verdict(remark=12, passage="m1:12.0"), verdict(verdict="wrong", quote=None)]
    for record in records:
        log.append(record)
    assert log.read() == records
    assert (tmp_path / "feedback.jsonl").read_text(encoding="utf-8").count("\n") == 2
    assert "防護柵はいつ" in log.path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "line",
    ["{", '{"question": "q"}', '{"question": "q", "verdict": "so", "at": "2025-04-01T00:00Z"}'],
)
def test_a_broken_line_is_named(tmp_path: Path, line: str) -> None:
    log = FeedbackLog(tmp_path)
    log.append(verdict())
    with log.path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(errors.BrokenFeedbackLine, match="line 2"):
        log.read()


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(errors.UnwritableFeedback, match=r"feedback\.jsonl"):
        FeedbackLog(tmp_path / "nowhere").append(verdict())


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValidationError):
        verdict(at=datetime(2025, 4, 1))


def test_quotes_that_were_right_are_support() -> None:
    (question,) = feedback_questions(
        [
            verdict(),
            verdict(question="防護柵はいつ", quote=BUS),
            verdict(quote="違う", verdict="wrong"),
        ]
    )
    assert (question.text, question.gold) == ("防護柵はいつ", SupportQuotes((ROAD, BUS)))
    assert (question.tags, question.meeting, question.language) == (("feedback",), "m1", "ja")


def test_an_abstention_that_was_right_is_not_answerable() -> None:
    (question,) = feedback_questions([verdict(quote=None, meeting=None)])
    assert not question.answerable


def test_what_was_wrong_tells_no_gold() -> None:
    assert feedback_questions([verdict(verdict="wrong")]) == []


def test_the_latest_verdict_counts_whatever_the_order() -> None:
    assert feedback_questions([verdict(2, verdict="wrong"), verdict(1)]) == []
    assert len(feedback_questions([verdict(2), verdict(1, verdict="wrong")])) == 1


def test_a_question_keeps_its_id() -> None:
    (first,) = feedback_questions([verdict()])
    (later, _) = feedback_questions([verdict(1), verdict(2, question="運賃は", quote=BUS)])
    assert first.id == later.id

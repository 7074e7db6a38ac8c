"""What people said of answers (feedback.jsonl in the library) → questions of a test set.

    {"question": "…", "verdict": "right", "at": "2025-04-01T09:30:00Z", "meeting": "20250213-…",
     "remark": 12, "passage": "…", "quote": "words of the minutes, verbatim"}

`verdict` is of one quote, or, where there is none, of the abstention. A quote that was right becomes
support; an abstention that was right makes the question one that the minutes do not answer. What was
wrong tells no gold. Of several verdicts on the same, the latest counts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from index.text import detect_language, fold
from rag.errors import BrokenFeedbackLine, UnwritableFeedback

from .gold import SupportQuotes
from .question_set import Question

__all__ = ["FeedbackLog", "FeedbackRecord", "feedback_questions"]

_TAG: Final = "feedback"


class FeedbackRecord(BaseModel):
    """One verdict. `remark` is the ordinal within the meeting; `quote` is None of an abstention."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    question: str = Field(min_length=1)
    verdict: Literal["right", "wrong"]
    at: AwareDatetime
    meeting: str | None = None
    remark: int | None = None
    passage: str | None = None
    quote: str | None = Field(default=None, min_length=1)


class FeedbackLog:
    """The file of all verdicts of a library, one JSON object a line; it only grows."""

    def __init__(self, library: Path) -> None:
        self.path = library / "feedback.jsonl"

    def append(self, record: FeedbackRecord) -> None:
        """Add a verdict.

        Raises:
            UnwritableFeedback: nothing was added.
        """
        try:
            # One write in append mode: lines of several processes do not mix.
            with self.path.open("ab", buffering=0) as file:
                file.write(record.model_dump_json(exclude_none=True).encode() + b"\n")
        except OSError as error:
            raise UnwritableFeedback(path=self.path, detail=error.strerror or error) from error

    def read(self) -> list[FeedbackRecord]:
        """All verdicts in the order in which they came; none where there is no file.

        Raises:
            BrokenFeedbackLine: a line is no verdict.
        """
        try:
            lines = self.path.read_text(encoding="utf-8").split("\n")
        except FileNotFoundError:
            return []
        except (OSError, UnicodeDecodeError) as error:
            raise BrokenFeedbackLine(path=self.path, line=1, detail=error) from error
        return [self._record(i, line) for i, line in enumerate(lines, start=1) if line.strip()]

    def _record(self, line: int, text: str) -> FeedbackRecord:
        try:
            return FeedbackRecord.model_validate_json(text)
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False)[0]
            detail = f"{'.'.join(map(str, first['loc']))} {first['msg']}".strip()
            raise BrokenFeedbackLine(path=self.path, line=line, detail=detail) from error


def feedback_questions(records: Iterable[FeedbackRecord]) -> list[Question]:
    """The questions of which the gold is known, in the order in which they first came."""
    latest: dict[str, dict[str | None, FeedbackRecord]] = {}
    for record in sorted(records, key=_when):
        latest.setdefault(fold(record.question), {})[record.quote] = record
    found = (
        _question([r for r in verdicts.values() if r.verdict == "right"])
        for verdicts in latest.values()
    )
    return [question for question in found if question]


def _when(record: FeedbackRecord) -> datetime:
    return record.at


def _question(right: list[FeedbackRecord]) -> Question | None:
    if not right:
        return None
    text = right[0].question
    quotes = tuple(record.quote for record in right if record.quote)
    meetings = [record.meeting for record in right if record.meeting]
    return Question(
        # Of the text, so that a later export calls the same question the same.
        id=f"feedback-{hashlib.sha256(fold(text).encode()).hexdigest()[:12]}",
        text=text,
        gold=SupportQuotes(quotes) if quotes else None,
        language=detect_language(text),
        tags=(_TAG,),
        meeting=meetings[0] if meetings else None,
    )

"""One evaluation as a value, and as a JSON file that a later run can be compared with.

The report holds what was measured, on what, with what, and every question's detail, so that each
figure can be computed again from the file alone. Its form is written and read only here. Nothing
here measures anything or draws a table.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from rag.errors import DamagedReport, UnwritableReport

from .gold import GoldPlace
from .significance import PERMUTATIONS, Difference
from .statistics import CONFIDENCE, RESAMPLES, SEED, Estimate, Latency, Share
from .system import AnsweredQuestion, RankedPassage

__all__ = [
    "AnswerDetail",
    "AnswerResult",
    "Bootstrap",
    "EvaluationReport",
    "QuestionDetail",
    "QuestionSetFacts",
    "Randomisation",
    "RankedItem",
    "RankingDetail",
    "SystemComparison",
    "SystemResult",
    "write_whole",
]


def write_whole(path: Path, text: str) -> None:
    """Write a file whole or not at all.

    Raises:
        UnwritableReport: what stood at `path` is untouched.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError as error:
        with suppress(OSError):  # there may be no directory to remove it from
            aside.unlink(missing_ok=True)
        raise UnwritableReport(path=path, detail=error.strerror or error) from error


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class QuestionSetFacts(_Part):
    """What was asked. `sha256` is over the files; `field` is the query field of a BEIR folder."""

    name: str
    form: Literal["quotes", "beir"]
    sha256: str
    field: str | None
    questions: int
    answerable: int
    documents: int


class Bootstrap(_Part):
    """How the intervals were drawn."""

    resamples: int = RESAMPLES
    seed: int = SEED
    confidence: float = CONFIDENCE


class Randomisation(_Part):
    """How differences were tested."""

    permutations: int = PERMUTATIONS
    seed: int = SEED
    corrected: Literal["holm"] = "holm"


class SystemResult(_Part):
    """One system's figures over all answerable questions, and by tag.

    `latency` is None for the run of another program.
    """

    name: str
    figures: dict[str, Estimate]
    tags: dict[str, dict[str, Estimate]]
    latency: Latency | None


class SystemComparison(_Part):
    """How far a system's figures differ from those of the reference, the first system."""

    system: str
    reference: str
    figures: dict[str, Difference]


class AnswerResult(_Part):
    """The answers' figures over all questions, and by tag."""

    figures: dict[str, Estimate]
    tags: dict[str, dict[str, Estimate]]
    latency: Latency | None


class RankedItem(_Part):
    """One of the first ranks of a system, without its text."""

    passage_id: str
    document_ids: tuple[str, ...]
    score: float


class RankingDetail(_Part):
    """What one system found for one question.

    `gold` has ranks to the depth that was asked for. `instead` is the passage at rank 1 where that one
    is not relevant. `seconds` is None for the run of another program.
    """

    figures: dict[str, float]
    seconds: float | None
    gold: tuple[GoldPlace, ...]
    top: tuple[RankedItem, ...]
    instead: RankedPassage | None


class AnswerDetail(_Part):
    """One answer, and what it adds to each figure."""

    given: AnsweredQuestion
    shares: dict[str, Share]


class QuestionDetail(_Part):
    """One question: its gold, what each system found, and the answer. `rankings` is by system."""

    id: str
    text: str
    language: str
    answerable: bool
    answers: tuple[str, ...]
    gold: tuple[str, ...]
    tags: tuple[str, ...]
    split: str | None
    meeting: str | None
    rankings: dict[str, RankingDetail]
    answer: AnswerDetail | None


class EvaluationReport(_Part):
    """Everything about one run of an evaluation."""

    format: Literal[2] = 2
    made_at: datetime
    question_set: QuestionSetFacts
    settings: dict[str, JsonValue]
    versions: dict[str, str]
    machine: dict[str, str | int]
    bootstrap: Bootstrap = Bootstrap()
    randomisation: Randomisation = Randomisation()
    systems: tuple[SystemResult, ...]
    comparisons: tuple[SystemComparison, ...] = ()
    answers: AnswerResult | None
    questions: tuple[QuestionDetail, ...]

    def to_json(self) -> str:
        """The report as indented JSON."""
        return self.model_dump_json(indent=1)

    @classmethod
    def from_json(cls, text: str, path: Path) -> Self:
        """Read a report; `path` names its file in the error.

        Raises:
            DamagedReport: the text is not a report of this format.
        """
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False)[0]
            detail = f"{'.'.join(map(str, first['loc']))} {first['msg']}".strip()
            raise DamagedReport(path=path, detail=detail) from error

    def save(self, path: Path) -> None:
        """Write the report; see `write_whole`."""
        write_whole(path, self.to_json())

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a saved report.

        Raises:
            DamagedReport: there is none, or it cannot be understood.
        """
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise DamagedReport(path=path, detail=error) from error
        return cls.from_json(text, path)

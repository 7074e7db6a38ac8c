"""A report and an earlier one on the same test set → what became better and worse, question by question.

Questions are paired by id; those that only one report has are left out. A figure of answers is compared
where every question counts the same in both reports: the precision of citations, say, is measured on
what was answered, which need not be the same questions. Nothing here is measured anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rag.errors import NothingToCompare, OtherTestSet

from .answer_metrics import ANSWER_FIGURES
from .metrics import FIGURES
from .question_set import QuestionSet
from .report import EvaluationReport, QuestionDetail
from .significance import Difference, compare_paired

__all__ = ["BaselineComparison", "Change", "compare_with_baseline", "load_baseline"]

_JUDGED_BY: Final = "ndcg@10"
_SHOWN_OF_HASH: Final = 12

Pairs = Sequence[tuple[QuestionDetail, QuestionDetail]]
"""Each question now and before."""


@dataclass(frozen=True, slots=True)
class Change:
    """The nDCG@10 of a question, before and after."""

    id: str
    text: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class BaselineComparison:
    """What changed since an earlier report; differences above 0 are gains.

    Attributes:
        systems: differences by system, then by figure.
        answers: differences by figure; empty where one of the reports has no answers.
        changes: of the first system, the greatest gain first; questions that stayed are left out.
    """

    path: str
    system: str
    systems: Mapping[str, Mapping[str, Difference]]
    answers: Mapping[str, Difference]
    changes: tuple[Change, ...]

    def better(self, most: int) -> list[Change]:
        """The questions that gained most."""
        return [c for c in self.changes if c.after > c.before][:most]

    def worse(self, most: int) -> list[Change]:
        """The questions that lost most."""
        return [c for c in reversed(self.changes) if c.after < c.before][:most]


def load_baseline(path: Path, questions: QuestionSet) -> EvaluationReport:
    """Read an earlier report on these questions.

    Raises:
        DamagedReport: it cannot be read.
        OtherTestSet: it is of other questions.
    """
    baseline = EvaluationReport.load(path)
    before = baseline.question_set
    if questions.sha256 != before.sha256:
        raise OtherTestSet(
            path=path,
            name=questions.name,
            sha256=questions.sha256[:_SHOWN_OF_HASH],
            other_name=before.name,
            other_sha256=before.sha256[:_SHOWN_OF_HASH],
        )
    return baseline


def compare_with_baseline(
    report: EvaluationReport, baseline: EvaluationReport, path: Path
) -> BaselineComparison:
    """Compare a report with an earlier one; `path` names the earlier one's file.

    Raises:
        NothingToCompare: no system, or no question, is in both.
    """
    earlier = {question.id: question for question in baseline.questions}
    pairs = [(q, earlier[q.id]) for q in report.questions if q.id in earlier]
    ranked = [pair for pair in pairs if all(question.rankings for question in pair)]
    names = [s.name for s in report.systems if s.name in {b.name for b in baseline.systems}]
    if not names or not ranked:
        raise NothingToCompare(
            path=path, systems=_names(report) or "–", other_systems=_names(baseline) or "–"
        )
    return BaselineComparison(
        path=path.name,
        system=names[0],
        systems=_systems(ranked, names),
        answers=_answers(pairs),
        changes=_changes(ranked, names[0]),
    )


def _names(report: EvaluationReport) -> str:
    return ", ".join(system.name for system in report.systems)


def _systems(pairs: Pairs, names: Sequence[str]) -> dict[str, dict[str, Difference]]:
    found: dict[str, dict[str, Difference]] = {name: {} for name in names}
    for figure in FIGURES:
        differences = {
            name: [
                now.rankings[name].figures[figure] - before.rankings[name].figures[figure]
                for now, before in pairs
            ]
            for name in names
        }
        for name, difference in compare_paired(differences).items():
            found[name][figure] = difference
    return found


def _answers(pairs: Pairs) -> dict[str, Difference]:
    shares = [
        (now.answer.shares, before.answer.shares)
        for now, before in pairs
        if now.answer and before.answer
    ]
    found: dict[str, Difference] = {}
    for figure in ANSWER_FIGURES:
        column = [(now[figure], before[figure]) for now, before in shares]
        if all(now[1] == before[1] <= 1 for now, before in column):
            moved = [now[0] - before[0] for now, before in column if now[1]]
            found |= compare_paired({figure: moved})
    return found


def _changes(pairs: Pairs, name: str) -> tuple[Change, ...]:
    changes = [
        Change(
            now.id,
            now.text,
            before.rankings[name].figures[_JUDGED_BY],
            now.rankings[name].figures[_JUDGED_BY],
        )
        for now, before in pairs
    ]
    moved = [change for change in changes if change.before != change.after]
    return tuple(sorted(moved, key=lambda c: c.before - c.after))

"""Runs and judgements in the form of TREC ↔ values: what other evaluation programs read and write.

    run:    question Q0 document rank score system      one line for each document that was found
    qrels:  question 0 document grade

The ids are those that a ranking is judged by: documents of a BEIR folder, else passages. A run is read
as trec_eval reads it: by falling score, equal ones by falling id; the column of ranks is not looked at.
It is written with 1/rank for the score, so that the order in which a person saw the documents is the
one that is measured, also where scores are equal.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from rag.errors import (
    BrokenRunLine,
    EmptyRun,
    RepeatedRunDocument,
    SeveralSystemsInRun,
    UnknownRunDocument,
    UnreadableRun,
    UnwritableRun,
)

from .gold import RelevantDocuments, SupportQuotes, carries
from .question_set import QuestionSet

__all__ = ["Run", "grades_of", "read_run", "write_qrels", "write_run"]

_FORM: Final = "QUESTION Q0 DOCUMENT RANK SCORE SYSTEM"


@dataclass(frozen=True, slots=True)
class Run:
    """What one system found: by question id, the ids with their scores, best first."""

    name: str
    rankings: Mapping[str, Sequence[tuple[str, float]]]


def read_run(path: Path, documents: Collection[str]) -> Run:
    """Read the run of another program.

    Args:
        path: a file of one system.
        documents: the ids that may stand in it.

    Raises:
        RunError: with the line and the remedy.
    """
    found: dict[str, dict[str, float]] = {}
    names: dict[str, int] = {}  # in the order of their lines
    for line, text in _lines(path):
        cells = text.split()
        try:
            question, _, document, _, score, name = cells
            value = float(score)
        except ValueError as error:
            raise BrokenRunLine(path=path, line=line, detail=text.strip(), form=_FORM) from error
        scores = found.setdefault(question, {})
        names.setdefault(name, line)
        if math.isnan(value):
            raise BrokenRunLine(path=path, line=line, detail=text.strip(), form=_FORM)
        if document not in documents:
            raise UnknownRunDocument(path=path, line=line, id=document)
        if document in scores:
            raise RepeatedRunDocument(path=path, line=line, id=document, question=question)
        if len(names) > 1:
            raise SeveralSystemsInRun(path=path, line=line, names=", ".join(names))
        scores[document] = value
    if not names:
        raise EmptyRun(path=path)
    rankings = {question: _ranked(scores) for question, scores in found.items()}
    return Run(next(iter(names)), rankings)


def _ranked(scores: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(scores.items(), key=lambda pair: (pair[1], pair[0]), reverse=True)


def _lines(path: Path) -> Iterable[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableRun(path=path, detail=error) from error
    return [(i, line) for i, line in enumerate(text.split("\n"), start=1) if line.strip()]


def write_run(path: Path, name: str, rankings: Mapping[str, Sequence[str]]) -> None:
    """Write what a system found.

    Args:
        path: the file; what stood there is replaced.
        name: of the system; spaces in it become "_".
        rankings: by question id, the ids, best first.

    Raises:
        UnwritableRun: the file cannot be written, or an id holds white space.
    """
    tag = "_".join(name.split())
    _write(
        path,
        (
            (question, "Q0", item, str(rank), f"{1 / rank:.8f}", tag)
            for question, ranking in rankings.items()
            for rank, item in enumerate(ranking, start=1)
        ),
    )


def write_qrels(path: Path, grades: Mapping[str, Mapping[str, int]]) -> None:
    """Write judgements by question id, then by document or passage; errors as for `write_run`."""
    _write(
        path,
        (
            (question, "0", item, str(grade))
            for question, judged in grades.items()
            for item, grade in judged.items()
        ),
    )


def _write(path: Path, rows: Iterable[Sequence[str]]) -> None:
    lines = []
    for cells in rows:
        if spaced := [cell for cell in cells if cell.split() != [cell]]:
            raise UnwritableRun(path=path, detail=f"{spaced[0]!r}")
        lines.append(" ".join(cells) + "\n")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(lines), encoding="utf-8")
    except OSError as error:
        raise UnwritableRun(path=path, detail=error.strerror or error) from error


def grades_of(
    question_set: QuestionSet, passages: Iterable[tuple[str, str]]
) -> dict[str, dict[str, int]]:
    """The judgements of a question set.

    Args:
        question_set: its quotes are looked for in all passages: each that carries one is relevant,
            so that passages that overlap all count, unlike in this program's own figures.
        passages: ids and texts of the library, for quotes.
    """
    texts = list(passages) if question_set.form == "quotes" else []
    grades: dict[str, dict[str, int]] = {}
    for question in question_set.answerable:
        if isinstance(question.gold, RelevantDocuments):
            grades[question.id] = dict(question.gold.grades)
        elif isinstance(question.gold, SupportQuotes):
            found = (
                (name for name, text in texts if carries(text, quote))
                for quote in question.gold.quotes
            )
            grades[question.id] = dict.fromkeys(chain.from_iterable(found), 1)
    return grades

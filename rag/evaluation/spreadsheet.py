"""A test set that a member of staff writes in a spreadsheet (CSV) → questions.

    質問,引用,会議,回答,タグ                question,quote,meeting,answers,tags
    窓口はいつ始まりますか,…開始する。,,,     (the same in English)

Only question and quote must be there. Several quotes of a question stand in several rows, whose
question is repeated or empty, in several columns of that name, or in one cell between "｜". Where no row
of a question has a quote, the minutes do not answer it. A line break in a quote, as PDF gives it, is
part of it and does not matter.
Excel in Japan writes CP932 ("CSV"), UTF-8 with a mark ("CSV UTF-8") or UTF-16 with tabs ("Unicode
text"); all are read.

Nothing here knows whether the quotes stand in the minutes.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from index.readers.encoding import decode_text
from index.text import detect_language, fold
from rag.errors import (
    EmptyTestSet,
    MissingColumn,
    NoSuchTestSet,
    QuoteWithoutQuestion,
    UnknownColumns,
    UnreadableTestSet,
)

from .gold import SupportQuotes
from .question_set import Question

__all__ = ["SUFFIX", "read_spreadsheet"]

SUFFIX: Final = ".csv"

_HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "question": ("質問", "質問文"),
    "quote": ("引用", "support", "quotes"),
    "meeting": ("会議",),
    "answers": ("回答", "答え", "answer"),
    "tags": ("タグ", "tag"),
    "note": ("備考", "メモ"),  # for the person, not for us
}
_REQUIRED: Final = ("question", "quote")
_COLUMNS: Final = {
    heading: name for name, others in _HEADINGS.items() for heading in (name, *others)
}
_DELIMITERS: Final = (",", "\t", ";")
_BETWEEN_QUOTES: Final = re.compile(r"[|｜]")
_BETWEEN_TAGS: Final = re.compile(r"[|｜,、，]")


@dataclass(slots=True)
class _Gathered:
    """A question as its rows add to it."""

    line: int
    text: str
    quotes: dict[str, int] = field(default_factory=dict)
    others: dict[str, list[str]] = field(default_factory=dict)

    def add(self, line: int, row: Mapping[str, str]) -> None:
        for quote in _parts(row.get("quote", ""), _BETWEEN_QUOTES):
            self.quotes.setdefault(quote, line)
        for name, between in (("answers", _BETWEEN_QUOTES), ("tags", _BETWEEN_TAGS)):
            self.others.setdefault(name, []).extend(_parts(row.get(name, ""), between))
        if row.get("meeting"):
            self.others.setdefault("meeting", []).append(row["meeting"])

    def question(self) -> Question:
        meetings = self.others.get("meeting", [])
        return Question(
            id=f"row-{self.line}",
            text=self.text,
            gold=SupportQuotes(tuple(self.quotes)) if self.quotes else None,
            language=detect_language(self.text),
            answers=tuple(dict.fromkeys(self.others["answers"])),
            tags=tuple(dict.fromkeys(self.others["tags"])),
            meeting=meetings[0] if meetings else None,
            lines=tuple(self.quotes.values()),
        )


def read_spreadsheet(path: Path) -> list[Question]:
    """Read the questions of a CSV file; each is called after its first row ("row-2").

    Raises:
        TestSetError: with the row and the remedy.
        UnreadableSource: the bytes are no text, or of no encoding.
    """
    rows = _rows(path)
    if not rows:
        raise EmptyTestSet(path=path)
    columns = _columns(path, rows[0][1])
    gathered: dict[str, _Gathered] = {}
    current: _Gathered | None = None
    for line, cells in rows[1:]:
        row = _row(columns, cells)
        if text := row.get("question"):
            current = gathered.setdefault(fold(text), _Gathered(line, text))
        if current is None:
            raise QuoteWithoutQuestion(path=path, line=line, cells=" / ".join(filter(None, cells)))
        current.add(line, row)
    return [each.question() for each in gathered.values()]


def _row(columns: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """The cells by the name of their column; those of one name are joined as in one cell."""
    row: dict[str, list[str]] = {}
    for name, cell in zip(columns, cells, strict=False):
        row.setdefault(name, []).append(cell.strip())
    return {name: "｜".join(filter(None, parts)) for name, parts in row.items()}


def _parts(cell: str, between: re.Pattern[str]) -> list[str]:
    return [part for part in map(str.strip, between.split(cell)) if part]


def _columns(path: Path, heading: Sequence[str]) -> list[str]:
    """The name of each column, "" for one without a heading.

    Raises:
        UnknownColumns: a heading is none of ours.
        MissingColumn: there is no question or no quote.
    """
    known = ", ".join(_COLUMNS)
    keys = [fold(cell).strip().casefold() for cell in heading]
    unknown = [cell for cell, key in zip(heading, keys, strict=True) if key and key not in _COLUMNS]
    names = [_COLUMNS.get(key, "") for key in keys]
    for name in _REQUIRED:
        if name not in names:
            shown = f"{_HEADINGS[name][0]} / {name}"
            raise MissingColumn(path=path, column=shown, known=known)
    if unknown:
        raise UnknownColumns(path=path, columns=", ".join(unknown), known=known)
    return names


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    """The rows that are not blank, with their numbers as a spreadsheet shows them."""
    text = _decoded(path)
    first = text.lstrip().partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UnreadableTestSet(path=path, detail=error) from error
    numbered: Iterable[tuple[int, list[str]]] = enumerate(rows, start=1)
    return [(line, cells) for line, cells in numbered if any(cell.strip() for cell in cells)]


def _decoded(path: Path) -> str:
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise NoSuchTestSet(path=path) from error
    except OSError as error:
        raise UnreadableTestSet(path=path, detail=error) from error
    return decode_text(str(path), data, declared="cp932").text

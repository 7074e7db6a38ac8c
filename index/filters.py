"""Filters over passages as a small tree, and their SQL for the library's own database.

Retrieval says which passages may be found; each backend compiles the same tree its own way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.people import comparison_key

__all__ = ["And", "Contains", "Filter", "In", "Not", "Or", "Range", "compile_sql"]

# Field → expression over the tables meetings (m) and remarks (r).
_COLUMNS = {
    "meeting": "m.id",
    "date": "m.date",
    "kind": "m.kind",
    "language": "m.language",
    "audience": "m.audience",
    "speaker": "r.speaker_key",
    "role": "r.role",
    "section": "r.section_id",
}


@dataclass(frozen=True, slots=True)
class In:
    """The field is one of the values."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contains:
    """The field holds the text somewhere; of a speaker: name, office or affiliation, spaces ignored."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Range:
    """The date lies between `low` and `high`, both included; None leaves a side open."""

    field: str
    low: date | None = None
    high: date | None = None


@dataclass(frozen=True, slots=True)
class And:
    """All parts hold; without parts it is always true."""

    parts: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part holds; without parts it is never true."""

    parts: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Filter


Filter = In | Contains | Range | And | Or | Not


def compile_sql(where: Filter) -> tuple[str, list[str]]:
    """The condition and its parameters, over `meetings m` joined with `remarks r`.

    Raises:
        KeyError: a field that no filter can name.
    """
    match where:
        case In(field, values):
            marks = ",".join("?" * len(values))
            return f"{_COLUMNS[field]} IN ({marks})", list(values)
        case Contains(field, text):
            key = comparison_key(text)
            return f"instr({_COLUMNS[field]}, ?) > 0", [key]
        case Range(field, low, high):
            return _compile_range(_COLUMNS[field], low, high)
        case And(parts):
            return _compile_list(parts, " AND ", "1")
        case Or(parts):
            return _compile_list(parts, " OR ", "0")
        case Not(part):
            condition, parameters = compile_sql(part)
            # A row without a value (NULL) does not meet the part, so it meets its opposite.
            return f"NOT coalesce(({condition}), 0)", parameters


def _compile_range(column: str, low: date | None, high: date | None) -> tuple[str, list[str]]:
    conditions = [f"{column} IS NOT NULL"]
    parameters = []
    for bound, sign in ((low, ">="), (high, "<=")):
        if bound is not None:
            conditions.append(f"{column} {sign} ?")
            parameters.append(bound.isoformat())
    return " AND ".join(conditions), parameters


def _compile_list(parts: Sequence[Filter], word: str, empty: str) -> tuple[str, list[str]]:
    if not parts:
        return empty, []
    conditions, parameters = [], []
    for part in parts:
        condition, values = compile_sql(part)
        conditions.append(f"({condition})")
        parameters.extend(values)
    return word.join(conditions), parameters

"""Roles of a meeting's remarks → exchanges: a question together with the answers that follow it.

In assemblies and committees members ask and officials answer, one or several in turn. Who asks the
minutes wants the answer, but the question uses the same words and often more of them. An exchange ties
both together: the rows from a question up to the next question that follows an answer. It knows rows
and roles only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.meeting import Role

__all__ = ["Exchange", "RowContext", "find_exchanges"]


@dataclass(frozen=True, slots=True)
class RowContext:
    """Where a passage stands: its meeting, its section and the role of its remark."""

    meeting: int
    section: str | None
    role: Role | None


@dataclass(frozen=True, slots=True)
class Exchange:
    """Rows `first` to `last` (exclusive); the first belongs to a question, one or more to answers."""

    first: int
    last: int


def find_exchanges(rows: Sequence[RowContext]) -> list[Exchange]:
    """The exchanges among passages in the order of their meetings, in order, not overlapping.

    Questions that follow one another unanswered share an exchange: their answers come together.
    An exchange ends where the meeting or the section ends.
    """
    exchanges: list[Exchange] = []
    first: int | None = None
    answered = False
    for row, context in enumerate(rows):
        moved = row > 0 and _place(rows[row - 1]) != _place(context)
        asks = context.role is Role.QUESTION
        if first is not None and (moved or (asks and answered)):
            if answered:
                exchanges.append(Exchange(first, row))
            first = None
        if asks and first is None:
            first, answered = row, False
        answered = answered or (first is not None and context.role is Role.ANSWER)
    if first is not None and answered:
        exchanges.append(Exchange(first, len(rows)))
    return exchanges


def _place(context: RowContext) -> tuple[int, str | None]:
    return context.meeting, context.section

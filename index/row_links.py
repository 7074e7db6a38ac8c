"""Links and exchanges of meetings (a part of an answer, the part of the question) → those of rows.

In assemblies and committees members ask and officials answer. Who asks the minutes wants the answer, but
the question uses the same words and often more of them; a link ties both together. A row belongs to a
part where at least half of the shorter one lies in the other. It knows places only, and no text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from index.exchanges import exchanges
from index.meeting import Link, Part, Role

__all__ = ["RowLink", "RowPlace", "link_rows", "number_exchanges"]


@dataclass(frozen=True, slots=True)
class RowPlace:
    """Where a passage stands: meeting, remark and characters of it; role and section of the remark."""

    meeting: int
    ordinal: int
    start: int
    end: int
    role: Role | None
    section_id: str | None = None


@dataclass(frozen=True, slots=True)
class RowLink:
    """Rows of a question and rows of its answer, each from the first to the last (exclusive)."""

    question: tuple[int, int]
    answer: tuple[int, int]


def link_rows(rows: Sequence[RowPlace], links: Mapping[int, Iterable[Link]]) -> list[RowLink]:
    """The links among rows.

    Args:
        rows: the passages; those of a remark follow each other.
        links: of each meeting, by its key.
    """
    of_remark: dict[tuple[int, int], list[int]] = defaultdict(list)
    for row, place in enumerate(rows):
        of_remark[place.meeting, place.ordinal].append(row)

    def covered(meeting: int, part: Part) -> tuple[int, int] | None:
        inside = [
            r
            for r in of_remark[meeting, part.ordinal]
            if part.shares_half(rows[r].start, rows[r].end)
        ]
        return (inside[0], inside[-1] + 1) if inside else None

    found = []
    for meeting, of_meeting in links.items():
        for link in of_meeting:
            question, answer = covered(meeting, link.question), covered(meeting, link.answer)
            if question and answer:
                found.append(RowLink(question, answer))
    return found


def number_exchanges(rows: Sequence[RowPlace]) -> list[int]:
    """The number of the exchange that each row has a part in, -1 for none.

    Args:
        rows: the passages; those of a meeting follow each other.
    """
    numbers: dict[int, int] = {}
    count = 0
    for _, of_meeting in groupby(enumerate(rows), key=lambda pair: pair[1].meeting):
        said = [_Row(i, place.role, place.section_id) for i, place in of_meeting]
        for asked, answered in exchanges(said):
            numbers.update((one.row, count) for one in (*asked, *answered))
            count += 1
    return [numbers.get(i, -1) for i in range(len(rows))]


@dataclass(frozen=True, slots=True)
class _Row:
    row: int
    role: Role | None
    section_id: str | None

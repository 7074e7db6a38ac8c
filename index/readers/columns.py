"""Rows of segments → the same, with columns of prose taken apart that were drawn row by row."""

from __future__ import annotations

from bisect import bisect_left
from itertools import groupby, pairwise
from statistics import median

from index.readers.segments import Segment

__all__ = ["Row", "columns_apart"]

_FEW_ROWS = 8
# For a number of columns, the share of a page's rows that have a line in each of them: with every
# column it grows less likely that none is at an end of a paragraph.
_COLUMN_ROWS = {2: 0.6, 3: 0.45, 4: 0.35}
_PROSE_FILL = 0.6  # how much of its column a line of prose fills
_UNEVEN = 0.3  # columns of prose are about as wide as each other; a column of times is not

Row = list[Segment]


def columns_apart(rows: list[Row]) -> list[Row]:
    """Read the rows of a page column by column, between lines over its whole width."""
    gutters = _gutters(rows)
    if not gutters:
        return rows
    ordered: list[Row] = []
    block: list[Row] = []
    for row in rows:
        if any(segment.left < gutter < segment.right for segment in row for gutter in gutters):
            ordered += [*_left_to_right(block, gutters), row]
            block = []
        else:
            block.append(row)
    return ordered + _left_to_right(block, gutters)


def _left_to_right(block: list[Row], gutters: list[float]) -> list[Row]:
    columns: list[list[Row]] = [[] for _ in range(len(gutters) + 1)]
    for row in block:
        for column, segments in groupby(row, key=lambda s: bisect_left(gutters, s.right)):
            columns[column].append(list(segments))
    return [row for column in columns for row in column]


def _gutters(rows: list[Row]) -> list[float]:
    """The middles of the gaps that part most rows into lines of prose, as many in each."""
    for count, share in _COLUMN_ROWS.items():
        parted = [row for row in rows if len(row) == count and all(s.visible > 1 for s in row)]
        if len(parted) >= max(_FEW_ROWS, share * len(rows)):
            return _gaps_in_prose([list(column) for column in zip(*parted, strict=True)])
    return []


def _gaps_in_prose(columns: list[list[Segment]]) -> list[float]:
    """The middles of the gaps between columns that are about as wide as each other and well filled."""
    first = min(segment.left for segment in columns[0])
    margins = [first, *(median(s.left for s in column) for column in columns[1:])]
    ends = [max(segment.right for segment in column) for column in columns]
    pitches = [after - before for before, after in pairwise(margins)]
    pitches.append(pitches[-1])  # the last column has no gutter behind it
    fills = [
        median((segment.right - margin) / pitch for segment in column)
        for column, margin, pitch in zip(columns, margins, pitches, strict=True)
    ]
    even = (ends[-1] - first) / len(columns)
    if (
        any(end >= margin for end, margin in zip(ends, margins[1:], strict=False))
        or min(fills) < _PROSE_FILL
        or any(abs(pitch / even - 1) > _UNEVEN for pitch in pitches[:-1])
    ):
        return []
    return [(end + margin) / 2 for end, margin in zip(ends, margins[1:], strict=False)]

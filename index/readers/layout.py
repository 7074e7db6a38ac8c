"""Characters with their boxes → the lines of a page in reading order.

The order in which the file draws its characters is kept unless it is plainly not the reading order:
rows that run across the gutters of columns of prose are taken apart, and a page drawn in a
jumble is sorted from top to bottom. Coordinates are in points, upwards from the bottom left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.readers.columns import Row, columns_apart
from index.readers.segments import SAME_ROW, Character, Segment, segments_of

__all__ = ["Line", "PageLines", "lines_of"]

_CELL_GAP = 2.0  # em
_JUMBLE = 0.1  # of the rows; so many jumps upwards are no reading order


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text with its box; `size` is the size of its letters in points."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float

    @property
    def middle(self) -> float:
        """The height of its middle above the foot of the page."""
        return (self.bottom + self.top) / 2


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of a page in reading order, and the size of the page."""

    lines: tuple[Line, ...]
    width: float
    height: float


def lines_of(
    characters: Sequence[Character],
    width: float,
    height: float,
    size_of: Callable[[int], float],
) -> PageLines:
    """Put a page's characters together to lines in reading order.

    Args:
        size_of: the size of the letters in points, for the number of a character.
    """
    rows = list(_rows(segments_of(characters, size_of)))
    if _is_jumbled(rows):
        rows = list(_rows(sorted((s for row in rows for s in row), key=_downwards)))
    rows = columns_apart(rows)
    return PageLines(tuple(_line(row, size_of) for row in rows), width, height)


def _rows(segments: Iterable[Segment]) -> Iterator[Row]:
    """Segments that follow each other on the same height, from left to right."""
    row: Row = []
    for segment in segments:
        if row and not _continues(row[-1], segment):
            yield row
            row = []
        row.append(segment)
    if row:
        yield row


def _continues(before: Segment, after: Segment) -> bool:
    common = min(before.top, after.top) - max(before.bottom, after.bottom)
    lower = max(min(before.height, after.height), 0.1)
    return common >= SAME_ROW * lower and after.left >= before.right - lower


def _line(row: Row, size_of: Callable[[int], float]) -> Line:
    text = row[0].text
    for before, after in pairwise(row):
        text += _between(before, after) + after.text
    longest = max(row, key=lambda segment: segment.visible)
    return Line(
        text,
        min(segment.left for segment in row),
        min(segment.bottom for segment in row),
        max(segment.right for segment in row),
        max(segment.top for segment in row),
        size_of(longest.number),
    )


def _between(before: Segment, after: Segment) -> str:
    """A tab between cells; a space between letters that are spread to fill a label (日　　時)."""
    em = max(before.height, after.height, 1.0)
    spread = before.visible == 1 and len(after.text.split(" ")[0]) == 1
    return " " if spread or after.left - before.right < _CELL_GAP * em else "\t"


def _downwards(segment: Segment) -> tuple[float, float]:
    return -round(segment.middle), segment.left


def _is_jumbled(rows: list[Row]) -> bool:
    """Whether the drawing jumps upwards often or always, other than to a column on the right."""
    jumps = sum(
        after[0].middle > before[0].top - 0.1 * before[0].height
        and after[0].left < before[-1].right
        for before, after in pairwise(rows)
    )
    return jumps > max(2, _JUMBLE * len(rows)) or jumps == len(rows) - 1 > 0

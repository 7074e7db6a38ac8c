"""Characters with their boxes → the lines of a page in reading order.

The order in which the file draws its characters is kept unless it is plainly not the reading order:
rows that run across the gutter of two columns of prose are taken apart, and a page drawn in a
jumble is sorted from top to bottom. Coordinates are in points, upwards from the bottom left. It
knows horizontal writing only: a page in vertical writing is to be turned before.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

__all__ = ["Character", "Line", "PageLines", "lines_of"]

# All distances are in em, taken as the height of a character's box.
_AUTOSPACE = 0.4  # Word sets a quarter of an em between Japanese and Latin letters: no space
_STRETCH = 0.2  # justified lines are stretched by less than this between Japanese letters
_WORD_GAP = 0.8  # a gap without a space that is as wide as a full-width space
_SEGMENT_GAP = 1.2
_CELL_GAP = 2.0
_BACKWARDS = -1.0
_SAME_ROW = 0.5  # share of the lower box's height that two boxes of a row have in common

_FEW_ROWS = 8
_COLUMN_ROWS = 0.6  # share of the rows of a block that leave the gutter free on both sides
_PROSE_FILL = 0.6  # how much of its column a line of prose fills
_HALF = 0.35  # a column of prose has at least so much of the width; a column of times has less
_JUMBLE = 0.1

_WIDE = re.compile(r"[\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60\uffe0-\uffe6]")


class Character(NamedTuple):
    """A character and its box. A break or space that pdfium adds has no box (`number` is -1)."""

    sign: str
    left: float = 0.0
    bottom: float = 0.0
    right: float = 0.0
    top: float = 0.0
    number: int = -1

    @property
    def inked(self) -> bool:
        """Whether the file draws it; a space may be drawn as well."""
        return self.number >= 0

    @property
    def height(self) -> float:
        """The height of its box."""
        return self.top - self.bottom


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


@dataclass(frozen=True, slots=True)
class _Segment:
    """Characters of one line without a wide gap between them, and the box around them.

    `visible` counts those that are no white space; `number` is that of the first of them.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    number: int
    visible: int

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


_Row = list[_Segment]


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
    rows = list(_rows(_segments(characters)))
    if _is_jumbled(rows):
        rows = list(_rows(sorted((s for row in rows for s in row), key=_downwards)))
    rows = _columns_apart(rows)
    return PageLines(tuple(_line(row, size_of) for row in rows), width, height)


def _segments(characters: Iterable[Character]) -> Iterator[_Segment]:
    signs: list[str] = []
    inked: list[Character] = []
    last, space = Character(""), False
    for character in characters:
        sign = character.sign
        if character.number < 0:
            space = sign == " "
            if not space and inked:
                yield _segment(signs, inked)
                signs, inked = [], []
            continue
        if sign.isspace():
            signs.append(sign if sign == "\u3000" else " ")
            last = character
            continue
        if inked:
            gap = _gap(last, character)
            if not _BACKWARDS < gap < _SEGMENT_GAP:
                yield _segment(signs, inked)
                signs, inked = [], []
            elif not last.sign.isspace() and _is_space(gap, last.sign, sign, space=space):
                signs.append(" ")
        signs.append(sign)
        inked.append(character)
        last, space = character, False
    if inked:
        yield _segment(signs, inked)


def _segment(signs: list[str], inked: list[Character]) -> _Segment:
    _, lefts, bottoms, rights, tops, numbers = zip(*inked, strict=True)
    text = "".join(signs).strip(" \t")
    box = (min(lefts), min(bottoms), max(rights), max(tops))
    return _Segment(text, *box, numbers[0], len(inked))


def _gap(before: Character, after: Character) -> float:
    """The gap between two characters in em; minus infinity where they stand on different lines."""
    _, _, bottom, right, top, _ = before
    height, other = top - bottom, after.top - after.bottom
    lower, em = (height, other) if height < other else (other, height)
    common = min(top, after.top) - max(bottom, after.bottom)
    if lower > 0 and common < _SAME_ROW / 2 * lower:
        return -math.inf
    return (after.left - right) / max(em, 1.0)


def _is_space(gap: float, before: str, after: str, *, space: bool) -> bool:
    """Whether a gap is a space, given whether pdfium takes it for one."""
    if gap >= _WORD_GAP or not space:
        return gap >= _WORD_GAP
    wide = _is_wide(before) + _is_wide(after)
    if wide == 1 and (before + after).isalnum():
        return gap >= _AUTOSPACE
    return wide == 0 or gap >= _STRETCH


def _is_wide(sign: str) -> bool:
    return bool(_WIDE.match(sign))


# ---------------------------------------------------------------------------------------------
# Rows


def _rows(segments: Iterable[_Segment]) -> Iterator[_Row]:
    """Segments that follow each other on the same height, from left to right."""
    row: _Row = []
    for segment in segments:
        if row and not _continues(row[-1], segment):
            yield row
            row = []
        row.append(segment)
    if row:
        yield row


def _continues(before: _Segment, after: _Segment) -> bool:
    common = min(before.top, after.top) - max(before.bottom, after.bottom)
    lower = max(min(before.height, after.height), 0.1)
    return common >= _SAME_ROW * lower and after.left >= before.right - lower


def _line(row: _Row, size_of: Callable[[int], float]) -> Line:
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


def _between(before: _Segment, after: _Segment) -> str:
    """A tab between cells; a space between letters that are spread to fill a label (日　　時)."""
    em = max(before.height, after.height, 1.0)
    spread = before.visible == 1 and len(after.text.split(" ")[0]) == 1
    return " " if spread or after.left - before.right < _CELL_GAP * em else "\t"


def _downwards(segment: _Segment) -> tuple[float, float]:
    return -round(segment.middle), segment.left


def _is_jumbled(rows: list[_Row]) -> bool:
    """Whether the drawing jumps upwards often or always, other than to a column on the right."""
    jumps = sum(
        after[0].middle > before[0].top - 0.1 * before[0].height
        and after[0].left < before[-1].right
        for before, after in pairwise(rows)
    )
    return jumps > max(2, _JUMBLE * len(rows)) or jumps == len(rows) - 1 > 0


# ---------------------------------------------------------------------------------------------
# Columns of prose whose rows were drawn across the gutter


def _columns_apart(rows: list[_Row]) -> list[_Row]:
    gutter = _gutter(rows)
    if gutter is None:
        return rows
    ordered: list[_Row] = []
    block: list[_Row] = []
    for row in rows:
        if any(segment.left < gutter < segment.right for segment in row):
            ordered += [*_left_then_right(block, gutter), row]
            block = []
        else:
            block.append(row)
    return ordered + _left_then_right(block, gutter)


def _left_then_right(block: list[_Row], gutter: float) -> list[_Row]:
    left = [[s for s in row if s.right <= gutter] for row in block]
    right = [[s for s in row if s.right > gutter] for row in block]
    return [row for row in [*left, *right] if row]


def _gutter(rows: list[_Row]) -> float | None:
    """The middle of the gap that parts most rows into two lines of prose, or None."""
    parted = [row for row in rows if len(row) == 2 and row[0].visible > 1 and row[1].visible > 1]
    if len(parted) < max(_FEW_ROWS, _COLUMN_ROWS * len(rows)):
        return None
    free_from = max(row[0].right for row in parted)
    right_margin = median(row[1].left for row in parted)
    if free_from >= right_margin:
        return None
    left_margin = min(row[0].left for row in parted)
    pitch = right_margin - left_margin
    whole = max(row[1].right for row in parted) - left_margin
    fill_left = median((row[0].right - left_margin) / pitch for row in parted)
    fill_right = median((row[1].right - right_margin) / pitch for row in parted)
    is_prose = min(fill_left, fill_right) >= _PROSE_FILL
    is_halved = _HALF <= pitch / whole <= 1 - _HALF
    return (free_from + right_margin) / 2 if is_prose and is_halved else None

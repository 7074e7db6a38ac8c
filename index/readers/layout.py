"""Characters with their boxes → the lines of a page in reading order.

The order in which the file draws its characters is kept unless it is plainly not the reading order:
rows that run across the gutter of two columns of prose are taken apart, and a page drawn in a
jumble is sorted from top to bottom. Coordinates are in points, upwards from the bottom left. It
knows horizontal writing only: a page in vertical writing is to be turned before.
"""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple

__all__ = ["Character", "Line", "PageLines", "lines_of"]

# All distances are in em, taken as the height of a character's box.
_AUTOSPACE = 0.4  # Word sets a quarter of an em between Japanese and Latin letters: no space
_STRETCH = 0.2  # justified lines are stretched by less than this between Japanese letters
_WORD_GAP = 0.8  # a gap without a space that is as wide as a full-width space
_SEGMENT_GAP = 1.2
_CELL_GAP = 2.0
_FLUSH = 0.2  # a smaller gap goes on with a word over a break that pdfium sees
_SPREAD = 0.1  # from here on a gap between letters is looked at
_SPREAD_SHARE = 0.6  # of the letters of a line that is letter-spaced
_WIDEST_SPREAD = 0.5
_FEW_LETTERS = 6
_FULL = 0.95  # of its size is at least a side of a wide letter's box, unless it is that of the ink
_BACKWARDS = -1.0
_SAME_ROW = 0.5  # share of the lower box's height that two boxes of a row have in common

_FEW_ROWS = 8
# For a number of columns, the share of a page's rows that have a line in each of them: with every
# column it grows less likely that none is at an end of a paragraph.
_COLUMN_ROWS = {2: 0.6, 3: 0.45, 4: 0.35}
_PROSE_FILL = 0.6  # how much of its column a line of prose fills
_UNEVEN = 0.3  # columns of prose are about as wide as each other; a column of times is not
_JUMBLE = 0.1

_AT_THE_LEFT = frozenset("、。，．")  # of their squares
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
    rows = list(_rows(_segments(characters, size_of)))
    if _is_jumbled(rows):
        rows = list(_rows(sorted((s for row in rows for s in row), key=_downwards)))
    rows = _columns_apart(rows)
    return PageLines(tuple(_line(row, size_of) for row in rows), width, height)


def _segments(
    characters: Iterable[Character], size_of: Callable[[int], float]
) -> Iterator[_Segment]:
    signs: list[str] = []
    inked: list[Character] = []
    spread: list[tuple[float, int]] = []  # wider gaps, and where `signs` has a space for each
    last, space, broken = Character(""), False, False
    for character in characters:
        sign = character.sign
        if character.number < 0:
            space = sign == " "
            broken = broken or not space
            continue
        if sign.isspace():
            if broken and inked:
                yield _segment(signs, inked, spread)
                signs, inked, spread, broken = [], [], [], False
            signs.append(sign if sign == "\u3000" else " ")
            last = character
            continue
        if inked:
            gap = _gap(last, character)
            if gap >= _SPREAD:
                gap = _gap_of_letters(last, character, gap, size_of)
            # Turned text may have breaks between any two letters.
            if not _BACKWARDS < gap < (_FLUSH if broken else _SEGMENT_GAP):
                yield _segment(signs, inked, spread)
                signs, inked, spread = [], [], []
            elif gap >= _SPREAD and not last.sign.isspace():
                is_space = _is_space(gap, last.sign, sign, space=space)
                spread.append((gap, len(signs) if is_space else -1))
                if is_space:
                    signs.append(" ")
        signs.append(sign)
        inked.append(character)
        last, space, broken = character, False, False
    if inked:
        yield _segment(signs, inked, spread)


def _segment(signs: list[str], inked: list[Character], spread: list[tuple[float, int]]) -> _Segment:
    if len(spread) > _SPREAD_SHARE * len(inked) >= _SPREAD_SHARE * _FEW_LETTERS:
        _close_up(signs, spread)
    _, lefts, bottoms, rights, tops, numbers = zip(*inked, strict=True)
    text = "".join(signs).strip(" \t")
    box = (min(lefts), min(bottoms), max(rights), max(tops))
    return _Segment(text, *box, numbers[0], len(inked))


def _close_up(signs: list[str], spread: list[tuple[float, int]]) -> None:
    """Take out the spaces of a letter-spaced line that are no wider than its other gaps."""
    usual = median(gap for gap, _ in spread)
    if usual <= _WIDEST_SPREAD:
        for gap, position in spread:
            if position >= 0 and gap < usual + _STRETCH:
                signs[position] = ""


def _gap(before: Character, after: Character) -> float:
    """The gap between two characters in em; minus infinity where they stand on different lines."""
    _, _, bottom, right, top, _ = before
    _, left, other_bottom, _, other_top, _ = after
    em = top - bottom
    if bottom != other_bottom or top != other_top:
        height, other = em, other_top - other_bottom
        lower, em = (height, other) if height < other else (other, height)
        common = min(top, other_top) - max(bottom, other_bottom)
        if lower > 0 and common < _SAME_ROW / 2 * lower:
            return -math.inf
    return (left - right) / (em if em > 1.0 else 1.0)


def _gap_of_letters(
    before: Character, after: Character, gap: float, size_of: Callable[[int], float]
) -> float:
    """The gap between two letters, given that between their boxes.

    Of a character whose text the file states apart (Chrome does so for 一, 日 and others that look
    like radicals), pdfium gives the box around its ink, which may be much smaller than the letter.
    """
    wide = _is_wide(before.sign), _is_wide(after.sign)
    if not any(wide) or gap == math.inf:
        return gap
    sizes = size_of(before.number), size_of(after.number)
    right = _letter(before, sizes[0])[1] if wide[0] else before.right
    left = _letter(after, sizes[1])[0] if wide[1] else after.left
    return (left - right) / max(before.height, after.height, *sizes, 1.0)


def _letter(character: Character, size: float) -> tuple[float, float]:
    """Left and right of the square in which a wide character stands."""
    left, right = character.left, character.right
    if right - left >= _FULL * size or character.height >= _FULL * size:
        return left, right
    if unicodedata.category(character.sign) in {"Ps", "Pi"}:
        return right - size, right
    if unicodedata.category(character.sign) in {"Pe", "Pf"} or character.sign in _AT_THE_LEFT:
        return left, left + size
    middle = (left + right) / 2
    return middle - size / 2, middle + size / 2


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
# Columns of prose whose rows were drawn across the gutters


def _columns_apart(rows: list[_Row]) -> list[_Row]:
    gutters = _gutters(rows)
    if not gutters:
        return rows
    ordered: list[_Row] = []
    block: list[_Row] = []
    for row in rows:
        if any(segment.left < gutter < segment.right for segment in row for gutter in gutters):
            ordered += [*_left_to_right(block, gutters), row]
            block = []
        else:
            block.append(row)
    return ordered + _left_to_right(block, gutters)


def _left_to_right(block: list[_Row], gutters: list[float]) -> list[_Row]:
    columns: list[list[_Row]] = [[] for _ in range(len(gutters) + 1)]
    for row in block:
        for column, segments in groupby(row, key=lambda s: bisect_left(gutters, s.right)):
            columns[column].append(list(segments))
    return [row for column in columns for row in column]


def _gutters(rows: list[_Row]) -> list[float]:
    """The middles of the gaps that part most rows into lines of prose, as many in each."""
    for count, share in _COLUMN_ROWS.items():
        parted = [row for row in rows if len(row) == count and all(s.visible > 1 for s in row)]
        if len(parted) >= max(_FEW_ROWS, share * len(rows)):
            return _gaps_in_prose([list(column) for column in zip(*parted, strict=True)])
    return []


def _gaps_in_prose(columns: list[list[_Segment]]) -> list[float]:
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

"""Characters with their boxes → segments: pieces of a line without a wide gap in them.

The gaps between letters tell where spaces are, and where a piece ends; pdfium's own breaks and
spaces are hints. Coordinates are in points, upwards from the bottom left. It knows horizontal
writing only: a page in vertical writing is to be turned before.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

__all__ = ["SAME_ROW", "Character", "Segment", "segments_of"]

# Distances are in em, taken as the height of a character's box.
_AUTOSPACE = 0.4  # Word sets a quarter of an em between Japanese and Latin letters: no space
_STRETCH = 0.2  # justified lines are stretched by less than this between Japanese letters
_WORD_GAP = 0.8  # a gap without a space that is as wide as a full-width space
_SEGMENT_GAP = 1.2
_FLUSH = 0.2  # a smaller gap goes on with a word over a break that pdfium sees
_SPREAD = 0.1  # from here on a gap between letters is looked at
_SPREAD_SHARE = 0.6  # of the letters of a line that is letter-spaced
_WIDEST_SPREAD = 0.5
_FEW_LETTERS = 6
_FULL = 0.95  # of its size is at least a side of a wide letter's box, unless it is that of the ink
_BACKWARDS = -1.0
SAME_ROW = 0.5  # share of the lower box's height that two boxes of a row have in common

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
class Segment:
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
        """The height of its box."""
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        """The height of its middle above the foot of the page."""
        return (self.top + self.bottom) / 2


def segments_of(
    characters: Iterable[Character], size_of: Callable[[int], float]
) -> Iterator[Segment]:
    """Put characters together to segments, in drawing order.

    Args:
        size_of: the size of the letters in points, for the number of a character.
    """
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


def _segment(signs: list[str], inked: list[Character], spread: list[tuple[float, int]]) -> Segment:
    if len(spread) > _SPREAD_SHARE * len(inked) >= _SPREAD_SHARE * _FEW_LETTERS:
        _close_up(signs, spread)
    _, lefts, bottoms, rights, tops, numbers = zip(*inked, strict=True)
    text = "".join(signs).strip(" \t")
    box = (min(lefts), min(bottoms), max(rights), max(tops))
    return Segment(text, *box, numbers[0], len(inked))


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
        if lower > 0 and common < SAME_ROW / 2 * lower:
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

"""The characters that a page draws → those that are read: what is drawn twice once, without ruby.

Bold letters are often drawn twice, a hair apart, and shadows under their letters. Ruby (furigana)
are small kana above the kanji that they spell out: between the lines they would be noise, and in
them they would break words. Coordinates are those of `index.readers.segments`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from index.readers.segments import Character

__all__ = ["legible", "without_doubles", "without_ruby"]

# Shares of a character's height and width by which a second drawing of it is set off at most.
_OFFSET = 0.15
_OVERLAP = 0.5
_CELL = 2.0  # points; two equal characters stand within it if one of them is a second drawing
_REACH = 4.0  # points

_RUBY_SIZE = 0.7  # of the height of the letters below
_RUBY_GAP = 0.6  # of the height of the ruby, between it and the letters below
_RUBY_SINK = 0.5
_KANA = re.compile(r"[\u3041-\u3096\u309d\u309e\u30a1-\u30fe]")
_HAN = re.compile(r"[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff]")


def legible(characters: Sequence[Character]) -> list[Character]:
    """Leave out second drawings and ruby; most pages have neither, which is quickly seen."""
    if not characters:
        return []
    signs, lefts, bottoms, _, tops, numbers = zip(*characters, strict=True)
    inked = np.array(numbers) >= 0
    codes = np.array([ord(sign) for sign in signs])[inked]
    places = np.array([lefts, bottoms])[:, inked]
    heights = np.array(tops)[inked] - places[1]
    read = list(characters)
    if _may_hold_doubles(codes, places):
        read = without_doubles(read)
    kana = heights[(codes >= 0x3041) & (codes <= 0x30FE)]
    if len(kana) and kana.min() <= _RUBY_SIZE * heights.max():
        read = without_ruby(read)
    return read


def _may_hold_doubles(codes: np.ndarray, places: np.ndarray) -> bool:
    """Whether two equal characters stand in one cell of a grid, or of that grid shifted."""
    for shift in ((0.0, 0.0), (0.0, 0.5), (0.5, 0.0), (0.5, 0.5)):
        cells = np.floor(places.T / _CELL + shift).astype(np.int64) & 0xFFFFF
        held = np.sort(codes << 40 | cells[:, 0] << 20 | cells[:, 1])
        if (held[1:] == held[:-1]).any():
            return True
    return False


def without_doubles(characters: Sequence[Character]) -> list[Character]:
    """Leave out each character that stands, but for a hair, where the same one stands already."""
    kept: list[Character] = []
    standing: defaultdict[tuple[str, int, int], list[Character]] = defaultdict(list)
    for character in characters:
        if character.inked:
            column, row = int(character.left / _REACH), int(character.bottom / _REACH)
            near = (
                other
                for x in (column, column - 1, column + 1)
                for y in (row, row - 1, row + 1)
                for other in standing.get((character.sign, x, y), ())
            )
            if any(_is_double(character, other) for other in near):
                _drop_breaks(kept)
                continue
            standing[character.sign, column, row].append(character)
        kept.append(character)
    return kept


def _is_double(character: Character, other: Character) -> bool:
    height = max(character.height, other.height)
    width = max(character.right - character.left, other.right - other.left)
    aside = abs(character.left - other.left)
    return (
        aside <= min(_OFFSET * height, _OVERLAP * width)
        and abs(character.bottom - other.bottom) <= _OFFSET * height
    )


def _drop_breaks(kept: list[Character]) -> None:
    """Drop the breaks and spaces that pdfium saw before a character that is left out."""
    while kept and not kept[-1].inked:
        kept.pop()


def without_ruby(characters: Sequence[Character]) -> list[Character]:
    """Leave out small kana above larger letters, and the gaps that they force between those."""
    letters = _Letters(characters)
    ruby: set[int] = set()
    bridged: list[tuple[Character, Character]] = []
    for run in _runs(characters):
        if all(_KANA.match(characters[i].sign) for i in run):
            below = [letters.below(characters[i]) for i in run]
            found = [letter for letter in below if letter]
            if len(found) == len(run) and any(_HAN.match(letter.sign) for letter in found):
                ruby.update(run)
                bridged.append((characters[run[0]], characters[run[-1]]))
    if not ruby:
        return list(characters)
    kept: list[Character] = []
    for i, character in enumerate(characters):
        if i in ruby:
            _drop_breaks(kept)
        elif kept and character.inked and _is_bridged(kept, character, bridged):
            kept[-1] = character
        else:
            kept.append(character)
    return kept


def _runs(characters: Sequence[Character]) -> Iterator[list[int]]:
    """The positions of characters of one size that are drawn one after the other on one height."""
    run: list[int] = []
    for i, character in enumerate(characters):
        if not character.inked or character.sign.isspace():
            continue
        if run:
            last = characters[run[-1]]
            is_level = abs(character.bottom - last.bottom) < 0.5 * last.height
            is_alike = 0.8 < character.height / max(last.height, 0.1) < 1.25
            if not (is_level and is_alike):
                yield run
                run = []
        run.append(i)
    if run:
        yield run


def _is_bridged(
    kept: Sequence[Character],
    after: Character,
    ruby: Sequence[tuple[Character, Character]],
) -> bool:
    """Whether a space that pdfium saw stands between two letters under the same ruby."""
    if kept[-1].sign != " " or kept[-1].inked or len(kept) < 2:
        return False
    before = kept[-2]
    return before.inked and any(
        first.left < before.right
        and after.left < last.right
        and _stands_on(first, before)
        and _stands_on(first, after)
        for first, last in ruby
    )


def _stands_on(small: Character, letter: Character) -> bool:
    gap = small.bottom - letter.top
    return (
        small.height <= _RUBY_SIZE * letter.height
        and -_RUBY_SINK * small.height <= gap <= _RUBY_GAP * small.height
    )


class _Letters:
    """Letters by where they stand from left to right."""

    _WIDTH = 24.0  # points

    def __init__(self, characters: Sequence[Character]) -> None:
        self._columns: defaultdict[int, list[Character]] = defaultdict(list)
        for character in characters:
            if character.inked and not character.sign.isspace():
                self._columns[int(character.left / self._WIDTH)].append(character)

    def below(self, small: Character) -> Character | None:
        """The larger letter, kanji first, that a small one stands on or overhangs."""
        middle = (small.left + small.right) / 2
        column = int(middle / self._WIDTH)
        found = None
        for x in (column, column - 1, column + 1):
            for letter in self._columns.get(x, ()):
                overhang = letter.height / 2
                if letter.left - overhang <= middle <= letter.right + overhang and _stands_on(
                    small, letter
                ):
                    if _HAN.match(letter.sign):
                        return letter
                    found = letter
        return found

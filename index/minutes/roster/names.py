"""Words that stand side by side in a roster → whole names: 森　あ　や　　板　垣　勇 → 森あや, 板垣勇.

Names are spaced letter by letter to fill a column, so a gap inside a name can be as wide as the
one between two names. The division that costs least is taken, by how names are built and by the
gaps; the figures only rank the divisions of one line against each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["Name", "Word", "divide_names", "is_name_word"]

_KANJI = "一-鿿々〆ヶヵ\ufa00-\ufaff\U00020000-\U0002ffff"
_NAME_WORD = re.compile(rf"[{_KANJI}ぁ-ゖァ-ヺー]+(?:・[ァ-ヺー]+)*\Z")
# 末尾に記載, 子ども連れで: a particle between kanji makes words of a sentence, not a name.
_SENTENCE = re.compile(rf"[{_KANJI}][にをがはでへとの][{_KANJI}]")
_NO_NAME = re.compile(
    r"(?:ほか|他|など|以上|以下|同上|欠員|空席|欠席|出席|未定|なし|無し|末尾|別紙|名簿|省略|敬称略|順不同|五十音順|"
    r"オンライン|リモート|随時|調整中|会議室|代理出席|途中退席|途中出席|.{0,6}派遣員|全学|全国|全庁|下記|開議|開会|閉会|散会|再開|休憩|流会|"
    r".*(?:挨拶|あいさつ|報告|説明|質疑|答弁|討論|採決|選出|互選|指名|方針|演説|のとおり|の通り|参照|記載|掲載|全員|一同|各位))\Z"
)
_LONGEST_NAME = 9
_MOST_WORDS = 5
_NEVER = 99.0


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a line and the white space before it, in characters."""

    text: str
    gap: int


@dataclass(frozen=True, slots=True)
class Name:
    """A whole name and the length of its surname, 0 where the line does not set it apart."""

    text: str
    surname: int


def is_name_word(word: str) -> bool:
    """Whether a word can be a name or a part of one."""
    return bool(
        len(word) <= _LONGEST_NAME
        and _NAME_WORD.match(word)
        and not _SENTENCE.search(word)
        and not _NO_NAME.match(word)
    )


def divide_names(words: Sequence[Word]) -> list[Name]:
    """The names that a run of name words is likeliest to be."""
    ends = [(0.0, 0)] + [(_NEVER * len(words), 0)] * len(words)
    long = sum(len(w.text) >= 4 for w in words)
    whole = all(len(w.text) >= 3 for w in words) and (len(words) % 2 == 1 or long * 2 >= len(words))
    for start in range(len(words)):
        for end in range(start + 1, min(start + _MOST_WORDS, len(words)) + 1):
            cost = ends[start][0] + _cost(words, start, end, whole=whole)
            if cost < ends[end][0]:
                ends[end] = (cost, start)
    return [_name(words[a:b]) for a, b in _path(ends)]


def _path(ends: Sequence[tuple[float, int]]) -> Iterator[tuple[int, int]]:
    borders = [len(ends) - 1]
    while borders[-1]:
        borders.append(ends[borders[-1]][1])
    borders.reverse()
    return pairwise(borders)


def _cost(words: Sequence[Word], start: int, end: int, *, whole: bool) -> float:
    inner = max((w.gap for w in words[start + 1 : end]), default=0)
    outer = [words[i].gap for i in (start, end) if 0 < i < len(words)]
    gaps = sum(2.0 if gap < inner else 0.6 if gap == inner else 0.0 for gap in outer)
    return _shape_cost([w.text for w in words[start:end]], whole=whole) + gaps


def _shape_cost(words: Sequence[str], *, whole: bool) -> float:
    """How unlike a name the words are, 0 for surname and given name side by side."""
    sizes = [len(w) for w in words]
    total = sum(sizes)
    if total > _LONGEST_NAME:
        return _NEVER
    if len(words) == 1:
        return 6.0 if total == 1 else 3.0 if total == 2 else 0.3 if whole else 1.2
    if len(words) == 2:
        if max(sizes) > 5:
            return _NEVER
        if min(sizes) >= 3 and total >= 7 and not re.search(r"[ぁ-ゖァ-ヺ]", "".join(words)):
            return 4.0  # 春瀬玲香　大築奈緒 are two
        return 1.0 if total == 2 else 1.5 if min(sizes) >= 3 and total == 6 else 0.0
    if total > 7 or sum(size == 1 for size in sizes) < len(sizes) - 1:
        return _NEVER
    return 0.2 if len(words) <= 4 and total <= 6 else 0.5


def _name(words: Sequence[Word]) -> Name:
    return Name("".join(w.text for w in words), _surname(words))


def _surname(words: Sequence[Word]) -> int:
    sizes = [len(w.text) for w in words]
    if len(words) == 2:
        return sizes[0]
    if len(words) == 3:
        if sizes[0] > 1:
            return sizes[0]
        if sizes[2] > 1:
            return 2
        first, second = words[1].gap, words[2].gap
        return 0 if first == second else 1 if first > second else 2
    return sizes[0] if len(words) > 3 and sizes[0] > 1 else 0

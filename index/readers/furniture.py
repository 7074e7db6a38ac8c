"""Pages of lines → those that are no text: running heads and feet, page numbers.

A line near the top or foot of the page counts when it is a page number by its form, or when it
stands on many pages at the same height, but for its digits. A line that no gap sets apart from the
text has to stand on most pages.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from index.readers.layout import Line, PageLines

__all__ = ["furniture_of"]

_ZONE = 0.12  # of the page's height, at its top and at its foot
_DEPTH = 3  # lines of a zone that are looked at
_SAME_HEIGHT = 0.02  # of the page's height
_SHARE = 0.3  # of the pages; heads of left and right pages differ
_TIGHT_SHARE = 0.6  # of the pages, for a line that no gap sets apart from the text
_APART = 1.4  # times the pitch of the page's lines
_FEW_PAGES = 3  # in so short a document it has to stand on every page

_DASH = "-‐‑–—―ー─━~・|"
_PAGE_NUMBER = re.compile(
    rf"[{_DASH}\s(\[<〈〔【《]*(?:p\.?|page|no\.?|第)?\s*\d{{1,4}}\s*(?:(?:/|of)\s*\d{{1,4}})?\s*"
    rf"(?:ページ|頁)?[{_DASH}\s)\]>〉〕】》]*"
    # Other numerals are a page's only between dashes, or if they say so.
    rf"|[{_DASH}]+\s*(?:[ivxl]{{1,6}}|[〇一二三四五六七八九十百]{{1,6}})\s*[{_DASH}]+"
    r"|第?\s*[〇一二三四五六七八九十百]{1,6}\s*(?:ページ|頁)"
)


@dataclass(frozen=True, slots=True)
class _Standing:
    """A line near the edge of a page: its identity, its page, and whether a gap sets it apart."""

    identity: int
    page: int
    is_apart: bool


def furniture_of(pages: Sequence[PageLines]) -> set[int]:
    """The identities (`id`) of the lines that are furniture."""
    found: set[int] = set()
    standing: defaultdict[tuple[str, int], list[_Standing]] = defaultdict(list)
    for number, page in enumerate(pages):
        for line, is_apart in _near_the_edge(page):
            text = unicodedata.normalize("NFKC", line.text).lower()
            if _PAGE_NUMBER.fullmatch(text):
                found.add(id(line))
            height = round(line.middle / (_SAME_HEIGHT * page.height))
            # A line that stands a hair higher on the next page falls into the neighbouring band.
            for band in (height - 1, height, height + 1):
                standing[_but_for_digits(text), band].append(_Standing(id(line), number, is_apart))
    for alike in standing.values():
        if _comes_back(alike, len(pages)):
            found.update(line.identity for line in alike)
    return found


def _comes_back(alike: Sequence[_Standing], pages: int) -> bool:
    """Whether a line stands on so many pages that it is no text.

    A line that is not set apart may be text: the chair's name heads a page by chance now and then.
    """
    on = len({line.page for line in alike})
    if pages <= _FEW_PAGES:
        return on == pages >= (2 if _is_mostly_apart(alike) else _FEW_PAGES)
    share = _SHARE if _is_mostly_apart(alike) else _TIGHT_SHARE
    return on >= max(2, share * pages)


def _is_mostly_apart(alike: Sequence[_Standing]) -> bool:
    return sum(line.is_apart for line in alike) > len(alike) / 2


def _near_the_edge(page: PageLines) -> Iterator[tuple[Line, bool]]:
    """The lines near the top and foot, and whether a gap sets them apart from the others."""
    by_height = sorted(page.lines, key=lambda line: line.middle)
    # Lines that stand beside each other have no pitch; without text there is nothing to tell by.
    pitches = [after.middle - before.middle for before, after in pairwise(by_height)]
    below = [pitch for pitch in pitches if pitch > 1]
    wide = _APART * median(below) if len(below) > _DEPTH else 0.0
    foot, top = by_height[:_DEPTH], by_height[_DEPTH:][-_DEPTH:]
    for i, line in enumerate(foot):
        if line.middle < _ZONE * page.height:
            yield line, any(pitch >= wide for pitch in pitches[i:_DEPTH])
    for i, line in enumerate(reversed(top)):
        if line.middle > (1 - _ZONE) * page.height:
            yield line, any(pitch >= wide for pitch in pitches[::-1][i:_DEPTH])


def _but_for_digits(text: str) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s+", "", text))

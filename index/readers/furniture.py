"""Pages of lines → those that are no text: running heads and feet, page numbers.

A line near the top or foot of the page counts when it is a page number by its form, or when it
stands on many pages at the same height, but for its digits.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence

from index.readers.layout import Line, PageLines

__all__ = ["furniture_of"]

_ZONE = 0.12  # of the page's height, at its top and at its foot
_DEPTH = 3  # lines of a zone that are looked at
_SAME_HEIGHT = 0.02  # of the page's height
_SHARE = 0.3  # of the pages; heads of left and right pages differ
_FEW_PAGES = 3  # in so short a document it has to stand on every page

_PAGE_NUMBER = re.compile(
    r"[-‐‑–—―ー~・\s(\[<〈]*(?:p\.?|page|第)?\s*\d{1,4}\s*(?:(?:/|of)\s*\d{1,4})?\s*(?:ページ|頁)?[-‐‑–—―ー~・\s)\]>〉]*"
)


def furniture_of(pages: Sequence[PageLines]) -> set[int]:
    """The identities (`id`) of the lines that are furniture."""
    found: set[int] = set()
    standing: defaultdict[tuple[str, int], dict[int, list[int]]] = defaultdict(dict)
    for number, page in enumerate(pages):
        for line in _near_the_edge(page):
            text = unicodedata.normalize("NFKC", line.text).lower()
            if _PAGE_NUMBER.fullmatch(text):
                found.add(id(line))
            height = round(line.middle / (_SAME_HEIGHT * page.height))
            # A line that stands a hair higher on the next page falls into the neighbouring band.
            for band in (height - 1, height, height + 1):
                standing[_but_for_digits(text), band].setdefault(number, []).append(id(line))
    needed = len(pages) if len(pages) <= _FEW_PAGES else _SHARE * len(pages)
    for by_page in standing.values():
        if len(by_page) >= max(2, needed):
            found.update(identity for lines in by_page.values() for identity in lines)
    return found


def _near_the_edge(page: PageLines) -> Iterator[Line]:
    by_height = sorted(page.lines, key=lambda line: line.middle)
    for line in by_height[:_DEPTH]:
        if line.middle < _ZONE * page.height:
            yield line
    for line in by_height[_DEPTH:][-_DEPTH:]:
        if line.middle > (1 - _ZONE) * page.height:
            yield line


def _but_for_digits(text: str) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s+", "", text))

"""Lines of a document → the same, with Latin words that are broken over two lines put together.

The whole word stands on the first of the two lines. Whether the hyphen belongs to the word is seen
from the document's other words, as far as it can be; in doubt it is kept, as printed, unless the
document is plainly one that breaks words. Nothing is joined from one page to the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.readers.layout import Line, PageLines

__all__ = ["with_whole_words"]

_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]+(?:[-‐][A-Za-zÀ-ÖØ-öø-ÿ]+)*")
_SOFT = "\u00ad"
_BEGINNING = re.compile(rf"(?:\A|(?<=[\s(\"'“‘\[])){_WORD.pattern}(?=[-‐{_SOFT}]\Z)")
_REST = re.compile(r"(?P<word>[a-zß-öø-ÿ]+(?:[-‐][A-Za-zÀ-ÖØ-öø-ÿ]+)*)[^\s\w]*(?=\s|\Z)")
_SHORTEST = 3  # letters of a part that is taken for a word of its own
_COMPOUNDING = frozenset("well self long short high low half".split())
# From so many broken words on, and such a share of its lines, a document breaks words.
_FEW_BREAKS = 2
_BREAKS = 0.04


def with_whole_words(pages: Sequence[PageLines]) -> list[PageLines]:
    """Put together the words that end a line with a hyphen and go on in the next."""
    pairs = [_broken(*pair) for page in pages for pair in pairwise(page.lines)]
    broken = [pair for pair in pairs if pair]
    if not broken:
        return list(pages)
    words = frozenset(_words(pages))
    wholes = [(beginning.group() + rest["word"]).lower() for beginning, rest in broken]
    latin = sum(bool(_WORD.search(line.text)) for page in pages for line in page.lines)
    breaks_words = any(whole in words for whole in wholes) or (
        len(broken) >= max(_FEW_BREAKS, _BREAKS * latin)
    )
    vocabulary = _Vocabulary(words, breaks_words)
    return [replace(page, lines=tuple(_rejoined(page.lines, vocabulary))) for page in pages]


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The words of a document, and whether it breaks words over lines other than at hyphens."""

    words: frozenset[str]
    breaks_words: bool

    def keeps_hyphen(self, beginning: str, rest: str, sign: str) -> bool:
        """Whether a hyphen at the end of a line belongs to the word."""
        first, second = beginning.lower(), rest.lower()
        if sign == _SOFT or first + second in self.words:
            return False
        if f"{first}-{second}" in self.words or "-" in first + second or first in _COMPOUNDING:
            return True
        parts = {part for part in (first, second) if len(part) >= _SHORTEST}
        return not self.breaks_words or bool(parts & self.words)


def _words(pages: Iterable[PageLines]) -> Iterator[str]:
    """Every word in small letters, but for the parts of broken ones."""
    for page in pages:
        start = 0
        for line, below in pairwise([*page.lines, Line("", 0, 0, 0, 0, 0)]):
            broken = _broken(line, below)
            end = broken[0].start() if broken else len(line.text)
            for match in _WORD.finditer(line.text, start, end):
                yield match.group().lower()
            start = broken[1].end() if broken else 0


def _rejoined(lines: Sequence[Line], vocabulary: _Vocabulary) -> Iterator[Line]:
    waiting: Line | None = None
    for line in lines:
        broken = _broken(waiting, line) if waiting else None
        if waiting and broken:
            beginning, rest = broken
            sign = waiting.text[-1]
            is_kept = vocabulary.keeps_hyphen(beginning.group(), rest["word"], sign)
            kept = waiting.text if is_kept else waiting.text[:-1]
            waiting = replace(waiting, text=kept + rest.group())
            line = replace(line, text=line.text[rest.end() :].lstrip())
            if not line.text:
                continue
        if waiting:
            yield waiting
        waiting = line
    if waiting:
        yield waiting


def _broken(line: Line, below: Line) -> tuple[re.Match[str], re.Match[str]] | None:
    """The two parts of a word that is broken after a line; the cells of tables are left alone."""
    if line.text[-1:] not in {"-", "‐", _SOFT} or "\t" in line.text + below.text:
        return None
    beginning, rest = _BEGINNING.search(line.text), _REST.match(below.text)
    return (beginning, rest) if beginning and rest else None

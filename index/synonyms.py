"""synonyms.txt of an installation → other ways of writing what a question says.

    窓口BPR, 業務改革          either is found by the other
    HP => ホームページ         who asks for HP finds ホームページ, not the other way round

Only questions are widened, so that editing the file asks for no new index. A writing stands in a
question when all its words do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import BrokenWordLine
from index.terms import Alternative, Analyzer, Terms
from index.text import fold
from index.word_lists import numbered_lines
from index.wording import Wording

__all__ = ["SYNONYM_WEIGHT", "Synonyms"]

# Beside the words typed: what was meant should come first where both stand.
SYNONYM_WEIGHT = 0.7

_FORM = "窓口BPR, 業務改革, 窓口業務改革 / HP => ホームページ"
_SEPARATOR = re.compile(r"\s*[,、\t]\s*")
_ALONE = Wording(ja="語が一つしかありません", en="there is only one word")
_ARROWS = Wording(
    ja="「=>」が2つ以上あるか、その左右に語がありません",
    en="there are several =>, or no word beside one",
)
_NO_WORD = Wording(ja="「{word}」は検索する語を含みません", en="'{word}' holds nothing to search")


@dataclass(frozen=True, slots=True)
class _Writing:
    text: str
    terms: Terms


@dataclass(frozen=True, slots=True)
class _Group:
    """Each of `typed` may be written as each of `instead`."""

    typed: tuple[_Writing, ...]
    instead: tuple[_Writing, ...]


class Synonyms:
    """The synonyms of an installation; without a file there are none."""

    def __init__(self, groups: tuple[_Group, ...] = ()) -> None:
        self._groups = groups

    def __len__(self) -> int:
        return len(self._groups)

    @classmethod
    def read(cls, path: Path, analyzer: Analyzer) -> Synonyms:
        """The synonyms of a file.

        Raises:
            UnreadableWordList: it may not be read, or is no text.
            BrokenWordLine: a line is no group; its number is told.
        """
        return cls(tuple(_group(path, n, line, analyzer) for n, line in numbered_lines(path)))

    def found_in(self, terms: Terms) -> list[tuple[str, tuple[str, ...]]]:
        """The writings that stand in a question, each with what it may be written as."""
        return [
            (writing.text, tuple(other.text for other in others))
            for writing, others in self._matches(terms)
        ]

    def widen(self, terms: Terms) -> Terms:
        """The terms of a question with other ways of writing it."""
        alternatives = tuple(
            Alternative(writing.terms, other.terms, SYNONYM_WEIGHT)
            for writing, others in self._matches(terms)
            for other in others
        )
        return replace(terms, alternatives=alternatives)

    def _matches(self, terms: Terms) -> list[tuple[_Writing, list[_Writing]]]:
        asked = set(terms.words)
        found = [
            (writing, [other for other in group.instead if other != writing])
            for group in self._groups
            for writing in group.typed
            if asked.issuperset(writing.terms.words)
        ]
        # 改革 says nothing of its own where 窓口改革 was meant.
        wholes = [set(writing.terms.words) for writing, _ in found]
        return [
            (writing, others)
            for writing, others in found
            if not any(set(writing.terms.words) < whole for whole in wholes)
        ]


def _group(path: Path, number: int, line: str, analyzer: Analyzer) -> _Group:
    sides = [
        [word for word in _SEPARATOR.split(side.strip()) if word]
        for side in fold(line).replace("⇒", "=>").split("=>")
    ]
    if len(sides) > 2 or not all(sides):
        raise _broken(path, number, _ARROWS)
    if len(sides) == 1 and len(sides[0]) == 1:
        raise _broken(path, number, _ALONE)
    read = []
    for side in sides:
        writings = []
        for word in side:
            terms = analyzer.terms(word)
            if not terms.words:
                raise _broken(path, number, _NO_WORD, word=word)
            writings.append(_Writing(word, terms))
        read.append(tuple(writings))
    return _Group(read[0], read[-1])


def _broken(path: Path, number: int, problem: Wording, **slots: object) -> BrokenWordLine:
    filled = Wording(problem.render("ja", **slots), problem.render("en", **slots))
    return BrokenWordLine(path=path, line=number, detail=filled, form=_FORM)

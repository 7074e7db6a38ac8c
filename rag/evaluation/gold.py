"""What counts as found: a question's gold and a ranking → which item stands at which rank.

Two kinds of gold. `SupportQuotes` are words of the minutes, found wherever a passage carries them,
so that a test set survives re-chunking. `RelevantDocuments` are the ids of a BEIR folder. Nothing
here computes a metric.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.text import fold

from .system import RankedPassage

__all__ = [
    "Gold",
    "GoldPlace",
    "Judgement",
    "RelevantDocuments",
    "SupportQuotes",
    "carries",
    "find_unlocated",
    "squeeze",
]

# A quote that a passage border cuts still counts as found in the passage that has this much of it
# in one run; below, too little is left to answer from.
_ENOUGH = 0.8
# Stands between passages that are searched as one text, so that no quote matches across two.
_BORDER = "\x00"


@dataclass(frozen=True, slots=True)
class GoldPlace:
    """Where one item of the gold was found.

    Attributes:
        item: the quote, or the document's id.
        rank: counted from 1 in the ranked passages (quotes) or documents; None if not found.
        passage_id: the passage that carried it, or None.
        score: that passage's score, or None.
    """

    item: str
    rank: int | None
    passage_id: str | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A ranking as a metric needs it: ids without repetition, and the grades of the relevant ones.

    `relevant` may hold ids that `ranked` lacks: they were not found, and count in an ideal ranking.
    """

    ranked: tuple[str, ...]
    relevant: Mapping[str, int]
    places: tuple[GoldPlace, ...]


@dataclass(frozen=True, slots=True)
class SupportQuotes:
    """Gold as verbatim quotes of the minutes.

    Convention: a passage is relevant (grade 1) when it is the first of the ranking to carry a quote
    that no better one carried. Passages overlap, so the same sentence comes back in several; if
    each counted, a ranking would gain by repeating itself, as α-nDCG (Clarke et al. 2008) warns
    for α = 1. In the ideal ranking each quote that was not found is one further relevant passage,
    so a single passage that carries all quotes is a perfect answer. Recall counts quotes.
    """

    quotes: tuple[str, ...]

    @property
    def items(self) -> tuple[str, ...]:
        """The quotes."""
        return self.quotes

    def judge(self, ranking: Sequence[RankedPassage]) -> Judgement:
        """Find each quote in the best passage that carries it."""
        best: dict[str, RankedPassage] = {}
        for passage in ranking:
            best.setdefault(passage.passage_id, passage)
        passages = list(best.values())
        places = tuple(_place(quote, passages) for quote in self.quotes)
        found = {place.passage_id: 1 for place in places if place.passage_id is not None}
        missing = {f"not found {i}": 1 for i, place in enumerate(places) if place.rank is None}
        return Judgement(tuple(best), found | missing, places)


@dataclass(frozen=True, slots=True)
class RelevantDocuments:
    """Gold as document ids with grades (qrels). A document stands where its best passage stands."""

    grades: Mapping[str, int]

    @property
    def items(self) -> tuple[str, ...]:
        """The ids of the relevant documents."""
        return tuple(self.grades)

    def judge(self, ranking: Sequence[RankedPassage]) -> Judgement:
        """Turn ranked passages into ranked documents and look up each relevant one."""
        best: dict[str, tuple[int, RankedPassage]] = {}
        for passage in ranking:
            for document in passage.document_ids:
                best.setdefault(document, (len(best) + 1, passage))
        places = tuple(
            GoldPlace(item, best[item][0], best[item][1].passage_id, best[item][1].score)
            if item in best
            else GoldPlace(item, None)
            for item in self.grades
        )
        return Judgement(tuple(best), self.grades, places)


Gold = SupportQuotes | RelevantDocuments


def _place(quote: str, passages: Sequence[RankedPassage]) -> GoldPlace:
    for rank, passage in enumerate(passages, start=1):
        if carries(passage.text, quote):
            return GoldPlace(quote, rank, passage.passage_id, passage.score)
    return GoldPlace(quote, None)


def carries(text: str, quote: str) -> bool:
    """Whether a text has at least 80 % of a quote's characters in one run.

    Both are compared folded (NFKC) and without white space.
    """
    return _has_run(squeeze(text), squeeze(quote))


def find_unlocated(quotes: Iterable[str], passages: Iterable[str]) -> list[str]:
    """The quotes that no passage carries: errors of the test set, or minutes that are missing."""
    everything = _BORDER.join(map(squeeze, passages))
    return [quote for quote in quotes if not _has_run(everything, squeeze(quote))]


@lru_cache(maxsize=16384)
def squeeze(text: str) -> str:
    """A text as quotes are compared: folded, without white space."""
    return "".join(fold(text).split())


def _has_run(text: str, quote: str) -> bool:
    if not quote:
        return False
    if quote in text:
        return True
    length = math.ceil(len(quote) * _ENOUGH)
    slack = len(quote) - length
    # Every run that is long enough holds the middle of the quote: most texts are done with here.
    if quote[slack:length] not in text:
        return False
    return any(quote[i : i + length] in text for i in range(slack + 1))

"""Remark → units and passages: what has a vector, and what is retrieved and cited from.

    remark text → sentences → units (a sentence, or a few short ones) → passages (runs of units)

Sizes are tokens of the embedding model, counted by whoever embeds; nothing here knows which model
that is. A passage never crosses the border of its remark, nor that of a matter within it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NewType

from index.meeting import Meeting, MeetingId, Remark, Speaker
from index.text import split_sentences

__all__ = [
    "CountTokens",
    "Passage",
    "PassageId",
    "PassageSizes",
    "context_header",
    "cut_passages",
]

PassageId = NewType("PassageId", str)
CountTokens = Callable[[Sequence[str]], list[int]]

# Characters: a heading that is a whole paragraph must not crowd out the text that it heads.
_LONGEST_HEADER_PART = 60

# No longer stretch of a sentence is counted at once: tokens are seldom longer than a few characters,
# and to count a whole endless one again for each of its pieces takes quadratic time.
_COUNTED_CHARACTERS_A_TOKEN = 8

# Where a sentence over the model's limit may be cut, best first.
_SEAMS = ("、", "，", "；", ";", ",", "」", "）", "\n", "\u3000", " ")


@dataclass(frozen=True, slots=True)
class PassageSizes:
    """How long passages and units are, in tokens of the embedding model.

    Attributes:
        target: a passage is closed before it would exceed this.
        overlap: so many units of a passage open the next one, where they leave room.
        shortest_unit: sentences are put together until a unit has at least this.
        shortest_matter: a matter with less than this goes with the next one.
        limit: the most that one embedded text may have.
    """

    target: int = 200
    overlap: int = 1
    shortest_unit: int = 10
    shortest_matter: int = 40
    limit: int = 480

    def within(self, limit: int) -> PassageSizes:
        """The same sizes, kept below what a model reads."""
        limit = min(self.limit, limit)
        return replace(self, limit=limit, target=min(self.target, limit))

    def __post_init__(self) -> None:
        if not 0 < self.target <= self.limit:
            raise ValueError(f"target {self.target} must be between 1 and the limit {self.limit}")


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole sentences of one remark.

    Attributes:
        start, end: its place in the text of the remark, in characters.
        units: (start, end) in the text of the remark of each unit, in order.
    """

    id: PassageId
    meeting_id: MeetingId
    remark_ordinal: int
    start: int
    end: int
    units: tuple[tuple[int, int], ...]


def context_header(meeting: Meeting, remark: Remark) -> str:
    """The context of a remark: meeting, date, section, speaker. It is no part of any quote.

    It is a field of the lexical index, and its vector has a share in that of each unit.
    """
    section = meeting.section(remark.section_id)
    parts = [
        meeting.title,
        meeting.date.isoformat() if meeting.date else "",
        section.title if section else "",
        _speaker_phrase(remark.speaker),
    ]
    return " ".join(part[:_LONGEST_HEADER_PART] for part in parts if part)


def _speaker_phrase(speaker: Speaker | None) -> str:
    if speaker is None:
        return ""
    return " ".join(part for part in (speaker.label, speaker.role) if part)


def cut_passages(
    meeting_id: MeetingId,
    remark: Remark,
    count_tokens: CountTokens,
    sizes: PassageSizes,
    borders: Collection[int] = (),
) -> list[Passage]:
    """Cut one remark into passages.

    Every character of the remark that is not white space between sentences stands in a passage.

    Args:
        borders: characters of the remark at which another matter begins. No passage holds two matters,
            but what is too short to stand alone goes with the next one (次に、給食についてお答えします。).
    """
    units = [
        unit
        for start, end in _between(remark.text, borders)
        for unit in _units(remark.text, start, end, count_tokens, sizes)
    ]
    runs = [
        (first + low, first + high)
        for first, last in _matters(units, borders, sizes.shortest_matter)
        for low, high in _runs([unit[2] for unit in units[first:last]], sizes.target, sizes.overlap)
    ]
    return [
        Passage(
            id=PassageId(f"{meeting_id}:{remark.ordinal}.{number}"),
            meeting_id=meeting_id,
            remark_ordinal=remark.ordinal,
            start=units[first][0],
            end=units[last - 1][1],
            units=tuple((start, end) for start, end, _ in units[first:last]),
        )
        for number, (first, last) in enumerate(runs)
    ]


def _between(text: str, borders: Collection[int]) -> list[tuple[int, int]]:
    """The stretches of a text between borders."""
    inner = sorted({b for b in borders if 0 < b < len(text)})
    return list(pairwise([0, *inner, len(text)]))


def _units(
    text: str, start: int, end: int, count_tokens: CountTokens, sizes: PassageSizes
) -> list[tuple[int, int, int]]:
    """(start, end, tokens) of each unit of text[start:end], in characters of the text."""
    sentences = [(start + a, start + b) for a, b in split_sentences(text[start:end])]
    tokens = count_tokens([text[a:b] for a, b in sentences])
    pieces: list[tuple[int, int, int]] = []
    for (first, last), size in zip(sentences, tokens, strict=True):
        if size <= sizes.limit:
            pieces.append((first, last, size))
        else:
            pieces.extend(_cut_long_sentence(text, first, last, count_tokens, sizes.limit))
    return _join_short(pieces, sizes.shortest_unit, sizes.limit)


def _matters(
    units: Sequence[tuple[int, int, int]], borders: Collection[int], shortest: int
) -> list[tuple[int, int]]:
    """The numbers of the units of each matter, [first, last)."""
    starts = [unit[0] for unit in units]
    matters: list[tuple[int, int]] = []
    first = 0
    for last in sorted({len(units), *(bisect_left(starts, border) for border in borders)} - {0}):
        if last == len(units) or sum(unit[2] for unit in units[first:last]) >= shortest:
            matters.append((first, last))
            first = last
    return matters


def _join_short(
    pieces: list[tuple[int, int, int]], shortest: int, limit: int
) -> list[tuple[int, int, int]]:
    """Put a piece that is too short to mean anything alone together with the next one."""
    units: list[tuple[int, int, int]] = []
    for start, end, tokens in pieces:
        if units and units[-1][2] < shortest and units[-1][2] + tokens <= limit:
            units[-1] = (units[-1][0], end, units[-1][2] + tokens)
        else:
            units.append((start, end, tokens))
    if len(units) > 1 and units[-1][2] < shortest and units[-2][2] + units[-1][2] <= limit:
        start, end, tokens = units.pop()
        units[-1] = (units[-1][0], end, units[-1][2] + tokens)
    return units


def _cut_long_sentence(
    text: str, start: int, end: int, count_tokens: CountTokens, limit: int
) -> list[tuple[int, int, int]]:
    """Cut a sentence over the limit at commas and the like, or, without any, at the limit."""
    pieces: list[tuple[int, int, int]] = []
    while start < end:
        stop = min(end, start + _COUNTED_CHARACTERS_A_TOKEN * limit)
        size = count_tokens([text[start:stop]])[0]
        while size > limit and stop > start + 1:
            # Tokens are spread evenly enough that one or two steps find a piece that fits.
            stop = _seam_before(text, start, start + max(1, (stop - start) * limit // (size + 1)))
            size = count_tokens([text[start:stop]])[0]
        pieces.append((start, stop, size))
        start = stop
    return pieces


def _seam_before(text: str, start: int, stop: int) -> int:
    """The last good place to cut in the second half of text[start:stop], or `stop`."""
    half = start + (stop - start) // 2
    for seam in _SEAMS:
        found = text.rfind(seam, half, stop)
        if found >= 0:
            return found + 1
    return stop


def _runs(tokens: list[int], target: int, overlap: int) -> list[tuple[int, int]]:
    """Runs [first, last) of units that stay within the target, each but the first overlapping."""
    runs: list[tuple[int, int]] = []
    first = 0
    while first < len(tokens):
        last, total = first + 1, tokens[first]
        while last < len(tokens) and total + tokens[last] <= target:
            total += tokens[last]
            last += 1
        runs.append((first, last))
        if last == len(tokens):
            break
        first = max(first + 1, _overlapping_start(tokens, first, last, target, overlap))
    return runs


def _overlapping_start(tokens: list[int], first: int, last: int, target: int, overlap: int) -> int:
    """Where the next run begins: `overlap` units back, unless they leave no room for the next unit."""
    start = last
    while start - 1 > first and last - (start - 1) <= overlap:
        if sum(tokens[start - 1 : last + 1]) > target:
            break
        start -= 1
    return start

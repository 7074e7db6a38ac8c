"""All lines of a document → which of those that could be headings really are.

The counterpart of grammar.py, for headings: what a sign or a number means is decided once for the whole
document, by how often its lines are titles, by what stands below them, by numbers that count up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from index.minutes.grammar import Grammar
from index.minutes.lines import Line, Text
from index.minutes.marks import (
    Heading,
    bullet_of,
    ends_sentence,
    heading_in,
    heading_of,
    is_stage_note,
)

__all__ = ["DocumentHeadings"]

# Signs that open headings and little else, where no such sign opens a remark.
_STRONG = frozenset("■◆▼【《〔〈<") | {"item", "bill", "("}
_LONGEST_TOPIC = 90
_MOSTLY = 1.5  # times as many sentences as titles make a style one of text
_LONGEST_LABEL = 20  # characters of a line that names the list below it
_WIDEST_COUNTED = 76  # columns of a heading that is known by its number alone
_KANJI_NUMBERS = {c: n for n, c in enumerate("一二三四五六七八九十", 1)}


class DocumentHeadings:
    """Decides by the document's own regularity which candidate lines are headings."""

    def __init__(self, text: Text, lines: Sequence[Line], grammar: Grammar) -> None:
        self._text, self._lines, self._grammar = text, lines, grammar
        # Where the format has headings, a numbered item of its lists is none.
        formats = any(line.heading for line in lines)
        self._candidates = [
            (heading_of(line, text.source_of(line)) or grammar.topic_at(i))
            if grammar.marks[i] is None
            else None
            for i, line in enumerate(lines)
        ]
        for i, line in enumerate(lines):
            heading = self._candidates[i]
            if formats and line.list_level and heading and heading.number and not line.heading:
                self._candidates[i] = None
        self._as_text = self._styles_of_text()
        if grammar.speaks_between_bullets:
            for i in self._topics_in_bullets():
                self._candidates[i] = _topic(lines[i])
        if self._lists_most() and not grammar.is_verbatim_shaped:
            for i in self._labels_of_lists():
                self._candidates[i] = Heading("label", 0, len(lines[i].text.rstrip(":")))
        self._speaks_next = self._next_is_speech()
        self._counted = self._counted_headings()

    def at(self, position: int) -> Heading | None:
        """The heading that stands at a position, if it is one."""
        heading = self._candidates[position]
        if heading is None:
            return None
        line = self._lines[position]
        if heading.level:
            return heading
        if heading.style in self._as_text or line.table_row:
            return None
        # Above the first speaker there is nothing that a candidate could be a part of.
        strong = (
            heading.style in _STRONG and not self._grammar.has_signs
        ) or position < self._grammar.first_mark
        if (
            self._grammar.is_verbatim_shaped
            and not strong
            and not self._speaks_next[position]
            and position not in self._counted
        ):
            return None
        whole = heading.style in {"item", "bill"}  # 議事１ …, however long
        note = heading.number is None and is_stage_note(line.text)
        if note or (not whole and self._continues(position, line)):
            return None
        return heading

    def _continues(self, position: int, line: Line) -> bool:
        """The line goes on from the one above, or the one below goes on from it."""
        if position and not line.blank_before:
            above = self._lines[position - 1]
            if (
                above.width > 60
                and not above.table_row
                and not ends_sentence(above.text)
                and self._candidates[position - 1] is None
            ):
                return True
        return (
            line.width > 76
            and position + 1 < len(self._lines)
            and not self._lines[position + 1].blank_before
            and (
                self._candidates[position + 1] is None
                and self._grammar.marks[position + 1] is None
                and bullet_of(self._lines[position + 1]) is None
            )
        )

    def _topics_in_bullets(self) -> list[int]:
        return [
            i
            for i, line in enumerate(self._lines)
            if self._candidates[i] is None
            and self._grammar.marks[i] is None
            and bullet_of(line) is not None
            and len(line.text) <= _LONGEST_TOPIC
            and not ends_sentence(line.text)
        ]

    def _lists_most(self) -> bool:
        return 2 * sum(bullet_of(line) is not None for line in self._lines) > len(self._lines)

    def _labels_of_lists(self) -> list[int]:
        """Short unmarked lines right above a list, in a document that is mostly lists."""
        return [
            i
            for i, (line, below) in enumerate(pairwise(self._lines))
            if self._candidates[i] is None
            and self._grammar.marks[i] is None
            and len(line.text) <= _LONGEST_LABEL
            and not ends_sentence(line.text)
            and bullet_of(line) is None
            and bullet_of(below) is not None
            and (
                below.indent >= line.indent and (i == 0 or self._lines[i - 1].indent >= line.indent)
            )
        ]

    def _styles_of_text(self) -> frozenset[str]:
        """Styles whose lines mostly end a sentence: bullets, not headings.

        A candidate never ends a sentence, so lines that begin alike and do are counted against it.
        """
        titles: dict[str, int] = {}
        sentences: dict[str, int] = {}
        for i, line in enumerate(self._lines):
            heading = self._candidates[i]
            if heading is not None and not heading.level:
                titles[heading.style] = titles.get(heading.style, 0) + 1
            elif heading is None and self._grammar.marks[i] is None:
                style = _style_of_sentence(line, self._text.source_of(line))
                if style:
                    sentences[style] = sentences.get(style, 0) + 1
        text = {s for s, n in sentences.items() if n >= _MOSTLY * titles.get(s, 0)}
        return frozenset(text | self._listed_signs(titles))

    def _listed_signs(self, titles: Mapping[str, int]) -> set[str]:
        """Signs whose lines mostly follow each other (□ tasks): a list, with nothing below its items."""
        following: Counter[str] = Counter()
        for heading, below in pairwise(self._candidates):
            if heading is not None and below is not None and heading.style == below.style:
                following[heading.style] += 1
        return {
            style
            for style, n in following.items()
            if len(style) == 1 and not style.isalnum() and n >= 2 and 2 * (n + 1) > titles[style]
        }

    def _counted_headings(self) -> frozenset[int]:
        """Headings whose numbers count from 1 on in one style, with text between them.

        What a speaker counts out in lines that follow each other is a list.
        """
        runs: dict[
            str, tuple[int, list[int]]
        ] = {}  # by style: the last number, and where they stand
        counted: set[int] = set()
        for i, heading in enumerate(self._candidates):
            value = _value(heading)
            if heading is None or value is None or not self._stands_apart(i, heading.style):
                continue
            last = runs.get(heading.style, (0, []))
            if value == 1 or (value == 2 and not last[1]):
                runs[heading.style] = (value, [i])
            elif last[1] and last[0] < value <= last[0] + 2:  # one may have been lost
                runs[heading.style] = (value, [*last[1], i])
                counted.update(runs[heading.style][1])
        return frozenset(counted)

    def _stands_apart(self, i: int, style: str) -> bool:
        line = self._lines[i]
        if line.width > _WIDEST_COUNTED or (i and line.indent > self._lines[i - 1].indent + 4):
            return False
        below = self._candidates[i + 1] if i + 1 < len(self._candidates) else None
        if below is not None and below.style == style:
            return False
        above = self._lines[i - 1] if i else None
        closed = above is None or ends_sentence(above.text) or self._candidates[i - 1] is not None
        return bool(line.blank_before) or (closed and not self._grammar.has_signs)

    def _next_is_speech(self) -> list[bool]:
        """For each line: the next one that is neither heading nor note opens with a speaker's mark."""
        answers = [True] * len(self._lines)
        speaks = True
        for i in range(len(self._lines) - 1, -1, -1):
            answers[i] = speaks
            if self._grammar.marks[i] is not None:
                speaks = True
            elif self._candidates[i] is None and not is_stage_note(self._lines[i].text):
                speaks = False
        return answers


def _topic(line: Line) -> Heading:
    bullet = bullet_of(line)
    return Heading("*", bullet.end if bullet else 0, len(line.text))


def _value(heading: Heading | None) -> int | None:
    """The number of a heading, where it is a plain one."""
    if heading is None or heading.level or heading.number is None:
        return None
    bare = heading.number.strip("()第 .章条節項回")
    return int(bare) if bare.isdecimal() else _KANJI_NUMBERS.get(bare)


def _style_of_sentence(line: Line, first_printed: str) -> str | None:
    """The heading style that a sentence's beginning would have, were it short enough."""
    if not ends_sentence(line.text):
        return None
    head = line.text[:12].rstrip("。！？!?、,.;:」)")
    heading = heading_in(f"{head}x", first_printed) if len(head) >= 3 else None
    return heading.style if heading else None

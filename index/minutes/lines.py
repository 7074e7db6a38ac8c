"""SourceDocument → lines: folded text, place in the source, page, and what the format says of each.

A line is what a person would see as one; very long physical lines are cut where paragraphs or
speaker marks are run together. Nothing here knows what a line means in minutes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from index.meeting import Span
from index.source import Mark, MarkKind, SourceDocument
from index.text import Folded, fold_with_offsets

__all__ = ["Line", "Text", "columns"]

_ENDS = r"\n\r\v\x1c-\x1e\x85\u2028\u2029"
_LINE_END = re.compile(rf"\r\n|[{_ENDS}]")
_LINE = re.compile(rf"[^{_ENDS}]*(?:{_LINE_END.pattern}|\Z)")
# Only lines beyond this are cut: paragraphs of one line are common up to here.
_LONG_LINE = 1000
# Where a text without line ends has its paragraphs, or its speakers.
_INNER_BREAK = re.compile(
    r"(?<=[。！？])[ \t]+(?=\S)|(?<=[。」)])(?=[○◎◆][^\s。、()○◎◆]{0,20}\([^()\n]{1,20}\))"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `start` and `end` are offsets into the folded text, white space at the ends left out.

    `width` counts columns (a full-width character has two), `blank_before` the blank lines above,
    `heading` and `list_level` are the format's own marks (0 = none).
    """

    index: int
    text: str
    start: int
    end: int
    indent: int
    width: int
    blank_before: int
    page: int | None = None
    heading: int = 0
    list_level: int = 0
    table_row: bool = False
    title: bool = False
    furniture: bool = False


class Text:
    """The lines of a document, and the way from them back to the source."""

    def __init__(self, document: SourceDocument) -> None:
        self.document = document
        self._folded: Folded = fold_with_offsets(document.text)
        self.lines: tuple[Line, ...] = tuple(self._lines())

    @property
    def folded(self) -> str:
        """The folded text that lines count in."""
        return self._folded.text

    def span(self, start: int, end: int) -> Span:
        """The source of `folded[start:end]`; neighbours never overlap, also inside ㈱ and ①."""
        offsets = self._folded.offsets
        if offsets.are_positions:
            return Span(start, end)
        own = start
        while 0 < own < end and offsets[own] == offsets[own - 1]:
            own += 1
        # ‾ and ゛ are folded to a space and a sign: what stands alone of such a pair is all of it.
        return Span(*self._folded.to_source(start if own == end else own, end))

    def line_span(self, line: Line) -> Span:
        """The source of a line's visible text."""
        return self.span(line.start, line.end)

    def after_line_end(self, start: int, end: int) -> int:
        """Where the first line end in `folded[start:end]` is over; `start` if there is none."""
        found = _LINE_END.search(self._folded.text, start, end)
        return found.end() if found else start

    def source_of(self, line: Line, length: int = 1) -> str:
        """The first characters of a line as printed (① is folded to 1)."""
        start = self._folded.offsets[line.start]
        return self.document.text[start : start + length]

    def printed(self, line: Line) -> str:
        """A line's visible text as printed."""
        span = self.line_span(line)
        return self.document.text[span.start : span.end]

    @cached_property
    def wrap_width(self) -> int | None:
        """The columns that the text is hard-wrapped at, or None for a paragraph a line."""
        widths = sorted(line.width for line in self.lines if line.width > 20)
        if len(widths) < 5:
            return None
        full = widths[int(len(widths) * 0.95)]
        near = sum(1 for w in widths if full * 0.88 <= w <= full * 1.04)
        return full if full <= 110 and near >= max(3, len(widths) * 0.2) else None

    def _lines(self) -> Iterator[Line]:
        marks = _MarkLookup(self.document.marks)
        pages = self.document.pages
        page_starts = [p.span.start for p in pages]
        folded, offsets = self._folded.text, self._folded.offsets
        blanks = index = 0
        for start, end in self._visible_pieces():
            if start == end:
                blanks += 1
                continue
            source = offsets[start]
            page = bisect_right(page_starts, source) - 1
            text = folded[start:end]
            yield Line(
                index,
                text,
                start,
                end,
                self._indent(source),
                columns(text),
                blanks,
                pages[page].number if page >= 0 else None,
                *marks.at(source, offsets[end - 1] + 1),
            )
            index += 1
            blanks = 0

    def _visible_pieces(self) -> Iterator[tuple[int, int]]:
        """(start, end) of each line without white space around; start == end for a blank one."""
        text = self._folded.text
        for match in _LINE.finditer(text):
            for start, end in _cut(text, *match.span()):
                piece = text[start:end].rstrip()
                stripped = piece.lstrip()
                if stripped:
                    yield start + len(piece) - len(stripped), start + len(piece)
                elif match.end() < len(text):
                    yield start, start

    def _indent(self, source_start: int) -> int:
        """Columns of white space before the first visible character, as printed."""
        columns = 0
        source = self.document.text
        position = source_start - 1
        while position >= 0 and source[position] in " \t\u3000\xa0" and columns < 200:
            columns += {"\u3000": 2, "\t": 4}.get(source[position], 1)
            position -= 1
        return columns


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    if end - start <= _LONG_LINE:
        return [(start, end)]
    found = []
    for match in _INNER_BREAK.finditer(text, start, end):
        if match.start() > start:
            found.append((start, match.start()))
            start = match.end()
    return [*found, (start, end)]


def columns(text: str) -> int:
    """How many columns a text takes: a full-width character has two."""
    return (len(text.encode("utf-8", "surrogatepass")) + len(text)) // 2


class _MarkLookup:
    """What the format's marks say of a line: heading level, list level, table row, title, furniture."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        of_lines = (m for m in marks if m.kind is not MarkKind.SPEECH)
        self._marks = sorted(of_lines, key=lambda m: m.span)
        self._starts = [m.span.start for m in self._marks]
        # A mark over many lines (furniture, a table) is found by looking back no further than this.
        self._longest = max((m.span.end - m.span.start for m in self._marks), default=0)

    def at(self, start: int, end: int) -> tuple[int, int, bool, bool, bool]:
        """What is said of the line of these characters, in the order of the fields of `Line`."""
        if not self._marks:
            return 0, 0, False, False, False
        heading = level = 0
        row = title = furniture = False
        for mark in self._covering(start, end):
            match mark.kind:
                case MarkKind.HEADING:
                    heading = heading or max(1, mark.level)
                case MarkKind.LIST_ITEM:
                    # Only the first line of an item carries its bullet.
                    if mark.span.start >= start or not level:
                        level = max(level, mark.level or 1) if mark.span.start >= start else level
                case MarkKind.TABLE_ROW:
                    row = True
                case MarkKind.TITLE:
                    title = True
                case MarkKind.FURNITURE:
                    furniture = True
                case MarkKind.SPEECH:
                    pass
        return heading, level, row, title, furniture

    def _covering(self, start: int, end: int) -> Iterator[Mark]:
        """Marks that begin in [start, end) or reach over it, at most some hundred of them."""
        position = bisect_right(self._starts, end - 1) - 1
        for i in range(position, max(-1, position - 200), -1):
            span = self._marks[i].span
            if span.start + self._longest <= start:
                return
            if span.end > start:
                yield self._marks[i]

"""reStructuredText → its characters, exactly, with marks for titles, list items and comments.

Levels follow the order in which the styles of underlining first appear, as docutils does it. Spans
of marks cover the words, not the signs. No directive is carried out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.meeting import Span
from index.readers.encoding import decode_text
from index.readers.kinds import RESTRUCTURED_TEXT
from index.readers.lines import Line, list_marks, split_lines
from index.source import Mark, MarkKind, SourceDocument

__all__ = ["read_restructured_text"]

_ADORNMENT = re.compile(r"([=\-~^\"'`#*+.:_<>])\1{2,}\s*\Z")
_ITEM = re.compile(r"([ \t\u3000]*)(?:[-*+•]|\d{1,3}[.)]|#\.)[ \t]+(?=\S)")
# Comments, link targets and directives are no text of the document; footnotes and the boxes that
# hold prose are.
_EXPLICIT = re.compile(
    r"\.\.(?:\s*\Z|[ \t]+(?!\[|(?:note|warning|tip|hint|important|attention|caution|admonition|topic|"
    r"sidebar|epigraph)::))"
)


def read_restructured_text(name: str, data: bytes) -> list[SourceDocument]:
    """Decode a reST file and mark its titles, list items, comments and directives."""
    decoded = decode_text(name, data)
    lines = list(split_lines(decoded.text))
    furniture = list(_explicit_blocks(lines))
    content = list(_outside(lines, furniture))
    marks = [
        *(Mark(MarkKind.FURNITURE, span) for span in furniture),
        *_titles(content),
        *list_marks(content, _ITEM),
    ]
    return [
        SourceDocument(
            name,
            decoded.text,
            RESTRUCTURED_TEXT,
            encoding=decoded.encoding,
            marks=tuple(sorted(marks, key=lambda mark: mark.span)),
        )
    ]


def _explicit_blocks(lines: list[Line]) -> Iterator[Span]:
    """From `..` to the last of the indented lines that belong to it."""
    block: Span | None = None
    for line in lines:
        if block and (line.indent or not line.text.strip()):
            block = Span(block.start, line.words.end) if line.text.strip() else block
            continue
        if block:
            yield block
        block = Span(line.start, line.words.end) if _EXPLICIT.match(line.text) else None
    if block:
        yield block


def _outside(lines: list[Line], spans: list[Span]) -> Iterator[Line]:
    waiting = iter(spans)
    span = next(waiting, None)
    for line in lines:
        while span and span.end <= line.start:
            span = next(waiting, None)
        if span is None or line.start < span.start:
            yield line


def _titles(lines: list[Line]) -> Iterator[Mark]:
    styles: list[tuple[str, bool]] = []
    for i in range(1, len(lines)):
        adornment = _ADORNMENT.match(lines[i].text)
        title = lines[i - 1]
        if not adornment or not _can_be_title(title, lines[i]):
            continue
        overlined = i >= 2 and lines[i - 2].text.rstrip() == lines[i].text.rstrip()
        style = (adornment.group(1), overlined)
        if style not in styles:
            styles.append(style)
        yield Mark(MarkKind.HEADING, title.words, level=min(styles.index(style) + 1, 6))


def _can_be_title(title: Line, adornment: Line) -> bool:
    """Text directly above an adornment that is at least half as long as it in characters."""
    words = title.text.strip()
    adjacent = title.end_of_break == adornment.start
    return (
        adjacent
        and bool(words)
        and not _ADORNMENT.match(title.text)
        and 2 * len(adornment.text.strip()) >= len(words)
    )

"""Markdown → its characters, exactly, with marks for headings, list items and what is no content.

Spans of marks cover the words, not the signs (`## `, `- `). Fenced code and HTML comments are not
scanned. No rendering takes place: `**bold**` stays as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.meeting import Span
from index.readers.encoding import decode_text
from index.readers.kinds import MARKDOWN
from index.readers.lines import Line, list_marks, split_lines
from index.source import Mark, MarkKind, SourceDocument

__all__ = ["read_markdown"]

_FRONT_MATTER = re.compile(
    r"\A---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
_FIELD = re.compile(r"^([A-Za-z_][\w-]*)[ \t]*:(.*)$", re.MULTILINE)
_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})")
# `#見出し` without a space is common in Japanese notes, and so are the `==` headings of RD and wikis.
_HEADING = re.compile(r"[ ]{0,3}(#{1,6}|={1,6}(?=[ \t]))[ \t]*(?=[^#=\s])")
_UNDERLINE = re.compile(r"[ ]{0,3}(=+|-{2,})[ \t]*\Z")
_NO_TITLE = re.compile(r"[ ]{0,3}(?:[-*+>|]|\d+[.)]|#)")
_ITEM = re.compile(r"([ \t\u3000]*)(?:[-*+]|\d{1,3}[.)])[ \t]+(?=\S)")
_KNOWN_FIELDS = {"title": "title", "date": "date"}


def read_markdown(name: str, data: bytes) -> list[SourceDocument]:
    """Decode a Markdown file and mark its headings, list items, front matter and comments."""
    decoded = decode_text(name, data)
    text = decoded.text
    front = _FRONT_MATTER.match(text)
    furniture = [Span(*front.span())] if front and _FIELD.search(front.group(1)) else []
    furniture += _comments(text)
    lines = list(_content_lines(text, furniture))
    marks = [
        *(Mark(MarkKind.FURNITURE, span) for span in furniture),
        *_headings(lines),
        *list_marks(lines, _ITEM),
    ]
    return [
        SourceDocument(
            name,
            text,
            MARKDOWN,
            encoding=decoded.encoding,
            marks=tuple(sorted(marks, key=lambda mark: mark.span)),
            values=_front_values(front.group(1)) if front else {},
        )
    ]


def _front_values(block: str) -> dict[str, str]:
    """The title and date of YAML front matter; its other fields say nothing of a meeting."""
    return {
        _KNOWN_FIELDS[key.lower()]: value.strip(" \t\r\"'")
        for key, value in _FIELD.findall(block)
        if key.lower() in _KNOWN_FIELDS and value.strip(" \t\r\"'")
    }


def _comments(text: str) -> Iterator[Span]:
    end = 0
    while (start := text.find("<!--", end)) >= 0 and (close := text.find("-->", start + 4)) >= 0:
        end = close + len("-->")
        yield Span(start, end)


def _content_lines(text: str, furniture: list[Span]) -> Iterator[Line]:
    """The lines outside fenced code, front matter and comments."""
    skipped = {start for span in furniture for start in _line_starts(text, span)}
    fence = ""
    for line in split_lines(text):
        opening = _FENCE.match(line.text)
        if fence:
            fence = "" if opening and _closes(line.text, fence) else fence
        elif opening:
            fence = opening.group(1)
        elif line.start not in skipped:
            yield line


def _line_starts(text: str, span: Span) -> Iterator[int]:
    """The starts of the lines that begin within a span; the line in which it ends is content."""
    return (
        line.start + span.start
        for line in split_lines(text[span.start : span.end])
        if line.text.strip() and (line.start or span.start == 0 or text[span.start - 1] == "\n")
    )


def _closes(line: str, fence: str) -> bool:
    stripped = line.strip()
    return stripped.startswith(fence) and not stripped.strip(fence[0])


def _headings(lines: list[Line]) -> Iterator[Mark]:
    before: Line | None = None
    for line in lines:
        match = _HEADING.match(line.text)
        if match:
            title = line.text.rstrip().rstrip("#=").rstrip()
            span = Span(line.start + match.end(), line.start + len(title))
            yield Mark(MarkKind.HEADING, span, level=len(match.group(1)))
        underline = _UNDERLINE.match(line.text)
        if underline and before and _can_be_title(before, line):
            yield Mark(MarkKind.HEADING, before.words, level=1 if "=" in underline.group(1) else 2)
        before = line


def _can_be_title(before: Line, underline: Line) -> bool:
    """A line that stands directly above the underline and is no list item, table or quotation."""
    adjacent = before.end_of_break == underline.start
    return adjacent and bool(before.text.strip()) and not _NO_TITLE.match(before.text)

"""Lines whose names stand in a column of their own, the words hanging beside it → marks of speakers.

    教育長　　　定刻となりましたので、開会します。
    小柴職務代理４ページの下から３行目ですが、
    「複雑」になっています。

The column is known by the lines that hang in it; what is padded up to it names who speaks, whatever it is
called. Nothing here knows the attendees.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from index.minutes.lines import Line, Text, columns
from index.minutes.marks import Form, SpeakerMark, bullet_of, heading_of
from index.people import is_person_label

__all__ = ["marks_in_column"]

_NARROWEST, _WIDEST = 6, 24  # columns of the names
_LEAST_HANGING = 3
_LEAST_NAMED = 4
_LABEL = re.compile(r"[^。、「」:.,!?【】〔〕<>《》\[\]→⇒・○●◎◆■□※\t|]{1,12}\Z")
_NUMBER = re.compile(r"[(]?[\d一二三四五六七八九十]{1,3}[).]?\Z|第")


def marks_in_column(text: Text, lines: Sequence[Line]) -> dict[int, SpeakerMark]:
    """The marks by position; none where the document has no such column."""
    hanging = Counter(line.indent for line in lines if _NARROWEST <= line.indent <= _WIDEST)
    for column, count in hanging.most_common(3):
        if count < _LEAST_HANGING:
            break
        marks = {i: m for i, line in enumerate(lines) if (m := _mark(text, line, column))}
        padded = Counter(m.label for i, m in marks.items() if lines[i].text[m.end - 1] == " ")
        if (
            sum(padded.values()) >= _LEAST_NAMED
            and len(padded) >= 2
            and padded.most_common(1)[0][1] >= 2
        ):
            # A name that fills the column is one that an office ends, or that is padded elsewhere.
            return {i: m for i, m in marks.items() if m.label in padded or is_person_label(m.label)}
    return _recurring(text, lines)


_WIDE = re.compile(r"(?:\s{2}|\t)\Z")
_BEFORE_SPACE = re.compile(
    r"(?P<label>[^\s。、「」:.,!?【】〔〕<>《》\[\]→⇒・○●◎◆■□※|]{1,8})\s+(?=\S)"
)
_LEAST_OFTEN = 3


def _recurring(text: Text, lines: Sequence[Line]) -> dict[int, SpeakerMark]:
    """Two labels or more that come back before wide spaces and whole sentences (組　　…　当　　…)."""
    found: dict[int, SpeakerMark] = {}
    for i, line in enumerate(lines):
        match = None if line.table_row or line.heading else _BEFORE_SPACE.match(line.text)
        if match is None or "。" not in line.text[match.end() :] or _NUMBER.match(match["label"]):
            continue
        if heading_of(line, text.source_of(line)) is None:
            found[i] = SpeakerMark(Form.COLUMN, match["label"], match.end())
    often = Counter(m.label for i, m in found.items() if _WIDE.search(lines[i].text, 0, m.end))
    heard = {label for label, n in often.items() if n >= _LEAST_OFTEN}
    if len(heard) < 2:
        return {}
    return {i: m for i, m in found.items() if m.label in heard or m.label.split("(")[0] in heard}


def _mark(text: Text, line: Line, column: int) -> SpeakerMark | None:
    """The label left of the column, if the line's words go on exactly there."""
    if line.indent >= _NARROWEST or line.table_row or line.heading or bullet_of(line):
        return None
    end = _at_column(text, line, column)
    if end is None:
        return None
    label = "".join(line.text[:end].split())
    if not _LABEL.match(label) or _NUMBER.match(label) or heading_of(line, text.source_of(line)):
        return None
    return SpeakerMark(Form.COLUMN, label, end)


def _at_column(text: Text, line: Line, column: int) -> int | None:
    """Where in the folded line the words begin that are printed at a column, or None."""
    printed = text.printed(line)
    width = line.indent
    for i, character in enumerate(printed):
        if width == column:
            if character.isspace():
                return None
            # Folding keeps the number of characters in such short stretches, or the line is no match.
            return i if i < len(line.text) and len(printed) == len(line.text) else None
        width += columns(character)
        if width > column:
            return None
    return None

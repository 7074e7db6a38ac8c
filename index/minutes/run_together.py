"""Lines in which several people speak → a line for each.

A mark that the document uses at beginnings of lines also opens a remark behind the end of a sentence,
where the writer, or the extraction from a PDF, has lost the line break.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.minutes.grammar import Grammar
from index.minutes.lines import Line, columns
from index.minutes.marks import Form, SpeakerMark

__all__ = ["part_lines"]

_NEVER = frozenset({Form.ALONE, Form.PARENT, Form.COMMA, Form.CELL})
_ARROW = re.compile(r"(?:→|⇒|=>)")
_LEAST_ARROWS = 2
_SHORTEST = 2


def part_lines(lines: Sequence[Line], grammar: Grammar) -> list[Line]:
    """Cut lines before the marks inside them; the same lines where there are none."""
    openings = _openings(lines, grammar)
    if not openings:
        return list(lines)
    alternatives = "|".join(sorted(openings, key=len, reverse=True))
    inside = re.compile(rf"(?<=[。！？!?」)）])\s*(?=(?:{alternatives}))")
    return [piece for line in lines for piece in _parts(line, inside)]


def _openings(lines: Sequence[Line], grammar: Grammar) -> set[str]:
    """Patterns of the marks that open lines, with whatever number they bear."""
    found = {
        _pattern(lines[i].text[: mark.end], mark)
        for i, mark in enumerate(grammar.marks)
        if mark is not None and mark.form not in _NEVER and len(mark.label) >= _SHORTEST
    }
    arrows = [m.group() for line in lines if (m := _ARROW.match(line.text))]
    if len(arrows) >= _LEAST_ARROWS:
        found |= {re.escape(arrow) for arrow in arrows}
    return found


def _pattern(printed: str, mark: SpeakerMark) -> str:
    pattern = re.sub(r"\d+", r"\\d+", re.escape(printed.strip()))
    pattern = re.sub(r"(?:\\\s)+", r"\\s*", pattern)
    return rf"{pattern}\s" if mark.form in (Form.BARE, Form.CIRCLE_LABEL) else pattern


def _parts(line: Line, inside: re.Pattern[str]) -> Iterator[Line]:
    start = 0
    if not line.heading and not line.table_row:
        for match in inside.finditer(line.text):
            if match.start() > start:
                yield _part(line, start, match.start())
                start = match.end()
    yield line if start == 0 else _part(line, start, len(line.text))


def _part(line: Line, start: int, end: int) -> Line:
    text = line.text[start:end]
    return replace(
        line,
        text=text,
        start=line.start + start,
        end=line.start + end,
        width=columns(text),
        blank_before=line.blank_before if start == 0 else 0,
        list_level=line.list_level if start == 0 else 0,
    )

"""Lines in which several people speak → a line for each.

A mark that the document uses at beginnings of lines also opens a remark behind the end of a sentence,
where the writer, or the extraction from a PDF, has lost the line break.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from index.minutes.grammar import Grammar
from index.minutes.lines import Line, columns
from index.minutes.marks import Form, SpeakerMark

__all__ = ["part_lines"]

_NEVER = frozenset({Form.ALONE, Form.PARENT, Form.COMMA, Form.CELL})
_ARROW = re.compile(r"(?:→|⇒|=>)")
_LEAST_ARROWS = 2
_SHORTEST = 2
_ENDS = "。！？!?」)）"  # of sentences, within a class of characters


def part_lines(lines: Sequence[Line], grammar: Grammar) -> list[Line]:
    """Cut lines before the marks inside them; the same lines where there are none."""
    openings = _openings(lines, grammar)
    if not openings:
        return list(lines)
    behind = _behind_an_end(openings.values())
    may_be_several = [behind.search(line.text) is not None for line in lines]
    if not any(may_be_several):
        return list(lines)
    alternatives = "|".join(sorted(openings, key=len, reverse=True))
    inside = re.compile(rf"(?<=[{_ENDS}])\s*(?=(?:{alternatives}))")
    return [
        piece
        for line, several in zip(lines, may_be_several, strict=True)
        for piece in (_parts(line, inside) if several else (line,))
    ]


def _behind_an_end(firsts: Iterable[str]) -> re.Pattern[str]:
    """What finds a mark's first character behind the end of a sentence: most lines have none there.

    To put the pattern of all marks together, and to look for it, takes many times longer.
    """
    signs = "".join(r"\d" if first.isdecimal() else re.escape(first) for first in set(firsts))
    return re.compile(rf"[{_ENDS}]\s*[{signs}]")


def _openings(lines: Sequence[Line], grammar: Grammar) -> dict[str, str]:
    """Patterns of the marks that open lines, with whatever number they bear, and their first characters."""
    found = {
        _pattern(lines[i].text[: mark.end], mark): lines[i].text[0]
        for i, mark in enumerate(grammar.marks)
        if mark is not None and mark.form not in _NEVER and len(mark.label) >= _SHORTEST
    }
    arrows = [m.group() for line in lines if (m := _ARROW.match(line.text))]
    if len(arrows) >= _LEAST_ARROWS:
        found |= {re.escape(arrow): arrow[0] for arrow in arrows}
    return found


def _pattern(printed: str, mark: SpeakerMark) -> str:
    pattern = re.sub(r"\d+", r"\\d+", re.escape(printed.strip()))
    pattern = re.sub(r"(?:\\\s)+", r"\\s*", pattern)
    return rf"{pattern}\s" if mark.form in (Form.BARE, Form.CIRCLE_LABEL, Form.COLUMN) else pattern


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

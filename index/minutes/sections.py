"""Headings in their order → the tree of sections, by the order in which numbering styles appear.

A style seen for the first time is a level deeper than the heading before it; a style seen before
closes everything down to its own level. It does not decide what a heading is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from index.meeting import Section, Span, Speaker
from index.minutes.marks import Heading

__all__ = ["SectionTree", "taken_together"]


@dataclass(slots=True)
class _Open:
    style: str
    level: int  # the format's own, 0 = none
    id: str
    children: int = 0


class SectionTree:
    """Sections as they are opened one after another."""

    def __init__(self) -> None:
        self.sections: list[Section] = []
        self._open: list[_Open] = []
        self._top = 0

    @property
    def current(self) -> str | None:
        """The id of the innermost open section."""
        return self._open[-1].id if self._open else None

    def open(self, heading: Heading, title: str, span: Span, lead: Speaker | None) -> Section:
        """Close what the heading closes and begin its section."""
        self._close_for(heading)
        if self._open:
            parent = self._open[-1]
            parent.children += 1
            section_id = f"{parent.id}.{parent.children}"
        else:
            self._top += 1
            section_id = str(self._top)
        self._open.append(_Open(heading.style, heading.level, section_id))
        section = Section(section_id, title, len(self._open), span, heading.number, lead)
        self.sections.append(section)
        return section

    def _close_for(self, heading: Heading) -> None:
        if heading.level:
            # A format's heading also closes what stands below it by signs alone.
            while self._open and not 0 < self._open[-1].level < heading.level:
                self._open.pop()
            return
        styles = [o.style for o in self._open]
        if heading.style in styles:
            del self._open[styles.index(heading.style) :]


# 日程第２, 議案第１号: matters that an assembly may take up several of at once.
_MATTER = re.compile(r"(?:日程|議案|報告|認定|請願|陳情|発議).{0,3}\d|第\s?\d{1,3}\s?号")


_DIGITS = re.compile(r"\d+")


def taken_together(sections: Sequence[Section], used: Set[str]) -> dict[str, Section]:
    """Matters that are called up one after another and then dealt with as one (一括議題).

    Args:
        sections: in order.
        used: the ids of those that have remarks.

    Returns:
        By the id of the last of them, below which the remarks stand, the first one, whose title tells
        how many there are.
    """
    found: dict[str, Section] = {}
    run: list[Section] = []
    for section in sections:
        if not _MATTER.match(section.number or ""):
            run = []
            continue
        if run and run[-1].level != section.level:
            run = []
        run.append(section)
        if section.id in used:
            if len(run) > 1:
                found[section.id] = replace(run[0], title=_title_of_all(run))
            run = []
    return found


def _title_of_all(run: Sequence[Section]) -> str:
    """The first title and how many more; some records print only the first and the last (日程第１ … ～)."""
    first, last = (_DIGITS.findall(section.number or "") for section in (run[0], run[-1]))
    more = int(last[-1]) - int(first[-1]) if first and last else 0
    return f"{run[0].title.rstrip('～〜~ 　')}　ほか{max(more, len(run) - 1)}件"

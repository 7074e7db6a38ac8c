"""Headings in their order → the tree of sections, by the order in which numbering styles appear.

A style seen for the first time is a level deeper than the heading before it; a style seen before
closes everything down to its own level. It does not decide what a heading is.
"""

from __future__ import annotations

from dataclasses import dataclass

from index.meeting import Section, Span, Speaker
from index.minutes.marks import Heading

__all__ = ["SectionTree"]


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

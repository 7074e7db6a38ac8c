"""A file of minutes as text with places: what a reader hands to the parser.

    bytes of a file → reader → SourceDocument (text, pages, marks)

A reader turns a format into one text and says what it knows of its places: pages, running heads,
headings, and, for structured records, who said what. It does not know what a remark is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from index.meeting import Span
from index.wording import Wording

__all__ = ["Mark", "MarkKind", "Page", "SourceDocument"]


class MarkKind(StrEnum):
    """What a format itself says of a stretch of its text."""

    HEADING = "heading"  # level 1–6: DOCX heading styles, HTML h1–h6, Markdown #
    LIST_ITEM = "list_item"  # level = nesting depth from 1
    TABLE_ROW = "table_row"  # cells are separated by "\t" in the text
    TITLE = "title"
    SPEECH = "speech"  # one utterance of a structured record; `values` names the speaker
    FURNITURE = "furniture"  # page number, running head or foot, navigation


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text that the format itself has named.

    `values` of a SPEECH may hold "speaker", "position" (office), "group", "role", "order".
    """

    kind: MarkKind
    span: Span
    level: int = 0
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a paged format: its number counted from 1, and its part of the text."""

    number: int
    span: Span


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """One document as text. Every span of a meeting counts in the characters of `text`.

    For text formats `text` is exactly the decoded file (line ends kept, byte order mark removed).
    `values` are header facts that a structured record states ("title", "date", "place").
    `part` tells apart several meetings that one file holds, counted from 0.
    """

    name: str
    text: str
    media_type: str
    encoding: str | None = None
    pages: tuple[Page, ...] = ()
    marks: tuple[Mark, ...] = ()
    values: dict[str, str] = field(default_factory=dict)
    warnings: tuple[Wording, ...] = ()
    part: int = 0

    def page_at(self, offset: int) -> int | None:
        """The number of the page on which the character at `offset` stands, or None."""
        for page in self.pages:
            if page.span.start <= offset < page.span.end:
                return page.number
        return None

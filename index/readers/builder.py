"""Lines and their marks → a SourceDocument, for formats whose text the reader itself lays out."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.meeting import Span
from index.source import Mark, MarkKind, SourceDocument
from index.wording import Wording

__all__ = ["TextBuilder"]


@dataclass(slots=True)
class TextBuilder:
    """Collects lines; each ends with a line feed in the text, and its mark covers its words."""

    pieces: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    length: int = 0

    def line(self, text: str, kind: MarkKind | None = None, level: int = 0) -> None:
        """Append one line (or several, where the text holds breaks). A blank one carries no mark."""
        stripped = text.rstrip(" \t")
        words = stripped.strip()
        if kind and words:
            start = self.length + len(stripped) - len(stripped.lstrip())
            self.marks.append(Mark(kind, Span(start, start + len(words)), level=level))
        self.pieces.append(stripped + "\n")
        self.length += len(stripped) + 1

    def furniture(self, start: int) -> None:
        """Mark everything from `start` to here as furniture."""
        if self.length > start:
            self.marks.append(Mark(MarkKind.FURNITURE, Span(start, self.length)))

    def document(
        self,
        name: str,
        media_type: str,
        *,
        encoding: str | None = None,
        values: dict[str, str] | None = None,
        warnings: tuple[Wording, ...] = (),
    ) -> SourceDocument:
        """What was collected."""
        return SourceDocument(
            name,
            "".join(self.pieces),
            media_type,
            encoding=encoding,
            marks=tuple(sorted(self.marks, key=lambda mark: mark.span)),
            values=values or {},
            warnings=warnings,
        )

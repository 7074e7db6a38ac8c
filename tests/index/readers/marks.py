"""Marks as short lists that a test can show: (kind, level, words)."""

from __future__ import annotations

from index.source import MarkKind, SourceDocument


def shown(document: SourceDocument, *kinds: MarkKind) -> list[tuple[str, int, str]]:
    """The marks of some kinds (all if none is named) with the words that they cover."""
    return [
        (mark.kind.value, mark.level, document.text[mark.span.start : mark.span.end])
        for mark in document.marks
        if not kinds or mark.kind in kinds
    ]

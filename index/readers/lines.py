"""Lines of a text with their places, and the list items among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from index.meeting import Span
from index.source import Mark, MarkKind

__all__ = ["Line", "list_marks", "split_lines"]

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")


class Line(NamedTuple):
    """A line without its break: `start` is its first character, `end_of_break` the next line's."""

    text: str
    start: int
    end_of_break: int

    @property
    def words(self) -> Span:
        """From the first to the last character that is not white space."""
        stripped = self.text.strip()
        start = self.start + len(self.text) - len(self.text.lstrip())
        return Span(start, start + len(stripped))

    @property
    def indent(self) -> int:
        """Columns of white space before the first word."""
        return _columns(self.text[: len(self.text) - len(self.text.lstrip())])


def split_lines(text: str) -> Iterator[Line]:
    """Every line of a text; a form feed ends none."""
    for match in _LINE.finditer(text):
        if match.group() or match.start() == 0:
            yield Line(match.group(1), match.start(), match.end())


def list_marks(lines: list[Line], bullet: re.Pattern[str]) -> Iterator[Mark]:
    """Marks for list items: from the words after the bullet to the end of their hanging lines.

    Args:
        bullet: matches at the start of a line, up to the item's first word.
    """
    open_indents: list[int] = []
    item: tuple[Span, int] | None = None
    for line in lines:
        match = bullet.match(line.text)
        is_blank = not line.text or line.text.isspace()
        hangs = not is_blank and bool(open_indents) and line.indent > open_indents[-1]
        if match and not _is_rule(line.text):
            if item:
                yield Mark(MarkKind.LIST_ITEM, item[0], level=item[1])
            open_indents = [i for i in open_indents if i < line.indent] + [line.indent]
            item = (Span(line.start + match.end(), line.words.end), len(open_indents))
        elif item and hangs:
            item = (Span(item[0].start, line.words.end), item[1])
        else:
            if item:
                yield Mark(MarkKind.LIST_ITEM, item[0], level=item[1])
            item = None
            # A blank line may stand between items; any other line at the margin ends the list.
            open_indents = open_indents if is_blank or line.indent else []
    if item:
        yield Mark(MarkKind.LIST_ITEM, item[0], level=item[1])


def _is_rule(line: str) -> bool:
    """`* * *` and the like: a horizontal rule."""
    bare = line.replace(" ", "").strip()
    return len(bare) >= 3 and len(set(bare)) == 1 and bare[0] in "-*_"


def _columns(white: str) -> int:
    return len(white) + 3 * white.count("\t") + white.count("\u3000")

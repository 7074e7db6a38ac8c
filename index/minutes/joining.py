"""Two lines → whether the second goes on with the first's sentence, paragraph, or neither.

Measured on the real documents (../shared/minutes/FORMATS.md): a break inside a sentence is joined
where the line before is long and unfinished; 47 joins in 18 files, one of them false.
"""

from __future__ import annotations

import re
from enum import Enum

from index.minutes.lines import Line
from index.minutes.marks import ends_sentence

__all__ = ["Join", "how_to_join"]

_LONG = 60  # columns; a shorter line of a text with a paragraph a line was meant to end
_OF_WIDTH = 0.88
_CLOSED = re.compile(r"[。．！？!?」』）):：]\Z")
_MOST_BLANK = 3


class Join(Enum):
    """What stands between two lines."""

    NOTHING = "nothing"  # a break inside a sentence: the halves are put together
    LINE_END = "line_end"  # the same remark, the break is kept
    APART = "apart"  # a new remark, if nothing else holds them together


def how_to_join(before: Line, line: Line, wrap_width: int | None, *, across_page: bool) -> Join:
    """Compare the end of one line with the beginning of the next, which carries no mark."""
    unfinished = not ends_sentence(before.text) and not _CLOSED.search(before.text)
    blank = line.blank_before
    if (
        unfinished
        and _is_full(before, wrap_width)
        and _may_go_on(before, line, wrap_width, across_page)
    ):
        return Join.NOTHING if _joins_without_space(before, line) else Join.LINE_END
    if blank or across_page:
        return Join.APART
    if line.indent > before.indent:
        return Join.LINE_END
    # In hard-wrapped text what ends before the line is full ends its paragraph.
    if wrap_width and (not unfinished or _is_japanese(before, line)):
        return Join.LINE_END if _is_full(before, wrap_width) else Join.APART
    return Join.LINE_END if unfinished else Join.APART


def _is_full(before: Line, wrap_width: int | None) -> bool:
    if wrap_width is None:
        return before.width >= _LONG
    return before.width + before.indent >= wrap_width * _OF_WIDTH


def _may_go_on(before: Line, line: Line, wrap_width: int | None, across_page: bool) -> bool:
    blank = line.blank_before
    if blank and not across_page and (wrap_width is not None or _is_set_apart(before, line)):
        return False
    indented = line.indent > 0 and line.indent > before.indent + 4
    return blank <= _MOST_BLANK and not indented


def _is_set_apart(before: Line, line: Line) -> bool:
    """A blank line ends a paragraph of Latin letters, and an item of a list."""
    latin = before.text[-1].isascii() and line.text[0].isascii()
    return latin or (before.list_level > 0 and line.list_level == 0)


def _is_japanese(before: Line, line: Line) -> bool:
    return not before.text[-1].isascii() and (not line.text[0].isascii() or line.text[0].isalpha())


def _joins_without_space(before: Line, line: Line) -> bool:
    return not (before.text[-1].isascii() and line.text[0].isascii())

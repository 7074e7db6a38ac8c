"""Lines of a table drawn with box characters → their words: │　場　所　│　第一会議室　│ → 場 所: 第一会議室.

The first cell of such a row is a label if it holds anything, so it gets a colon.
"""

from __future__ import annotations

import re

__all__ = ["is_frame", "unframed"]

_RULE = re.compile(r"[┌┬┐├┼┤└┴┘─━┏┳┓┣╋┫┗┻┛╂┠┨┯┷┝┥┿+=-]{3,}\Z")
_BARS = re.compile(r"[│┃]")


def is_frame(line: str) -> bool:
    """Whether a line only draws."""
    return bool(_RULE.match(line)) and not line.startswith(("+", "=", "-"))


def unframed(line: str) -> str:
    """The words of a row between bars; any other line as it is."""
    if line[:1] not in "│┃":
        return line
    cells = [cell.strip() for cell in _BARS.split(line)[1:]]
    cells = cells[:-1] if cells and not cells[-1] else cells
    words = "   ".join(cell for cell in cells[1:] if cell)
    return f"{cells[0]}: {words}" if cells and cells[0] and words else words or "".join(cells)

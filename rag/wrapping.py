"""A text → lines of a terminal's width, with Japanese line breaking.

Widths count cells: a full-width sign has two. A line does not begin with a closing bracket or a stop,
nor end with an opening bracket (the core of kinsoku, JIS X 4051); Latin words and numbers stay whole.
"""

from __future__ import annotations

import re

from rich.cells import cell_len, chop_cells

__all__ = ["wrap"]

_OPENING = "「『（〔［｛〈《【(["
_CLOSING = "、。，．・：；！？」』）〕］｝〉》】)]ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々…‥"
# What stands together on a line: brackets and stops with the sign that they belong to, and words.
_PIECES = re.compile(
    rf"[{re.escape(_OPENING)}]*(?:[!-'*-Z\\^-~À-ɏ가-힣]+|[^\s])[{re.escape(_CLOSING)}]*|\s+"
)


def wrap(text: str, width: int) -> list[str]:
    """The lines of a text, joined with nothing lost but white space at their ends."""
    return [line for paragraph in text.splitlines() for line in _wrap(paragraph, width)]


def _wrap(paragraph: str, width: int) -> list[str]:
    lines, line, used = [], "", 0
    for piece in _pieces(paragraph, width):
        cells = cell_len(piece)
        if used + cell_len(piece.rstrip()) > width:
            lines.append(line.rstrip())
            piece = piece.lstrip()
            line, used, cells = "", 0, cell_len(piece)
        line += piece
        used += cells
    return [*lines, line.rstrip()]


def _pieces(paragraph: str, width: int) -> list[str]:
    pieces: list[str] = []
    for piece in _PIECES.findall(paragraph):
        pieces.extend(chop_cells(piece, width) if cell_len(piece) > width else [piece])
    return pieces

"""A page as pdfium opens it → its characters with their boxes, turned to run from left to right.

pdfium gives characters in the order in which the file draws them, and adds the breaks and spaces
that it sees between them. What they say does not matter here.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter, deque
from dataclasses import dataclass
from itertools import repeat

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from index.readers.segments import Character

__all__ = ["Turn", "characters_of", "letter_size", "sample_of", "turn_of"]

_SAMPLED_CHARACTERS = 64
_BREAK, _SPACE = Character("\n"), Character(" ")
_HYPHEN = 0x02  # how pdfium reports a hyphen at which a word is broken over lines
_NO_WIDTH = 0.01  # points


# The same functions for bare addresses: two calls a character are most of the work with a page, and
# the checks of their arguments would be a good part of that.
_unicode_at = ctypes.PYFUNCTYPE(ctypes.c_uint, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(pdfium.FPDFText_GetUnicode, ctypes.c_void_p).value or 0
)
_box_at = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(pdfium.FPDFText_GetLooseCharBox, ctypes.c_void_p).value or 0
)


@dataclass(frozen=True, slots=True)
class Turn:
    """From the page's coordinates to those in which its text runs from left to right.

    `degrees` is how far the text is turned, counter-clockwise; `width` and `height` are the page's
    own. Whether a viewer shows the page turned as well does not matter here.
    """

    degrees: int
    width: float
    height: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the turned page."""
        return (self.height, self.width) if self.degrees % 180 else (self.width, self.height)

    def boxes(self, boxes: np.ndarray) -> np.ndarray:
        """(characters, 4) float64 of left, bottom, right, top: the same on the turned page."""
        left, bottom, right, top = boxes.T
        width, height = self.width, self.height
        match self.degrees:
            case 90:
                turned = bottom, width - right, top, width - left
            case 180:
                turned = width - right, height - top, width - left, height - bottom
            case 270:
                turned = height - top, left, height - bottom, right
            case _:
                return boxes
        return np.stack(turned, axis=1)


def turn_of(text_page: pypdfium2.PdfTextPage, width: float, height: float) -> Turn:
    """How most of a page's text is turned (a sample), in steps of a quarter.

    Vertical writing is turned like text that runs downwards: its columns become rows, the rightmost
    one the topmost.
    """
    sample = sample_of(text_page)
    # pdfium counts clockwise.
    angles = [pdfium.FPDFText_GetCharAngle(text_page.raw, i) for i in sample]
    quarters = Counter(round(-2 * angle / math.pi) % 4 for angle in angles if angle >= 0)
    turned = quarters.most_common(1)[0][0] if quarters else 0
    if turned == 0 and _runs_downwards(text_page, sample):
        turned = 3
    return Turn(90 * turned, width, height)


def _runs_downwards(text_page: pypdfium2.PdfTextPage, sample: range) -> bool:
    """Whether most characters stand below the one before them that belongs to the same line."""
    boxes = [_inked_boxes(text_page, i) for i in sample]
    pairs = [(before, after) for before, after in boxes if before and after]
    below = [
        after
        for before, after in pairs
        if after.top <= (before.top + before.bottom) / 2 and after.left < before.right
    ]
    return len(below) > len(pairs) / 2


def _inked_boxes(
    text_page: pypdfium2.PdfTextPage, index: int
) -> tuple[pdfium.FS_RECTF | None, pdfium.FS_RECTF | None]:
    """The boxes of a character and of the next one; None for white space, breaks and the end."""
    rects = []
    for i in (index, index + 1):
        rect = pdfium.FS_RECTF()
        pdfium.FPDFText_GetLooseCharBox(text_page.raw, i, rect)
        rects.append(rect if pdfium.FPDFText_GetUnicode(text_page.raw, i) > 0x20 else None)
    return rects[0], rects[1]


def sample_of(text_page: pypdfium2.PdfTextPage) -> range:
    """The numbers of characters that are looked at to know them all."""
    count = text_page.count_chars()
    return range(0, count, max(1, count // _SAMPLED_CHARACTERS))


def characters_of(text_page: pypdfium2.PdfTextPage, turn: Turn) -> list[Character]:
    """Every character in drawing order; the breaks and spaces that pdfium adds have no place."""
    raw, count = text_page.raw, text_page.count_chars()
    if count <= 0:
        return []
    page = ctypes.cast(raw, ctypes.c_void_p).value
    codes = np.fromiter(map(_unicode_at, repeat(page, count), range(count)), np.int64, count)
    rectangles = (pdfium.FS_RECTF * count)()
    start, size = ctypes.addressof(rectangles), ctypes.sizeof(pdfium.FS_RECTF)
    places = range(start, start + count * size, size)
    deque(map(_box_at, repeat(page, count), range(count), places), maxlen=0)
    # FS_RECTF is left, top, right, bottom.
    boxes = np.frombuffer(rectangles, np.float32).reshape(-1, 4)[:, [0, 3, 2, 1]]
    boxes = turn.boxes(boxes.astype(np.float64))
    signs = [chr(code) if code <= 0x10FFFF else "\ufffd" for code in codes.tolist()]
    found = list(map(Character._make, zip(signs, *boxes.T.tolist(), range(count), strict=True)))
    # pdfium's own spaces have a box without width: whether one is meant is seen by the gap.
    is_space = (codes == 0x20) & (boxes[:, 2] - boxes[:, 0] < _NO_WIDTH)
    is_break = (codes == 0x0D) | (codes == 0x0A)
    for i in np.flatnonzero(is_space).tolist():
        found[i] = _SPACE
    for i in np.flatnonzero(is_break).tolist():
        found[i] = _BREAK
    for i in reversed(np.flatnonzero(codes == _HYPHEN).tolist()):
        found[i : i + 1] = [found[i]._replace(sign="-"), _BREAK]
    is_half = (codes >= 0xD800) & (codes <= 0xDFFF)
    return _whole_pairs(found) if is_half.any() else found


def _whole_pairs(characters: list[Character]) -> list[Character]:
    """Characters beyond U+FFFF come in halves from some files; a half alone is unreadable."""
    whole: list[Character] = []
    for character in characters:
        high = whole[-1].sign if whole else ""
        if "\udc00" <= character.sign <= "\udfff" and "\ud800" <= high <= "\udbff":
            pair = (high + character.sign).encode("utf-16", "surrogatepass").decode("utf-16")
            whole[-1] = whole[-1]._replace(sign=pair)
        else:
            whole.append(character)
    return [c._replace(sign="\ufffd") if "\ud800" <= c.sign <= "\udfff" else c for c in whole]


def letter_size(text_page: pypdfium2.PdfTextPage, index: int) -> float:
    """The size of a character's letters in points, rounded to halves."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text_page.raw, index, ctypes.byref(matrix))
    size = pdfium.FPDFText_GetFontSize(text_page.raw, index) * math.hypot(matrix.c, matrix.d)
    return float(round(2 * size) / 2)

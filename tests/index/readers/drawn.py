"""Characters as a page draws them, for tests of what becomes of them."""

from __future__ import annotations

from itertools import count

from index.readers.layout import lines_of
from index.readers.segments import Character

_NUMBERS = count()
BREAK = Character("\n")  # as pdfium adds it
SPACE = Character(" ")


def drawn(
    words: str, *, x: float = 60.0, y: float = 700.0, size: float = 10.0, pitch: float | None = None
) -> list[Character]:
    """A line of full-width characters; `pitch` is from one to the next, `size` by default."""
    step = size if pitch is None else pitch
    return [
        Character(sign, x + step * i, y, x + step * i + size, y + size, next(_NUMBERS))
        for i, sign in enumerate(words)
    ]


def ink(sign: str, *, x: float, y: float = 700.0, width: float, height: float) -> Character:
    """A character whose box is that of its ink, around the middle of a square of 10 points."""
    left, bottom = x + 5 - width / 2, y + 5 - height / 2
    return Character(sign, left, bottom, left + width, bottom + height, next(_NUMBERS))


def lines(characters: list[Character], *, size: float = 10.0) -> list[str]:
    """The texts of the lines that they make."""
    return [line.text for line in lines_of(characters, 595, 842, lambda _: size).lines]

"""A page's characters and lines → whether its text layer can be read.

A scan may have a layer that an OCR made (which is read), one that is garbage, or none. What cannot
be read is never guessed at.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

import pypdfium2
import pypdfium2.raw as pdfium

from index.readers.layout import Character, PageLines
from index.readers.pdf_page import sample_of

__all__ = ["has_tiers", "is_garbage"]

# Shares of a page's characters and lines from which on its text layer counts as garbage.
_GARBAGE = 0.2
_SCATTERED = 0.5
_TIERS = 0.2
_FEW_LINES = 20


def is_garbage(
    text_page: pypdfium2.PdfTextPage, characters: Sequence[Character], lines: PageLines
) -> bool:
    """Whether the text of a page is noise: letters that are none, or that stand anywhere."""
    counts = Counter(c.sign for c in characters if not c.sign.isspace())
    odd = sum(count for sign, count in counts.items() if _is_odd(sign)) / counts.total()
    alone = sum(1 for line in lines.lines if len(line.text.strip()) == 1)
    is_scattered = alone >= _FEW_LINES and alone >= _SCATTERED * len(lines.lines)
    return odd > _GARBAGE or is_scattered or _share_unmapped(text_page) > 0.5


def has_tiers(lines: PageLines) -> bool:
    """Vertical writing in several tiers that could not be told apart: its columns are interleaved."""
    return sum("\t" in line.text for line in lines.lines) > _TIERS * len(lines.lines)


def _is_odd(sign: str) -> bool:
    """Replacement, private-use, control and unassigned characters."""
    return sign == "\ufffd" or unicodedata.category(sign) in {"Co", "Cc", "Cn"}


def _share_unmapped(text_page: pypdfium2.PdfTextPage) -> float:
    """The share of characters whose font does not say which character a glyph is (a sample)."""
    sample = sample_of(text_page)
    unmapped = [i for i in sample if pdfium.FPDFText_HasUnicodeMapError(text_page.raw, i) == 1]
    return len(unmapped) / max(1, len(sample))

"""A page's characters and lines → whether its text layer can be read.

A scan may have a layer that an OCR made (which is read), one that is garbage, or none. What cannot
be read is never guessed at.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

import pypdfium2
import pypdfium2.raw as pdfium

from index.readers.layout import PageLines
from index.readers.pdf_page import sample_of
from index.readers.segments import Character

__all__ = ["has_tiers", "is_garbage", "is_noise"]

# Shares of a page's characters and lines from which on its text layer counts as garbage.
_GARBAGE = 0.2
_SCATTERED = 0.5
_TIERS = 0.2
_FEW_LINES = 20
_FEW_SIGNS = 30  # too few to tell a language by
_UNMAPPED = 0.5
_MISREAD_SHARE = 0.35  # accented letters are a fifth of a text at most

# The letters of a text fit one of these but for names: in none of 5,558 pieces of 1,500 characters
# of ../shared fewer than .9 of them do. With tables that were shifted or shuffled .83 do at most.
_CODE_PAGES = tuple(
    "cp932 gb2312 big5 cp949 cp874 "
    "cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258".split()
)
# Simplified kanji differ, so that neither of these holds a page in both languages.
_IN_TWO_LANGUAGES = frozenset({"cp932", "gb2312"})
_ONE_SCRIPT = 0.9
# What bytes of Japanese text look like when they are read as Latin letters; dashes, quotation marks
# and bullets are as usual in texts.
_MISREAD = frozenset(bytes(range(0x80, 0x100)).decode("cp1252", "ignore")) - frozenset(
    "‘’“”•–—…«»·§°©®™€£¥±×÷\xa0"
)


def is_garbage(
    text_page: pypdfium2.PdfTextPage, characters: Sequence[Character], lines: PageLines
) -> bool:
    """Whether the text of a page is noise: letters that are none, or that stand anywhere."""
    counts = Counter([c.sign for c in characters])
    signs = {sign: count for sign, count in counts.items() if not sign.isspace()}
    alone = sum(1 for line in lines.lines if len(line.text.strip()) == 1)
    is_scattered = alone >= _FEW_LINES and alone >= _SCATTERED * len(lines.lines)
    return is_scattered or is_noise(signs) or _share_unmapped(text_page) > _UNMAPPED


def is_noise(counts: Mapping[str, int]) -> bool:
    """Whether so many of each visible sign cannot be a text of any language."""
    total = sum(counts.values())
    if sum(n for sign, n in counts.items() if _is_odd(sign)) > _GARBAGE * total:
        return True
    if total < _FEW_SIGNS:
        return False
    misread = sum(n for sign, n in counts.items() if sign in _MISREAD)
    return misread > _MISREAD_SHARE * total or _is_mixed_up(counts)


def _is_mixed_up(counts: Mapping[str, int]) -> bool:
    """Whether the letters are of no one script: a font says wrongly which glyph is which."""
    total = 0
    held: Counter[str] = Counter()
    for sign, count in counts.items():
        pages = _code_pages(sign)
        if pages is not None:
            total += count
            for page in pages:
                held[page] += count
    return total >= _FEW_SIGNS and max(held.values(), default=0) < _ONE_SCRIPT * total


@lru_cache(maxsize=65536)
def _code_pages(sign: str) -> tuple[str, ...] | None:
    """The code pages that hold a letter, None for a sign that is none.

    A compatibility form counts as what it stands for, and a Latin letter without its accents.
    """
    bare = unicodedata.normalize("NFKD", sign)[0]
    letter = bare if bare.isascii() else unicodedata.normalize("NFKC", sign)
    if not letter.isalpha():
        return None
    pages = tuple(page for page in _CODE_PAGES if letter.encode(page, "ignore"))
    return (*pages, "both") if _IN_TWO_LANGUAGES.intersection(pages) else pages


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

"""PDF → text by pages and lines in reading order, with running heads, page numbers and headings.

    pdfium's characters with their boxes → lines → reading order → pages of one text

pdfium gives characters in the order in which the file draws them, which is the reading order of
nearly all documents that programs export; `index.readers.layout` mends the rest. A page without
text, or with a text layer that is garbage, is named and never read as noise. Nothing is rendered.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from dataclasses import dataclass
from threading import Lock

import pypdfium2
import pypdfium2.raw as pdfium

from index.errors import DamagedSource, EncryptedSource, NoTextLayer
from index.meeting import Span
from index.readers.furniture import furniture_of
from index.readers.glyphs import without_doubles, without_ruby
from index.readers.kinds import PDF
from index.readers.layout import Character, PageLines, lines_of
from index.source import Mark, MarkKind, Page, SourceDocument
from index.wording import Wording

__all__ = ["read_pdf"]

# pdfium keeps global state and is not safe for threads.
_PDFIUM = Lock()

_PASSWORD_ERRORS = frozenset({pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY})
_TAIL = 2048  # the last bytes, in which every complete PDF says where its table of contents is

# Shares of a page's characters and lines from which on its text layer counts as garbage.
_GARBAGE = 0.2
_SCATTERED = 0.5
_TIERS = 0.2
_FEW_LINES = 20
_SAMPLED_CHARACTERS = 64

# A heading's letters are at least so much larger than those of the text.
_HEADING_SIZE = 1.2
_LONGEST_HEADING = 60
_MOST_HEADINGS = 0.25
_HYPHEN = "\x02"  # how pdfium reports a hyphen at which a word is broken over lines


@dataclass(frozen=True, slots=True)
class _PageText:
    """A page as read; `unusable` says why nothing of it can be used."""

    lines: PageLines
    unusable: bool


def read_pdf(name: str, data: bytes) -> list[SourceDocument]:
    """Read the text layer of a PDF.

    Raises:
        EncryptedSource: a password is needed.
        DamagedSource: the file is cut off or broken.
        NoTextLayer: no page has a usable text layer.
    """
    with _PDFIUM:
        pages = _read_pages(name, data)
    unusable = [number for number, page in enumerate(pages, start=1) if page.unusable]
    lines = [page.lines for page in pages]
    furniture = furniture_of(lines)
    # A scan on which only page numbers were stamped has no text either.
    if all(id(line) in furniture for page in lines for line in page.lines):
        raise NoTextLayer(path=name, pages=_all_pages(len(pages)))
    warnings = (_pages_left_out(unusable),) if unusable else ()
    return [_document(name, lines, furniture, warnings)]


def _read_pages(name: str, data: bytes) -> list[_PageText]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in _PASSWORD_ERRORS:
            raise EncryptedSource(path=name) from error
        raise DamagedSource(path=name, detail=_broken()) from error
    try:
        _refuse_truncated(name, data)
        return [_read_page(name, document, index) for index in range(len(document))]
    finally:
        document.close()


def _refuse_truncated(name: str, data: bytes) -> None:
    """A cut-off file is mended by pdfium, which says nothing of the pages that are lost."""
    tail = data.rstrip(b"\0 \r\n\t")[-_TAIL:]
    if b"%%EOF" not in tail and b"startxref" not in tail:
        detail = Wording(ja="ファイルの末尾が欠けています", en="its end is missing")
        raise DamagedSource(path=name, detail=detail)


def _broken() -> Wording:
    return Wording(ja="PDFの構造を読み取れません", en="the structure of the PDF cannot be read")


def _read_page(name: str, document: pypdfium2.PdfDocument, index: int) -> _PageText:
    try:
        page = document[index]
        width, height = page.get_size()
        text_page = page.get_textpage()
    except pypdfium2.PdfiumError as error:
        detail = Wording(
            ja=f"{index + 1}ページを開けません", en=f"page {index + 1} cannot be opened"
        )
        raise DamagedSource(path=name, detail=detail) from error
    turn = _turn(
        text_page, *((height, width) if page.get_rotation() in {90, 270} else (width, height))
    )
    characters = _characters(text_page, turn)
    read = without_ruby(without_doubles(characters))
    lines = lines_of(read, *turn.size, lambda i: _letter_size(text_page, i))
    unusable = (
        not any(line.text.strip() for line in lines.lines)
        or _is_garbage(text_page, characters, lines)
        or (turn.degrees == 270 and _has_tiers(lines))
    )
    text_page.close()
    page.close()
    return _PageText(PageLines((), *turn.size) if unusable else lines, unusable)


# ---------------------------------------------------------------------------------------------
# Characters


@dataclass(frozen=True, slots=True)
class _Turn:
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

    def box(
        self, left: float, bottom: float, right: float, top: float
    ) -> tuple[float, float, float, float]:
        """Left, bottom, right, top on the turned page."""
        if self.degrees == 90:
            return bottom, self.width - right, top, self.width - left
        if self.degrees == 180:
            return self.width - right, self.height - top, self.width - left, self.height - bottom
        if self.degrees == 270:
            return self.height - top, left, self.height - bottom, right
        return left, bottom, right, top


def _turn(text_page: pypdfium2.PdfTextPage, width: float, height: float) -> _Turn:
    """How most of a page's text is turned (a sample), in steps of a quarter.

    Vertical writing is turned like text that runs downwards: its columns become rows, the rightmost
    one the topmost.
    """
    sample = _sample(text_page)
    # pdfium counts clockwise.
    angles = [pdfium.FPDFText_GetCharAngle(text_page.raw, i) for i in sample]
    quarters = Counter(round(-2 * angle / math.pi) % 4 for angle in angles if angle >= 0)
    turned = quarters.most_common(1)[0][0] if quarters else 0
    if turned == 0 and _runs_downwards(text_page, sample):
        turned = 3
    return _Turn(90 * turned, width, height)


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


def _sample(text_page: pypdfium2.PdfTextPage) -> range:
    count = text_page.count_chars()
    return range(0, count, max(1, count // _SAMPLED_CHARACTERS))


def _characters(text_page: pypdfium2.PdfTextPage, turn: _Turn) -> list[Character]:
    """Every character in drawing order; the breaks that pdfium adds have no place."""
    rect = pdfium.FS_RECTF()
    by_reference = ctypes.byref(rect)
    found = []
    raw = text_page.raw
    for i in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(raw, i)
        if code in {0x0D, 0x0A}:
            found.append(Character("\n"))
            continue
        pdfium.FPDFText_GetLooseCharBox(raw, i, by_reference)
        left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
        if turn.degrees:
            left, bottom, right, top = turn.box(left, bottom, right, top)
        sign = chr(code) if code < 0x110000 else "\ufffd"
        # pdfium's own spaces have a box without width: whether one is meant is seen by the gap.
        if sign == " " and right - left < 0.01:
            found.append(Character(" "))
        elif sign == _HYPHEN:
            found += [Character("-", left, bottom, right, top, i), Character("\n")]
        else:
            found.append(Character(sign, left, bottom, right, top, i))
    return _whole_pairs(found)


def _whole_pairs(characters: list[Character]) -> list[Character]:
    """Characters beyond U+FFFF come in halves from some files; a half alone is unreadable."""
    if not any("\ud800" <= sign <= "\udfff" for sign, *_ in characters):
        return characters
    whole: list[Character] = []
    for character in characters:
        high = whole[-1].sign if whole else ""
        if "\udc00" <= character.sign <= "\udfff" and "\ud800" <= high <= "\udbff":
            pair = (high + character.sign).encode("utf-16", "surrogatepass").decode("utf-16")
            whole[-1] = whole[-1]._replace(sign=pair)
        else:
            whole.append(character)
    return [c._replace(sign="\ufffd") if "\ud800" <= c.sign <= "\udfff" else c for c in whole]


def _letter_size(text_page: pypdfium2.PdfTextPage, index: int) -> float:
    """The size of a character's letters in points, rounded to halves."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text_page.raw, index, ctypes.byref(matrix))
    size = pdfium.FPDFText_GetFontSize(text_page.raw, index) * math.hypot(matrix.c, matrix.d)
    return float(round(2 * size) / 2)


def _is_garbage(
    text_page: pypdfium2.PdfTextPage, characters: list[Character], lines: PageLines
) -> bool:
    counts = Counter(c.sign for c in characters if not c.sign.isspace())
    odd = sum(count for sign, count in counts.items() if _is_odd(sign)) / counts.total()
    alone = sum(1 for line in lines.lines if len(line.text.strip()) == 1)
    is_scattered = alone >= _FEW_LINES and alone >= _SCATTERED * len(lines.lines)
    return odd > _GARBAGE or is_scattered or _share_unmapped(text_page) > 0.5


def _has_tiers(lines: PageLines) -> bool:
    """Vertical writing in several tiers that could not be told apart: its columns are interleaved."""
    return sum("\t" in line.text for line in lines.lines) > _TIERS * len(lines.lines)


def _is_odd(sign: str) -> bool:
    """Replacement, private-use, control and unassigned characters."""
    return sign == "\ufffd" or unicodedata.category(sign) in {"Co", "Cc", "Cn"}


def _share_unmapped(text_page: pypdfium2.PdfTextPage) -> float:
    """The share of characters whose font does not say which character a glyph is (a sample)."""
    sample = _sample(text_page)
    unmapped = [i for i in sample if pdfium.FPDFText_HasUnicodeMapError(text_page.raw, i) == 1]
    return len(unmapped) / max(1, len(sample))


# ---------------------------------------------------------------------------------------------
# The document


def _document(
    name: str, pages: list[PageLines], furniture: set[int], warnings: tuple[Wording, ...]
) -> SourceDocument:
    headings = _heading_levels(pages, furniture)
    pieces: list[str] = []
    marks: list[Mark] = []
    spans: list[Page] = []
    offset = 0
    for number, page in enumerate(pages, start=1):
        start = offset
        for line in page.lines:
            span = Span(offset, offset + len(line.text))
            if id(line) in furniture:
                marks.append(Mark(MarkKind.FURNITURE, span))
            elif id(line) in headings:
                marks.append(Mark(MarkKind.HEADING, span, level=headings[id(line)]))
            pieces.append(line.text + "\n")
            offset = span.end + 1
        spans.append(Page(number, Span(start, offset)))
    return SourceDocument(
        name, "".join(pieces), PDF, pages=tuple(spans), marks=tuple(marks), warnings=warnings
    )


def _heading_levels(pages: list[PageLines], furniture: set[int]) -> dict[int, int]:
    """Lines in larger letters than the text, with a level for each size; none if there are many."""
    body = [line for page in pages for line in page.lines if id(line) not in furniture]
    sizes: dict[float, int] = {}
    for line in body:
        sizes[line.size] = sizes.get(line.size, 0) + len(line.text)
    text_size = max(sizes, key=lambda size: sizes[size], default=0.0)
    large = [
        line
        for line in body
        if line.size >= _HEADING_SIZE * text_size and 1 < len(line.text) <= _LONGEST_HEADING
    ]
    if len(large) > _MOST_HEADINGS * len(body):
        return {}
    ranks = sorted({line.size for line in large}, reverse=True)
    return {id(line): min(ranks.index(line.size) + 1, 6) for line in large}


# ---------------------------------------------------------------------------------------------
# Pages in words


def _all_pages(count: int) -> Wording:
    return Wording(
        ja=f"全{count}ページ", en="its only page" if count == 1 else f"all {count} pages"
    )


def _pages_left_out(numbers: list[int]) -> Wording:
    ranges = _ranges(numbers)
    return Wording(
        ja=f"{ranges}ページは文字を取り出せないため、読んでいません（スキャン画像の場合はOCRが必要です）。",
        en=f"No usable text on page {ranges}, which was left out (a scan needs OCR first).",
    )


def _ranges(numbers: list[int]) -> str:
    """[2, 3, 4, 7] → "2-4, 7"."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(str(p[0]) if len(p) == 1 else f"{p[0]}-{p[-1]}" for p in parts)

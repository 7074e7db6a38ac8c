"""PDF → text by pages and lines in reading order, with running heads, page numbers and headings.

    pdfium's characters with their boxes → lines → reading order → pages of one text

pdfium gives characters in the order in which the file draws them, which is the reading order of
nearly all documents that programs export; `index.readers.layout` mends the rest. A page without
text, or with a text layer that is garbage, is named and never read as noise. Nothing is rendered.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

import pypdfium2
import pypdfium2.raw as pdfium

from index.errors import DamagedSource, EncryptedSource, NoTextLayer
from index.meeting import Span
from index.readers.furniture import furniture_of
from index.readers.glyphs import legible
from index.readers.hyphens import with_whole_words
from index.readers.kinds import PDF
from index.readers.layout import PageLines, lines_of
from index.readers.pdf_page import characters_of, letter_size, turn_of
from index.readers.text_layer import has_tiers, is_garbage
from index.source import Mark, MarkKind, Page, SourceDocument
from index.wording import Wording

__all__ = ["read_pdf"]

# pdfium keeps global state and is not safe for threads.
_PDFIUM = Lock()

_PASSWORD_ERRORS = frozenset({pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY})
_TAIL = 2048  # the last bytes, in which every complete PDF says where its table of contents is

# A heading's letters are at least so much larger than those of the text.
_HEADING_SIZE = 1.2
_LONGEST_HEADING = 60
_MOST_HEADINGS = 0.25


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
    lines = with_whole_words([page.lines for page in pages])
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
    turn = turn_of(
        text_page, *((height, width) if page.get_rotation() in {90, 270} else (width, height))
    )
    characters = characters_of(text_page, turn)
    lines = lines_of(legible(characters), *turn.size, lambda i: letter_size(text_page, i))
    unusable = (
        not any(line.text.strip() for line in lines.lines)
        or is_garbage(text_page, characters, lines)
        or (turn.degrees == 270 and has_tiers(lines))
    )
    text_page.close()
    page.close()
    return _PageText(PageLines((), *turn.size) if unusable else lines, unusable)


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

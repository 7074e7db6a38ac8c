"""Word documents → text by paragraphs and table rows, with marks for headings and list items.

The package's XML is read directly (ECMA-376, WordprocessingML): only the document, its styles and
its numbering are unpacked, so pictures cost nothing and a damaged part elsewhere does not matter.
Inserted text of tracked changes counts, deleted text does not. Headers, footers, footnotes and
comments are left out. Numbers that Word computes for lists are not in the text.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from lxml import etree

from index.errors import DamagedSource, EncryptedSource, SourceTooLarge
from index.readers.builder import TextBuilder
from index.readers.kinds import DOCX
from index.source import MarkKind, SourceDocument
from index.wording import Wording

__all__ = ["read_docx"]

_DOCUMENT = "word/document.xml"
_STYLES = "word/styles.xml"
_MEBIBYTE = 2**20
# A novel's document.xml is a few MB; XML of minutes packs at about 1:10 and padding at 1:1000.
_LARGEST_PART = 256 * _MEBIBYTE
_RATIO = 200
_HARMLESS = 16 * _MEBIBYTE  # parts up to this size may be packed as tightly as they like

_SKIPPED = frozenset(
    {
        "del", "moveFrom", "delText", "instrText", "delInstrText", "rPr", "pPr", "sectPr", "rt",
        "footnoteReference", "endnoteReference", "commentReference", "commentRangeStart",
        "commentRangeEnd", "softHyphen",
    }
)  # fmt: skip
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# A row whose cells hold more paragraphs than this lays out a page; it is no record of a table.
_LONGEST_CELL = 3

Element: TypeAlias = etree._Element


@dataclass(frozen=True, slots=True)
class _Style:
    """What a paragraph style says of its paragraphs; `level` counts from 1."""

    heading: int | None = None
    is_title: bool = False
    in_list: bool = False


@dataclass(slots=True)
class _Walk:
    """What reading the body needs at hand."""

    out: TextBuilder
    styles: dict[str, _Style]
    boxes: list[Element] = field(default_factory=list)


def read_docx(name: str, data: bytes) -> list[SourceDocument]:
    """Read a DOCX package.

    Raises:
        DamagedSource: the package or its XML is broken.
        EncryptedSource: the package is encrypted.
        SourceTooLarge: a part would unpack to an absurd size.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            document = _part(name, package, _DOCUMENT)
            has_styles = _STYLES in package.namelist()
            styles = _styles(_part(name, package, _STYLES)) if has_styles else {}
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
    ) as error:
        detail = Wording(ja="ZIPの中身が壊れています", en="the ZIP inside is broken")
        raise DamagedSource(path=name, detail=detail) from error
    except etree.XMLSyntaxError as error:
        detail = Wording(ja="文書のXMLが壊れています", en="the XML of the document is broken")
        raise DamagedSource(path=name, detail=detail) from error
    except RuntimeError as error:  # what zipfile raises for an encrypted member
        raise EncryptedSource(path=name) from error
    walk = _Walk(TextBuilder(), styles)
    try:
        for body in _children(document, "body"):
            _read_blocks(walk, body)
    except RecursionError as error:
        detail = Wording(ja="入れ子が深すぎます", en="it is nested too deeply")
        raise DamagedSource(path=name, detail=detail) from error
    return [walk.out.document(name, DOCX)]


def _part(name: str, package: zipfile.ZipFile, member: str) -> Element:
    info = package.getinfo(member)
    packed = max(info.compress_size, 1)
    bomb = info.file_size > _HARMLESS and info.file_size / packed > _RATIO
    if bomb or info.file_size > _LARGEST_PART:
        raise SourceTooLarge(
            path=name,
            size=f"{member}: {info.file_size / _MEBIBYTE:,.0f} MB",
            limit=f"{_LARGEST_PART // _MEBIBYTE} MB, 1:{_RATIO}",
        )
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        remove_comments=True,
    )
    return etree.fromstring(package.read(member), parser)


def _tag(element: Element) -> str:
    """The name without its namespace: strict and transitional documents differ only there."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _children(element: Element, *tags: str) -> Iterator[Element]:
    return (child for child in element if _tag(child) in tags)


def _child(element: Element | None, *path: str) -> Element | None:
    for tag in path:
        element = next(_children(element, tag), None) if element is not None else None
    return element


def _value(element: Element | None, attribute: str = "val") -> str | None:
    if element is None:
        return None
    found = (v for k, v in element.attrib.items() if str(k).rpartition("}")[2] == attribute)
    return next((str(value) for value in found), None)


# ---------------------------------------------------------------------------------------------
# Styles


def _styles(root: Element) -> dict[str, _Style]:
    elements = {_value(style, "styleId") or "": style for style in _children(root, "style")}
    return {identifier: _style(identifier, elements) for identifier in elements}


def _style(identifier: str, elements: dict[str, Element]) -> _Style:
    """What a style and those that it is based on say; the nearest one counts."""
    heading, is_title, in_list = None, False, False
    seen: set[str] = set()
    while identifier in elements and identifier not in seen:
        seen.add(identifier)
        element = elements[identifier]
        style_name = (_value(_child(element, "name")) or "").lower()
        if heading is None:
            heading = _outline_level(_child(element, "pPr")) or _level_of_name(style_name)
        is_title = is_title or style_name in {"title", "表題"}
        in_list = (
            in_list or _child(element, "pPr", "numPr") is not None or style_name.startswith("list ")
        )
        identifier = _value(_child(element, "basedOn")) or ""
    return _Style(heading, is_title, in_list)


def _outline_level(properties: Element | None) -> int | None:
    """Outline level 0–8 of Word as 1–6; 9 is body text."""
    value = _value(_child(properties, "outlineLvl"))
    return min(int(value) + 1, 6) if value and value.isdecimal() and int(value) < 9 else None


def _level_of_name(style_name: str) -> int | None:
    for start in ("heading ", "見出し "):
        number = style_name.removeprefix(start)
        if number != style_name and number.isdecimal() and 1 <= int(number) <= 9:
            return min(int(number), 6)
    return None


# ---------------------------------------------------------------------------------------------
# Body


def _read_blocks(walk: _Walk, parent: Element) -> None:
    for block in _blocks(parent):
        if _tag(block) == "tbl":
            for row in _rows(block):
                _read_row(walk, row)
        else:
            _read_paragraph(walk, block)


def _blocks(parent: Element) -> Iterator[Element]:
    """Paragraphs and tables, also inside content controls and inserted blocks."""
    for child in parent:
        tag = _tag(child)
        if tag in {"p", "tbl"}:
            yield child
        elif tag in {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"}:
            yield from _blocks(child)


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if _tag(child) == "tr":
            yield child
        elif _tag(child) in {"sdt", "sdtContent", "customXml", "ins"}:
            yield from _rows(child)


def _read_paragraph(walk: _Walk, paragraph: Element) -> None:
    text = "".join(_inline(walk, paragraph))
    kind, level = _nature(walk, paragraph)
    walk.out.line(text, kind, level)
    # A text box stands where it is anchored: after its paragraph.
    while walk.boxes:
        _read_blocks(walk, walk.boxes.pop(0))


def _nature(walk: _Walk, paragraph: Element) -> tuple[MarkKind | None, int]:
    properties = _child(paragraph, "pPr")
    style = walk.styles.get(_value(_child(properties, "pStyle")) or "", _Style())
    heading = _outline_level(properties) or style.heading
    if style.is_title:
        return MarkKind.TITLE, 0
    if heading:
        return MarkKind.HEADING, heading
    numbering = _child(properties, "numPr")
    if _value(_child(numbering, "numId")) != "0" and (numbering is not None or style.in_list):
        depth = _value(_child(numbering, "ilvl")) or "0"
        return MarkKind.LIST_ITEM, int(depth) + 1 if depth.isdecimal() else 1
    return None, 0


def _read_row(walk: _Walk, row: Element) -> None:
    cells = list(_cells(row))
    if _is_record(cells):
        walk.out.line("\t".join(_cell_text(walk, cell) for cell in cells), MarkKind.TABLE_ROW)
    else:
        for cell in cells:
            _read_blocks(walk, cell)


def _cells(row: Element) -> Iterator[Element]:
    for child in row:
        if _tag(child) == "tc":
            yield child
        elif _tag(child) in {"sdt", "sdtContent", "customXml", "ins"}:
            yield from _cells(child)


def _is_record(cells: list[Element]) -> bool:
    """Several cells, each of a few paragraphs; a table around a whole page is no record."""
    if len(cells) < 2:
        return False
    blocks = [list(_blocks(cell)) for cell in cells]
    nested = any(_tag(block) == "tbl" for cell in blocks for block in cell)
    return not nested and all(len(cell) <= _LONGEST_CELL for cell in blocks)


def _cell_text(walk: _Walk, cell: Element) -> str:
    paragraphs = (" ".join("".join(_inline(walk, block)).split("\n")) for block in _blocks(cell))
    return " ".join(text.replace("\t", " ").strip(" ") for text in paragraphs if text.strip())


def _inline(walk: _Walk, parent: Element) -> Iterator[str]:
    """The text of runs, in order; text boxes are put aside into `walk.boxes`."""
    for child in parent:
        tag = _tag(child)
        if tag == "t":
            yield child.text or ""
        elif tag in _SIGNS:
            yield _SIGNS[tag]
        elif tag == "sym":
            yield _symbol(child)
        elif tag == "AlternateContent":  # the same drawing twice, for new and for old programs
            yield from _inline(walk, next(_children(child, "Choice"), child))
        elif tag == "txbxContent":
            walk.boxes.append(child)
        elif tag == "r" and _is_hidden(child):
            continue
        elif tag and tag not in _SKIPPED:
            yield from _inline(walk, child)


def _is_hidden(run: Element) -> bool:
    vanish = _child(run, "rPr", "vanish")
    return vanish is not None and _value(vanish) not in {"0", "false", "off"}


def _symbol(element: Element) -> str:
    code = _value(element, "char") or ""
    try:
        sign = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return "" if "\ud800" <= sign <= "\udfff" else sign

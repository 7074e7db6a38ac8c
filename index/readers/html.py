"""HTML → the text that a browser would show, by lines, with marks for headings, items and rows.

Nothing is executed and nothing is fetched. White space is folded as CSS does it: a line break of the
source between two Japanese characters vanishes, elsewhere it is a space. Hidden elements, scripts
and form controls are left out; what stands in <nav> and <footer> is furniture.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypeAlias

from lxml import etree

from index.errors import DamagedSource
from index.readers.builder import TextBuilder
from index.readers.encoding import DecodedText, decode_text
from index.readers.kinds import HTML
from index.source import MarkKind, SourceDocument
from index.wording import Wording

__all__ = ["read_html"]

_DROPPED = frozenset(
    {
        "head", "script", "style", "noscript", "template", "select", "datalist", "option", "button",
        "textarea", "input", "iframe", "object", "embed", "svg", "math", "canvas", "audio", "video",
        "map", "rt", "rp",
    }
)  # fmt: skip
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
        "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
        "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "legend", "li", "main", "menu", "nav",
        "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
        "tr", "ul",
    }
)  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset({"ul", "ol", "menu", "dir"})
_CELLS = frozenset({"td", "th"})
_BOILERPLATE = frozenset({"nav", "footer"})
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)

_META_CHARSET = re.compile(rb"<meta\s[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)")
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_HEAD = 4096

_WHITE = re.compile(r"[ \t\r\n\f]+")
_WIDE = "\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60\uffe0-\uffe6"
_BREAK_BETWEEN_WIDE = re.compile(f"(?<=[{_WIDE}])[ \\t]*\\r?\\n[ \\t\\r\\n]*(?=[{_WIDE}])")

# A row whose cells hold more lines than this lays out a page; it is no record of a table.
_LONGEST_CELL = 3

Element: TypeAlias = etree._Element


def read_html(name: str, data: bytes) -> list[SourceDocument]:
    """Read an HTML page."""
    declared = _declared_charset(data)
    decoded = decode_text(name, data, declared)
    root = _parse(name, decoded.text)
    title = _title(root)
    page = _Page()
    page.read(root)
    document = page.out.document(
        name,
        HTML,
        encoding=decoded.encoding,
        values={"title": title} if title else {},
        warnings=_charset_warning(declared, decoded),
    )
    return [document]


def _declared_charset(data: bytes) -> str | None:
    head = data[:_HEAD]
    match = _META_CHARSET.search(head) or _XML_CHARSET.match(head.lstrip())
    return match.group(1).decode("ascii", "replace") if match else None


def _charset_warning(declared: str | None, decoded: DecodedText) -> tuple[Wording, ...]:
    if declared is None or _family(declared) == _family(decoded.encoding) or decoded.text.isascii():
        return ()
    found = decoded.encoding.upper()
    return (
        Wording(
            ja=f"文字コードは{declared}と宣言されていますが、実際は{found}です。{found}として読みました。",
            en=f"The page declares {declared}, but its bytes are {found}; it was read as {found}.",
        ),
    )


_FAMILIES = {
    "shiftjis": "cp932",
    "sjis": "cp932",
    "xsjis": "cp932",
    "windows31j": "cp932",
    "mskanji": "cp932",
    "shiftjis2004": "cp932",
    "xeucjp": "eucjp",
    "eucjis2004": "eucjp",
    "utf16le": "utf16",
    "utf16be": "utf16",
    "iso2022jpext": "iso2022jp",
    "iso2022jp2004": "iso2022jp",
}


def _family(encoding: str) -> str:
    """One name for the many spellings and variants of an encoding."""
    bare = re.sub(r"[^a-z0-9]", "", encoding.lower())
    return _FAMILIES.get(bare, bare)


def _parse(name: str, text: str) -> Element | None:
    """The tree; None where there is no element at all.

    Raises:
        DamagedSource: it is nested so deeply that libxml2 gives up and returns a part.
    """
    clean = _XML_DECLARATION.sub("", text).replace("\0", "")
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    root = etree.fromstring(clean.encode("utf-8", "replace"), parser)
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        detail = Wording(ja="入れ子が深すぎます", en="it is nested too deeply")
        raise DamagedSource(path=name, detail=detail)
    return root


def _title(root: Element | None) -> str:
    element = root.find(".//title") if root is not None else None
    return _WHITE.sub(" ", "".join(element.itertext())).strip() if element is not None else ""


@dataclass(slots=True)
class _Page:
    """Lines as they grow. `pending` is the text of the line that is not finished yet."""

    out: TextBuilder = field(default_factory=TextBuilder)
    pending: list[str] = field(default_factory=list)
    heading: int = 0
    list_depth: int = 0
    item: bool = False  # the next line is the first of a list item
    preformatted: int = 0
    row: Element | None = None  # a row that is read as one line
    boilerplate: list[int] = field(default_factory=list)

    def read(self, root: Element | None) -> None:
        """Walk the tree without recursion: pages nest tables hundreds deep."""
        if root is None:
            return
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                if tag in _DROPPED or _is_hidden(element):
                    walker.skip_subtree()
                    continue
                self._open(tag, element)
                self._text(element.text)
            else:
                if tag not in _DROPPED and not _is_hidden(element):
                    self._close(tag, element)
                if element is not root:
                    self._text(element.tail)
        self._finish_line()

    def _open(self, tag: str, element: Element) -> None:
        if tag == "br":
            self._break()
        elif tag in _BLOCKS:
            self._open_block(tag, element)

    def _open_block(self, tag: str, element: Element) -> None:
        if self.row is not None:
            self._cell_border(tag)
            return
        self._finish_line()
        self.heading = _HEADINGS.get(tag, self.heading)
        self.list_depth += tag in _LISTS
        self.preformatted += tag == "pre"
        self.item = self.item or tag == "li"
        if tag in _BOILERPLATE:
            self.boilerplate.append(self.out.length)
        if tag == "tr" and _is_record(element):
            self.row = element

    def _cell_border(self, tag: str) -> None:
        if tag in _CELLS:
            self.pending.append("\t")
        else:
            self._break()

    def _close(self, tag: str, element: Element) -> None:
        if element is self.row:
            self._finish_row()
        elif tag in _BLOCKS and self.row is None:
            self._finish_line()
            self.heading = 0 if tag in _HEADINGS else self.heading
            self.list_depth -= tag in _LISTS
            self.preformatted -= tag == "pre"
            self.item = self.item and tag != "li"
            if tag in _BOILERPLATE:
                self.out.furniture(self.boilerplate.pop())
        elif tag in _BLOCKS:
            self._break()

    def _text(self, text: str | None) -> None:
        if not text:
            return
        if self.row is not None:
            text = _folded(text)
        if not self.preformatted:
            self.pending.append(text)
            return
        first, *rest = text.replace("\r\n", "\n").split("\n")
        self.pending.append(first)
        for line in rest:
            self._break()
            self.pending.append(line)

    def _break(self) -> None:
        """A forced line break; inside a row that is read as one line it is a space."""
        if self.row is not None:
            self.pending.append(" ")
        else:
            self._finish_line(blank=True)

    def _finish_line(self, *, blank: bool = False) -> None:
        text = "".join(self.pending)
        self.pending.clear()
        if not self.preformatted:
            text = _folded(text).strip(" ")
        if not text.strip() and not blank:
            return
        self.out.line(text, *self._nature())
        self.item = self.item and not text.strip()

    def _nature(self) -> tuple[MarkKind | None, int]:
        if self.heading:
            return MarkKind.HEADING, self.heading
        if self.item:
            return MarkKind.LIST_ITEM, max(self.list_depth, 1)
        return None, 0

    def _finish_row(self) -> None:
        cells = "".join(self.pending).split("\t")[1:]
        self.pending.clear()
        self.row = None
        line = "\t".join(_folded(cell).strip(" ") for cell in cells)
        if line.strip():
            self.out.line(line, MarkKind.TABLE_ROW)


def _folded(text: str) -> str:
    """White space as CSS folds it (CSS Text 3, segment breaks between wide characters)."""
    return _WHITE.sub(" ", _BREAK_BETWEEN_WIDE.sub("", text))


def _is_hidden(element: Element) -> bool:
    if element.get("hidden") is not None or (
        element.tag == "dialog" and element.get("open") is None
    ):
        return True
    style = element.get("style")
    return style is not None and bool(_HIDDEN.search(style))


def _is_record(row: Element) -> bool:
    """Several cells, each of a few lines; a table around a whole page is no record."""
    cells = [child for child in row if child.tag in _CELLS]
    return len(cells) >= 2 and all(_is_short(cell) for cell in cells)


def _is_short(cell: Element) -> bool:
    lines = 1
    for element in cell.iterdescendants():
        if element.tag in {"table", "pre"} or lines > _LONGEST_CELL:
            return False
        lines += element.tag in {"br", "p", "div", "li"}
    return True

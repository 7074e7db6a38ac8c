"""The first bytes of a file → its media type, or the words for a kind that is not read.

Content decides first, the name's suffix second. Nothing is unpacked here beyond a ZIP's table of
contents.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

from index.errors import DamagedSource, EmptySource, EncryptedSource, UnsupportedFormat
from index.readers.encoding import looks_binary
from index.wording import Wording

__all__ = [
    "DOCX",
    "HTML",
    "JSON",
    "MARKDOWN",
    "PDF",
    "PLAIN_TEXT",
    "READABLE_SUFFIXES",
    "RESTRUCTURED_TEXT",
    "media_type_of",
]

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HTML = "text/html"
MARKDOWN = "text/markdown"
RESTRUCTURED_TEXT = "text/x-rst"
PLAIN_TEXT = "text/plain"
JSON = "application/json"

_SUFFIXES = {
    ".pdf": PDF,
    ".docx": DOCX,
    ".htm": HTML,
    ".html": HTML,
    ".xhtml": HTML,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".rst": RESTRUCTURED_TEXT,
    ".txt": PLAIN_TEXT,
    ".text": PLAIN_TEXT,
    ".json": JSON,
}
READABLE_SUFFIXES = frozenset(_SUFFIXES)

# Kinds that are not read, by their first bytes.
_FOREIGN = (
    (b"\x89PNG\r\n\x1a\n", Wording(ja="PNG画像", en="a PNG image")),
    (b"\xff\xd8\xff", Wording(ja="JPEG画像", en="a JPEG image")),
    (b"GIF8", Wording(ja="GIF画像", en="a GIF image")),
    (b"II*\0", Wording(ja="TIFF画像", en="a TIFF image")),
    (b"MM\0*", Wording(ja="TIFF画像", en="a TIFF image")),
    (b"{\\rtf", Wording(ja="リッチテキスト（RTF）", en="rich text, RTF")),
    (b"%!PS", Wording(ja="PostScript", en="PostScript")),
    (b"7z\xbc\xaf\x27\x1c", Wording(ja="7z書庫", en="a 7z archive")),
    (b"Rar!\x1a\x07", Wording(ja="RAR書庫", en="a RAR archive")),
    (b"\x1f\x8b", Wording(ja="gzip圧縮ファイル", en="a gzip archive")),
    (b"BZh", Wording(ja="bzip2圧縮ファイル", en="a bzip2 archive")),
    (b"\xfd7zXZ\0", Wording(ja="xz圧縮ファイル", en="an xz archive")),
    (b"\x7fELF", Wording(ja="実行ファイル", en="an executable program")),
    (b"SQLite format 3\0", Wording(ja="SQLiteデータベース", en="an SQLite database")),
    (b"ID3", Wording(ja="MP3音声", en="an MP3 recording")),
    (b"RIFF", Wording(ja="音声または動画", en="a sound or video recording")),
)
_PROGRAM = Wording(ja="実行ファイル", en="an executable program")
_VIDEO = Wording(ja="動画または音声（MP4）", en="a video or sound recording, MP4")
_UNKNOWN_DATA = Wording(ja="文字でないデータ", en="data, not text")

# What a ZIP container is, by a member that only that kind has.
_ZIP_MEMBERS = (
    ("xl/workbook.xml", Wording(ja="Excelブック（xlsx）", en="an Excel workbook, xlsx")),
    ("xl/workbook.bin", Wording(ja="Excelブック（xlsb）", en="an Excel workbook, xlsb")),
    ("ppt/presentation.xml", Wording(ja="PowerPoint（pptx）", en="PowerPoint slides, pptx")),
    ("META-INF/container.xml", Wording(ja="電子書籍（EPUB）", en="an EPUB book")),
    ("content.xml", Wording(ja="OpenDocument（odtなど）", en="an OpenDocument file such as odt")),
)
_ZIP = Wording(ja="ZIP書庫", en="a ZIP archive")

# What an OLE container (all Office files before 2007) is, by the name of a stream in it.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("WordDocument", Wording(ja="古いWord形式（doc）", en="the old Word format, doc")),
    ("Workbook", Wording(ja="古いExcel形式（xls）", en="the old Excel format, xls")),
    (
        "PowerPoint Document",
        Wording(ja="古いPowerPoint形式（ppt）", en="the old PowerPoint format, ppt"),
    ),
    ("DocumentText", Wording(ja="一太郎（jtd）", en="an Ichitaro document, jtd")),
)
_OLE_OTHER = Wording(ja="古いOffice形式", en="an old Office format")

_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
# Minutes that a tool wrote as HTML and that were saved as .md: a block of HTML and no Markdown.
_HTML_BLOCK = re.compile(rb"<(?:h[1-6]|div|p|table|dl|ul|ol)[\s>]", re.IGNORECASE)
_MARKDOWN_LINE = re.compile(rb"^(?:#{1,6}|[-*+]|\d+[.)])[ \t]+\S", re.MULTILINE)
_HTML_DEEPER = re.compile(rb"<(?:html|body)[\s>]", re.IGNORECASE)
_FOREIGN_TEXT = (
    (
        re.compile(rb"(?:[\w-]+:.*\n|[ \t].*\n)*?content-type:\s*multipart/related", re.IGNORECASE),
        Wording(ja="ウェブページの書庫（MHTML）", en="a web page saved as one file, MHTML"),
    ),
    (re.compile(rb"<\?xml"), Wording(ja="XML", en="XML")),
)
_BYTE_ORDER_MARK = re.compile(rb"\A(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)")
_HEAD = 4096  # bytes that suffice to tell a kind of text


def media_type_of(path: Path, data: bytes) -> str:
    """The media type of a file that can be read.

    Raises:
        UnsupportedFormat: it is of another kind, named in the error.
        EncryptedSource: it is an Office file with a password.
        EmptySource: there is nothing in it.
        DamagedSource: it begins as a DOCX does, but is cut off.
    """
    if not data.strip(b"\0 \t\r\n\x0c\xef\xbb\xbf\xfe\xff"):
        raise EmptySource(path=path)
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_zip(path, data)
    if data.startswith(_OLE):
        raise _kind_of_ole(path, data)
    foreign = _foreign_kind(data)
    if foreign:
        raise UnsupportedFormat(path=path, found=foreign)
    return _kind_of_text(path, data)


def _foreign_kind(data: bytes) -> Wording | None:
    for start, name in _FOREIGN:
        if data.startswith(start):
            return name
    if not looks_binary(data):
        return None
    if data[4:8] == b"ftyp":
        return _VIDEO
    return _PROGRAM if data.startswith(b"MZ") else _UNKNOWN_DATA


def _kind_of_zip(path: Path, data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = frozenset(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
        detail = Wording(
            ja="ZIPの目次がありません", en="the table of contents of the ZIP is missing"
        )
        raise DamagedSource(path=path, detail=detail) from error
    if "word/document.xml" in members:
        return DOCX
    found = next((name for member, name in _ZIP_MEMBERS if member in members), _ZIP)
    raise UnsupportedFormat(path=path, found=found)


def _kind_of_ole(path: Path, data: bytes) -> EncryptedSource | UnsupportedFormat:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return EncryptedSource(path=path)
    for stream, name in _OLE_STREAMS:
        if stream.encode("utf-16-le") in data:
            return UnsupportedFormat(path=path, found=name)
    return UnsupportedFormat(path=path, found=_OLE_OTHER)


def _kind_of_text(path: Path, data: bytes) -> str:
    head = _BYTE_ORDER_MARK.sub(b"", data[:_HEAD]).replace(b"\0", b"").lstrip()
    by_name = _SUFFIXES.get(path.suffix.lower(), PLAIN_TEXT)
    if _HTML_START.match(head) or (by_name == HTML and _HTML_DEEPER.search(head)):
        return HTML
    if by_name == MARKDOWN and _HTML_BLOCK.match(head) and not _MARKDOWN_LINE.search(head):
        return HTML
    for start, found in _FOREIGN_TEXT:
        if start.match(head):
            raise UnsupportedFormat(path=path, found=found)
    if by_name in {PDF, DOCX}:
        raise UnsupportedFormat(path=path, found=_misnamed(path.suffix.lower()))
    return JSON if by_name == PLAIN_TEXT and _is_json(data) else by_name


def _misnamed(suffix: str) -> Wording:
    return Wording(
        ja=f"拡張子は{suffix}ですが、中身は文字だけのファイル",
        en=f"named {suffix}, but it holds plain text",
    )


def _is_json(data: bytes) -> bool:
    if not data.lstrip().startswith((b"{", b"[")):
        return False
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True

"""A file of minutes → SourceDocuments.

    path → bytes → media type (content first, then suffix) → the reader of that type → SourceDocument(s)

`read_source` depends on nothing but the path, so that it can run in a process of its own. It knows
no remark, speaker or section: that is the parser's part.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from index.errors import EmptySource, InaccessibleSource, SourceMissing, SourceTooLarge
from index.readers.docx import read_docx
from index.readers.html import read_html
from index.readers.kinds import (
    DOCX,
    HTML,
    JSON,
    MARKDOWN,
    PDF,
    PLAIN_TEXT,
    READABLE_SUFFIXES,
    RESTRUCTURED_TEXT,
    media_type_of,
)
from index.readers.markdown import read_markdown
from index.readers.pdf import read_pdf
from index.readers.plain_text import read_plain_text
from index.readers.records import read_records
from index.readers.restructured_text import read_restructured_text
from index.source import SourceDocument

__all__ = ["READABLE_SUFFIXES", "media_type_of", "read_bytes", "read_source"]

_MEBIBYTE = 2**20
_READERS: dict[str, Callable[[str, bytes], list[SourceDocument]]] = {
    PDF: read_pdf,
    DOCX: read_docx,
    HTML: read_html,
    MARKDOWN: read_markdown,
    RESTRUCTURED_TEXT: read_restructured_text,
    PLAIN_TEXT: read_plain_text,
    JSON: read_records,
}


def read_source(path: Path, *, max_bytes: int = 200 * _MEBIBYTE) -> list[SourceDocument]:
    """Read one file; it may hold several meetings.

    Raises:
        UnreadableSource: what is wrong with the file, by the classes of index/errors.py.
        SourceMissing: there is no such file.
    """
    return read_bytes(path, _bytes_of(path, max_bytes))


def read_bytes(path: Path, data: bytes) -> list[SourceDocument]:
    """Read the content of a file, which `path` only names.

    Raises:
        UnreadableSource: what is wrong with it.
    """
    documents = _READERS[media_type_of(path, data)](str(path), data)
    if not any(document.text.strip() for document in documents):
        raise EmptySource(path=path)
    return documents


def _bytes_of(path: Path, max_bytes: int) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise InaccessibleSource(path=path, detail="not a regular file")
        with path.open("rb") as stream:
            data = stream.read(max_bytes + 1)
    except FileNotFoundError as error:
        raise SourceMissing(path=path) from error
    except OSError as error:
        raise InaccessibleSource(path=path, detail=error.strerror or error) from error
    if len(data) > max_bytes:
        raise SourceTooLarge(
            path=path, size=_in_words(path.stat().st_size), limit=_in_words(max_bytes)
        )
    return data


def _in_words(size: int) -> str:
    return f"{size / _MEBIBYTE:,.1f} MB"

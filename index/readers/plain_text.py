"""A text file → its characters, exactly. It carries no marks: what its signs mean is the parser's."""

from __future__ import annotations

from index.readers.encoding import decode_text
from index.readers.kinds import PLAIN_TEXT
from index.source import SourceDocument

__all__ = ["read_plain_text"]


def read_plain_text(name: str, data: bytes) -> list[SourceDocument]:
    """Decode a text file; line ends stay as they are."""
    decoded = decode_text(name, data)
    return [SourceDocument(name, decoded.text, PLAIN_TEXT, encoding=decoded.encoding)]

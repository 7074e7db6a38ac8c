"""A list of words that a member of staff wrote → its lines with their numbers.

UTF-8 is expected; what a spreadsheet saved in Shift_JIS is read as well. Empty lines and what stands
behind a # are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from index.errors import UnknownEncoding, UnreadableWordList, UnsupportedFormat

__all__ = ["numbered_lines"]


def numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that say something, counted from 1; none where there is no file.

    Raises:
        UnreadableWordList: it may not be read, or is no text.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return
    except OSError as error:
        raise UnreadableWordList(path=path, detail=error.strerror or error) from error
    for number, line in enumerate(_decoded(path, data).splitlines(), 1):
        content = line.partition("#")[0].strip()
        if content:
            yield number, content


def _decoded(path: Path, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Imported here, as it brings the readers of all formats along.
        from index.readers.encoding import decode_text

        try:
            return decode_text(str(path), data).text
        except (UnknownEncoding, UnsupportedFormat) as error:
            raise UnreadableWordList(path=path, detail="encoding") from error

"""Bytes of a text file → characters, with the name of the encoding.

A declared encoding is a hint; the bytes decide. Every candidate is decoded strictly, and among those
that fit, the one whose characters look most like written Japanese is taken. Nothing here knows HTML,
Markdown or minutes.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass

from charset_normalizer import from_bytes

from index.errors import UnknownEncoding, UnsupportedFormat
from index.wording import Wording

__all__ = ["DecodedText", "decode_text", "looks_binary"]


@dataclass(frozen=True, slots=True)
class DecodedText:
    """The characters of a file, exactly (line ends kept, byte order mark removed)."""

    text: str
    encoding: str


# Longer marks first: the mark of UTF-16 is the beginning of that of UTF-32.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# CP932 is Shift_JIS with the circled digits and 髙 that minutes use; the second of each pair knows
# characters that the first lacks.
_EIGHT_BIT = ("cp932", "shift_jis_2004", "euc_jp", "euc_jis_2004")
_ESCAPED = ("iso2022_jp", "iso2022_jp_ext", "iso2022_jp_2004")
# Python's CP932 reads the five bytes that Shift_JIS leaves empty as these characters.
_HOLES = re.compile("[\x80\xa0\uf8f0-\uf8f3]")
_ESCAPE = re.compile(rb"\x1b(?:\$[@B(]|\(I)")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")

_SAMPLE = 200_000  # bytes or characters that suffice to judge an encoding
_LEAST_JAPANESE = 0.6
# A text in which fewer of the multi-byte characters than this are broken is damaged, not foreign.
_DAMAGE = 0.02


def looks_binary(data: bytes) -> bool:
    """Whether the bytes are no text: NUL or many control characters, and no byte order mark."""
    if any(data.startswith(mark) for mark, _ in _BYTE_ORDER_MARKS):
        return False
    sample = data[:_SAMPLE]
    return b"\0" in sample or len(_CONTROLS.findall(sample)) > len(sample) / 100


def decode_text(path: str, data: bytes, declared: str | None = None) -> DecodedText:
    """Decode a text file.

    Args:
        path: names the file in errors.
        declared: the encoding that the document claims for itself; it decides only between
            encodings that fit the bytes equally well.

    Raises:
        UnknownEncoding: the bytes fit no encoding; the offset of the first bad byte is named.
        UnsupportedFormat: the bytes are no text.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _strictly(path, data, len(mark), encoding)
    if looks_binary(data):
        raise UnsupportedFormat(
            path=path, found=Wording(ja="文字でないデータ", en="data, not text")
        )
    escaped = data.isascii() and _ESCAPE.search(data)
    for encoding in _ESCAPED if escaped else ("utf-8",):
        text = _try(data, encoding)
        if text is not None:
            return DecodedText(text, encoding)
    if escaped:
        raise _unknown(path, _ESCAPED[0], _first_bad_byte(data, _ESCAPED[0]))
    return _most_japanese(data, declared) or _foreign(path, data)


def _strictly(path: str, data: bytes, skip: int, encoding: str) -> DecodedText:
    try:
        return DecodedText(data[skip:].decode(encoding), encoding)
    except UnicodeDecodeError as error:
        raise _unknown(path, encoding, skip + error.start) from error


def _try(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if encoding == "cp932" and _HOLES.search(text) else text


def _most_japanese(data: bytes, declared: str | None) -> DecodedText | None:
    hinted = _known_name(declared)
    order = sorted(_EIGHT_BIT, key=lambda encoding: encoding != hinted)
    fitting = [(e, t) for e in order if (t := _try(data, e)) is not None]
    if not fitting:
        return None
    encoding, text = max(fitting, key=lambda candidate: _japaneseness(candidate[1]))
    return DecodedText(text, encoding) if _japaneseness(text) >= _LEAST_JAPANESE else None


def _known_name(declared: str | None) -> str | None:
    """Python's name for a declared encoding; what is called Shift_JIS is CP932 in practice."""
    try:
        name = codecs.lookup(declared).name if declared else None
    except LookupError:
        return None
    return "cp932" if name == "shift_jis" else name


def _japaneseness(text: str) -> float:
    """The share of the characters beyond ASCII that everyday Japanese writes, 0 to 1."""
    counts = Counter(c for c in text[:_SAMPLE] if c > "\x7f")
    total = sum(counts.values())
    everyday = sum(count for character, count in counts.items() if _is_everyday(character))
    return everyday / total if total else 0.0


def _is_everyday(character: str) -> bool:
    """Kana, the signs of rows 1–8 and 13, and the 2,965 kanji of JIS level 1 (rows 16–47)."""
    try:
        code = character.encode("euc_jis_2004")
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and (
        0xA1 <= code[0] <= 0xA8 or code[0] == 0xAD or 0xB0 <= code[0] <= 0xCF
    )


def _foreign(path: str, data: bytes) -> DecodedText:
    """The last resort: another language's encoding, unless it is damaged Japanese or UTF-8."""
    encoding, share = min(
        ((e, _share_broken(data, e)) for e in ("utf-8", "cp932", "euc_jp")),
        key=lambda pair: pair[1],
    )
    guess = from_bytes(data[:_SAMPLE]).best() if share > _DAMAGE else None
    text = _try(data, guess.encoding) if guess else None
    if guess is None or text is None or not _is_readable(text):
        raise _unknown(path, encoding, _first_bad_byte(data, encoding))
    return DecodedText(text, guess.encoding)


def _share_broken(data: bytes, encoding: str) -> float:
    """The share of undecodable places among the characters beyond ASCII, in an encoding."""
    text = data.decode(encoding, errors="replace")
    text = _HOLES.sub("\ufffd", text) if encoding == "cp932" else text
    beyond = [c for c in text if c > "\x7f"]
    if encoding != "utf-8" and _japaneseness(text) < _LEAST_JAPANESE:
        return 1.0
    return text.count("\ufffd") / len(beyond) if beyond else 1.0


def _is_readable(text: str) -> bool:
    """Letters of some script, and none of the control characters that a wrong table yields."""
    sample = text[:_SAMPLE]
    odd = sum(1 for c in sample if "\x7f" <= c <= "\x9f" or c in "\x00\x01\x02\x03\ufffd")
    letters = sum(1 for c in sample if c.isalpha() or c.isspace())
    return odd == 0 and letters >= len(sample) / 2


def _first_bad_byte(data: bytes, encoding: str) -> int:
    try:
        text, bad = data.decode(encoding), len(data)
    except UnicodeDecodeError as error:
        text, bad = data[: error.start].decode(encoding), error.start
    hole = _HOLES.search(text) if encoding == "cp932" else None
    return len(text[: hole.start()].encode(encoding)) if hole else bad


def _unknown(path: str, encoding: str, offset: int) -> UnknownEncoding:
    name = encoding.upper()
    return UnknownEncoding(
        path=path,
        detail=Wording(
            ja=f"{name}として読むと{offset}バイト目に合わない値があります",
            en=f"read as {name}, byte {offset} does not fit",
        ),
    )

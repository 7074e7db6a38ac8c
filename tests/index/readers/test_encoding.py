"""Bytes → characters: the bytes decide, not what is declared."""

from __future__ import annotations

import codecs

import pytest

from index.errors import UnknownEncoding, UnsupportedFormat
from index.readers.encoding import decode_text

MINUTES = (
    "第３回　水辺公園検討会　議事概要\r\n○髙田座長　橋の架替えは①今年度、②来年度のどちらか。\r\n"
)
PLAIN = (
    "第３回水辺公園検討会議事概要\n○川辺座長　橋の架替えは今年度か来年度か、御意見を伺いたい。\n"
)


@pytest.mark.parametrize(
    ("data", "expected", "encoding"),
    [
        (MINUTES.encode("utf-8"), MINUTES, "utf-8"),
        (MINUTES.encode("utf-8-sig"), MINUTES, "utf-8"),
        (codecs.BOM_UTF16_LE + MINUTES.encode("utf-16-le"), MINUTES, "utf-16-le"),
        (codecs.BOM_UTF16_BE + MINUTES.encode("utf-16-be"), MINUTES, "utf-16-be"),
        (MINUTES.encode("cp932"), MINUTES, "cp932"),
        (PLAIN.encode("euc_jp"), PLAIN, "euc_jp"),
        (PLAIN.encode("iso2022_jp"), PLAIN, "iso2022_jp"),
        ("会議録".encode("cp932"), "会議録", "cp932"),
        ("会議録".encode("euc_jp"), "会議録", "euc_jp"),
        (b"Minutes of the meeting\n", "Minutes of the meeting\n", "utf-8"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 12 else "",
)
def test_encodings_of_japanese_minutes(data: bytes, expected: str, encoding: str) -> None:
    decoded = decode_text("a.txt", data)
    assert decoded.text == expected
    assert decoded.encoding == encoding


def test_a_wrong_declaration_loses_to_the_bytes() -> None:
    assert decode_text("a.html", PLAIN.encode("euc_jp"), "Shift_JIS").text == PLAIN
    assert decode_text("a.html", PLAIN.encode("utf-8"), "Shift_JIS").text == PLAIN


def test_another_language_is_the_last_resort() -> None:
    german = (
        "Protokoll: Die Bürgermeisterin begrüßte die Gäste. Über den Haushalt wurde später " * 20
    )
    assert decode_text("a.txt", german.encode("latin-1")).text == german


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_a_broken_byte_is_named_by_its_offset(encoding: str) -> None:
    data = bytearray((PLAIN * 10).encode(encoding))
    offset = len((PLAIN * 5).encode(encoding))
    data[offset] = 0xFF
    with pytest.raises(UnknownEncoding) as caught:
        decode_text("a.txt", bytes(data))
    assert f"byte {offset}" in caught.value.line("en")
    assert f"{offset}バイト目" in caught.value.line("ja")
    assert encoding.upper() in caught.value.line("en")


def test_damaged_utf8_is_not_taken_for_another_encoding() -> None:
    german = "Die Bürgermeisterin begrüßte die Gäste, über den Haushalt wurde später beraten. " * 20
    with pytest.raises(UnknownEncoding, match="UTF-8, byte"):
        decode_text("a.txt", german.encode("utf-8") + b"\xff!")


def test_a_cut_off_utf16_file_is_refused() -> None:
    with pytest.raises(UnknownEncoding):
        decode_text("a.txt", codecs.BOM_UTF16_LE + PLAIN.encode("utf-16-le")[:-1])


def test_a_broken_mail_encoding_is_refused() -> None:
    with pytest.raises(UnknownEncoding):
        decode_text("a.txt", PLAIN.encode("iso2022_jp") + b"\x1b$B!")


def test_data_is_no_text() -> None:
    with pytest.raises(UnsupportedFormat):
        decode_text("a.txt", bytes(range(256)))

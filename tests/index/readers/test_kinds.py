"""What a file is: by its content first, by its name second; and in words where it is not read."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from index.errors import DamagedSource, EmptySource, EncryptedSource, UnsupportedFormat
from index.readers.kinds import DOCX, HTML, JSON, MARKDOWN, PDF, PLAIN_TEXT, media_type_of


def zip_with(*members: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for member in members:
            archive.writestr(member, "<a/>")
    return stream.getvalue()


def ole_with(stream: str) -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + stream.encode("utf-16-le") + b"\0" * 64
    )


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.pdf", b"%PDF-1.7\n", PDF),
        ("a.txt", b"\n%PDF-1.4\n", PDF),
        ("a.docx", zip_with("word/document.xml"), DOCX),
        ("a.doc", zip_with("word/document.xml"), DOCX),
        ("a.html", b"<!DOCTYPE html><p>a", HTML),
        ("a.txt", b"\xef\xbb\xbf <HTML><body>", HTML),
        ("a.html", b"<p>a</p>", HTML),
        ("a.pdf", b"<html><body>404", HTML),
        ("a.md", b"<h1>Minutes</h1>\n<p>a</p>", HTML),
        ("a.md", b"<h1>Minutes</h1>\n\n- item", MARKDOWN),
        ("a.md", b"# Minutes", MARKDOWN),
        ("a.json", b"{", JSON),
        ("a.txt", b'{"a": 1}', JSON),
        ("a.txt", b"[1] note", PLAIN_TEXT),
        ("a.txt", "議事録".encode("cp932"), PLAIN_TEXT),
        ("a.txt", "議事録".encode("utf-16"), PLAIN_TEXT),
        ("minutes", "議事録".encode(), PLAIN_TEXT),
    ],
)
def test_kinds_that_are_read(name: str, data: bytes, expected: str) -> None:
    assert media_type_of(Path(name), data) == expected


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("a.pdf", b"\x89PNG\r\n\x1a\n\0\0", "PNG"),
        ("a.docx", b"\xff\xd8\xff\xe0\0", "JPEG"),
        ("a.docx", zip_with("xl/workbook.xml"), "Excel"),
        ("a.docx", zip_with("ppt/presentation.xml"), "PowerPoint"),
        ("a.docx", zip_with("content.xml"), "OpenDocument"),
        ("a.zip", zip_with("議事録.txt"), "ZIP"),
        ("a.doc", ole_with("WordDocument"), "doc"),
        ("a.xls", ole_with("Workbook"), "xls"),
        ("a.jtd", ole_with("DocumentText"), "jtd"),
        ("a.doc", ole_with("Something"), "Office"),
        ("a.txt", b"{\\rtf1 a}", "RTF"),
        ("a.txt", b"MZ\x90\0\x03", "program"),
        ("a.txt", b"\x7fELF\x02", "program"),
        ("a.txt", b"\0\0\0\x20ftypisom", "MP4"),
        ("a.txt", bytes(range(256)), "data"),
        ("a.xml", b"<?xml version='1.0'?><a/>", "XML"),
        ("a.mht", b"From: a\r\nContent-Type: multipart/related;\r\n", "MHTML"),
        ("a.pdf", "議事録".encode(), "named .pdf"),
    ],
)
def test_kinds_that_are_not_read_are_named(name: str, data: bytes, word: str) -> None:
    with pytest.raises(UnsupportedFormat) as caught:
        media_type_of(Path(name), data)
    assert word in caught.value.line("en")
    assert "読めません" in caught.value.line("ja")


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\xff\xfe", b"\0\0\0"])
def test_nothing_is_empty(data: bytes) -> None:
    with pytest.raises(EmptySource):
        media_type_of(Path("a.txt"), data)


def test_an_encrypted_word_file_is_an_ole_container() -> None:
    with pytest.raises(EncryptedSource):
        media_type_of(Path("a.docx"), ole_with("EncryptedPackage"))


def test_a_cut_off_word_file_is_damaged() -> None:
    with pytest.raises(DamagedSource):
        media_type_of(Path("a.docx"), zip_with("word/document.xml")[:-20])

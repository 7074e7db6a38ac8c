from __future__ import annotations

from index.readers.plain_text import read_plain_text


def test_the_text_is_the_decoded_file_to_the_character() -> None:
    text = "議事概要\r\n\r\n　○川辺座長　はい。\f\n・橋\r・公園\u2028終わり"
    (document,) = read_plain_text("a.txt", text.encode("utf-8-sig"))
    assert document.text == text
    assert document.name == "a.txt"
    assert document.media_type == "text/plain"
    assert document.encoding == "utf-8"
    assert document.marks == ()
    assert document.pages == ()

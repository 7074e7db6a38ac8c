"""One file through the whole of reading; and any bytes at all, which may only be refused."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import (
    EmptySource,
    InaccessibleSource,
    SourceMissing,
    SourceTooLarge,
    UnreadableSource,
)
from index.readers import READABLE_SUFFIXES, read_source
from tests.index.readers.pdf_files import page_of, pdf_file


def word_file() -> bytes:
    word = docx.Document()
    word.add_heading("議題", level=1)
    word.add_paragraph("○川辺座長　開会します。")
    word.add_table(rows=1, cols=2).rows[0].cells[0].text = "座長"
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


DIET = {"speechRecord": [{"issueID": "1", "speechOrder": 1, "speaker": "川辺", "speech": "開会"}]}
GOOD = {
    ".pdf": pdf_file([page_of(["議事録", "○川辺座長　開会します。"]), page_of(["閉会"])]),
    ".docx": word_file(),
    ".html": "<html><head><meta charset=utf-8><title>議</title></head><body><h1>議</h1><table><tr>"
    "<td>座長<td>川辺</table><ul><li>一<pre>\n二</pre></ul></body></html>".encode(),
    ".txt": "議事概要\n○川辺座長　開会します。\n".encode("cp932"),
    ".md": "---\ntitle: 議\n---\n# 議\n- 一\n  - 二\n<!-- 三 -->\n```\n四\n```\n".encode(),
    ".rst": "議\n==\n\n.. 注\n\n* 一\n".encode(),
    ".json": json.dumps(DIET, ensure_ascii=False).encode(),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sources")


@pytest.mark.parametrize("suffix", sorted(GOOD))
def test_every_format_is_read(folder: Path, suffix: str) -> None:
    path = folder / f"good{suffix}"
    path.write_bytes(GOOD[suffix])
    (document,) = read_source(path)
    assert document.name == str(path)
    assert "議" in document.text or "開会" in document.text
    assert suffix in READABLE_SUFFIXES


@pytest.mark.parametrize("suffix", [".txt", ".html"])
def test_a_file_in_which_nothing_is_written_is_empty(folder: Path, suffix: str) -> None:
    path = folder / f"blank{suffix}"
    path.write_text(
        "<html><script>1</script></html>" if suffix == ".html" else "\u3000\n", encoding="utf-8"
    )
    with pytest.raises(EmptySource):
        read_source(path)


def test_a_file_over_the_limit_is_named_with_both_sizes(folder: Path) -> None:
    path = folder / "large.txt"
    path.write_bytes(b"a" * 3 * 2**20)
    with pytest.raises(SourceTooLarge, match=r"3\.0 MB; the limit is 1\.0 MB"):
        read_source(path, max_bytes=2**20)
    assert read_source(path, max_bytes=3 * 2**20)


def test_what_is_no_file(folder: Path) -> None:
    with pytest.raises(InaccessibleSource):
        read_source(folder)
    with pytest.raises(SourceMissing):
        read_source(folder / "absent.pdf")


any_bytes = settings(
    max_examples=150,
    deadline=5000,  # ms: a reader that takes longer for some hundred bytes hangs
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@any_bytes
@given(data=st.binary(max_size=400), suffix=st.sampled_from(sorted(READABLE_SUFFIXES)))
def test_random_bytes_are_read_or_refused(folder: Path, data: bytes, suffix: str) -> None:
    read_or_refuse(folder / f"random{suffix}", data)


@any_bytes
@given(st.data())
def test_altered_files_are_read_or_refused(folder: Path, data: st.DataObject) -> None:
    suffix = data.draw(st.sampled_from(sorted(GOOD)))
    altered = bytearray(GOOD[suffix])
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, max(0, len(altered) - 1)))
        end = start + data.draw(st.integers(0, 20))
        altered[start:end] = data.draw(st.binary(max_size=12))
    read_or_refuse(folder / f"altered{suffix}", bytes(altered))


@any_bytes
@given(
    text=st.text("<>!-/=\"'&;# \n\t\r\u3000*+_.:`~[]{}|0a議○tdhrpbliu", max_size=200),
    suffix=st.sampled_from([".html", ".md", ".rst", ".txt", ".json"]),
)
def test_markup_is_read_or_refused(folder: Path, text: str, suffix: str) -> None:
    read_or_refuse(folder / f"markup{suffix}", text.encode("utf-8"))


def read_or_refuse(path: Path, data: bytes) -> None:
    """Nothing but UnreadableSource may come out, and every place must lie within the text."""
    path.write_bytes(data)
    try:
        documents = read_source(path)
    except UnreadableSource:
        return
    for document in documents:
        document.text.encode("utf-8")
        spans = [mark.span for mark in document.marks]
        assert spans == sorted(spans)
        assert all(0 <= span.start < span.end <= len(document.text) for span in spans)
        joined = "".join(document.text[p.span.start : p.span.end] for p in document.pages)
        assert joined in {"", document.text}

"""What goes through the pipe comes out the same."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import (
    DamagedSource,
    EmptySource,
    NotMinutes,
    SourceMissing,
    SourceTooLarge,
)
from index.meeting import Span
from index.readers.wire import (
    Refusal,
    documents_from,
    frame_of,
    pack_documents,
    pack_refusal,
    read_frame,
    refusal_from,
)
from index.source import Mark, MarkKind, Page, SourceDocument
from index.wording import Wording

# Half surrogates included: a file's name holds them where it is not UTF-8.
any_text = st.text(st.characters(exclude_categories=()), max_size=30)
offsets = st.integers(0, 2**40)
spans = st.builds(Span, offsets, offsets)
values = st.dictionaries(any_text, any_text, max_size=3)
wordings = st.builds(Wording, ja=any_text, en=any_text)
marks = st.builds(Mark, st.sampled_from(MarkKind), spans, st.integers(0, 9), values)
documents = st.builds(
    SourceDocument,
    name=any_text,
    text=any_text,
    media_type=any_text,
    encoding=st.none() | any_text,
    pages=st.lists(st.builds(Page, st.integers(1, 9999), spans), max_size=3).map(tuple),
    marks=st.lists(marks, max_size=4).map(tuple),
    values=values,
    warnings=st.lists(wordings, max_size=2).map(tuple),
    part=st.integers(0, 999),
)


def sent(content: object) -> object:
    return read_frame(io.BytesIO(frame_of(content)), 2**20)


@given(st.lists(documents, max_size=3))
def test_documents_come_out_the_same(found: list[SourceDocument]) -> None:
    received = sent(pack_documents(found))
    assert isinstance(received, list)
    assert documents_from(received) == found
    # A kind is compared as a text by ==, and looked up as a member elsewhere.
    assert all(
        isinstance(mark.kind, MarkKind)
        for document in documents_from(received)
        for mark in document.marks
    )


@pytest.mark.parametrize(
    "error",
    [
        EmptySource(path=Path("会議録\udce3.txt")),
        DamagedSource(path="a.pdf", detail=Wording(ja="壊れています", en="it is broken")),
        DamagedSource(path="a.pdf", detail=OSError(5, "Input/output error")),
        SourceTooLarge(path="a", size="3.0 MB", limit="1.0 MB"),
        NotMinutes(path="a", detail=0),
        SourceMissing(path=Path("a")),
    ],
    ids=repr,
)
def test_refusals_come_out_with_their_class_and_words(error: Refusal) -> None:
    received = sent(pack_refusal(error))
    assert isinstance(received, dict)
    found = refusal_from(received)
    assert type(found) is type(error)
    assert (found.line("ja"), found.line("en")) == (error.line("ja"), error.line("en"))


def test_only_refusals_can_be_named() -> None:
    for name in ("LibraryMissing", "SystemExit", "object"):
        with pytest.raises(KeyError):
            refusal_from({"class": name, "slots": {}})


def test_frames_follow_each_other() -> None:
    stream = io.BytesIO(frame_of({"a": "議"}) + frame_of([1]))
    assert read_frame(stream, 99) == {"a": "議"}
    assert read_frame(stream, 99) == [1]
    with pytest.raises(EOFError):
        read_frame(stream, 99)


def test_what_is_no_frame() -> None:
    whole = frame_of("会議録")
    for cut in (0, 3, 8, len(whole) - 1):
        with pytest.raises(EOFError):
            read_frame(io.BytesIO(whole[:cut]), 99)
    with pytest.raises(ValueError, match="11 bytes; at most 10"):
        read_frame(io.BytesIO(whole), 10)
    with pytest.raises(json.JSONDecodeError):
        read_frame(io.BytesIO((3).to_bytes(8, "big") + b"{]}"), 99)

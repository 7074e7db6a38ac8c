"""What holds for every document: pieces that give the source, texts from it, no crash, no hang."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.errors import NotMinutes
from index.meeting import Meeting, Span
from index.minutes import parse_minutes
from index.source import Mark, MarkKind, Page, SourceDocument
from tests.index.invariants import check_meeting

PIECES = st.sampled_from(
    [
        *"○◎◆・-*#→【】（）〔〕()：:。、１1①㈱\n\n\n\n 　\t\r\f|=―",
        "\r\n", "か\u3099", "議長", "委員", "山田", "日時", "場所", "出席者", "議事録",
        "令和６年４月１日", "第１", "日程第２",
        "登壇", "と述べた。", "です。", "１．", "（１）",
        "Q:", "A:", "Ada: ", "\ue000", "\u200b", "  - ", "\U00020bb7", "\ud800",
    ]
)  # fmt: skip
DOCUMENTS = st.one_of(st.lists(PIECES, max_size=120).map("".join), st.text(max_size=200))


@st.composite
def marked_documents(draw: st.DrawFn) -> SourceDocument:
    """A text with marks and pages of a format, wherever they may lie."""
    text = draw(DOCUMENTS)
    places = st.integers(0, len(text))
    marks = [
        Mark(kind, Span(*sorted(ends)), level=level, values={"speaker": "山田"})
        for kind, ends, level in draw(
            st.lists(
                st.tuples(st.sampled_from(MarkKind), st.tuples(places, places), st.integers(0, 6)),
                max_size=6,
            )
        )
    ]
    borders = sorted({0, len(text), *draw(st.lists(places, max_size=4))})
    pages = tuple(Page(i + 1, Span(a, b)) for i, (a, b) in enumerate(pairwise(borders)))
    return SourceDocument("x", text, "x", marks=tuple(marks), pages=pages)


def parse(document: SourceDocument) -> Meeting | None:
    try:
        return parse_minutes(document)
    except NotMinutes:
        return None


def parse_text(text: str) -> Meeting | None:
    return parse(SourceDocument("x.txt", text, "text/plain"))


# Furniture that is also a speech: what is said after the mark is the remark's alone.
SPEECH_AS_FURNITURE = SourceDocument(
    "x",
    "○Q:○",
    "x",
    marks=tuple(
        Mark(kind, Span(0, 4), values={"speaker": "山田"})
        for kind in (MarkKind.SPEECH, MarkKind.FURNITURE)
    ),
)


SIGN_AS_HEADING = SourceDocument("x.txt", "* 始めます。\n⑨", "text/plain")


@settings(max_examples=400, deadline=None)
@example(SPEECH_AS_FURNITURE)
@example(SIGN_AS_HEADING)
@example(SourceDocument("x.txt", "議事録\n:\n\n- 一\n- 二\n:\n- 三\n- 四\n- 五\n", "text/plain"))
@given(marked_documents())
def test_pieces_lie_in_order_and_give_the_source(document: SourceDocument) -> None:
    meeting = parse(document)
    if meeting is not None:
        check_meeting(meeting, document)


@pytest.mark.parametrize(
    "unit",
    [
        "-",
        "=",
        "○",
        "(",
        "（（",
        "【",
        "第１",
        "一",
        "１．",
        " ",
        "a ",
        "a: ",
        "〔登壇〕",
        "日 ",
        "、山田",
        "・\n",
        "Q:\n",
        "｜",
        "君",
        "(あ)",
        "令和６年４月１日　出張　",
    ],
)
def test_no_repetition_takes_long(unit: str) -> None:
    start = time.perf_counter()
    parse_text("会議録\n出席者：" + unit * 20_000)
    parse_text((unit * 100 + "\n") * 200)
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    "line",
    ["[a](http://" + "((a)" * 40 + "!", "と質問した" + "(あ)" * 50 + "x", "出席者：" + "君" * 2000],
    ids=["link", "notes", "honorifics"],
)
def test_no_line_is_tried_in_every_way(line: str) -> None:
    start = time.perf_counter()
    parse_text(f"会議録\n○会長　始めます。\n{line}\n○委員　{line}\n")
    assert time.perf_counter() - start < 5


def test_a_title_of_spaces_takes_no_time() -> None:
    start = time.perf_counter()
    title = "会議録" + " " * 50_000 + "町"
    document = SourceDocument("x", "○会長　始めます。\n", "text/html", values={"title": title})
    meeting = parse(document)
    assert meeting is not None
    assert meeting.title == "会議録 町"
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize("word", ["thıs year", "Tıtle: x", "5 aprıl 2024", "lİnks: x"])
def test_letters_that_only_patterns_take_for_an_i(word: str) -> None:
    parse_text(f"{word}\n○会長　{word}\n令和6年5月8日\n○委員　{word}\n")

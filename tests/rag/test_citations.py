from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from index.meeting import MeetingId, RecordKind, Remark, Role, Span, Speaker, TimeReference
from index.passages import PassageId
from index.records import PassageRecord
from index.source import Page
from index.terms import Terms
from rag.citations import cite

# One remark that a page number and a running head cut in two.
SOURCE = "会議録\n○青木委員　橋の工事は三月に終わ\n- 1 -\n第２回\nります。費用は二億円です。\n"
FIRST, SECOND = "橋の工事は三月に終わ", "ります。費用は二億円です。"
TEXT = FIRST + SECOND
BREAK = SOURCE.index("- 1 -")
SPANS = tuple(Span(SOURCE.index(t), SOURCE.index(t) + len(t)) for t in (FIRST, SECOND))
AOKI = Speaker("青木委員", "青木 結", "委員", "白波大学 教授")


def passage(speaker: Speaker | None = AOKI) -> PassageRecord:
    return PassageRecord(
        id=PassageId("m1:0.0"),
        text=TEXT,
        start=0,
        units=((0, len(TEXT)),),
        header="",
        remark=Remark(0, TEXT, SPANS, speaker, "1", Role.ANSWER, 1),
        section_path=("議事", "橋"),
        meeting_id=MeetingId("m1"),
        meeting_title="白波市橋りょう委員会",
        meeting_date=date(2025, 5, 1),
        meeting_kind=RecordKind.VERBATIM,
        meeting_language="ja",
        pages=(Page(1, Span(0, BREAK)), Page(2, Span(BREAK, len(SOURCE)))),
        terms=Terms([], []),
    )


@pytest.mark.parametrize(
    ("start", "end"),
    [(0, len(TEXT)), (0, 3), (8, 13), (14, len(TEXT))],
    ids=["whole", "first piece", "over the break", "second piece"],
)
def test_the_quote_is_what_stands_at_its_spans(start: int, end: int) -> None:
    citation = cite(1, passage(), start, end)
    assert citation.quote == TEXT[start:end]
    assert "".join(SOURCE[s.start : s.end] for s in citation.spans) == citation.quote
    assert (citation.span.start, citation.span.end) == (
        citation.spans[0].start,
        citation.spans[-1].end,
    )


def test_the_page_is_that_of_the_quote_not_of_the_remark() -> None:
    second = TEXT.index("費用")
    assert cite(1, passage(), 0, 5).page == 1
    assert cite(1, passage(), 0, len(TEXT)).page == 1
    assert cite(1, passage(), second, len(TEXT)).page == 2


def test_formats_without_pages_have_none() -> None:
    assert cite(1, replace(passage(), pages=()), 0, 5).page is None


def test_a_citation_says_who_where_and_when() -> None:
    citation = cite(3, passage(), 0, 5)
    assert citation.n == 3
    assert citation.meeting.title == "白波市橋りょう委員会"
    assert citation.meeting.date == "2025-05-01"
    assert citation.speaker is not None
    assert citation.speaker.name == "青木 結"
    assert citation.speaker.affiliation == "白波大学 教授"
    assert citation.section == "議事 > 橋"


def test_what_the_minutes_do_not_say_is_none() -> None:
    bare = replace(passage(None), meeting_date=None, section_path=())
    citation = cite(1, bare, 0, 5)
    assert (citation.speaker, citation.meeting.date, citation.section) == (None, None, None)


def test_an_office_stands_for_a_name() -> None:
    speaker = cite(1, passage(Speaker("道路課長", None, "道路課長")), 0, 5).speaker
    assert speaker is not None
    assert speaker.name == "道路課長"


def test_a_quote_tells_what_its_relative_times_mean() -> None:
    start = TEXT.index("三月")
    march = TimeReference(start, start + 2, date(2026, 3, 1), date(2026, 3, 31), relative=True)
    absolute = TimeReference(0, 1, date(2020, 1, 1), date(2020, 12, 31), relative=False)
    whole = passage()
    whole = replace(whole, remark=replace(whole.remark, times=(absolute, march)))
    assert [(t.text, t.since, t.until) for t in cite(1, whole, 0, len(TEXT)).times] == [
        ("三月", "2026-03-01", "2026-03-31")
    ]
    assert cite(1, whole, 0, start + 1).times == ()

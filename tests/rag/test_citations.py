from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from index.meeting import MeetingId, RecordKind, Remark, Role, Span, Speaker, TimeReference
from index.passages import PassageId
from index.records import PassageRecord
from index.source import Page
from index.terms import Terms
from rag.answer import CitedSpan, FoundPassage
from rag.citations import cite, found_passage
from rag.retrieval import Hit

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


def found(asked: PassageRecord | None = None, *repeated: PassageRecord) -> FoundPassage:
    scores = np.array([0.5], np.float32)
    return found_passage(Hit(passage(), 1, 0.5, 0.5, 1.0, 2.0, scores, asked, repeated))


def second_sentence(speaker: Speaker | None = AOKI) -> PassageRecord:
    """The passage of the same remark that begins on its second page."""
    start = TEXT.index("費用")
    return replace(passage(speaker), id=PassageId("m1:0.1"), text=TEXT[start:], start=start)


def test_a_found_answer_has_the_question_that_it_answers() -> None:
    asked = found(second_sentence()).asked
    assert asked is not None
    assert (asked.passage_id, asked.text, asked.page) == ("m1:0.1", "費用は二億円です。", 2)
    assert SOURCE[asked.span.start : asked.span.end] == asked.text
    assert asked.speaker is not None
    assert asked.speaker.name == "青木 結"


def test_a_question_without_a_speaker_has_none() -> None:
    asked = found(second_sentence(None)).asked
    assert asked is not None
    assert asked.speaker is None


def test_a_found_passage_tells_where_its_words_stand_besides() -> None:
    earlier = replace(
        passage(),
        id=PassageId("m0:3.0"),
        meeting_id=MeetingId("m0"),
        meeting_title="白波市議会",
        meeting_date=None,
    )
    paged, unpaged = found(None, earlier, replace(earlier, pages=())).repeated
    assert (paged.passage_id, paged.page) == ("m0:3.0", 1)
    assert (paged.meeting.id, paged.meeting.title, paged.meeting.date) == ("m0", "白波市議会", None)
    assert paged.span == CitedSpan(SPANS[0].start, SPANS[-1].end)
    assert unpaged.page is None


def test_a_found_passage_that_stands_alone_has_neither() -> None:
    assert (found().asked, found().repeated) == (None, ())

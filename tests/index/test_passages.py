"""Remarks are cut into units and passages that lose nothing and fit the model."""

from __future__ import annotations

import math
import time
from collections.abc import Collection, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.meeting import MeetingId, Remark, Span
from index.passages import Passage, PassageSizes, context_header, cut_passages
from tests.index.builders import BUDGET, minutes

_ID = MeetingId("m1")


def _count(texts: Sequence[str]) -> list[int]:
    return [math.ceil(len(text) / 1.7) for text in texts]


def _cut(text: str, sizes: PassageSizes, borders: Collection[int] = ()) -> list[Passage]:
    remark = Remark(3, text, (Span(0, len(text)),))
    return cut_passages(_ID, remark, _count, sizes, borders)


_SIZES = st.builds(
    PassageSizes,
    target=st.integers(5, 40),
    overlap=st.integers(0, 3),
    shortest_unit=st.integers(0, 8),
    limit=st.integers(40, 60),
)
_SENTENCES = st.text(st.sampled_from(list("図書館の予算。、！「」 　\nA.1")), max_size=300)


_BORDERS = st.sets(st.integers(-5, 310), max_size=6)


@given(_SENTENCES, _SIZES, _BORDERS)
@settings(max_examples=200)
def test_units_lie_in_order_within_limits_and_lose_nothing(
    text: str, sizes: PassageSizes, borders: set[int]
) -> None:
    passages = _cut(text, sizes, borders)
    for passage in passages:
        inner = [border for border in borders if passage.start < border < passage.end]
        assert all(
            _count([text[passage.start : border].strip()])[0] < sizes.shortest_matter
            for border in inner[:1]
        )
    for passage in passages:
        starts, ends = [u[0] for u in passage.units], [u[1] for u in passage.units]
        assert (passage.start, passage.end) == (starts[0], ends[-1])
        assert all(start < end for start, end in passage.units)
        assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))
    covered = {i for p in passages for start, end in p.units for i in range(start, end)}
    assert {i for i, c in enumerate(text) if not c.isspace()} <= covered
    for _, size in _unit_sizes(text, passages):
        assert size <= sizes.limit


@given(_SENTENCES, _SIZES)
@settings(max_examples=200)
def test_a_passage_exceeds_the_target_only_as_a_single_unit(text: str, sizes: PassageSizes) -> None:
    # Sums of parts: a counter that rounds each part up never counts the whole higher.
    for passage in _cut(text, sizes):
        whole = sum(_count([text[s:e] for s, e in passage.units]))
        assert len(passage.units) == 1 or whole <= sizes.target + len(passage.units)


def _unit_sizes(text: str, passages: list[Passage]) -> list[tuple[Passage, int]]:
    return [(p, _count([text[s:e]])[0]) for p in passages for s, e in p.units]


def test_an_endless_sentence_is_cut_below_the_limit() -> None:
    text = "あ" * 24_000
    passages = _cut(text, PassageSizes())
    assert all(size <= 480 for _, size in _unit_sizes(text, passages))
    assert "".join(text[s:e] for p in passages for s, e in p.units) == text


def test_an_endless_sentence_is_cut_at_commas() -> None:
    text = "図書館と公民館と学校を、" * 300
    units = [u for p in _cut(text, PassageSizes()) for u in p.units]
    assert all(text[end - 1] == "、" for _, end in units)


def test_cutting_takes_no_quadratic_time() -> None:
    counted = 0

    def count(texts: Sequence[str]) -> list[int]:
        nonlocal counted
        counted += sum(map(len, texts))
        return _count(texts)

    text = "議" * 300_000
    start = time.process_time()
    cut_passages(_ID, Remark(0, text, (Span(0, len(text)),)), count, PassageSizes())
    assert counted < 40 * len(text)
    assert time.process_time() - start < 5


def test_a_model_whose_every_character_is_over_the_limit_comes_to_an_end() -> None:
    remark = Remark(0, "議事録", (Span(0, 3),))
    sizes = PassageSizes(target=1, limit=1)
    passages = cut_passages(_ID, remark, lambda texts: [9 * len(t) for t in texts], sizes)
    assert [p.units for p in passages] == [((0, 1),), ((1, 2),), ((2, 3),)]


_FIVE = "".join(f"これは{n}番目に述べる文です。" for n in "一二三四五")  # 14 characters, 9 tokens


def test_passages_overlap_by_units() -> None:
    sizes = PassageSizes(target=27, overlap=1, shortest_unit=1)
    passages = _cut(_FIVE, sizes)
    assert [p.units[0][0] // 14 for p in passages] == [0, 2]
    assert [p.units[-1][1] // 14 for p in passages] == [3, 5]


def test_no_overlap_where_none_is_wanted() -> None:
    passages = _cut(_FIVE, PassageSizes(target=27, overlap=0, shortest_unit=1))
    assert [(p.start, p.end) for p in passages] == [(0, 42), (42, 70)]


def test_short_sentences_share_a_unit() -> None:
    text = "はい。そうです。図書館の予算は三億円でございます。"
    assert _cut(text, PassageSizes(shortest_unit=5))[0].units == ((0, 8), (8, 25))


def test_ids_name_meeting_remark_and_number_and_are_stable() -> None:
    sizes = PassageSizes(target=27, overlap=1, shortest_unit=1)
    assert [p.id for p in _cut(_FIVE, sizes)] == ["m1:3.0", "m1:3.1"]
    assert _cut(_FIVE, sizes) == _cut(_FIVE, sizes)


def test_an_empty_remark_has_no_passage() -> None:
    assert _cut(" \n", PassageSizes()) == []


def test_the_header_says_meeting_date_section_and_speaker() -> None:
    _, meeting = minutes("青葉町議会定例会", BUDGET)
    header = context_header(meeting, meeting.remarks[1])
    assert header == "青葉町議会定例会 2026-03-04 一般質問 瀬戸内 杏子 町長"


def test_a_heading_that_is_a_paragraph_is_cut_short_in_the_header() -> None:
    _, meeting = minutes("青葉町議会" * 40, BUDGET)
    header = context_header(replace(meeting, date=None), meeting.remarks[0])
    assert header == f"{'青葉町議会' * 12} 一般質問 髙橋 一郎 委員"


def test_sizes_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="target 600"):
        PassageSizes(target=600)
    assert PassageSizes().within(120) == PassageSizes(target=120, limit=120)


_LIBRARY = "図書館は令和九年四月に開きます。建設費は三億二千万円で、このうち二億円は国の補助金を見込んでいます。"
_HARBOUR = (
    "次に、港についてお答えします。防波堤の延長工事は来年度に着手し、三年かけて行う予定です。"
)


def test_a_passage_begins_where_another_matter_begins() -> None:
    text = _LIBRARY + _HARBOUR
    one, other = _cut(text, PassageSizes(shortest_matter=20), [len(_LIBRARY)])
    assert text[one.start : one.end] == _LIBRARY
    assert text[other.start : other.end] == _HARBOUR


def test_what_is_too_short_to_stand_alone_goes_with_the_next_matter() -> None:
    opening = "二点お答えします。"
    text = opening + _LIBRARY + _HARBOUR
    borders = [len(opening), len(opening) + len(_LIBRARY)]
    one, other = _cut(text, PassageSizes(shortest_matter=20), borders)
    assert text[one.start : one.end] == opening + _LIBRARY
    assert text[other.start : other.end] == _HARBOUR

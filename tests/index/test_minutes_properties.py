"""What holds for every document: spans in order, texts from the source, no crash, no hang."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import NotMinutes
from index.meeting import Meeting
from index.minutes import parse_minutes
from index.source import SourceDocument

PIECES = st.sampled_from(
    [
        *"○◎◆・-*#→【】（）〔〕()：:。、１1①㈱\n\n\n\n 　\t\r\f|=―",
        "\r\n", "か\u3099", "議長", "委員", "山田", "日時", "場所", "出席者", "議事録", "令和６年４月１日", "第１", "日程第２",
        "登壇", "と述べた。", "です。", "１．", "（１）", "Q:", "A:", "Ada: ", "\ue000", "\u200b", "  - ", "\U00020bb7", "\ud800",
    ]
)  # fmt: skip
DOCUMENTS = st.one_of(st.lists(PIECES, max_size=120).map("".join), st.text(max_size=200))


def parse(text: str) -> Meeting | None:
    try:
        return parse_minutes(SourceDocument("x.txt", text, "text/plain"))
    except NotMinutes:
        return None


@settings(max_examples=400, deadline=None)
@given(DOCUMENTS)
def test_spans_lie_in_order_and_give_the_texts(text: str) -> None:
    meeting = parse(text)
    if meeting is None:
        return
    for remark in meeting.remarks:
        assert "".join(text[s.start : s.end] for s in remark.spans) == remark.text
        assert remark.text.strip()
    spans = [
        *(s for r in meeting.remarks for s in r.spans),
        *(s.span for s in meeting.sections),
        *meeting.header,
        *meeting.furniture,
        *meeting.stage_notes,
    ]
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    ordered = sorted(spans)
    assert all(a.end <= b.start for a, b in zip(ordered, ordered[1:], strict=False))
    starts = [r.span.start for r in meeting.remarks]
    assert starts == sorted(starts)
    ids = {s.id for s in meeting.sections}
    assert all(r.section_id is None or r.section_id in ids for r in meeting.remarks)


@pytest.mark.parametrize(
    "unit", ["-", "=", "○", "(", "（（", "【", "第１", "一", "１．", " ", "a ", "a: ", "〔登壇〕", "日 ", "、山田", "・\n", "Q:\n", "｜"]
)
def test_no_repetition_takes_long(unit: str) -> None:
    start = time.perf_counter()
    parse("会議録\n出席者：" + unit * 20_000)
    parse((unit * 100 + "\n") * 200)
    assert time.perf_counter() - start < 5

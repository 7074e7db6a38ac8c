from __future__ import annotations

import json

import pytest

from index.errors import DamagedSource, UnsupportedFormat
from index.readers.records import read_records
from index.source import MarkKind, SourceDocument


def read(content: object) -> list[SourceDocument]:
    return read_records("a.json", json.dumps(content).encode("utf-8"))


def speeches(document: SourceDocument) -> list[tuple[str, dict[str, str]]]:
    assert {mark.kind for mark in document.marks} <= {MarkKind.SPEECH}
    return [(document.text[m.span.start : m.span.end], m.values) for m in document.marks]


def speech(
    order: int, speaker: str, words: str, issue: str = "1", **more: object
) -> dict[str, object]:
    return {
        "issueID": issue,
        "session": 208,
        "nameOfHouse": "衆議院",
        "nameOfMeeting": "水辺委員会",
        "issue": "第3号",
        "date": "2022-03-01",
        "speechOrder": order,
        "speaker": speaker,
        "speech": words,
        "meetingURL": "https://example.org/1",
        **more,
    }


def test_speeches_of_the_diet_api_are_grouped_by_meeting() -> None:
    reply = {
        "numberOfRecords": 3,
        "speechRecord": [
            speech(
                2, "岸辺花子", "○岸辺委員　賛成です。\r\n　終わります。", speakerGroup="みどり会"
            ),
            speech(
                1,
                "川辺太一",
                "○川辺委員長　開会します。",
                speakerPosition="委員長",
                speakerRole=None,
            ),
            speech(1, "橋本渡", "○橋本議長　休憩します。", issue="2", date="2022-03-02"),
        ],
    }
    first, second = read(reply)
    assert first.values == {
        "title": "第208回国会 衆議院 水辺委員会 第3号",
        "date": "2022-03-01",
        "url": "https://example.org/1",
        "kind": "verbatim",
    }
    assert speeches(first) == [
        (
            "○川辺委員長　開会します。",
            {"speaker": "川辺太一", "position": "委員長", "order": "1"},
        ),
        (
            "○岸辺委員　賛成です。\n　終わります。",
            {"speaker": "岸辺花子", "group": "みどり会", "order": "2"},
        ),
    ]
    assert (first.part, second.part) == (0, 1)
    assert second.values["date"] == "2022-03-02"


def test_meetings_of_the_diet_api_with_their_header() -> None:
    meeting = speech(0, "会議録情報", "　　出席委員　川辺太一君")
    inner = [
        {key: meeting.pop(key) for key in ("speechOrder", "speaker", "speech")},
        {"speechOrder": 1, "speaker": "川辺太一", "speech": "○川辺委員長　開会します。"},
    ]
    (document,) = read({"meetingRecord": [{**meeting, "speechRecord": inner}]})
    assert document.text == "　　出席委員　川辺太一君\n\n○川辺委員長　開会します。"
    assert [words for words, _ in speeches(document)] == ["○川辺委員長　開会します。"]
    assert document.values["title"] == "第208回国会 衆議院 水辺委員会 第3号"


def test_the_older_nesting_of_the_diet_api() -> None:
    record = speech(5, "川辺太一", "○川辺委員長　散会します。", issue="3号")
    del record["issueID"]
    record["issue"] = "3号"
    nested = {"data": {"records": {"record": [{"recordData": {"speechRecord": record}}]}}}
    (document,) = read(nested)
    assert document.values["title"].endswith("第3号")
    assert speeches(document)[0][1]["order"] == "5"


def test_discussnet() -> None:
    (document,) = read(
        {
            "tenant_minutes": [
                {
                    "title": "（名簿）",
                    "minute_type": "名簿",
                    "body": "<pre>出席議員\n　川辺　太一</pre>",
                },
                {
                    "title": "議長（川辺太一君）",
                    "minute_type": "○議長",
                    "body": "<pre>○議長　開議&amp;します。</pre>",
                },
                {
                    "title": "（岸辺花子君）",
                    "minute_type": "◆質問",
                    "page_no": 4,
                    "body": "◆　伺います。<br>以上",
                },
            ]
        }
    )
    assert document.text.startswith("出席議員\n　川辺　太一\n\n○議長")
    assert speeches(document) == [
        (
            "○議長　開議&します。",
            {"speaker": "川辺太一", "position": "議長", "role": "議長", "order": "1"},
        ),
        (
            "◆　伺います。\n以上",
            {"speaker": "岸辺花子", "role": "質問", "order": "2", "page": "4"},
        ),
    ]


def test_poliinfo_proceedings_and_sentences() -> None:
    (meeting,) = read(
        [
            {
                "Date": "2019/4/26",
                "ProceedingTitle": "特別委員会速記録",
                "Proceeding": [
                    {"Speaker": "null", "Utterance": "出席委員　三名"},
                    {"Speaker": "川辺委員長", "Utterance": "開会します。"},
                ],
            }
        ]
    )
    assert speeches(meeting) == [("開会します。", {"speaker": "川辺委員長", "order": "1"})]
    who = {
        "Title": "会議録",
        "Date": "2001-09-26",
        "SpeakerName": "川辺太一",
        "SpeakerPosition": "議長",
    }
    (document,) = read(
        [
            {**who, "Utterance": "開会します。"},
            {**who, "Utterance": "着席ください。"},
            {**who, "SpeakerName": "岸辺花子", "SpeakerPosition": "", "Utterance": "質問します。"},
        ]
    )
    assert [words for words, _ in speeches(document)] == [
        "開会します。\n着席ください。",
        "質問します。",
    ]


@pytest.mark.parametrize("content", [{"a": 1}, [], [1, 2], {"speechRecord": []}, "会議", [[]], 3])
def test_other_json_is_refused_with_the_known_forms(content: object) -> None:
    with pytest.raises(UnsupportedFormat) as caught:
        read(content)
    assert "国会会議録API" in caught.value.line("ja")
    assert "DiscussNet" in caught.value.line("en")


@pytest.mark.parametrize("text", ['{"speechRecord": [', "[" * 100_000, '{"a": ' + "1" * 5000 + "}"])
def test_broken_json_is_damage(text: str) -> None:
    with pytest.raises(DamagedSource):
        read_records("a.json", text.encode())


def test_half_a_surrogate_pair_does_not_pass() -> None:
    record = json.dumps({"speechRecord": [speech(1, "川辺", "開会X")]}).replace("X", "\\ud83d")
    (document,) = read_records("a.json", record.encode())
    document.text.encode("utf-8")

"""Minutes written for this project in 39 ways that offices write them, against what a person reads in them.

The documents and what stands in them (`*.gold.json`) were written before the parser could read them, and
not by looking at what it makes of them. `KNOWN` counts where the two still differ; whoever mends one
lowers the count. Nobody's figure may rise.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from index.meeting import Meeting
from index.minutes import parse_minutes
from index.people import comparison_key
from index.readers import read_source
from index.source import SourceDocument

WRITTEN = Path(__file__).parent.parent / "data" / "written"
NAMES = sorted(path.name.removesuffix(".gold.json") for path in WRITTEN.glob("*.gold.json"))
NEAR = 4  # signs by which both may differ in where a remark begins (→, （１）)

# Remarks missed, remarks too many, other speakers.
KNOWN: dict[str, tuple[int, int, int]] = {
    "a09_dx_suishin_memo.md": (2, 0, 0),
    "b04_rinsho_kenkyu_shinsa.txt": (1, 12, 0),
    "b05_kanri_kumiai_rijikai.txt": (1, 2, 0),
    "b06_saigai_taisaku_honbu.txt": (3, 5, 4),
    "b07_roshi_kosho_memo.txt": (0, 1, 0),
    "b09_gakko_unei_kyogikai.txt": (0, 0, 1),
    "b10_kyoiku_kenkyu_hyogikai.txt": (1, 0, 0),
    "b11_kyoiku_iinkai_teireikai.txt": (0, 1, 0),
    "b12_iryo_anzen_iinkai.docx": (2, 3, 0),
    "b15_consortium_wg.docx": (0, 1, 0),
    "b16_ken_shingikai_gaiyo.html": (0, 1, 0),
    "b18_rinri_shinsa_yoshi.html": (1, 2, 0),
    "b19_open_data_meeting.md": (0, 4, 0),
    "c01_rijikai.txt": (2, 2, 0),
    "c02_saigai_honbu.txt": (0, 3, 5),
    "c03_consortium_wg.md": (0, 5, 1),
}


@dataclass(frozen=True, slots=True)
class Differences:
    missed: list[str]
    extra: list[str]
    speakers: list[str]


@cache
def understood(name: str) -> tuple[SourceDocument, Meeting]:
    document = read_source(WRITTEN / name)[0]
    return document, parse_minutes(document)


def gold(name: str) -> dict[str, Any]:
    held: dict[str, Any] = json.loads((WRITTEN / f"{name}.gold.json").read_text(encoding="utf-8"))
    return held


def place(text: str, line: int, starts: str, after: int) -> int:
    first = sum(len(before) + 1 for before in text.split("\n")[: line - 1])
    at = text.find(starts, max(first, after))
    assert at >= 0, (line, starts)
    return at


def same_speaker(label: str | None, meeting: Meeting, start: int) -> bool:
    speaker = next(r.speaker for r in meeting.remarks if r.span.start == start)
    if speaker is None or label is None:
        return speaker is None and label is None
    keys = {key(speaker.as_written), key(speaker.name or "")} - {""}
    inner = label.rpartition("（")[2].rstrip("）") if label.endswith("）") else label
    return bool(keys & {key(label), key(inner)})


def key(label: str) -> str:
    bare = comparison_key(label).translate(dict.fromkeys(map(ord, "()（）@*")))
    return bare.removesuffix("君").removesuffix("氏").removesuffix("さん")


def differences(name: str) -> Differences:
    document, meeting = understood(name)
    found = {r.span.start for r in meeting.remarks}
    result = Differences([], [], [])
    after = 0
    for remark in gold(name)["remarks"]:
        start = place(document.text, remark["line"], remark["starts"], after)
        after = start + 1
        near = (n for d in range(NEAR + 1) for n in (start + d, start - d))
        at = next((n for n in near if n in found), None)
        found.discard(-1 if at is None else at)
        if remark.get("doubt"):
            continue
        if at is None:
            result.missed.append(remark["starts"])
        elif not same_speaker(remark["speaker"], meeting, at):
            result.speakers.append(remark["starts"])
    result.extra.extend(document.text[n : n + 20] for n in sorted(found))
    return result


@pytest.mark.parametrize("name", NAMES)
def test_remarks_begin_where_a_person_reads_them_and_have_their_speakers(name: str) -> None:
    found = differences(name)
    missed, extra, speakers = KNOWN.get(name, (0, 0, 0))
    assert (len(found.missed), len(found.extra), len(found.speakers)) == (
        missed,
        extra,
        speakers,
    ), found


@pytest.mark.parametrize("name", NAMES)
def test_the_day_of_the_meeting(name: str) -> None:
    _, meeting = understood(name)
    assert str(meeting.date) == gold(name)["header"]["date"]


def test_sums_over_all_documents() -> None:
    """What the counts above amount to: precision and recall of (speaker, beginning)."""
    found = [differences(name) for name in NAMES]
    wanted = sum(sum(not r.get("doubt") for r in gold(name)["remarks"]) for name in NAMES)
    right = wanted - sum(len(d.missed) + len(d.speakers) for d in found)
    precision = right / (right + sum(len(d.extra) + len(d.speakers) for d in found))
    assert (right / wanted >= 0.96, precision >= 0.93) == (True, True), (right / wanted, precision)

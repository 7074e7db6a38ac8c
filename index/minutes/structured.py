"""SPEECH marks of a structured record → remarks: the record says who spoke, the text repeats it.

The mark ○役職（氏名君） at the beginning of a speech is left out of the remark, and so are stage
notes on lines of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.meeting import Remark, Speaker
from index.minutes.lines import Line, Text
from index.minutes.marks import is_stage_note, speaker_marks
from index.minutes.record import Record
from index.people import People, comparison_key, is_office
from index.source import Mark, MarkKind
from index.text import fold

__all__ = ["read_speeches", "speeches_of"]

_NUMBER = re.compile(r"\A(?:\d{1,4}\s*[:.]\s*|\[\d{1,4}/?\d*\]\s*)")
_LEAD_SIGN = re.compile(r"\A[○◎◆◇△▲●□]\s*")


def speeches_of(text: Text) -> list[Mark]:
    """The document's SPEECH marks in order."""
    return sorted(
        (m for m in text.document.marks if m.kind is MarkKind.SPEECH), key=lambda m: m.span
    )


def read_speeches(
    text: Text, speeches: Sequence[Mark], people: People, furniture: frozenset[int]
) -> Record:
    """One remark for each SPEECH mark that holds words."""
    record = Record()
    lines = [(text.line_span(line), line) for line in text.lines]
    position = 0
    for speech in speeches:
        while position < len(lines) and lines[position][0].start < speech.span.start:
            position += 1
        inside = []
        while position < len(lines) and lines[position][0].start < speech.span.end:
            inside.append(lines[position][1])
            position += 1
        _read_one(record, text, speech, inside, people, furniture)
    return record


def _read_one(
    record: Record,
    text: Text,
    speech: Mark,
    lines: list[Line],
    people: People,
    furniture: frozenset[int],
) -> None:
    speaker, ambiguous = _speaker(speech.values, people)
    if ambiguous and speaker:
        record.ambiguous[speaker.as_written] = None
    pieces: list[list[int]] = []
    sign = ""
    last = -2
    for i, line in enumerate(lines):
        start = line.start
        if i == 0:
            length, sign = _mark_length(line, speech.values)
            if length:
                record.marks.append(text.span(start, start + length))
            start += length
        elif line.index in furniture:
            continue
        elif is_stage_note(line.text):
            record.notes.append(text.line_span(line))
            continue
        if start >= line.end:
            continue
        if pieces and line.index == last + 1:
            pieces[-1][1] = line.end
        else:
            _after_note(text, pieces, start)
            pieces.append([start, line.end])
        last = line.index
    spans = tuple(text.span(a, b) for a, b in pieces)
    words = "".join(text.document.text[s.start : s.end] for s in spans)
    if words.strip():
        page = text.document.page_at(speech.span.start) or _page(speech.values)
        record.remarks.append(
            Remark(len(record.remarks) + 1, words, spans, speaker, None, None, page)
        )
        record.signs.append((sign or _sign_of_role(speech.values), ""))


def _after_note(text: Text, pieces: list[list[int]], start: int) -> None:
    """The line end before a stage note belongs to the words before it."""
    if pieces:
        pieces[-1][1] = text.after_line_end(pieces[-1][1], start)


def _page(values: dict[str, str]) -> int | None:
    page = values.get("page", "")
    return int(page) if page.isdecimal() and len(page) < 6 else None


def _sign_of_role(values: dict[str, str]) -> str:
    return {"質問": "◆", "質疑": "◆", "質問者": "◆", "答弁": "◎", "答弁者": "◎"}.get(
        values.get("role", ""), ""
    )


def _speaker(values: dict[str, str], people: People) -> tuple[Speaker | None, bool]:
    name = values.get("speaker", "").strip()
    office = values.get("position", "").strip() or None
    if not name and not office:
        return None, False
    if not name and office:
        return people.speaker(office)
    found, ambiguous = people.speaker(name)
    if found.name is None and not ambiguous and _is_name(name):
        found = Speaker(name, re.sub(r"\s|君\Z", "", name), found.role)
    affiliation = found.affiliation or values.get("group") or None
    return Speaker(found.as_written, found.name, office or found.role, affiliation), ambiguous


def _is_name(name: str) -> bool:
    """The record's speaker field holds a person's name unless it is an office."""
    return not is_office(fold(name).removesuffix("君"))


def _mark_length(line: Line, values: dict[str, str]) -> tuple[int, str]:
    """How much of a speech's first line is its mark, and the sign that it begins with."""
    number = _NUMBER.match(line.text)
    offset = number.end() if number else 0
    text = line.text[offset:]
    sign = _LEAD_SIGN.match(text)
    bare = Line(line.index, text, line.start + offset, line.end, line.indent, line.width, 0)
    name = comparison_key(values.get("speaker", ""))
    for mark in speaker_marks(bare):
        key = comparison_key(mark.label)
        if sign or (name and (name in key or key in name)):
            return offset + mark.end, mark.sign
    first, _, _ = text.partition(" ")
    if sign and name and name in comparison_key(first):
        return offset + len(first) + 1 if len(first) < len(text) else len(line.text), sign.group()[
            0
        ]
    return 0, sign.group()[0] if sign else ""

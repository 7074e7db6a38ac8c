"""Structured records of meetings (JSON) → texts with one SPEECH mark for each utterance.

Known forms: the National Diet API (speech and meeting lists, and the older nesting below "data"),
DiscussNet ("tenant_minutes"), and the two lists of the NTCIR PoliInfo tasks. What stands before the
first SPEECH mark is the record's own header (attendance, agenda): its text is kept, without a mark.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from index.errors import DamagedSource, UnsupportedFormat
from index.meeting import Span
from index.readers.encoding import decode_text
from index.readers.kinds import JSON
from index.source import Mark, MarkKind, SourceDocument
from index.wording import Wording

__all__ = ["read_records"]

Record = dict[str, Any]

_UNKNOWN_FORM = Wording(
    ja="JSONですが、国会会議録API・DiscussNet・PoliInfoのどの形でもありません",
    en="JSON, but of none of the known forms: National Diet API, DiscussNet, PoliInfo",
)
_HEADER_SPEAKER = "会議録情報"  # what the Diet API names as speaker of the record's header
_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class _Speech:
    """One utterance: what was said, and what the record says of it. A header is said by nobody."""

    text: str
    values: dict[str, str] = field(default_factory=dict)
    is_header: bool = False


@dataclass(frozen=True, slots=True)
class _Record:
    """One meeting of a file."""

    speeches: list[_Speech]
    values: dict[str, str] = field(default_factory=dict)


def read_records(name: str, data: bytes) -> list[SourceDocument]:
    """Read a JSON file that holds one or several meetings.

    Raises:
        DamagedSource: it is no valid JSON.
        UnsupportedFormat: it is JSON of a form that is not known.
    """
    decoded = decode_text(name, data)
    content = _parse(name, decoded.text)
    for applies, read in _FORMS:
        if applies(content):
            found = [record for record in read(content) if record.speeches]
            return [
                _document(name, record, decoded.encoding, part) for part, record in enumerate(found)
            ]
    raise UnsupportedFormat(path=name, found=_UNKNOWN_FORM)


def _parse(name: str, text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        detail = Wording(
            ja=f"JSONとして{error.lineno}行目の{error.colno}文字目で読めなくなります",
            en=f"no valid JSON at line {error.lineno}, column {error.colno}",
        )
        raise DamagedSource(path=name, detail=detail) from error
    except (ValueError, RecursionError) as error:
        detail = Wording(ja="JSONとして読めません", en="no JSON that can be read")
        raise DamagedSource(path=name, detail=detail) from error


def _document(name: str, record: _Record, encoding: str, part: int) -> SourceDocument:
    marks = []
    start = 0
    for speech in record.speeches:
        if not speech.is_header:
            span = Span(start, start + len(speech.text))
            marks.append(Mark(MarkKind.SPEECH, span, values=speech.values))
        start += len(speech.text) + len(_BETWEEN)
    text = _BETWEEN.join(speech.text for speech in record.speeches)
    return SourceDocument(
        name, text, JSON, encoding=encoding, marks=tuple(marks), values=record.values, part=part
    )


def _word(record: Record, key: str) -> str:
    """A value as text; nothing for what is absent, null or nested."""
    value = record.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = _valid(str(value)).strip()
    return "" if text == "null" else text


def _text(record: Record, key: str) -> str:
    """The words of an utterance with line feeds as line ends; its indent is part of it."""
    value = record.get(key)
    text = value if isinstance(value, str) else ""
    return _valid(text).replace("\r\n", "\n").replace("\r", "\n").strip("\n")


def _valid(text: str) -> str:
    """Without halves of surrogate pairs, which JSON can spell and no file can hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _stated(**values: str) -> dict[str, str]:
    return {key: value for key, value in values.items() if value}


def _is_list_of(content: object, *keys: str) -> bool:
    """A list that is not empty, of objects that have these keys."""
    return (
        isinstance(content, list)
        and bool(content)
        and all(isinstance(item, dict) and all(key in item for key in keys) for item in content)
    )


# ---------------------------------------------------------------------------------------------
# National Diet API: https://kokkai.ndl.go.jp/api.html


def _diet_speeches(content: object) -> list[Record]:
    """The speech records of a reply, each with the facts of its meeting."""
    if not isinstance(content, dict):
        return []
    speeches = _records(content.get("speechRecord"))
    for meeting in _records(content.get("meetingRecord")):
        facts = {key: value for key, value in meeting.items() if key != "speechRecord"}
        speeches += [{**facts, **speech} for speech in _records(meeting.get("speechRecord"))]
    return speeches or _older_diet_speeches(content)


def _older_diet_speeches(content: Record) -> list[Record]:
    """The API's XML turned into JSON: data → records → record → recordData → speechRecord."""
    outer = content.get("data", content)
    records = outer.get("records") if isinstance(outer, dict) else None
    found = []
    for record in _records(records.get("record") if isinstance(records, dict) else None):
        inner = record.get("recordData")
        found += _diet_speeches(inner) if isinstance(inner, dict) else []
    return found


def _records(value: object) -> list[Record]:
    """Objects of a list; XML turned into JSON has the object itself where there is only one."""
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]


def _read_diet(content: object) -> Iterator[_Record]:
    meetings: dict[tuple[str, ...], list[Record]] = {}
    for speech in _diet_speeches(content):
        meetings.setdefault(_diet_meeting(speech), []).append(speech)
    for records in meetings.values():
        ordered = sorted(records, key=_diet_order)
        speeches = [_diet_speech(record) for record in ordered if _text(record, "speech")]
        yield _Record(speeches, _diet_values(records[0]))


def _diet_meeting(speech: Record) -> tuple[str, ...]:
    issue = _word(speech, "issueID")
    facts = ("session", "nameOfHouse", "nameOfMeeting", "issue", "date")
    return (issue,) if issue else tuple(_word(speech, fact) for fact in facts)


def _diet_order(speech: Record) -> int:
    order = _word(speech, "speechOrder")
    return int(order) if order.isdecimal() and len(order) < 10 else 0


def _diet_speech(record: Record) -> _Speech:
    speaker = _word(record, "speaker")
    values = _stated(
        speaker=speaker,
        position=_word(record, "speakerPosition"),
        group=_word(record, "speakerGroup"),
        role=_word(record, "speakerRole"),
        order=_word(record, "speechOrder"),
        page=_word(record, "startPage"),
    )
    is_header = speaker == _HEADER_SPEAKER or _word(record, "speechOrder") == "0"
    return _Speech(_text(record, "speech"), values, is_header)


def _diet_values(record: Record) -> dict[str, str]:
    session, issue = _word(record, "session"), _word(record, "issue")
    parts = (
        f"第{session}回国会" if session else "",
        _word(record, "nameOfHouse"),
        _word(record, "nameOfMeeting"),
        issue if issue.startswith("第") or not issue else f"第{issue}",
    )
    return _stated(
        title=" ".join(part for part in parts if part),
        date=_word(record, "date"),
        url=_word(record, "meetingURL") or _word(record, "speechURL"),
        kind="verbatim",
    )


# ---------------------------------------------------------------------------------------------
# DiscussNet: the reply of its "minutes" service


_DISCUSSNET_HEADERS = frozenset({"名簿", "議事日程", "目次"})
_TAG = re.compile(r"<[^<>]*>")
_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
# 議長（山田太郎君）, （山田太郎君） and 山田太郎議員: office before the bracket, name within.
_OFFICE_AND_NAME = re.compile(r"([^（(]*)[（(]([^（()）]+)[）)]\Z")


def _read_discussnet(content: object) -> Iterator[_Record]:
    records = _records(content.get("tenant_minutes")) if isinstance(content, dict) else []
    speeches = [_discussnet_speech(record, order) for order, record in enumerate(records)]
    yield _Record([s for s in speeches if s.text], {"kind": "verbatim"})


def _discussnet_speech(record: Record, order: int) -> _Speech:
    title, kind = _word(record, "title"), _word(record, "minute_type")
    match = _OFFICE_AND_NAME.match(title)
    position, name = match.groups() if match else ("", title)
    values = _stated(
        speaker=name.removesuffix("君").strip(),
        position=position.strip(),
        role=kind.lstrip("○◯〇◎◆△▲●"),
        order=str(order),
        page=_word(record, "page_no"),
    )
    return _Speech(_plain(_text(record, "body")), values, kind in _DISCUSSNET_HEADERS)


def _plain(markup: str) -> str:
    """Markup of a preformatted text → its characters."""
    return html.unescape(_TAG.sub("", _BREAK_TAG.sub("\n", markup))).strip("\n")


# ---------------------------------------------------------------------------------------------
# NTCIR PoliInfo: meetings with a "Proceeding", or a list of sentences with their speaker


def _read_proceedings(content: object) -> Iterator[_Record]:
    for meeting in _records(content):
        proceeding = _records(meeting.get("Proceeding"))
        speeches = [_proceeding_speech(item, order) for order, item in enumerate(proceeding)]
        values = _stated(
            title=_word(meeting, "ProceedingTitle"),
            date=_word(meeting, "Date"),
            url=_word(meeting, "URL"),
            kind="verbatim",
        )
        yield _Record([s for s in speeches if s.text], values)


def _proceeding_speech(item: Record, order: int) -> _Speech:
    speaker = _word(item, "Speaker")
    values = _stated(speaker=speaker, order=str(order))
    return _Speech(_text(item, "Utterance"), values, is_header=order == 0 and not speaker)


def _read_sentences(content: object) -> Iterator[_Record]:
    """Sentences of one speaker that follow each other are one utterance."""
    meetings: dict[tuple[str, str], list[Record]] = {}
    for sentence in _records(content):
        key = (_word(sentence, "Title"), _word(sentence, "Date"))
        meetings.setdefault(key, []).append(sentence)
    for (title, date), sentences in meetings.items():
        yield _Record([*_utterances(sentences)], _stated(title=title, date=date, kind="verbatim"))


def _utterances(sentences: Iterable[Record]) -> Iterator[_Speech]:
    before: dict[str, str] | None = None
    words: list[str] = []
    for sentence in sentences:
        who = _stated(
            speaker=_word(sentence, "SpeakerName"), position=_word(sentence, "SpeakerPosition")
        )
        if words and before is not None and who != before:
            yield _Speech("\n".join(words), before)
            words = []
        before = who
        words += [text] if (text := _text(sentence, "Utterance")) else []
    if words and before is not None:
        yield _Speech("\n".join(words), before)


_FORMS: tuple[tuple[Callable[[object], bool], Callable[[object], Iterable[_Record]]], ...] = (
    (lambda content: bool(_diet_speeches(content)), _read_diet),
    (lambda content: isinstance(content, dict) and "tenant_minutes" in content, _read_discussnet),
    (lambda content: _is_list_of(content, "Proceeding"), _read_proceedings),
    (lambda content: _is_list_of(content, "Utterance", "SpeakerName"), _read_sentences),
)

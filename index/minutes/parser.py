"""The steps of index.minutes in order: SourceDocument → Meeting, with what was uncertain."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import PurePath

from index.errors import NotMinutes
from index.meeting import (
    Attendee,
    Link,
    Meeting,
    MeetingId,
    RecordKind,
    Remark,
    Section,
    Span,
    Speaker,
)
from index.minutes.days import MeetingDates, meeting_dates
from index.minutes.exchange import roles_of_remarks
from index.minutes.furniture import find_furniture
from index.minutes.grammar import Grammar
from index.minutes.header import Header, read_header
from index.minutes.labels import Field, FieldLabel, field_label
from index.minutes.lines import Line, Text
from index.minutes.links import link_answers
from index.minutes.marks import bullet_of, ends_sentence
from index.minutes.name_column import marks_in_column
from index.minutes.record import Record, read_record
from index.minutes.roster import Entry, read_roster
from index.minutes.run_together import part_lines
from index.minutes.structured import read_speeches, speeches_of
from index.minutes.titles import body_of, kind_in, title_of_page
from index.people import People, person_id
from index.pieces import unread_lines
from index.source import SourceDocument
from index.text import detect_language, fold, fold_with_offsets
from index.time_expressions import find_times_meant
from index.wording import Wording

__all__ = ["parse_documents", "parse_minutes", "understand_exchange"]

_WEB_PAGE = "text/html"
_POLITE = re.compile(
    r"(?:です|ます|ました|ません|ございます|でしょう|ください)(?:ね|よ|か|が)?[。」]"
)
# One frame around all of it: not 【…】【…】.
_FRAMED = re.compile(r"[\[「](?P<words>[^\[\]「」]+)[\]」]")
_PLAIN = re.compile(r"(?:である|だった|した|する|ない|いる|ある|った|れる|べき|たい)[。」]")


def parse_documents(documents: Sequence[SourceDocument]) -> list[tuple[SourceDocument, Meeting]]:
    """Understand what one file holds; parts of it that are no minutes are told in a warning.

    Raises:
        NotMinutes: no document of the file has a remark; of the first one.
    """
    understood: list[tuple[SourceDocument, Meeting]] = []
    left_out: list[NotMinutes] = []
    for document in documents:
        try:
            understood.append((document, parse_minutes(document)))
        except NotMinutes as error:
            left_out.append(error)
    if left_out and not understood:
        raise left_out[0]
    if left_out:
        document, meeting = understood[0]
        warning = Wording(
            ja=f"このファイルの{len(documents)}件のうち{len(left_out)}件には発言がなく、会議として読みませんでした。",
            en=f"{len(left_out)} of the {len(documents)} parts of this file hold no remark and were left out.",
        )
        understood[0] = document, replace(meeting, warnings=(*meeting.warnings, warning))
    return understood


def parse_minutes(document: SourceDocument) -> Meeting:
    """Understand one document of minutes.

    Raises:
        NotMinutes: nothing in it is a remark.
    """
    text = Text(document)
    speeches = speeches_of(text)
    if speeches:
        before = [ln for ln in text.lines if text.line_span(ln).start < speeches[0].span.start]
        header = _header_alone(text, before)
        people = _people(header.entries)
        out = find_furniture(text.lines) - {ln.index for ln in before}
        record = read_speeches(text, speeches, people, out)
        furniture = _furniture_below(text, out, record)
        header_spans = [text.line_span(line) for line in before]
        grammar_signs = False
        speaks = True
    else:
        out = find_furniture(text.lines)
        furniture = [text.line_span(ln) for ln in text.lines if ln.index in out]
        lines, below = _split_trailing_roster([ln for ln in text.lines if ln.index not in out])
        grammar = Grammar(lines, _nobody)
        header = read_header(text, lines, grammar)
        header.entries = [*header.entries, *_entries_below(below)]
        people = _people(header.entries)
        above = lines[max(0, header.body - 1) : header.body]
        body = lines[header.body :]
        grammar = Grammar(body, people.knows, above, marks_in_column(text, body))
        parted = part_lines(body, grammar)
        if len(parted) > len(body):
            body = parted
            grammar = Grammar(body, people.knows, above, marks_in_column(text, body))
        record = read_record(text, body, grammar, people, _page_breaks(out))
        header_spans = [text.line_span(line) for line in [*lines[: header.body], *below]]
        grammar_signs = grammar.has_question_signs
        speaks = grammar.speaks_at_all or any(r.speaker for r in record.remarks)
    if not record.remarks:
        raise NotMinutes(path=document.name, detail=_why_empty(text))
    return _meeting(text, header, record, furniture, header_spans, grammar_signs, speaks)


def _furniture_below(text: Text, out: frozenset[int], record: Record) -> list[Span]:
    """Furniture of a structured record: a line that a remark has a part of is the remark's own."""
    taken = sorted(span for remark in record.remarks for span in remark.spans)
    spans = (text.line_span(line) for line in text.lines if line.index in out)
    return [span for span in spans if not _touches(span, taken)]


def _touches(span: Span, ordered: Sequence[Span]) -> bool:
    """Whether one of the spans, which lie in order and apart, shares a character with this one."""
    i = bisect_left(ordered, span.end, key=lambda s: s.start) - 1
    return i >= 0 and ordered[i].end > span.start


def _why_empty(text: Text) -> Wording:
    if not text.lines:
        return Wording(ja="文字がありません", en="there is no text")
    lines = len(text.lines)
    return Wording(
        ja=f"{lines}行のどれも発言として読めません", en=f"none of its {lines} lines reads as one"
    )


def _nobody(_: str) -> bool:
    """Knows no attendee: the header is read before anybody is known."""
    return False


def _header_alone(text: Text, before: Sequence[Line]) -> Header:
    """The header of a structured record: every line before the first speech."""
    grammar = Grammar((), _nobody)
    grammar.marks = [None] * len(before)
    return read_header(text, before, grammar)


def _people(entries: Sequence[Entry]) -> People:
    return People(
        [e.attendee for e in entries], [e.surname for e in entries], [e.aliases for e in entries]
    )


def _split_trailing_roster(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Attendance below the record: from the first attendance label that no sentence follows."""
    start = len(lines)
    for i in range(len(lines) - 1, max(0, len(lines) - 150), -1):
        if lines[i].width > 10 and _is_said(lines[i].text):
            break
        label = field_label(lines[i].text)
        if label and label.field is Field.ATTENDEES:
            start = i
    said = sum(
        ends_sentence(line.text) or bullet_of(line) is not None or line.width > _LONG_NAME
        for line in lines[:start]
    )
    if len(lines) - start < 3 or (start <= len(lines) // 2 and said < 3):
        return lines, []
    return lines[:start], lines[start:]


def _is_said(text: str) -> bool:
    """A sentence, and no name of a company that ends in a full stop."""
    return ends_sentence(text) and (not text.endswith(".") or len(text) > _LONG_NAME)


_LONG_NAME = 60


def _entries_below(below: Sequence[Line]) -> list[Entry]:
    values: list[tuple[str, str | None]] = []
    label: FieldLabel | None = None
    for line in below:
        own = field_label(line.text)
        label = own or label
        if label and label.field is Field.ATTENDEES:
            values.append((line.text[own.value_start :] if own else line.text, label.label))
    return read_roster(values)


def _page_breaks(furniture: frozenset[int]) -> Callable[[Line, Line], bool]:
    """Whether a page ends, or furniture stands, between two lines."""

    def breaks(before: Line, line: Line) -> bool:
        if before.page != line.page:
            return True
        return any(i in furniture for i in range(before.index + 1, line.index))

    return breaks


# ---------------------------------------------------------------------------------------------
# Putting the meeting together


def understand_exchange(
    remarks: Sequence[Remark],
    sections: Sequence[Section] = (),
    *,
    title: str,
    day: date | None,
    signs: Sequence[tuple[str, str]] | None = None,
    question_signs: bool = False,
) -> tuple[tuple[Remark, ...], tuple[Link, ...]]:
    """The remarks of a meeting with role, person and times, and which answer answers what.

    Args:
        remarks: all of a meeting, in order, with their speakers.
        sections: those that the remarks name.
        title: of the meeting; it tells the body that speakers without affiliation belong to.
        day: of the meeting, for what 来年度 means.
        signs: the sign (◆, →) and the label (Q, 議長) of each remark's mark; none if left out.
        question_signs: ◆ and ◎ open remarks in this document.
    """
    folded = [fold_with_offsets(remark.text) for remark in remarks]
    signs = signs if signs is not None else [("", "")] * len(remarks)
    roles = roles_of_remarks(remarks, folded, signs, sections, question_signs=question_signs)
    speakers = {r.speaker: _identified(r.speaker, title) for r in remarks}
    understood = tuple(
        replace(
            remark,
            speaker=speakers[remark.speaker],
            role=role,
            times=find_times_meant(text, day),
        )
        for remark, role, text in zip(remarks, roles, folded, strict=True)
    )
    return understood, link_answers(understood, folded)


def _meeting(
    text: Text,
    header: Header,
    record: Record,
    furniture: list[Span],
    header_spans: list[Span],
    question_signs: bool,
    speaks: bool,
) -> Meeting:
    document = text.document
    title = _title(text, header)
    dates = meeting_dates(
        header,
        title,
        PurePath(document.name).name,
        document.values.get("date"),
        [section.title for section in record.sections[:3]],
    )
    day = dates.days[0] if dates.days else None
    remarks, links = understand_exchange(
        record.remarks,
        record.sections,
        title=title,
        day=day,
        signs=record.signs,
        question_signs=question_signs,
    )
    meeting = Meeting(
        id=_meeting_id(document, dates),
        title=title,
        kind=_kind(title, header, document, remarks),
        date=day,
        other_dates=dates.days[1:],
        start=dates.start,
        end=dates.end,
        place=_place(header, document),
        language=detect_language("\n".join(r.text[:500] for r in remarks[:200])),
        attendees=_attendees(header.entries),
        agenda=header.agenda(),
        sections=tuple(record.sections),
        remarks=remarks,
        links=links,
        marks=tuple(record.marks),
        stage_notes=tuple(record.notes),
        furniture=tuple(sorted([*furniture, *record.links])),
        header=tuple(sorted([*header_spans, *record.closing])),
    )
    warnings = [*_warnings(meeting, dates, record, speaks), *_unread(meeting, document.text)]
    return replace(meeting, warnings=(*document.warnings, *warnings))


def _meeting_id(document: SourceDocument, dates: MeetingDates) -> MeetingId:
    content = f"{document.text}{document.part}".encode("utf-8", "surrogatepass")
    digest = hashlib.sha256(content).hexdigest()[:8]
    return MeetingId(f"{dates.days[0]:%Y%m%d}-{digest}" if dates.days else f"undated-{digest}")


def _title(text: Text, header: Header) -> str:
    document = text.document
    labelled = next(iter(header.values(Field.TITLE)), None)
    stated = document.values.get("title")
    if document.media_type == _WEB_PAGE and (labelled or stated):
        stated = labelled or _title_of_page(text, header, stated or "")
    if stated or labelled:
        return " ".join((stated or labelled or "").split())
    return " ".join(_printed(text, ln) for ln in header.title_lines) or PurePath(document.name).stem


def _title_of_page(text: Text, header: Header, stated: str) -> str:
    headings = sorted((ln for ln in header.unlabelled if ln.heading), key=lambda ln: ln.heading)
    others = [ln for ln in header.unlabelled if not ln.heading]
    return title_of_page(
        stated, [_printed(text, ln) for ln in headings], [_printed(text, ln) for ln in others]
    )


def _printed(text: Text, line: Line) -> str:
    """A line's words as printed, without the signs of a heading."""
    words = " ".join(text.printed(line).strip("#*=|│┃■● \t\u3000").split())
    framed = _FRAMED.fullmatch(words)
    return framed["words"] if framed else words


def _kind(
    title: str, header: Header, document: SourceDocument, remarks: Sequence[Remark]
) -> RecordKind:
    """By the document's own word; by how it speaks where there is none or the two contradict."""
    stated = document.values.get("kind")
    if stated in set(RecordKind):
        return RecordKind(stated)
    bodies = (f.label for f in header.fields if f.field is Field.BODY)
    named = kind_in(fold(title)) or next((k for b in bodies if (k := kind_in(b))), None)
    spoken = _spoken_share(remarks)
    if named is RecordKind.SUMMARY and spoken is not None and spoken > 0.8:
        return RecordKind.VERBATIM
    if named is RecordKind.VERBATIM and spoken is not None and spoken < 0.2:
        return RecordKind.SUMMARY
    if (
        named is None
        and spoken is not None
        and spoken > 0.75
        and _share_spoken_by_someone(remarks) > 0.5
    ):
        return RecordKind.VERBATIM
    if named is None and spoken is not None and spoken < 0.25:
        return RecordKind.SUMMARY
    return named or RecordKind.UNKNOWN


def _spoken_share(remarks: Sequence[Remark]) -> float | None:
    """The share of sentences that end politely; None where there are too few to tell."""
    text = "\n".join(r.text[:2000] for r in remarks[:100])
    polite, plain = len(_POLITE.findall(text)), len(_PLAIN.findall(text))
    return polite / (polite + plain) if polite + plain >= 5 else None


def _share_spoken_by_someone(remarks: Sequence[Remark]) -> float:
    return sum(1 for r in remarks if r.speaker) / len(remarks)


def _place(header: Header, document: SourceDocument) -> str | None:
    return document.values.get("place") or header.place()


def _identified(speaker: Speaker | None, title: str) -> Speaker | None:
    """The speaker with the id of the person, where the name is known."""
    if speaker is None or speaker.name is None:
        return speaker
    return replace(speaker, person=person_id(speaker.name, speaker.affiliation or body_of(title)))


def _attendees(entries: Sequence[Entry]) -> tuple[Attendee, ...]:
    return tuple(e.attendee for e in entries)


_UNREAD_SHARE = 0.02  # of the visible text, from which on a person should look
_SHOWN_UNREAD = 3


def _unread(meeting: Meeting, text: str) -> list[Wording]:
    """What of the text was taken for nothing, where that is more than a few signs."""
    lines = unread_lines(meeting, text)
    unread = sum(map(len, lines))
    if unread <= _UNREAD_SHARE * len(text):
        return []
    share = round(100 * unread / len(text))
    shown = " / ".join(line[:40] for line in lines[:_SHOWN_UNREAD])
    return [
        Wording(
            ja=f"本文の約{share}%は、発言・見出し・出席者などのどれとも読めませんでした：{shown}",
            en=f"About {share} % of the text was understood as nothing: {shown}",
        )
    ]


def _warnings(meeting: Meeting, dates: MeetingDates, record: Record, speaks: bool) -> list[Wording]:
    found = []
    if dates.source == "none":
        found.append(Wording(ja="開催日が見つかりません。", en="No date of the meeting was found."))
    if dates.source == "name":
        found.append(
            Wording(
                ja=f"開催日 {meeting.date} はファイル名から読みました。",
                en=f"The date {meeting.date} was read from the file name.",
            )
        )
    if dates.source == "inferred":
        found.append(
            Wording(
                ja=f"開催日 {meeting.date} の年は、題名などから補いました。",
                en=f"The year of {meeting.date} was taken from the title or a line near it.",
            )
        )
    if not dates.weekday_agrees:
        found.append(
            Wording(
                ja=f"開催日 {meeting.date} と曜日が合いません。",
                en=f"The weekday printed beside {meeting.date} is another one.",
            )
        )
    if not speaks:
        found.append(
            Wording(ja="発言者の印が見つかりません。", en="No marks of speakers were found.")
        )
    found += [
        Wording(
            ja=f"「{label}」に当たる出席者が二人以上います。",
            en=f"More than one attendee fits '{label}'.",
        )
        for label in record.ambiguous
    ]
    return found

"""Answers, hits, meetings and reports → lines and tables for a person.

Lines say how far they stand in and how they look; whether they are wrapped and coloured is decided by
who shows them. Nothing here prints, and what was found is never cut short; only the question beside a
found answer is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from index.meeting import Attendee, Meeting, Remark, TimeReference
from index.pieces import share_understood
from index.wording import UiLanguage
from rag.answer import (
    Answer,
    AskedPassage,
    Citation,
    CitedMeeting,
    CitedSpeaker,
    CitedTime,
    FoundPassage,
    NarrowedBy,
    RepeatedPassage,
)
from rag.messages import KINDS, MESSAGES, ROLES, SHORT_KINDS
from rag.periods import period_in_words

if TYPE_CHECKING:  # they bring readers and numpy along, which a refused question does not need
    from index.build import FileReport, IngestionReport
    from index.records import MeetingRecord, MeetingSummary

__all__ = [
    "Columns",
    "Line",
    "answer_lines",
    "file_rows",
    "ingestion_lines",
    "meeting_lines",
    "meeting_rows",
    "narrowed_lines",
    "passage_lines",
]


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: its text, by how many cells it stands in, and a style of rich."""

    text: str = ""
    indent: int = 0
    style: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """A table: headings, rows of finished text, and the positions of the columns that hold numbers
    and of those that are long enough to be wrapped.
    """

    headings: tuple[str, ...]
    numbers: frozenset[int]
    long: frozenset[int]
    rows: list[list[str]]


# ---------------------------------------------------------------------------------------------
# Answers and passages


def answer_lines(answer: Answer, language: UiLanguage) -> list[Line]:
    """An answer with its citations, or an abstention with the passages that came nearest."""
    if answer.status == "abstained":
        return _abstention(answer, language)
    lines = narrowed_lines(answer.narrowed, language)
    if answer.short_answer:
        lines.append(Line(_say(language, "short_answer", text=answer.short_answer), 0, "bold"))
    lines += [Line(sentence.text) for sentence in answer.sentences]
    lines += [Line(), Line(_say(language, "citations"), 0, "bold")]
    for citation in answer.citations:
        lines += _citation(citation, language)
    return [*lines, Line(), _confidence(answer, language)]


_SHOWN_NEAREST = 3


def _abstention(answer: Answer, language: UiLanguage) -> list[Line]:
    lines = [*narrowed_lines(answer.narrowed, language), Line(answer.text)]
    if answer.passages:
        lines += [Line(), Line(_say(language, "nearest"), 0, "bold")]
        lines += passage_lines(answer.passages[:_SHOWN_NEAREST], language)
    return [*lines, Line(), _confidence(answer, language)]


def narrowed_lines(narrowed: Iterable[NarrowedBy], language: UiLanguage) -> list[Line]:
    """What the words of the question narrowed the search to, and how to ask without."""
    return [
        Line(n.message if n.lifted else _say(language, "narrowed", message=n.message), 0, "dim")
        for n in narrowed
    ]


def _confidence(answer: Answer, language: UiLanguage) -> Line:
    return Line(_say(language, "confidence", percent=round(answer.confidence * 100)), 0, "dim")


def _citation(citation: Citation, language: UiLanguage) -> list[Line]:
    return [
        Line(f"[{citation.n}] {_quoted(citation.quote)}"),
        Line(_who(citation.speaker, language), 4, "cyan"),
        Line(_where(citation.meeting, language), 4, "cyan"),
        Line(_place(citation.meeting, citation.section, citation.page, language), 4, "dim"),
        *(_time_meant(time, language) for time in citation.times),
    ]


def _time_meant(time: CitedTime, language: UiLanguage) -> Line:
    since, until = date.fromisoformat(time.since), date.fromisoformat(time.until)
    period = period_in_words(since, until, language)
    return Line(_say(language, "time_meant", text=time.text, period=period), 4, "dim")


def passage_lines(passages: Iterable[FoundPassage], language: UiLanguage) -> list[Line]:
    """Passages with their scores, best first."""
    lines = []
    for rank, passage in enumerate(passages, 1):
        score = _say(
            language,
            "score",
            score=f"{passage.score:.3f}",
            dense=f"{passage.dense:.3f}",
            words=f"{passage.words:.2f}",
            bigrams=f"{passage.bigrams:.2f}",
        )
        lines += [
            Line(f"({rank}) {_quoted(passage.text)}"),
            Line(_who(passage.speaker, language), 4, "cyan"),
            Line(_where(passage.meeting, language), 4, "cyan"),
            Line(_place(passage.meeting, passage.section, passage.page, language), 4, "dim"),
            *_asked(passage.asked, language),
            *_repeated(passage.repeated, language),
            Line(score, 4, "dim"),
        ]
    return lines


_SHOWN_ASKED = 40  # characters; with the words around it about 60
_SHOWN_REPEATED = 3


def _asked(asked: AskedPassage | None, language: UiLanguage) -> list[Line]:
    if asked is None:
        return []
    speaker = asked.speaker
    who = _with_post(speaker.name, (speaker.role,), language) if speaker else ""
    question = who + _quoted(_beginning(asked.text, _SHOWN_ASKED))
    return [Line(_say(language, "asked", question=question), 4, "dim")]


def _repeated(repeated: Sequence[RepeatedPassage], language: UiLanguage) -> list[Line]:
    """The meetings in which the same words stand, each once."""
    if not repeated:
        return []
    meetings = list(dict.fromkeys(passage.meeting for passage in repeated))
    told = [
        _say(language, "meeting_of", title=m.title, date=m.date or _say(language, "undated"))
        for m in meetings[:_SHOWN_REPEATED]
    ]
    more = len(meetings) - _SHOWN_REPEATED
    if more > 0:
        told.append(_say(language, "more_meetings", count=more))
    return [Line(_say(language, "repeated", meetings=" · ".join(told)), 4, "dim")]


def _beginning(text: str, characters: int) -> str:
    """A text, or so much of its beginning that it has no more characters than that."""
    return text if len(text) <= characters else f"{text[: characters - 1].rstrip()}…"


def _quoted(text: str) -> str:
    return f"「{' '.join(text.splitlines())}」"


def _who(speaker: CitedSpeaker | None, language: UiLanguage) -> str:
    if speaker is None:
        return _say(language, "no_speaker")
    return _with_post(speaker.name, (speaker.affiliation, speaker.role), language)


def _with_post(name: str, posts: Iterable[str | None], language: UiLanguage) -> str:
    """A name with affiliation and office, unless the name is the office already."""
    post = " ".join(part for part in posts if part and part not in name)
    return _say(language, "with_post", name=name, post=post) if post else name


def _where(meeting: CitedMeeting, language: UiLanguage) -> str:
    return f"{meeting.title} · {meeting.date or _say(language, 'undated')}"


def _place(
    meeting: CitedMeeting, section: str | None, page: int | None, language: UiLanguage
) -> str:
    parts = [KINDS[meeting.kind].render(language)]
    if section:
        parts.append(_say(language, "section", section=section))
    if page is not None:
        parts.append(_say(language, "page", page=page))
    return " · ".join(parts)


# ---------------------------------------------------------------------------------------------
# Meetings


def meeting_rows(summaries: Sequence[MeetingSummary], language: UiLanguage) -> Columns:
    """The list of meetings."""
    names = ("id", "date", "title", "kind", "remarks", "speakers", "warnings")
    rows = [
        [
            m.id,
            m.date.isoformat() if m.date else "",
            m.title,
            SHORT_KINDS[m.kind].render(language),
            *(str(n) for n in (m.remarks, m.speakers, m.warnings)),
        ]
        for m in summaries
    ]
    return _columns(names, rows, language)


def meeting_lines(record: MeetingRecord, language: UiLanguage) -> list[Line]:
    """One meeting whole: its facts, who was there, what was said."""
    meeting = record.meeting
    return [
        Line(meeting.title, 0, "bold"),
        *_facts(record, language),
        *_listed("agenda", meeting.agenda, language),
        *_listed("attendees", [_attendee(a, language) for a in meeting.attendees], language),
        *_listed("warnings", [w.render(language) for w in meeting.warnings], language),
        Line(),
        Line(
            _say(
                language,
                "remarks",
                count=len(meeting.remarks),
                speakers=_speaker_count(meeting),
            ),
            0,
            "bold",
        ),
        *_remarks(record, language),
    ]


def _facts(record: MeetingRecord, language: UiLanguage) -> list[Line]:
    meeting = record.meeting
    understood = share_understood(meeting, record.document.text)
    facts = {
        "when": _when(meeting, language),
        "place": meeting.place,
        "kind": KINDS[meeting.kind].render(language),
        "file": record.path,
    }
    lines = [Line(_say(language, name, value=value), 2) for name, value in facts.items() if value]
    share = Line(_say(language, "understood", percent=f"{100 * understood:.1f}"), 2)
    return [Line(f"ID: {meeting.id}", 2), *lines, share]


def _when(meeting: Meeting, language: UiLanguage) -> str:
    days = [day.isoformat() for day in (meeting.date, *meeting.other_dates) if day]
    times = "–".join(time for time in (meeting.start, meeting.end) if time)
    return " ".join(filter(None, [", ".join(days) or _say(language, "undated"), times]))


def _listed(name: str, items: Sequence[str], language: UiLanguage) -> list[Line]:
    if not items:
        return []
    heading = Line(_say(language, name, count=len(items)), 0, "bold")
    return [Line(), heading, *(Line(item, 2) for item in items)]


def _attendee(attendee: Attendee, language: UiLanguage) -> str:
    return _with_post(attendee.name, (attendee.affiliation, attendee.role), language)


def _remarks(record: MeetingRecord, language: UiLanguage) -> list[Line]:
    lines = []
    section = None
    answered: dict[int, set[int]] = {}
    for link in record.meeting.links:
        answered.setdefault(link.answer.ordinal, set()).add(link.question.ordinal)
    for remark in record.meeting.remarks:
        if remark.section_id != section:
            section = remark.section_id
            found = record.meeting.section(section)
            title = " ".join(filter(None, [found.number, found.title])) if found else ""
            lines += [Line(), Line(title, 2, "bold")]
        lines += [
            Line(_mark(remark, record, answered.get(remark.ordinal, set()), language), 2, "cyan"),
            Line(remark.text, 4),
            *(_time_in_remark(time, remark, language) for time in remark.times if time.relative),
        ]
    return lines


def _time_in_remark(time: TimeReference, remark: Remark, language: UiLanguage) -> Line:
    period = period_in_words(time.since, time.until, language)
    words = remark.text[time.start : time.end]
    return Line(_say(language, "time_meant", text=words, period=period), 6, "dim")


def _mark(
    remark: Remark, record: MeetingRecord, answered: Iterable[int], language: UiLanguage
) -> str:
    speaker = remark.speaker
    page = remark.page or record.document.page_at(remark.span.start)
    who = _say(language, "no_speaker")
    if speaker:
        who = _with_post(speaker.label, (speaker.affiliation, speaker.role), language)
    parts = [
        f"#{remark.ordinal}",
        who,
        ROLES[remark.role].render(language) if remark.role else "",
        *(_say(language, "answers", ordinal=ordinal) for ordinal in sorted(answered)),
        _say(language, "page", page=page) if page else "",
    ]
    return " · ".join(part for part in parts if part)


def _speaker_count(meeting: Meeting) -> int:
    return len({remark.speaker.label for remark in meeting.remarks if remark.speaker})


# ---------------------------------------------------------------------------------------------
# What an ingestion did


def file_rows(report: IngestionReport, language: UiLanguage) -> Columns:
    """The meetings that were read, one a row."""
    names = ("file", "title", "date", "kind", "remarks", "speakers", "warnings")
    rows = [
        _file_row(file, meeting, language) for file in report.files for meeting in file.meetings
    ]
    return _columns(names, rows, language)


def _file_row(file: FileReport, meeting: Meeting, language: UiLanguage) -> list[str]:
    counts = (len(meeting.remarks), _speaker_count(meeting), len(meeting.warnings))
    return [
        file.path.name,
        meeting.title,
        meeting.date.isoformat() if meeting.date else "",
        SHORT_KINDS[meeting.kind].render(language),
        *(str(count) for count in counts),
    ]


def ingestion_lines(report: IngestionReport, library: Path, language: UiLanguage) -> list[Line]:
    """What was not read and why, and the sum of it all."""
    duplicates = [
        Line(_say(language, "duplicate", path=file.path, detail=file.detail))
        for file in report.of("duplicate")
    ]
    refused = [
        Line(_say(language, "refused", line=file.error.line(language)), 0, "red")
        for file in report.files
        if file.error
    ]
    counts = {s: len(report.of(s)) for s in ("read", "unchanged", "duplicate", "refused")}
    kinds = " ".join(f"{name or '–'} {n}" for name, n in sorted(report.others.items()))
    others = _say(language, "other_formats", count=report.others.total(), kinds=kinds)
    return [
        *_uncertain(report, language),
        *duplicates,
        *refused,
        *([Line(others)] if report.others else []),
        Line(_say(language, "indexed", **counts)),
        Line(str(library), 0, "dim"),
    ]


_SHOWN_UNCERTAIN = 20


def _uncertain(report: IngestionReport, language: UiLanguage) -> list[Line]:
    """What was uncertain in each file: how a person finds out that a new format is not understood."""
    told = [
        Line(
            _say(language, "uncertain", file=file.path.name, warning=warning.render(language)),
            0,
            "yellow",
        )
        for file in report.files
        for meeting in file.meetings
        for warning in meeting.warnings
    ]
    more = len(told) - _SHOWN_UNCERTAIN
    rest = [Line(_say(language, "more_uncertain", count=more), 0, "yellow")] if more > 0 else []
    return [*told[:_SHOWN_UNCERTAIN], *rest]


_NUMBERS = frozenset({"remarks", "speakers", "warnings"})
_LONG = frozenset({"file", "title"})


def _columns(names: Sequence[str], rows: list[list[str]], language: UiLanguage) -> Columns:
    return Columns(
        headings=tuple(_say(language, f"column_{name}") for name in names),
        numbers=frozenset(i for i, name in enumerate(names) if name in _NUMBERS),
        long=frozenset(i for i, name in enumerate(names) if name in _LONG),
        rows=rows,
    )


def _say(language: UiLanguage, message: str, /, **slots: object) -> str:
    return MESSAGES[message].render(language, **slots)

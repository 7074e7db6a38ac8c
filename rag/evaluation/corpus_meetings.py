"""The documents of a test corpus → meetings, and which documents a passage stands for.

Documents that say of which remark they are a part (`meeting`, `remark_id`, `start`, `end`) become the
meeting that they were cut from: its remarks in order, with roles and links as in any minutes. Every
other document is a meeting of its own with one remark, which has a role only where it is told who spoke:
an article or a page of a transcript is no question for a question mark in it. A passage stands for the
documents that it shares at least half of the shorter text with: passages need not be cut where documents are.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date

from index.meeting import Link, Meeting, MeetingId, Part, RecordKind, Remark, Span, Speaker
from index.minutes import understand_exchange
from index.source import SourceDocument
from index.text import detect_language
from rag.errors import UnreadableDate
from rag.periods import period

from .test_sets import Document

__all__ = ["Corpus"]

_NAME_AND_PARTY = re.compile(r"(?P<name>[^（(]+)[（(](?P<party>[^）)]+)[）)]")
_MEMBER = "議員"
# Counts the ways in which documents became meetings: a library that was made in another way is made anew.
_RULES = b"2"


class Corpus:
    """The documents of a test set as what they were cut from.

    Args:
        documents: those that a ranking is made of.
        transcript: whole remarks by the ids that documents name; a remark that is not among them is
            put together from its documents.
    """

    def __init__(self, documents: Sequence[Document], transcript: Sequence[Document] = ()) -> None:
        # By meeting and ordinal: the documents, and what part of the remark each is.
        self._pieces: dict[tuple[str, int], list[tuple[str, Part]]] = defaultdict(list)
        self._meetings: dict[str, list[Document]] = defaultdict(list)
        self._titles: dict[str, str] = {}
        remarks = {remark.id: remark for remark in transcript}
        cut = defaultdict(list)
        for document in documents:
            if _is_cut(document):
                cut[str(document.metadata["remark_id"])].append(document)
            elif text := document.text if document.text.strip() else document.title:
                self._meetings[document.id] = [Document(document.id, "", text, document.metadata)]
                self._titles[document.id] = document.title
                self._pieces[document.id, 1].append((document.id, Part(1, 0, len(text))))
        for remark in transcript:
            if remark.text.strip() and _text(remark, "meeting"):
                self._add(remark, cut.get(remark.id, ()))
        for remark_id, parts in cut.items():
            if remark_id not in remarks:
                self._add(_put_together(remark_id, parts), parts)

    def _add(self, remark: Document, parts: Iterable[Document]) -> None:
        title = _text(remark, "meeting") or ""
        key = f"{_text(remark, 'date') or ''} {title}".strip()
        of_meeting = self._meetings[key]
        of_meeting.append(remark)
        self._titles[key] = title
        ordinal = len(of_meeting)
        self._pieces[key, ordinal] += [
            (part.id, Part(ordinal, _number(part, "start"), _number(part, "end"))) for part in parts
        ]

    @property
    def digest(self) -> bytes:
        """SHA-256 of all that the meetings are made from."""
        digest = hashlib.sha256(_RULES)
        for key, lines in self._meetings.items():
            digest.update(repr((key, self._titles[key])).encode())
            for line in lines:
                facts = json.dumps(dict(line.metadata), ensure_ascii=False, sort_keys=True)
                digest.update(repr((line.text, facts)).encode())
        return digest.digest()

    def meetings(self) -> Iterator[tuple[SourceDocument, Meeting]]:
        """Each meeting with the text that its remarks are spans of."""
        for key, lines in self._meetings.items():
            yield _understood(key, self._titles[key], lines)

    def documents_of(self, meeting: str, ordinal: int, start: int, end: int) -> tuple[str, ...]:
        """The ids of the documents that characters of a remark stand for, in their order."""
        return tuple(
            document
            for document, part in self._pieces.get((meeting, ordinal), ())
            if part.shares_half(start, end)
        )


def _is_cut(document: Document) -> bool:
    ranges = (document.metadata.get("start"), document.metadata.get("end"))
    named = all(_text(document, key) for key in ("meeting", "remark_id"))
    return named and all(isinstance(number, int) for number in ranges)


def _put_together(remark_id: str, parts: Sequence[Document]) -> Document:
    """A remark of which only the documents are there, each at its place; white space between them."""
    text = ""
    for part in sorted(parts, key=lambda part: _number(part, "start")):
        text = text.ljust(_number(part, "start"))
        text += part.text[max(0, len(text) - _number(part, "start")) :]
    return Document(remark_id, "", text, parts[0].metadata)


def _understood(key: str, title: str, lines: Sequence[Document]) -> tuple[SourceDocument, Meeting]:
    remarks = []
    text = ""
    for ordinal, line in enumerate(lines, 1):
        span = Span(len(text), len(text) + len(line.text))
        remarks.append(Remark(ordinal, line.text, (span,), _speaker(line)))
        text += f"{line.text}\n"
    day = _date(lines[0].metadata)
    links: tuple[Link, ...] = ()
    if any(remark.speaker for remark in remarks):
        understood, links = understand_exchange(remarks, title=title, day=day)
    else:
        understood = tuple(remarks)
    meeting = Meeting(
        id=MeetingId(key),
        title=title,
        kind=RecordKind.UNKNOWN,
        date=day,
        language=detect_language(text[:100_000]),
        remarks=understood,
        links=links,
    )
    return SourceDocument(name=key, text=text, media_type="text/plain"), meeting


def _speaker(line: Document) -> Speaker | None:
    """Who said it; the name is told apart from the office only where the line does so."""
    written = _text(line, "speaker")
    if written is None:
        return None
    member = _MEMBER if line.metadata.get("member") is True else None
    office = _text(line, "role") or member
    in_party = _NAME_AND_PARTY.fullmatch(written) if member else None
    name, party = in_party.group("name", "party") if in_party else (written, None)
    return Speaker(
        as_written=written, name=name if office else None, role=office, affiliation=party
    )


def _date(metadata: Mapping[str, object]) -> date | None:
    with suppress(UnreadableDate):
        first, last = period(str(metadata.get("date") or ""))
        return first if first == last else None
    return None


def _text(document: Document, key: str) -> str | None:
    value = document.metadata.get(key)
    return value if isinstance(value, str) and value else None


def _number(document: Document, key: str) -> int:
    value = document.metadata[key]
    return value if isinstance(value, int) else 0

"""Small factories: meetings and documents of a fictional town, libraries and indexers over them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date
from pathlib import Path

from index.build import Indexer, ReadSource
from index.library import Library
from index.meeting import Meeting, MeetingId, RecordKind, Remark, Role, Section, Span, Speaker
from index.minutes.links import link_answers
from index.passages import PassageSizes
from index.readers import read_source
from index.source import SourceDocument
from index.terms import Analyzer
from index.text import fold_with_offsets
from tests.fakes import HashingEmbedder

ANALYZER = Analyzer()  # its dictionary takes a while to load
MAYOR = Speaker("瀬戸内町長", "瀬戸内 杏子", "町長", "青葉町")
MEMBER = Speaker("髙橋委員", "髙橋 一郎", "委員", "青葉大学 教授")
OFFICE = Speaker("企画課長", None, "企画課長", None)

BUDGET = (
    (MEMBER, Role.QUESTION, "新しい図書館の予算はいくらですか。開館はいつになりますか。"),
    (MAYOR, Role.ANSWER, "図書館の建設費は三億二千万円です。開館は令和九年四月を予定しています。"),
)
FLOOD = (
    (MEMBER, Role.QUESTION, "大雨のときの避難所は足りていますか。"),
    (OFFICE, Role.ANSWER, "避難所は十二か所あります。備蓄は三日分です。"),
    (None, None, "ほかに質疑はなかった。"),
)

Line = tuple[Speaker | None, Role | None, str]


def silent(stage: str, done: int, total: int) -> None:
    """A progress that tells nobody."""


def minutes(
    name: str, lines: Sequence[Line], *, day: date | None = date(2026, 3, 4), part: int = 0
) -> tuple[SourceDocument, Meeting]:
    """A meeting with one section, and the text that its spans count in."""
    heading = f"{name}\n"
    text, remarks = heading, []
    for ordinal, (speaker, role, said) in enumerate(lines):
        span = Span(len(text), len(text) + len(said))
        remarks.append(Remark(ordinal, said, (span,), speaker, "1", role))
        text += said + "\n"
    meeting = Meeting(
        id=MeetingId("m" + hashlib.sha256(text.encode()).hexdigest()[:11]),
        title=name,
        kind=RecordKind.VERBATIM,
        date=day,
        sections=(Section("1", "一般質問", 1, Span(0, len(heading))),),
        remarks=tuple(remarks),
        links=link_answers(remarks, [fold_with_offsets(r.text) for r in remarks]),
    )
    return SourceDocument(f"/minutes/{name}.txt", text, "text/plain", part=part), meeting


def indexer(
    library: Library,
    embedder: HashingEmbedder | None = None,
    sizes: PassageSizes | None = None,
    analyzer: Analyzer = ANALYZER,
    read: ReadSource = read_source,
) -> Indexer:
    """An indexer with the hashing embedder, which reads files in this process."""
    return Indexer(
        library,
        embedder or HashingEmbedder(),
        analyzer,
        sizes or PassageSizes(),
        10 * 2**20,
        lambda: nullcontext(read),
    )


def library_with(directory: Path, *meetings: tuple[SourceDocument, Meeting]) -> Library:
    """A library that holds these meetings in its first generation."""
    library = Library.create(directory)
    if meetings:
        indexer(library).add_meetings(meetings, silent)
    return library

"""The library keeps what it is given, for as long as a generation shows it."""

from __future__ import annotations

import json
import multiprocessing
import os
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from index.errors import (
    LibraryDamaged,
    LibraryLocked,
    LibraryMissing,
    LibraryNewer,
    LibraryUnwritable,
    MeetingNotFound,
)
from index.filters import And, In
from index.generation import GenerationReader, GenerationSpec
from index.library import Library
from index.meeting import Attendee, Meeting, MeetingId, RecordKind, Remark, Role, Section, Span
from index.records import FileState, text_hash
from index.source import Page, SourceDocument
from index.wording import Wording
from tests.fakes import HashingEmbedder
from tests.index.builders import (
    ANALYZER,
    BUDGET,
    FLOOD,
    MAYOR,
    OFFICE,
    indexer,
    library_with,
    minutes,
    silent,
)

_BUDGET = minutes("令和８年度 図書館検討会", BUDGET)
_FLOOD = minutes("令和８年度 防災会議", FLOOD, day=date(2026, 6, 10))
SPEC = GenerationSpec(HashingEmbedder.model_id, HashingEmbedder.dimension, ANALYZER.id)

# -- opening and creating ---------------------------------------------------------------------


def test_opening_where_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(LibraryMissing, match=r"rag index"):
        Library.open(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_creating_twice_keeps_the_first(tmp_path: Path) -> None:
    library_with(tmp_path, _BUDGET)
    assert [m.id for m in Library.create(tmp_path).meetings()] == [_BUDGET[1].id]


def test_threads_that_create_at_the_same_time(tmp_path: Path) -> None:
    for attempt in range(5):
        start = threading.Barrier(6)

        def create(directory: Path, start: threading.Barrier = start) -> int | None:
            start.wait()
            return Library.create(directory).generation

        with ThreadPoolExecutor(6) as threads:
            found = list(threads.map(create, [tmp_path / str(attempt)] * 6))
        assert found == [None] * 6
        assert [p.name for p in (tmp_path / str(attempt)).glob("*.new*")] == []


def _create_in_process(directory: Path) -> None:
    with closing(Library.create(directory)) as library:
        library.meetings()


def test_processes_that_create_at_the_same_time(tmp_path: Path) -> None:
    start = multiprocessing.get_context("spawn")
    processes = [start.Process(target=_create_in_process, args=(tmp_path / "l",)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0]
    assert Library.open(tmp_path / "l").meetings() == []


def test_a_library_of_a_newer_version(tmp_path: Path) -> None:
    library_with(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "library.sqlite")) as database, database:
        database.execute("UPDATE facts SET value = '99' WHERE name = 'format'")
    with pytest.raises(LibraryNewer, match=r"format 99; this program knows up to 2"):
        Library.open(tmp_path)


def test_a_library_of_format_1_is_brought_to_this_one(tmp_path: Path) -> None:
    library_with(tmp_path, minutes("図書館検討会", BUDGET)).close()
    with closing(sqlite3.connect(tmp_path / "library.sqlite")) as database, database:
        for table, column in (("meetings", "links"), ("remarks", "times")):
            database.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        database.execute("UPDATE facts SET value = '1' WHERE name = 'format'")
    library = Library.open(tmp_path)
    stored = library.meeting(library.meetings()[0].id).meeting
    assert stored.links == ()
    assert [remark.times for remark in stored.remarks] == [(), ()]
    library.close()
    Library.open(tmp_path).close()


@pytest.mark.parametrize("content", [b"", b"no database at all" * 100, b"SQLite format 3\0" * 64])
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "library.sqlite").write_bytes(content)
    for opened in (Library.open, Library.create):
        with pytest.raises(LibraryDamaged, match=r"library\.sqlite cannot be read as a library"):
            opened(tmp_path)


def test_a_database_of_another_program(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "library.sqlite")) as database, database:
        database.execute("CREATE TABLE facts (name TEXT, value TEXT)")
    with pytest.raises(LibraryDamaged):
        Library.open(tmp_path)


def test_a_place_that_cannot_hold_a_library(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(LibraryUnwritable):
        Library.create(tmp_path / "file" / "library")


# -- one writer -------------------------------------------------------------------------------


def test_a_second_writer_is_told_who_holds_the_lock(tmp_path: Path) -> None:
    first = library_with(tmp_path, _BUDGET)
    second = Library.open(tmp_path)
    with first.writing():
        for attempt in (lambda: indexer(second).remove([], silent), second.collect_garbage):
            with pytest.raises(LibraryLocked, match=f"pid {os.getpid()}"):
                attempt()
        assert len(second.meetings()) == 1
    with second.writing():
        pass


def test_the_lock_is_given_back_after_an_error(tmp_path: Path) -> None:
    library = library_with(tmp_path)
    with pytest.raises(KeyboardInterrupt), library.writing():
        raise KeyboardInterrupt
    with library.writing():
        pass


# -- what is stored ---------------------------------------------------------------------------


def _rich_meeting() -> tuple[SourceDocument, Meeting]:
    """A meeting in which no field has its default."""
    text = "第二回 図書館検討会\n１ 開会\n(1) 挨拶\n町長　予算は\n三億円です。\n1\n【拍手】\n"

    def span(quote: str) -> Span:
        return Span(text.index(quote), text.index(quote) + len(quote))

    meeting = Meeting(
        id=MeetingId("abc123"),
        title="第二回 図書館検討会",
        kind=RecordKind.SUMMARY,
        date=date(2026, 5, 6),
        other_dates=(date(2026, 5, 7),),
        start="10:00",
        end="11:30",
        place="青葉町役場",
        language="en",
        attendees=(Attendee("瀬戸内 杏子", "町長", "青葉町"), Attendee("髙橋 一郎")),
        agenda=("開会", "挨拶"),
        sections=(
            Section("1", "開会", 1, span("１ 開会"), "１", None),
            Section("1.1", "挨拶", 2, span("(1) 挨拶"), "(1)", MAYOR),
        ),
        remarks=(
            Remark(
                0, "予算は三億円です。", (span("予算は"), span("三億円です。")), OFFICE, "1.1",
                Role.ANSWER, 2,
            ),
            Remark(1, "三億円です。", (span("三億円です。"),)),
        ),
        stage_notes=(span("【拍手】"),),
        furniture=(span("1\n"),),
        header=(span("第二回"),),
        warnings=(Wording(ja="日付が二つあります。", en="There are two dates."),),
    )  # fmt: skip
    pages = (Page(1, Span(0, 25)), Page(2, Span(25, len(text))))
    return SourceDocument("/minutes/二.pdf", text, "application/pdf", pages=pages, part=3), meeting


def test_a_meeting_comes_back_as_it_was_stored(tmp_path: Path) -> None:
    document, meeting = _rich_meeting()
    library = library_with(tmp_path, (document, meeting))
    record = library.meeting(meeting.id)
    assert record.meeting == meeting
    assert record.document == document
    assert record.path == "/minutes/二.pdf"
    for remark in record.meeting.remarks:
        pieces = (record.document.text[s.start : s.end] for s in remark.spans)
        assert "".join(pieces) == remark.text


def test_a_summary_counts(tmp_path: Path) -> None:
    library = library_with(tmp_path, _FLOOD, _rich_meeting(), minutes("日付なし", BUDGET, day=None))
    first, second, third = library.meetings()
    assert [first.title, second.title, third.title] == [
        "令和８年度 防災会議", "第二回 図書館検討会", "日付なし",
    ]  # fmt: skip
    assert (first.remarks, first.speakers, first.warnings) == (3, 2, 0)
    assert (second.remarks, second.speakers, second.warnings) == (2, 1, 1)
    assert (second.kind, second.date) == (RecordKind.SUMMARY, date(2026, 5, 6))


def test_a_passage_comes_back_with_all_that_a_citation_needs(tmp_path: Path) -> None:
    document, meeting = _rich_meeting()
    library = library_with(tmp_path, (document, meeting))
    first, second = library.passage_keys()
    passages = library.fetch([second, 999, first, second])
    assert [p.remark.ordinal for p in passages] == [1, 0, 1]
    passage = passages[1]
    assert passage.remark == meeting.remarks[0]
    assert passage.text == "予算は三億円です。"
    assert passage.unit_texts() == ["予算は三億円です。"]
    assert passage.section_path == ("開会", "挨拶")
    assert (passage.meeting_id, passage.meeting_title) == (meeting.id, meeting.title)
    assert (passage.meeting_date, passage.meeting_kind) == (meeting.date, RecordKind.SUMMARY)
    assert [passage.page_at(n) for n in (0, 24, 25, 9999)] == [1, 1, 2, None]
    assert passage.terms == ANALYZER.terms(f"{passage.header}\n{passage.text}")


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("aa11", "令和８年度 図書館検討会"),
        ("aa1", "令和８年度 図書館検討会"),
        ("令和８年度 防災会議.txt", "令和８年度 防災会議"),
        ("./somewhere/令和８年度 防災会議.txt", "令和８年度 防災会議"),
        ("図書館", "令和８年度 図書館検討会"),
        ("令和8年度防災", "令和８年度 防災会議"),
        ("図書舘", "令和８年度 図書館検討会"),
    ],
)
def test_a_meeting_is_found_by_what_people_call_it(tmp_path: Path, name: str, title: str) -> None:
    library = library_with(tmp_path, *_named())
    assert library.meeting(library.find_meeting(name)).meeting.title == title


def _named() -> list[tuple[SourceDocument, Meeting]]:
    ids = (MeetingId("aa11"), MeetingId("aa22"))
    return [
        (document, replace(meeting, id=own))
        for own, (document, meeting) in zip(ids, (_BUDGET, _FLOOD), strict=True)
    ]


def test_an_id_wins_over_a_beginning(tmp_path: Path) -> None:
    meetings = [
        (document, replace(meeting, id=MeetingId(own)))
        for own, (document, meeting) in zip(("aa", "aab"), (_BUDGET, _FLOOD), strict=True)
    ]
    assert library_with(tmp_path, *meetings).find_meeting("aa") == "aa"


@pytest.mark.parametrize(("name", "count"), [("aa", 2), ("令和8年度", 2), ("議会", 0)])
def test_a_name_that_does_not_single_one_out(tmp_path: Path, name: str, count: int) -> None:
    library = library_with(tmp_path, *_named())
    with pytest.raises(MeetingNotFound, match=f"^{count} meetings") as caught:
        library.find_meeting(name)
    assert ("aa11" in str(caught.value)) == (count > 0)


def test_a_meeting_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(MeetingNotFound, match="0 meetings match 'zz'"):
        library_with(tmp_path).meeting(MeetingId("zz"))


def test_what_became_of_files(tmp_path: Path) -> None:
    library = library_with(tmp_path)
    state = FileState("/minutes/a.txt", "00ff", 12, "1 200/1", "refused", "empty")
    with library.transaction() as transaction:
        transaction.record_file(state)
    assert library.files() == {"/minutes/a.txt": state}


def test_cached_vectors(tmp_path: Path) -> None:
    library = library_with(tmp_path)
    vectors = np.random.default_rng(0).standard_normal((1200, 8)).astype(np.float32)
    hashes = [text_hash(str(n)) for n in range(1200)]
    library.cache_vectors("one", hashes, vectors)
    found = Library.open(tmp_path).cached_vectors("one", [*hashes, b"unknown"])
    assert all(np.array_equal(found[h], v) for h, v in zip(hashes, vectors, strict=True))
    assert len(found) == library.embedding_count("one") == 1200
    assert library.cached_vectors("other", hashes) == {}


# -- transactions -----------------------------------------------------------------------------


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_a_transaction_is_all_or_nothing(tmp_path: Path, error: type[BaseException]) -> None:
    library = library_with(tmp_path, _BUDGET)
    with pytest.raises(error), library.transaction() as transaction:  # noqa: PT012
        transaction.remove_meeting(_BUDGET[1].id)
        transaction.add_meeting(_FLOOD[1], _FLOOD[0], "00", [])
        transaction.publish()
        raise error
    assert library.generation == 1
    assert [m.id for m in library.meetings()] == [_BUDGET[1].id]


def test_a_reader_sees_nothing_of_an_open_transaction(tmp_path: Path) -> None:
    library, reader = library_with(tmp_path, _BUDGET), Library.open(tmp_path)
    with library.transaction() as transaction:
        transaction.remove_meeting(_BUDGET[1].id)
        transaction.publish()
        assert [m.id for m in reader.meetings()] == [_BUDGET[1].id]
    assert reader.meetings() == []


def test_a_full_disk(tmp_path: Path) -> None:
    library = library_with(tmp_path, _BUDGET)
    connection = library._connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    many = [minutes(f"会議{n}", FLOOD * 20) for n in range(20)]
    with pytest.raises(LibraryUnwritable, match="full"):
        indexer(library).add_meetings(many, silent)
    connection.execute("PRAGMA max_page_count = 1000000")
    assert library.generation == 1
    assert [m.id for m in library.meetings()] == [_BUDGET[1].id]
    assert len(GenerationReader.open(library, SPEC)) == 2
    assert indexer(library).add_meetings(many, silent).generation == 2


# -- collecting -------------------------------------------------------------------------------


def _bytes_under(directory: Path) -> bytes:
    return b"".join(p.read_bytes() for p in directory.rglob("*") if p.is_file())


def test_a_removed_meeting_is_gone_from_every_file(tmp_path: Path) -> None:
    sealed = "守秘義務のある発言"
    original = tmp_path / "original.txt"
    original.write_text(sealed, encoding="utf-8")
    kept, removed = _BUDGET, minutes("秘密会", [(MAYOR, None, f"{sealed}をここに述べます。")])
    library = library_with(tmp_path / "l", kept, removed)
    library.keep_source(original, library.meeting(removed[1].id).sha256)
    vectors = library.embedding_count(SPEC.model_id)
    indexer(library).remove([removed[1].id], silent)
    assert sealed.encode() in _bytes_under(tmp_path / "l")

    # Some builds of SQLite overwrite what is deleted by themselves, others do not.
    library._connection.execute("PRAGMA secure_delete = OFF")
    assert library.collect_garbage() > 0

    assert [m.id for m in library.meetings()] == [kept[1].id]
    everything = _bytes_under(tmp_path / "l")
    assert sealed.encode() not in everything
    assert json.dumps(sealed).encode() not in everything
    assert "守秘".encode() not in everything
    assert library.embedding_count(SPEC.model_id) == vectors - 2  # its unit and its header
    assert [p.name for p in (tmp_path / "l" / "generations").iterdir()] == ["2"]
    reader = GenerationReader.open(library, SPEC)
    reader.verify()
    assert [p.meeting_id for p in reader.fetch([0, 1])] == [kept[1].id] * 2
    assert reader.allowed(And()) is None


def test_collecting_keeps_what_is_shown(tmp_path: Path) -> None:
    library = library_with(tmp_path / "l", _BUDGET)
    original = tmp_path / "original.txt"
    original.write_text("原本", encoding="utf-8")
    sha256 = library.meeting(_BUDGET[1].id).sha256
    library.keep_source(original, sha256)
    vectors = library.embedding_count(SPEC.model_id)
    library.collect_garbage()
    assert library.source_path(original, sha256).read_text(encoding="utf-8") == "原本"
    assert library.embedding_count(SPEC.model_id) == vectors > 0
    assert library.meeting(_BUDGET[1].id).meeting == _BUDGET[1]


def test_no_key_is_used_again(tmp_path: Path) -> None:
    library = library_with(tmp_path, _BUDGET, _FLOOD)
    before = library.passage_keys()
    indexer(library).remove([_FLOOD[1].id], silent)
    library.collect_garbage()
    indexer(library).add_meetings([minutes("議会運営委員会", FLOOD)], silent)
    assert set(library.passage_keys()) & set(before) == set(before[:2])


def test_titles_and_speakers_are_those_of_a_generation(tmp_path: Path) -> None:
    library = library_with(tmp_path, minutes("予算委員会", BUDGET))
    before = library.generation or 0
    indexer(library).add_meetings([_FLOOD], silent)
    after = library.generation or 0
    assert [(title, day) for _, title, day in library.meeting_titles(before)] == [
        ("予算委員会", date(2026, 3, 4))
    ]
    assert {title for _, title, _ in library.meeting_titles(after)} == {
        "予算委員会",
        "令和８年度 防災会議",
    }
    new = set(library.speaker_keys(after)) - set(library.speaker_keys(before))
    assert new == {"企画課長"}
    assert library.any_matching(In("speaker", ("企画課長",)), after)
    assert not library.any_matching(In("speaker", ("企画課長",)), before)

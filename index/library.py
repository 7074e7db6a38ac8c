"""The library on disk: the one source of truth, in SQLite, and the original files.

    library.sqlite      meetings, remarks, passages, embeddings, what was read, the current generation
    generations/N/      the searchable index (generation.py)
    sources/            the original files, by the hash of their content

Meetings are versioned by generation: a row lives from `added_in` until `removed_in`. A reader that
holds generation N keeps seeing exactly the rows of N while a writer publishes N+1; `collect_garbage`
deletes later what no kept generation shows. All changes of one ingestion and the flip of the pointer
are one transaction. Nothing here parses minutes, embeds or searches.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import (
    LibraryDamaged,
    LibraryLocked,
    LibraryMissing,
    LibraryNewer,
    LibraryUnwritable,
    MeetingNotFound,
)
from index.exchanges import RowContext
from index.filters import Filter, compile_sql
from index.meeting import (
    Attendee,
    Meeting,
    MeetingId,
    RecordKind,
    Remark,
    Role,
    Section,
    Span,
    Speaker,
)
from index.passages import Passage, PassageId
from index.people import comparison_key
from index.source import Page, SourceDocument
from index.terms import Terms
from index.wording import Wording

__all__ = [
    "FileState",
    "Library",
    "MeetingRecord",
    "MeetingSummary",
    "PassageRecord",
    "StoredPassage",
    "text_hash",
    "writing_to",
]

FORMAT = 1
_FILE = "library.sqlite"

# AUTOINCREMENT: no key is ever used again, so that a reader of an old generation can never be given
# the passage of a new meeting in the place of one that was collected.
_SCHEMA = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE generations (number INTEGER PRIMARY KEY, created_at TEXT NOT NULL);
CREATE TABLE files (
    path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, size INTEGER NOT NULL, pipeline TEXT NOT NULL,
    status TEXT NOT NULL, detail TEXT NOT NULL, read_at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE meetings (
    key INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, path TEXT NOT NULL, sha256 TEXT NOT NULL,
    part INTEGER NOT NULL, title TEXT NOT NULL, kind TEXT NOT NULL, date TEXT, language TEXT NOT NULL,
    audience TEXT NOT NULL DEFAULT '', body TEXT NOT NULL, text TEXT NOT NULL, pages TEXT NOT NULL,
    added_in INTEGER NOT NULL, removed_in INTEGER);
CREATE INDEX meetings_by_id ON meetings (id);
CREATE INDEX meetings_by_path ON meetings (path);
CREATE TABLE remarks (
    key INTEGER PRIMARY KEY AUTOINCREMENT, meeting INTEGER NOT NULL REFERENCES meetings (key) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL, section_id TEXT, speaker TEXT, speaker_key TEXT, role TEXT,
    page INTEGER, text TEXT NOT NULL, spans TEXT NOT NULL);
CREATE INDEX remarks_by_meeting ON remarks (meeting, ordinal);
CREATE TABLE passages (
    key INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL,
    remark INTEGER NOT NULL REFERENCES remarks (key) ON DELETE CASCADE,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, units TEXT NOT NULL, header TEXT NOT NULL,
    words TEXT NOT NULL, bigrams TEXT NOT NULL);
CREATE INDEX passages_by_remark ON passages (remark);
CREATE INDEX passages_by_id ON passages (id);
CREATE TABLE embeddings (
    model TEXT NOT NULL, text_hash BLOB NOT NULL, vector BLOB NOT NULL,
    PRIMARY KEY (model, text_hash)) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class FileState:
    """What became of a file when it was last read. `status` is "read" or "refused"."""

    path: str
    sha256: str
    size: int
    pipeline: str
    status: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class MeetingSummary:
    """A line of the list of meetings."""

    id: MeetingId
    title: str
    date: dt.date | None
    kind: RecordKind
    language: str
    path: str
    remarks: int
    speakers: int
    warnings: int


@dataclass(frozen=True, slots=True)
class MeetingRecord:
    """A stored meeting with the text that its spans count in."""

    meeting: Meeting
    document: SourceDocument
    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage as it is written: with its header and its terms."""

    passage: Passage
    header: str
    terms: Terms


@dataclass(frozen=True, slots=True)
class PassageRecord:
    """A passage as it is read: with the remark and the facts of the meeting that a citation needs."""

    id: PassageId
    text: str
    start: int
    units: tuple[tuple[int, int], ...]
    header: str
    remark: Remark
    section_path: tuple[str, ...]
    meeting_id: MeetingId
    meeting_title: str
    meeting_date: dt.date | None
    meeting_kind: RecordKind
    meeting_language: str
    pages: tuple[Page, ...] = field(repr=False)
    terms: Terms = field(repr=False)

    def unit_texts(self) -> list[str]:
        """The text of each unit of the passage."""
        return [self.remark.text[start:end] for start, end in self.units]

    def page_at(self, offset: int) -> int | None:
        """The page of the source's character at `offset`, or None for formats without pages."""
        return next((p.number for p in self.pages if p.span.start <= offset < p.span.end), None)


class Library:
    """Reads and writes one library. Open it with `Library.open` or `Library.create`.

    Safe in threads: each has a connection of its own. Threads that share one share its transaction:
    a question would see what an ingestion beside it has not committed, and wait for its every step.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._connections: dict[threading.Thread, sqlite3.Connection] = {}
        self._connecting = threading.Lock()

    @property
    def _connection(self) -> sqlite3.Connection:
        """The connection of this thread, opened when it first asks."""
        thread = threading.current_thread()
        connection = self._connections.get(thread)
        if connection is None:
            with self._connecting:
                self._close_those_of(lambda owner: not owner.is_alive())
                if not (self.directory / _FILE).is_file():  # SQLite would make an empty one
                    raise LibraryMissing(library=self.directory)
                connection = _connect(self.directory / _FILE)
                connection.row_factory = sqlite3.Row
                self._connections[thread] = connection
        return connection

    def _close_those_of(self, gone: Callable[[threading.Thread], bool]) -> None:
        for owner in [thread for thread in self._connections if gone(thread)]:
            self._connections.pop(owner).close()

    # -- opening ------------------------------------------------------------------------------

    @classmethod
    def open(cls, directory: Path) -> Library:
        """Open an existing library for reading; `writing` makes it writable for a while.

        Raises:
            LibraryMissing: there is none.
            LibraryNewer: a newer version of this program wrote it.
            LibraryDamaged: the file is no database, or not one of ours.
        """
        library = cls(directory)
        try:
            found = library._format()
            if found > FORMAT:
                raise LibraryNewer(library=directory, found=found, supported=FORMAT)
        except BaseException:
            library.close()
            raise
        return library

    def _format(self) -> int:
        try:
            return int(self._fact("format") or "")
        except (sqlite3.DatabaseError, ValueError) as error:
            # SQLite's code tells a full disk or a missing permission from a file that is not ours.
            ours = getattr(error, "sqlite_errorcode", None) in _REFUSED_BY_THE_DISK
            kind = LibraryUnwritable if ours else LibraryDamaged
            raise kind(library=self.directory, detail=error) from error

    @classmethod
    def create(cls, directory: Path) -> Library:
        """Open the library, making an empty one where there is none.

        Raises:
            LibraryUnwritable: the directory cannot be made or written.
        """
        if (directory / _FILE).is_file():
            return cls.open(directory)
        with writing_to(directory):
            directory.mkdir(parents=True, exist_ok=True)
            aside = directory / f"{_FILE}.{os.getpid()}-{threading.get_ident()}.new"
            try:
                _make_database(aside)
                # A hard link fails where another was first: its library is as good as ours.
                with suppress(FileExistsError):
                    os.link(aside, directory / _FILE)
            finally:
                for leftover in directory.glob(f"{aside.name}*"):
                    leftover.unlink()
        return cls.open(directory)

    def close(self) -> None:
        """Release the database. What another thread is reading it reads to its end."""
        with self._connecting:
            here = threading.current_thread()
            self._close_those_of(lambda owner: owner is here or not owner.is_alive())
            # To close a connection that a thread is using crashes the process; the last one to let
            # go of it closes it.
            self._connections.clear()

    # -- facts --------------------------------------------------------------------------------

    def _fact(self, name: str) -> str | None:
        row = self._connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else None

    @property
    def generation(self) -> int | None:
        """The number of the current generation, None before the first one."""
        value = self._fact("generation")
        return int(value) if value else None

    def generation_directory(self, number: int) -> Path:
        """Where the files of a generation are."""
        return self.directory / "generations" / str(number)

    def embedding_count(self, model: str) -> int:
        """How many vectors of a model are cached."""
        query = "SELECT count(*) FROM embeddings WHERE model = ?"
        return int(self._connection.execute(query, (model,)).fetchone()[0])

    # -- reading ------------------------------------------------------------------------------

    def meetings(self) -> list[MeetingSummary]:
        """The meetings of the current generation, newest first, undated ones last."""
        rows = self._connection.execute(
            f"""SELECT m.id, m.title, m.date, m.kind, m.language, m.path, count(r.key) AS remarks,
                count(DISTINCT r.speaker_key) AS speakers, json_array_length(m.body, '$.warnings') AS warnings
            FROM meetings m LEFT JOIN remarks r ON r.meeting = m.key WHERE {_LIVE}
            GROUP BY m.key ORDER BY m.date DESC NULLS LAST, m.title, m.id""",
            self._live(),
        )
        return [
            MeetingSummary(
                id=MeetingId(row["id"]),
                title=row["title"],
                date=_date(row["date"]),
                kind=RecordKind(row["kind"]),
                language=row["language"],
                path=row["path"],
                remarks=row["remarks"],
                speakers=row["speakers"],
                warnings=row["warnings"],
            )
            for row in rows
        ]

    def find_meeting(self, name: str) -> MeetingId:
        """The one meeting that a person means: by id, beginning of an id, file name or part of a title.

        Raises:
            MeetingNotFound: none fits, or several do.
        """
        summaries = self.meetings()
        key = comparison_key(name)
        found: list[MeetingSummary] = []
        for readings in (
            [m for m in summaries if m.id == name],
            [m for m in summaries if m.id.startswith(name) or Path(m.path).name == Path(name).name],
            [m for m in summaries if key in comparison_key(m.title)],
        ):
            found = readings
            if len(found) == 1:
                return found[0].id
            if found:
                break
        candidates = " / ".join(f"{m.id} {m.title}" for m in found[:5])
        raise MeetingNotFound(meeting=name, count=len(found), candidates=candidates)

    def meeting(self, meeting_id: MeetingId) -> MeetingRecord:
        """One meeting of the current generation, whole.

        Raises:
            MeetingNotFound: it is not in the library.
        """
        row = self._connection.execute(
            f"SELECT * FROM meetings m WHERE m.id = ? AND {_LIVE}", (meeting_id, *self._live())
        ).fetchone()
        if row is None:
            raise MeetingNotFound(meeting=meeting_id, count=0, candidates="")
        remarks = self._connection.execute(
            "SELECT * FROM remarks WHERE meeting = ? ORDER BY ordinal", (row["key"],)
        )
        document = SourceDocument(
            name=row["path"],
            text=row["text"],
            media_type=json.loads(row["body"])["media_type"],
            pages=_pages(row["pages"]),
            part=row["part"],
        )
        meeting = _meeting(row, tuple(_remark(r) for r in remarks))
        return MeetingRecord(meeting, document, row["path"], row["sha256"])

    def files(self) -> dict[str, FileState]:
        """What became of each file that was ever given, by its absolute path."""
        rows = self._connection.execute(
            "SELECT path, sha256, size, pipeline, status, detail FROM files"
        )
        return {row["path"]: FileState(*row) for row in rows}

    def passage_keys(self) -> list[int]:
        """The keys of all passages that belong to the current generation, in a stable order."""
        return _passage_keys(self._connection, _LIVE, self._live())

    def matching(self, where: Filter, generation: int) -> set[int]:
        """The keys of the passages of a generation that a filter lets through."""
        condition, parameters = compile_sql(where)
        rows = self._connection.execute(
            f"""SELECT p.key FROM passages p JOIN remarks r ON p.remark = r.key
            JOIN meetings m ON r.meeting = m.key WHERE {_LIVE} AND ({condition})""",
            (generation, generation, *parameters),
        )
        return {row[0] for row in rows}

    def fetch(self, keys: Sequence[int]) -> list[PassageRecord]:
        """The passages with these keys, in this order; a key that is gone is left out."""
        marks = ",".join("?" * len(keys))
        rows = self._connection.execute(
            f"""SELECT p.key AS passage_key, p.id AS passage_id, p.start AS passage_start,
                p."end" AS passage_end, p.units, p.header, p.words, p.bigrams,
                r.ordinal, r.section_id, r.speaker, r.role,
                r.page, r.text, r.spans, m.id, m.title, m.date, m.kind, m.language, m.pages,
                json_extract(m.body, '$.sections') AS sections
            FROM passages p JOIN remarks r ON p.remark = r.key JOIN meetings m ON r.meeting = m.key
            WHERE p.key IN ({marks})""",
            list(keys),
        )
        found = {row["passage_key"]: _passage_record(row) for row in rows}
        return [found[key] for key in keys if key in found]

    def neighbours(self, meeting_id: MeetingId, ordinal: int, reach: int) -> list[Remark]:
        """The remarks of a meeting around one of them, `reach` on each side."""
        rows = self._connection.execute(
            f"""SELECT r.* FROM remarks r JOIN meetings m ON r.meeting = m.key
            WHERE m.id = ? AND {_LIVE} AND r.ordinal BETWEEN ? AND ? ORDER BY r.ordinal""",
            (meeting_id, *self._live(), ordinal - reach, ordinal + reach),
        )
        return [_remark(row) for row in rows]

    def _live(self) -> tuple[int, int]:
        generation = self.generation or 0
        return generation, generation

    # -- embeddings ---------------------------------------------------------------------------

    def cached_vectors(
        self, model: str, hashes: Sequence[bytes]
    ) -> dict[bytes, NDArray[np.float32]]:
        """The vectors of a model that are known, by text hash; each (dimension,) float32."""
        found: dict[bytes, NDArray[np.float32]] = {}
        for start in range(0, len(hashes), 500):
            part = hashes[start : start + 500]
            marks = ",".join("?" * len(part))
            rows = self._connection.execute(
                f"SELECT text_hash, vector FROM embeddings WHERE model = ? AND text_hash IN ({marks})",
                (model, *part),
            )
            found.update((row[0], np.frombuffer(row[1], np.float32)) for row in rows)
        return found

    def cache_vectors(
        self, model: str, hashes: Sequence[bytes], vectors: NDArray[np.float32]
    ) -> None:
        """Keep vectors for later runs; an interrupted ingestion resumes from them."""
        with writing_to(self.directory), self._connection as connection:
            _insert_vectors(connection, model, hashes, vectors)

    # -- writing ------------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer of the library for the length of the block.

        Raises:
            LibraryLocked: another process is writing.
        """
        from filelock import FileLock, Timeout  # it imports asyncio: 0.1 s that no question needs

        lock = FileLock(self.directory / "writer.lock")
        with writing_to(self.directory):
            try:
                lock.acquire(timeout=0)
            except Timeout as error:
                holder = _read_text(self.directory / "writer.pid")
                raise LibraryLocked(library=self.directory, holder=f"pid {holder}") from error
        try:
            with writing_to(self.directory):
                (self.directory / "writer.pid").write_text(str(os.getpid()), encoding="utf-8")
            yield
        finally:
            lock.release()

    @contextmanager
    def transaction(self) -> Iterator[LibraryTransaction]:
        """All changes of the block together with the flip to a new generation, or none of them."""
        with writing_to(self.directory):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield LibraryTransaction(self._connection, (self.generation or 0) + 1)
            except BaseException:
                self._connection.rollback()
                raise
            self._connection.commit()

    def source_path(self, path: Path, sha256: str) -> Path:
        """Where the original of a file is kept."""
        return self.directory / "sources" / sha256[:2] / f"{sha256}{path.suffix.lower()}"

    def keep_source(self, path: Path, sha256: str) -> None:
        """Keep a copy of an original file under the hash of its content."""
        target = self.source_path(path, sha256)
        if target.exists():
            return
        with writing_to(self.directory):
            target.parent.mkdir(parents=True, exist_ok=True)
            aside = target.with_suffix(f".{os.getpid()}.new")
            try:
                shutil.copyfile(path, aside)
                aside.replace(target)
            finally:
                aside.unlink(missing_ok=True)

    def collect_garbage(self) -> int:
        """Delete everything that the current generation does not show.

        Returns:
            how many bytes were given back.

        Raises:
            LibraryLocked: another process is writing.
        """
        before = _size_of(self.directory)
        with self.writing(), writing_to(self.directory):
            current = self.generation
            with self._connection as connection:
                connection.execute("DELETE FROM meetings WHERE removed_in IS NOT NULL")
                connection.execute("DELETE FROM generations WHERE number IS NOT ?", (current,))
                self._forget_unused_embeddings(connection)
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            for directory in (self.directory / "generations").glob("*"):
                if directory.name != str(current):
                    shutil.rmtree(directory)
            kept = {r[0] for r in self._connection.execute("SELECT DISTINCT sha256 FROM meetings")}
            for source in (self.directory / "sources").glob("*/*"):
                if source.name.split(".")[0] not in kept:
                    source.unlink()
        return before - _size_of(self.directory)

    def _forget_unused_embeddings(self, connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TEMP TABLE used (hash BLOB PRIMARY KEY) WITHOUT ROWID")
        rows = connection.execute(
            "SELECT p.header, p.units, r.text FROM passages p JOIN remarks r ON p.remark = r.key"
        )
        connection.executemany(
            "INSERT OR IGNORE INTO used VALUES (?)",
            ((text_hash(text),) for row in rows for text in (row["header"], *_unit_texts(row))),
        )
        connection.execute("DELETE FROM embeddings WHERE text_hash NOT IN (SELECT hash FROM used)")
        connection.execute("DROP TABLE used")


# Rows of a generation: added by then, and not removed until after it. Two parameters.
_LIVE = "m.added_in <= ? AND (m.removed_in IS NULL OR m.removed_in > ?)"


class LibraryTransaction:
    """The changes that lead from one generation to the next; made by `Library.transaction`."""

    def __init__(self, connection: sqlite3.Connection, generation: int) -> None:
        self._connection = connection
        self.generation = generation

    def remove_file(self, path: str) -> int:
        """Take the meetings of a file out of the coming generation; how many there were."""
        return self._remove("path = ?", path)

    def remove_meeting(self, meeting_id: MeetingId) -> int:
        """Take one meeting out of the coming generation."""
        return self._remove("id = ?", meeting_id)

    def _remove(self, condition: str, value: str) -> int:
        cursor = self._connection.execute(
            f"UPDATE meetings SET removed_in = ? WHERE removed_in IS NULL AND {condition}",
            (self.generation, value),
        )
        return cursor.rowcount

    def add_meeting(
        self,
        meeting: Meeting,
        document: SourceDocument,
        sha256: str,
        passages: Sequence[StoredPassage],
    ) -> None:
        """Add a meeting with its remarks and passages to the coming generation."""
        body = {
            "other_dates": [d.isoformat() for d in meeting.other_dates],
            "start": meeting.start,
            "end": meeting.end,
            "place": meeting.place,
            "media_type": document.media_type,
            "attendees": [[a.name, a.role, a.affiliation] for a in meeting.attendees],
            "agenda": list(meeting.agenda),
            "sections": [
                [
                    s.id,
                    s.title,
                    s.level,
                    s.span.start,
                    s.span.end,
                    s.number,
                    _pack_speaker(s.lead_speaker),
                ]
                for s in meeting.sections
            ],
            "stage_notes": _pack_spans(meeting.stage_notes),
            "furniture": _pack_spans(meeting.furniture),
            "header": _pack_spans(meeting.header),
            "warnings": [[w.ja, w.en] for w in meeting.warnings],
        }
        pages = [[p.number, p.span.start, p.span.end] for p in document.pages]
        cursor = self._connection.execute(
            """INSERT INTO meetings (id, path, sha256, part, title, kind, date, language, body, text,
                pages, added_in) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            (
                meeting.id,
                document.name,
                sha256,
                document.part,
                meeting.title,
                meeting.kind,
                meeting.date.isoformat() if meeting.date else None,
                meeting.language,
                _dump(body),
                document.text,
                _dump(pages),
                self.generation,
            ),
        )
        keys = self._add_remarks(cursor.lastrowid, meeting.remarks)
        self._add_passages(keys, passages)

    def _add_remarks(self, meeting_key: int | None, remarks: Iterable[Remark]) -> dict[int, int]:
        keys: dict[int, int] = {}
        for remark in remarks:
            cursor = self._connection.execute(
                """INSERT INTO remarks (meeting, ordinal, section_id, speaker, speaker_key, role, page,
                    text, spans) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                (
                    meeting_key,
                    remark.ordinal,
                    remark.section_id,
                    _dump(_pack_speaker(remark.speaker)) if remark.speaker else None,
                    _speaker_key(remark.speaker),
                    remark.role,
                    remark.page,
                    remark.text,
                    _dump(_pack_spans(remark.spans)),
                ),
            )
            keys[remark.ordinal] = int(cursor.lastrowid or 0)
        return keys

    def _add_passages(self, remark_keys: dict[int, int], passages: Sequence[StoredPassage]) -> None:
        self._connection.executemany(
            """INSERT INTO passages (id, remark, start, "end", units, header, words, bigrams)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
            (
                (
                    stored.passage.id,
                    remark_keys[stored.passage.remark_ordinal],
                    stored.passage.start,
                    stored.passage.end,
                    _dump(stored.passage.units),
                    stored.header,
                    " ".join(stored.terms.words),
                    " ".join(stored.terms.bigrams),
                )
                for stored in passages
            ),
        )

    def record_file(self, state: FileState) -> None:
        """Remember what became of a file."""
        self._connection.execute(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                state.path,
                state.sha256,
                state.size,
                state.pipeline,
                state.status,
                state.detail,
                _now(),
            ),
        )

    def forget_file(self, path: str) -> None:
        """Forget a file, so that the next run would read it again."""
        self._connection.execute("DELETE FROM files WHERE path = ?", (path,))

    def forget_file_of(self, meeting_id: MeetingId) -> None:
        """Forget the file that a meeting came from."""
        self._connection.execute(
            "DELETE FROM files WHERE path IN (SELECT path FROM meetings WHERE id = ?)",
            (meeting_id,),
        )

    def has_meeting(self, meeting_id: MeetingId) -> bool:
        """Whether the coming generation already holds this meeting (the same text from another file)."""
        query = "SELECT 1 FROM meetings WHERE id = ? AND removed_in IS NULL"
        return self._connection.execute(query, (meeting_id,)).fetchone() is not None

    def passage_keys(self) -> list[int]:
        """The keys of the passages of the coming generation, in a stable order."""
        return _passage_keys(self._connection, _LIVE, (self.generation, self.generation))

    def texts(self, keys: Sequence[int]) -> Iterator[tuple[str, list[str], Terms, RowContext]]:
        """Header, unit texts, terms and context of the passages with these keys, in order."""
        for key in keys:
            row = self._connection.execute(
                """SELECT p.header, p.units, p.words, p.bigrams, r.text, r.meeting, r.section_id, r.role
                FROM passages p JOIN remarks r ON p.remark = r.key WHERE p.key = ?""",
                (key,),
            ).fetchone()
            role = Role(row["role"]) if row["role"] else None
            context = RowContext(row["meeting"], row["section_id"], role)
            yield row["header"], _unit_texts(row), _terms(row), context

    def cache_vectors(
        self, model: str, hashes: Sequence[bytes], vectors: NDArray[np.float32]
    ) -> None:
        """Keep vectors that were made within the transaction, if it is committed."""
        _insert_vectors(self._connection, model, hashes, vectors)

    def publish(self) -> None:
        """Make the coming generation the current one when the transaction commits."""
        self._connection.execute("INSERT INTO generations VALUES (?, ?)", (self.generation, _now()))
        self._connection.execute(
            "INSERT OR REPLACE INTO facts VALUES ('generation', ?)", (str(self.generation),)
        )


def text_hash(text: str) -> bytes:
    """The key of an embedding: SHA-256 of what is embedded."""
    return hashlib.sha256(text.encode()).digest()


def _insert_vectors(
    connection: sqlite3.Connection,
    model: str,
    hashes: Sequence[bytes],
    vectors: NDArray[np.float32],
) -> None:
    connection.executemany(
        "INSERT OR REPLACE INTO embeddings VALUES (?, ?, ?)",
        (
            (model, digest, vector.astype(np.float32).tobytes())
            for digest, vector in zip(hashes, vectors, strict=True)
        ),
    )


# -- rows ↔ values ----------------------------------------------------------------------------


def _passage_keys(
    connection: sqlite3.Connection, live: str, parameters: tuple[int, int]
) -> list[int]:
    rows = connection.execute(
        f"""SELECT p.key FROM passages p JOIN remarks r ON p.remark = r.key
        JOIN meetings m ON r.meeting = m.key WHERE {live} ORDER BY p.key""",
        parameters,
    )
    return [row[0] for row in rows]


def _meeting(row: sqlite3.Row, remarks: tuple[Remark, ...]) -> Meeting:
    body = json.loads(row["body"])
    return Meeting(
        id=MeetingId(row["id"]),
        title=row["title"],
        kind=RecordKind(row["kind"]),
        date=_date(row["date"]),
        other_dates=tuple(dt.date.fromisoformat(d) for d in body["other_dates"]),
        start=body["start"],
        end=body["end"],
        place=body["place"],
        language=row["language"],
        attendees=tuple(Attendee(*a) for a in body["attendees"]),
        agenda=tuple(body["agenda"]),
        sections=tuple(_section(s) for s in body["sections"]),
        remarks=remarks,
        stage_notes=_unpack_spans(body["stage_notes"]),
        furniture=_unpack_spans(body["furniture"]),
        header=_unpack_spans(body["header"]),
        warnings=tuple(Wording(ja=ja, en=en) for ja, en in body["warnings"]),
    )


def _section(packed: list[Any]) -> Section:
    section_id, title, level, start, end, number, lead = packed
    return Section(
        id=section_id,
        title=title,
        level=level,
        span=Span(start, end),
        number=number,
        lead_speaker=_unpack_speaker(lead),
    )


def _remark(row: sqlite3.Row) -> Remark:
    return Remark(
        ordinal=row["ordinal"],
        text=row["text"],
        spans=_unpack_spans(json.loads(row["spans"])),
        speaker=_unpack_speaker(json.loads(row["speaker"])) if row["speaker"] else None,
        section_id=row["section_id"],
        role=Role(row["role"]) if row["role"] else None,
        page=row["page"],
    )


def _passage_record(row: sqlite3.Row) -> PassageRecord:
    remark = _remark(row)
    return PassageRecord(
        id=PassageId(row["passage_id"]),
        text=remark.text[row["passage_start"] : row["passage_end"]],
        start=row["passage_start"],
        units=tuple((start, end) for start, end in json.loads(row["units"])),
        header=row["header"],
        remark=remark,
        section_path=_section_path(json.loads(row["sections"]), remark.section_id),
        meeting_id=MeetingId(row["id"]),
        meeting_title=row["title"],
        meeting_date=_date(row["date"]),
        meeting_kind=RecordKind(row["kind"]),
        meeting_language=row["language"],
        pages=_pages(row["pages"]),
        terms=_terms(row),
    )


def _unit_texts(row: sqlite3.Row) -> list[str]:
    return [row["text"][start:end] for start, end in json.loads(row["units"])]


def _terms(row: sqlite3.Row) -> Terms:
    return Terms(row["words"].split(), row["bigrams"].split())


def _section_path(sections: list[list[object]], section_id: str | None) -> tuple[str, ...]:
    """The titles from the top section down to this one; "1.2" stands below "1"."""
    if section_id is None:
        return ()
    parts = section_id.split(".")
    wanted = {".".join(parts[: i + 1]) for i in range(len(parts))}
    return tuple(str(s[1]) for s in sections if s[0] in wanted)


def _pack_speaker(speaker: Speaker | None) -> list[str | None] | None:
    return (
        [speaker.as_written, speaker.name, speaker.role, speaker.affiliation] if speaker else None
    )


def _unpack_speaker(packed: object) -> Speaker | None:
    return Speaker(*packed) if isinstance(packed, list) else None


def _speaker_key(speaker: Speaker | None) -> str | None:
    """Everything that a person may call the speaker by, folded; parts are kept apart by a bar."""
    if speaker is None:
        return None
    parts = (speaker.name, speaker.as_written, speaker.role, speaker.affiliation)
    return "|".join(dict.fromkeys(comparison_key(part) for part in parts if part))


def _pack_spans(spans: Iterable[Span]) -> list[list[int]]:
    return [[s.start, s.end] for s in spans]


def _unpack_spans(packed: list[list[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in packed)


def _pages(packed: str) -> tuple[Page, ...]:
    return tuple(Page(number, Span(start, end)) for number, start, end in json.loads(packed))


def _date(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


# -- the disk ---------------------------------------------------------------------------------


_REFUSED_BY_THE_DISK = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_READONLY,
    }
)


def _make_database(path: Path) -> None:
    connection = _connect(path)
    try:
        with connection:
            connection.executescript(_SCHEMA)
            connection.execute("INSERT INTO facts VALUES ('format', ?)", (str(FORMAT),))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=30, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


@contextmanager
def writing_to(directory: Path) -> Iterator[None]:
    """Turn what the disk says no to into an error that names the library."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        raise LibraryUnwritable(library=directory, detail=error) from error


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return "?"


def _size_of(directory: Path) -> int:
    return sum(p.stat().st_size for p in directory.rglob("*") if p.is_file())

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

import json
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.database import FORMAT, REFUSED_BY_THE_DISK, connect, make_database, upgrade, writing_to
from index.errors import (
    LibraryDamaged,
    LibraryLocked,
    LibraryMissing,
    LibraryNewer,
    LibraryUnwritable,
    MeetingNotFound,
)
from index.filters import Filter, compile_sql
from index.meeting import MeetingId, RecordKind
from index.people import comparison_key
from index.records import FileState, MeetingRecord, MeetingSummary, PassageRecord, text_hash
from index.rows import (
    meeting_from,
    passage_record_from,
    remark_from,
    unit_texts,
    unpack_date,
    unpack_pages,
)
from index.source import SourceDocument
from index.transaction import LIVE, LibraryTransaction, insert_vectors, passage_keys_of

__all__ = ["Library"]

_FILE = "library.sqlite"
# CROSS JOIN keeps the order: SQLite, which has no statistics, would read all passages first. Most filters
# leave few meetings or few speakers; who names keys wants those first.
_FROM_MEETINGS = """FROM meetings m CROSS JOIN remarks r ON r.meeting = m.key
    CROSS JOIN passages p ON p.remark = r.key"""
_FROM_PASSAGES = """FROM passages p CROSS JOIN remarks r ON p.remark = r.key
    CROSS JOIN meetings m ON r.meeting = m.key"""


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
                connection = connect(self.directory / _FILE)
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

        One of an older format is brought to the current one.

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
            if found < FORMAT:
                with writing_to(directory):
                    upgrade(library._connection)
        except BaseException:
            library.close()
            raise
        return library

    def _format(self) -> int:
        try:
            return int(self._fact("format") or "")
        except (sqlite3.DatabaseError, ValueError) as error:
            # SQLite's code tells a full disk or a missing permission from a file that is not ours.
            ours = getattr(error, "sqlite_errorcode", None) in REFUSED_BY_THE_DISK
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
                make_database(aside)
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
            FROM meetings m LEFT JOIN remarks r ON r.meeting = m.key WHERE {LIVE}
            GROUP BY m.key ORDER BY m.date DESC NULLS LAST, m.title, m.id""",
            self._live(),
        )
        return [
            MeetingSummary(
                id=MeetingId(row["id"]),
                title=row["title"],
                date=unpack_date(row["date"]),
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
        named = " / ".join(f"{m.id} {m.title}" for m in found[:5])
        candidates = f" ({named})" if named else ""
        raise MeetingNotFound(meeting=name, count=len(found), candidates=candidates)

    def meeting(self, meeting_id: MeetingId) -> MeetingRecord:
        """One meeting of the current generation, whole.

        Raises:
            MeetingNotFound: it is not in the library.
        """
        row = self._connection.execute(
            f"SELECT * FROM meetings m WHERE m.id = ? AND {LIVE}", (meeting_id, *self._live())
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
            pages=unpack_pages(row["pages"]),
            part=row["part"],
        )
        meeting = meeting_from(row, tuple(remark_from(r) for r in remarks))
        return MeetingRecord(meeting, document, row["path"], row["sha256"])

    def files(self) -> dict[str, FileState]:
        """What became of each file that was ever given, by its absolute path."""
        rows = self._connection.execute(
            "SELECT path, sha256, size, pipeline, status, detail FROM files"
        )
        return {row["path"]: FileState(*row) for row in rows}

    def meeting_titles(self, generation: int) -> list[tuple[MeetingId, str, date | None]]:
        """Id, title and day of each meeting of a generation."""
        rows = self._connection.execute(
            f"SELECT m.id, m.title, m.date FROM meetings m WHERE {LIVE}", (generation, generation)
        )
        return [(MeetingId(row[0]), row[1], unpack_date(row[2])) for row in rows]

    def speaker_keys(self, generation: int) -> list[str]:
        """The distinct `speaker` values that filters compare, of a generation."""
        rows = self._connection.execute(
            f"""SELECT DISTINCT r.speaker_key FROM remarks r JOIN meetings m ON r.meeting = m.key
            WHERE {LIVE} AND r.speaker_key IS NOT NULL""",
            (generation, generation),
        )
        return [row[0] for row in rows]

    def any_matching(self, where: Filter, generation: int) -> bool:
        """Whether a filter lets any passage of a generation through."""
        condition, parameters = compile_sql(where)
        row = self._connection.execute(
            f"SELECT EXISTS (SELECT 1 {_FROM_MEETINGS} WHERE {LIVE} AND ({condition}))",
            (generation, generation, *parameters),
        ).fetchone()
        return bool(row[0])

    def passage_keys(self) -> list[int]:
        """The keys of all passages that belong to the current generation, in a stable order."""
        return passage_keys_of(self._connection, LIVE, self._live())

    def matching(
        self, where: Filter, generation: int, among: Sequence[int] | None = None
    ) -> set[int]:
        """The keys of the passages of a generation that a filter lets through.

        Args:
            among: only these keys, at most some thousand; all when None.
        """
        condition, parameters = compile_sql(where)
        tables = _FROM_MEETINGS
        if among is not None:
            tables = _FROM_PASSAGES
            condition = f"({condition}) AND p.key IN ({','.join(map(str, among))})"
        rows = self._connection.execute(
            f"SELECT p.key {tables} WHERE {LIVE} AND ({condition})",
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
                r.page, r.text, r.spans, r.times, m.id, m.title, m.date, m.kind, m.language, m.pages,
                json_extract(m.body, '$.sections') AS sections
            FROM passages p JOIN remarks r ON p.remark = r.key JOIN meetings m ON r.meeting = m.key
            WHERE p.key IN ({marks})""",
            list(keys),
        )
        found = {row["passage_key"]: passage_record_from(row) for row in rows}
        return [found[key] for key in keys if key in found]

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
            insert_vectors(connection, model, hashes, vectors)

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
            ((text_hash(text),) for row in rows for text in (row["header"], *unit_texts(row))),
        )
        connection.execute("DELETE FROM embeddings WHERE text_hash NOT IN (SELECT hash FROM used)")
        connection.execute("DROP TABLE used")


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return "?"


def _size_of(directory: Path) -> int:
    return sum(p.stat().st_size for p in directory.rglob("*") if p.is_file())

"""The library's database file: its schema, its connections, and what the disk says no to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import LibraryUnwritable

__all__ = ["FORMAT", "REFUSED_BY_THE_DISK", "connect", "make_database", "upgrade", "writing_to"]

FORMAT = 2

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
    audience TEXT NOT NULL DEFAULT '', body TEXT NOT NULL, links TEXT NOT NULL DEFAULT '[]',
    text TEXT NOT NULL, pages TEXT NOT NULL,
    added_in INTEGER NOT NULL, removed_in INTEGER);
CREATE INDEX meetings_by_id ON meetings (id);
CREATE INDEX meetings_by_path ON meetings (path);
CREATE TABLE remarks (
    key INTEGER PRIMARY KEY AUTOINCREMENT, meeting INTEGER NOT NULL REFERENCES meetings (key) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL, section_id TEXT, speaker TEXT, speaker_key TEXT, role TEXT,
    page INTEGER, text TEXT NOT NULL, spans TEXT NOT NULL,
    times TEXT NOT NULL DEFAULT '[]');
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

# What leads from each older format to the next. Columns that only reading a file again can fill stay
# empty until `rag index --rebuild`, which the older generation asks for.
_UPGRADES = {
    1: """
ALTER TABLE meetings ADD COLUMN links TEXT NOT NULL DEFAULT '[]';
ALTER TABLE remarks ADD COLUMN times TEXT NOT NULL DEFAULT '[]';
"""
}

REFUSED_BY_THE_DISK = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_READONLY,
    }
)


def make_database(path: Path) -> None:
    """Make an empty library at a path where there is no file."""
    connection = connect(path)
    try:
        with connection:
            connection.executescript(_SCHEMA)
            connection.execute("INSERT INTO facts VALUES ('format', ?)", (str(FORMAT),))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def upgrade(connection: sqlite3.Connection) -> None:
    """Bring a library of an older format to the current one, in one transaction.

    Another process may have done so since the format was looked at.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        held = connection.execute("SELECT value FROM facts WHERE name = 'format'").fetchone()
        for number in range(int(held[0]), FORMAT):
            for step in filter(str.strip, _UPGRADES[number].split(";")):
                connection.execute(step)
        connection.execute("UPDATE facts SET value = ? WHERE name = 'format'", (str(FORMAT),))
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def connect(path: Path) -> sqlite3.Connection:
    """A connection that readers and one writer can share a file through, safe against a crash."""
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

"""The changes that lead from one generation of the library to the next.

Meetings are versioned: a row lives from `added_in` until `removed_in`. Everything here happens within
one SQLite transaction, which `Library.transaction` begins and ends.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from index.meeting import Link, Meeting, MeetingId, Remark, Role
from index.records import FileState, StoredPassage
from index.row_links import RowPlace
from index.rows import (
    dump,
    pack_links,
    pack_spans,
    pack_speaker,
    pack_times,
    speaker_key,
    terms_from,
    unit_texts,
    unpack_links,
)
from index.source import SourceDocument
from index.terms import Terms

__all__ = ["LIVE", "LibraryTransaction", "insert_vectors", "passage_keys_of"]

# Rows of a generation: added by then, and not removed until after it. Two parameters.
LIVE = "m.added_in <= ? AND (m.removed_in IS NULL OR m.removed_in > ?)"


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
                    pack_speaker(s.lead_speaker),
                ]
                for s in meeting.sections
            ],
            "marks": pack_spans(meeting.marks),
            "stage_notes": pack_spans(meeting.stage_notes),
            "furniture": pack_spans(meeting.furniture),
            "header": pack_spans(meeting.header),
            "warnings": [[w.ja, w.en] for w in meeting.warnings],
        }
        pages = [[p.number, p.span.start, p.span.end] for p in document.pages]
        cursor = self._connection.execute(
            """INSERT INTO meetings (id, path, sha256, part, title, kind, date, language, body, links,
                text, pages, added_in) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            (
                meeting.id,
                document.name,
                sha256,
                document.part,
                meeting.title,
                meeting.kind,
                meeting.date.isoformat() if meeting.date else None,
                meeting.language,
                dump(body),
                dump(pack_links(meeting.links)),
                document.text,
                dump(pages),
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
                    text, spans, times) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                (
                    meeting_key,
                    remark.ordinal,
                    remark.section_id,
                    dump(pack_speaker(remark.speaker)) if remark.speaker else None,
                    speaker_key(remark.speaker),
                    remark.role,
                    remark.page,
                    remark.text,
                    dump(pack_spans(remark.spans)),
                    dump(pack_times(remark.times)),
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
                    dump(stored.passage.units),
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
                now(),
            ),
        )

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
        return passage_keys_of(self._connection, LIVE, (self.generation, self.generation))

    def links(self) -> dict[int, tuple[Link, ...]]:
        """The links of each meeting of the coming generation that has some, by its key."""
        rows = self._connection.execute(
            f"SELECT m.key, m.links FROM meetings m WHERE m.links != '[]' AND {LIVE} ORDER BY m.key",
            (self.generation, self.generation),
        )
        return {row["key"]: unpack_links(row["links"]) for row in rows}

    def texts(self, keys: Sequence[int]) -> Iterator[tuple[str, list[str], Terms, RowPlace]]:
        """Header, unit texts, terms and place of the passages with these keys, in order."""
        for key in keys:
            row = self._connection.execute(
                """SELECT p.header, p.units, p.words, p.bigrams, p.start, p."end", r.text, r.meeting,
                    r.ordinal, r.role, r.section_id
                FROM passages p JOIN remarks r ON p.remark = r.key WHERE p.key = ?""",
                (key,),
            ).fetchone()
            role = Role(row["role"]) if row["role"] else None
            place = RowPlace(
                row["meeting"], row["ordinal"], row["start"], row["end"], role, row["section_id"]
            )
            yield row["header"], unit_texts(row), terms_from(row), place

    def cache_vectors(
        self, model: str, hashes: Sequence[bytes], vectors: NDArray[np.float32]
    ) -> None:
        """Keep vectors that were made within the transaction, if it is committed."""
        insert_vectors(self._connection, model, hashes, vectors)

    def publish(self) -> None:
        """Make the coming generation the current one when the transaction commits."""
        self._connection.execute("INSERT INTO generations VALUES (?, ?)", (self.generation, now()))
        self._connection.execute(
            "INSERT OR REPLACE INTO facts VALUES ('generation', ?)", (str(self.generation),)
        )


def insert_vectors(
    connection: sqlite3.Connection,
    model: str,
    hashes: Sequence[bytes],
    vectors: NDArray[np.float32],
) -> None:
    """Keep vectors, (len(hashes), dimension), under the hashes of their texts."""
    connection.executemany(
        "INSERT OR REPLACE INTO embeddings VALUES (?, ?, ?)",
        (
            (model, digest, vector.astype(np.float32).tobytes())
            for digest, vector in zip(hashes, vectors, strict=True)
        ),
    )


def passage_keys_of(
    connection: sqlite3.Connection, live: str, parameters: tuple[int, int]
) -> list[int]:
    """The keys of the passages of the meetings for which a condition over `meetings m` holds."""
    rows = connection.execute(
        f"""SELECT p.key FROM passages p JOIN remarks r ON p.remark = r.key
        JOIN meetings m ON r.meeting = m.key WHERE {live} ORDER BY p.key""",
        parameters,
    )
    return [row[0] for row in rows]


def now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")

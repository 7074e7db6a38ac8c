"""Files of minutes → a new generation of a library: the whole offline half in order.

    paths → files → SourceDocuments → Meetings → passages, terms, vectors → generation → flip

Reads only what changed since the last run; refuses single files without giving up the others; an
interruption at any moment leaves the library as it was (vectors already made are kept and reused).
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.database import writing_to
from index.embedding import Embedder, in_context
from index.errors import DamagedSource, InaccessibleSource, SourceMissing, UnreadableSource
from index.generation import GenerationRow, GenerationSpec, check_fit, write_generation
from index.library import Library
from index.meeting import Meeting, MeetingId, TimeReference
from index.minutes import parse_documents
from index.passages import Passage, PassageSizes, context_header, cut_passages
from index.readers import READABLE_SUFFIXES, read_source
from index.records import FileState, StoredPassage, text_hash, words_digest
from index.row_links import link_rows
from index.row_map import MappedRow
from index.source import SourceDocument
from index.terms import Analyzer
from index.time_expressions import terms_meant
from index.transaction import LibraryTransaction

__all__ = [
    "FileReport",
    "Indexer",
    "IngestionReport",
    "OpenReader",
    "Progress",
    "ReadSource",
    "Stage",
    "find_files",
]

# Raised when the same file would be understood differently: everything is then read again.
PIPELINE = "3"

_EMBED_AT_ONCE = 512

Stage = str  # "read", "embed", "publish"


class Progress(Protocol):
    """Told how far a stage has come; counts are files or texts."""

    def __call__(self, stage: Stage, done: int, total: int) -> None:
        """`done` of `total`; a total of 0 is not known yet."""
        ...


class ReadSource(Protocol):
    """Reads one file, as `index.readers.read_source` does."""

    def __call__(self, path: Path, *, max_bytes: int) -> list[SourceDocument]:
        """The documents of a file; an UnreadableSource says why there are none."""
        ...


class OpenReader(Protocol):
    """Makes what reads the files of one run; the context ends with the last of them."""

    def __call__(self) -> AbstractContextManager[ReadSource]:
        """Something to read with."""
        ...


def _in_this_process() -> AbstractContextManager[ReadSource]:
    return nullcontext(read_source)


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file: its meetings, or why it was refused."""

    path: Path
    status: str  # "read", "refused", "unchanged", "duplicate"
    meetings: tuple[Meeting, ...] = ()
    error: UnreadableSource | None = None
    detail: str = ""


@dataclass(slots=True)
class IngestionReport:
    """What one run did.

    Attributes:
        others: how many files of other formats the folders hold, by the ends of their names.
    """

    files: list[FileReport] = field(default_factory=list)
    generation: int | None = None
    passages: int = 0
    embedded: int = 0
    reused: int = 0
    others: Counter[str] = field(default_factory=Counter)

    def of(self, status: str) -> list[FileReport]:
        """The reports of the files with one status."""
        return [f for f in self.files if f.status == status]


@dataclass(frozen=True, slots=True)
class _Origin:
    """A file as the library knows it, and where its bytes are now."""

    path: Path
    content: Path | None
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class _Parsed:
    """A meeting ready to be stored."""

    document: SourceDocument
    meeting: Meeting
    passages: tuple[StoredPassage, ...]


@dataclass(frozen=True, slots=True)
class _ReadFile:
    origin: _Origin
    parsed: tuple[_Parsed, ...] = ()
    error: UnreadableSource | None = None


def find_files(paths: Iterable[Path]) -> tuple[list[Path], Counter[str]]:
    """The files that are meant: files as named, and what is readable in folders, hidden ones not.

    Returns:
        The files, and with them the folders that may not be looked into; how many files of other
        formats lie in the folders, by the ends of their names (".doc").

    Raises:
        SourceMissing: a path that does not exist.
    """
    found: dict[Path, None] = {}
    others: Counter[str] = Counter()
    for path in paths:
        if not path.exists():
            raise SourceMissing(path=path)
        if not path.is_dir():
            found[path.resolve()] = None
            continue
        for inside in sorted(_inside(path)):
            suffix = inside.suffix.lower()
            if suffix in READABLE_SUFFIXES or inside.is_dir():
                found[inside.resolve()] = None
            else:
                others[suffix] += 1
    return list(found), others


def _inside(folder: Path) -> Iterator[Path]:
    """The files of a folder and of those in it, and the folders that may not be looked into."""
    closed: list[Path] = []
    walk = os.walk(folder, onerror=lambda error: closed.append(Path(error.filename)))
    for directory, folders, names in walk:
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = (Path(directory, name) for name in names if not name.startswith((".", "~$")))
        yield from (path for path in paths if path.is_file())
    yield from closed


class Indexer:
    """Brings files into a library and takes meetings out of it, one generation a call.

    Args:
        open_reader: makes what reads files; without it they are read in this process, where a crash
            or a hang of a reader is one of the whole.
    """

    def __init__(
        self,
        library: Library,
        embedder: Embedder,
        analyzer: Analyzer,
        sizes: PassageSizes,
        max_file_bytes: int,
        open_reader: OpenReader = _in_this_process,
    ) -> None:
        self._library = library
        self._embedder = embedder
        self._analyzer = analyzer
        # Counts of the embedder include its prompt and special tokens, once for every text.
        self._frame_tokens = embedder.count_tokens([""])[0]
        self._sizes = sizes.within(embedder.max_tokens - self._frame_tokens)
        self._max_file_bytes = max_file_bytes
        self._open_reader = open_reader

    def _count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [n - self._frame_tokens for n in self._embedder.count_tokens(texts)]

    @property
    def _pipeline(self) -> str:
        """Names everything that decides how a file is understood and cut."""
        s = self._sizes
        return (
            f"{PIPELINE} {s.target}/{s.overlap}/{s.shortest_unit}/{s.shortest_matter}/{s.limit}"
            f" {self._analyzer.id} {self._embedder.model_id}"
        )

    @property
    def _spec(self) -> GenerationSpec:
        e = self._embedder
        return GenerationSpec(e.model_id, e.dimension, self._analyzer.id)

    def add(
        self, paths: Sequence[Path], progress: Progress, *, rebuild: bool = False
    ) -> IngestionReport:
        """Read files that are new or changed and publish a generation with them.

        Args:
            paths: files or folders.
            progress: is told how far each stage is.
            rebuild: read, cut and embed everything again, also the files that the library knows and
                that were not named; one that is gone is read from its kept original.

        Raises:
            SourceMissing: a path does not exist; nothing was read.
            GenerationMismatch: the library was made with another model, and `rebuild` is not set.
            ReaderUnavailable: files are read in another process, and it cannot be started.
        """
        with self._library.writing():
            if not rebuild:
                check_fit(self._library, self._spec)
            report = IngestionReport(generation=self._library.generation)
            origins = self._origins(paths, report, rebuild=rebuild)
            read = []
            with self._open_reader() as read_file:
                for number, origin in enumerate(origins):
                    progress("read", number, len(origins))
                    read.append(self._read(origin, read_file))
            progress("read", len(origins), len(origins))
            if read or rebuild:
                self._embed(read, progress, report)
                self._publish(report, progress, read=read, anew=rebuild)
            return report

    def add_meetings(
        self, meetings: Iterable[tuple[SourceDocument, Meeting]], progress: Progress
    ) -> IngestionReport:
        """Publish a generation with meetings that were understood elsewhere, such as a test corpus.

        No file stands behind them, so that no original is kept and `rebuild` does not know them.
        """
        with self._library.writing():
            check_fit(self._library, self._spec)
            report = IngestionReport(generation=self._library.generation)
            read = []
            for document, meeting in meetings:
                digest = hashlib.sha256(document.text.encode()).hexdigest()
                origin = _Origin(Path(document.name), None, digest, len(document.text))
                read.append(_ReadFile(origin, (self._cut(document, meeting),)))
                progress("read", len(read), 0)
            self._embed(read, progress, report)
            self._publish(report, progress, read=read)
            return report

    def remove(self, meeting_ids: Sequence[MeetingId], progress: Progress) -> IngestionReport:
        """Publish a generation without these meetings.

        Their text stays on the disk until `Library.collect_garbage`.
        """
        with self._library.writing():
            check_fit(self._library, self._spec)
            report = IngestionReport(generation=self._library.generation)
            self._publish(report, progress, removed=meeting_ids)
            return report

    # -- reading ------------------------------------------------------------------------------

    def _origins(
        self, paths: Sequence[Path], report: IngestionReport, *, rebuild: bool
    ) -> list[_Origin]:
        """The files to read; the unchanged ones are only reported."""
        known = self._library.files()
        found, report.others = find_files(paths)
        origins = []
        for path in found:
            try:
                origins.append(_origin(path))
            except InaccessibleSource as error:
                shown = Path(str(error.slots["path"]))
                report.files.append(FileReport(shown, "refused", error=error))
        if rebuild:
            named = set(found)
            others = (s for s in known.values() if s.status == "read" and Path(s.path) not in named)
            return [*origins, *(self._known_origin(state) for state in others)]
        changed = []
        for origin in origins:
            state = known.get(str(origin.path))
            # A refused file is read again, so that the person is told once more what is wrong with it.
            if state and state.status == "read" and self._is_current(state, origin):
                report.files.append(FileReport(origin.path, "unchanged"))
            else:
                changed.append(origin)
        return changed

    def _is_current(self, state: FileState, origin: _Origin) -> bool:
        return (state.sha256, state.pipeline) == (origin.sha256, self._pipeline)

    def _known_origin(self, state: FileState) -> _Origin:
        path = Path(state.path)
        with suppress(InaccessibleSource):
            return _origin(path)
        return _Origin(
            path, self._library.source_path(path, state.sha256), state.sha256, state.size
        )

    def _read(self, origin: _Origin, read: ReadSource) -> _ReadFile:
        """Read and cut one file; an error is part of the result, and then there is no meeting."""
        try:
            documents = read(origin.content or origin.path, max_bytes=self._max_file_bytes)
            named = [replace(d, name=str(origin.path)) for d in documents]
            parsed = (self._cut(*understood) for understood in parse_documents(named))
            return _ReadFile(origin, tuple(parsed))
        except UnreadableSource as error:
            return _ReadFile(origin, error=error)
        except (OSError, SourceMissing) as error:  # it vanished since it was found
            return _ReadFile(origin, error=DamagedSource(path=origin.path, detail=error))

    def _cut(self, document: SourceDocument, meeting: Meeting) -> _Parsed:
        passages = []
        borders = _borders(meeting)
        for remark in meeting.remarks:
            header = context_header(meeting, remark)
            for passage in cut_passages(
                meeting.id, remark, self._count_tokens, self._sizes, borders[remark.ordinal]
            ):
                terms = self._analyzer.terms(
                    f"{header}\n{remark.text[passage.start : passage.end]}",
                    terms_meant(t for t in remark.times if _stands_in(t, passage)),
                )
                passages.append(StoredPassage(passage, header, terms))
        return _Parsed(document, meeting, tuple(passages))

    # -- embedding ----------------------------------------------------------------------------

    def _embed(self, read: list[_ReadFile], progress: Progress, report: IngestionReport) -> None:
        """Make the vectors that are not known yet and keep them."""
        texts: dict[bytes, str] = {}
        for parsed in (p for file in read for p in file.parsed):
            remarks = {r.ordinal: r.text for r in parsed.meeting.remarks}
            for stored in parsed.passages:
                text = remarks[stored.passage.remark_ordinal]
                units = [text[start:end] for start, end in stored.passage.units]
                texts.update((text_hash(t), t) for t in (stored.header, *units))
        model = self._embedder.model_id
        known = self._library.cached_vectors(model, list(texts))
        # Texts of like length share a batch, so that little of it is padding.
        missing = sorted((h for h in texts if h not in known), key=lambda h: len(texts[h]))
        report.reused, report.embedded = len(known), len(missing)
        if missing:
            progress("embed", 0, len(missing))  # the model is loaded first, which takes a while
        for start in range(0, len(missing), _EMBED_AT_ONCE):
            part = missing[start : start + _EMBED_AT_ONCE]
            counter = _Counter(progress, start, len(missing))
            vectors = self._embedder.embed_passages([texts[h] for h in part], counter)
            self._library.cache_vectors(model, part, vectors)
        progress("embed", len(missing), len(missing))

    # -- publishing ---------------------------------------------------------------------------

    def _publish(
        self,
        report: IngestionReport,
        progress: Progress,
        *,
        read: Sequence[_ReadFile] = (),
        removed: Sequence[MeetingId] = (),
        anew: bool = False,
    ) -> None:
        """Store what was read and flip to a generation that shows it, all in one transaction.

        Where no meeting comes or goes, the current generation stays, unless it is to be made `anew`.
        """
        progress("publish", 0, 1)
        for file in read:
            if file.parsed and file.origin.content:
                self._library.keep_source(file.origin.content, file.origin.sha256)
        with self._library.transaction() as transaction:
            gone = 0
            for meeting_id in removed:
                transaction.forget_file_of(meeting_id)
                gone += transaction.remove_meeting(meeting_id)
            for file in read:
                if file.parsed:
                    gone += transaction.remove_file(str(file.origin.path))
            stored = [self._store(transaction, file) for file in read]
            report.files.extend(stored)
            if gone or anew or any(file.meetings for file in stored):
                report.passages = self._write_generation(transaction)
                transaction.publish()
                report.generation = transaction.generation
        progress("publish", 1, 1)

    def _store(self, transaction: LibraryTransaction, file: _ReadFile) -> FileReport:
        path = file.origin.path
        stored, duplicates = [], []
        for parsed in file.parsed:
            if transaction.has_meeting(parsed.meeting.id):
                duplicates.append(parsed.meeting)
            else:
                transaction.add_meeting(
                    parsed.meeting, parsed.document, file.origin.sha256, parsed.passages
                )
                stored.append(parsed.meeting)
        status = "refused" if file.error else "read" if stored else "duplicate"
        detail = ", ".join(m.id for m in duplicates)
        # A duplicate is looked at again next time: the file that it repeats may be gone by then.
        if status != "duplicate" and file.origin.content:
            error = file.error.line("en") if file.error else ""
            transaction.record_file(
                FileState(
                    str(path), file.origin.sha256, file.origin.size, self._pipeline, status, error
                )
            )
        return FileReport(path, status, tuple(stored), file.error, detail)

    def _write_generation(self, transaction: LibraryTransaction) -> int:
        keys = transaction.passage_keys()
        units: list[bytes] = []
        headers: list[bytes] = []
        rows: list[GenerationRow] = []
        stored = transaction.texts(keys)
        for key, (header, texts, terms, place) in zip(keys, stored, strict=True):
            units.extend(text_hash(text) for text in texts)
            headers.extend([text_hash(header)] * len(texts))
            rows.append(
                GenerationRow(MappedRow(key, len(texts), place, words_digest(texts)), terms)
            )
        links = link_rows([row.mapped.place for row in rows], transaction.links())
        vectors = self._vectors(transaction, keys, units, headers)
        directory = self._library.generation_directory(transaction.generation)
        with writing_to(self._library.directory):
            write_generation(directory, self._spec, rows, vectors, links)
        return len(keys)

    def _vectors(
        self,
        transaction: LibraryTransaction,
        keys: Sequence[int],
        units: list[bytes],
        headers: list[bytes],
    ) -> NDArray[np.float32]:
        """The vectors of units in their contexts, (len(units), dimension) float32, unit rows."""
        wanted = dict.fromkeys([*units, *headers])
        known = self._library.cached_vectors(self._embedder.model_id, list(wanted))
        missing = wanted.keys() - known.keys()
        if missing:
            known |= self._embed_stored(transaction, keys, missing)
        vectors = np.empty((len(units), self._embedder.dimension), np.float32)
        for row, (unit, header) in enumerate(zip(units, headers, strict=True)):
            vectors[row] = in_context(known[unit], known[header])
        return vectors

    def _embed_stored(
        self, transaction: LibraryTransaction, keys: Sequence[int], missing: Set[bytes]
    ) -> dict[bytes, NDArray[np.float32]]:
        """Vectors of stored passages that have none of this model.

        Such are, when an index is made anew for another model, those of meetings whose file can no
        longer be read or that never had one.
        """
        texts = {
            text_hash(text): text
            for header, units, *_ in transaction.texts(keys)
            for text in (header, *units)
            if text_hash(text) in missing
        }
        vectors = self._embedder.embed_passages(list(texts.values()))
        transaction.cache_vectors(self._embedder.model_id, list(texts), vectors)
        return dict(zip(texts, vectors, strict=True))


def _borders(meeting: Meeting) -> dict[int, set[int]]:
    """By remark, the characters at which a matter of a question or an answer begins or ends."""
    borders: dict[int, set[int]] = defaultdict(set)
    for link in meeting.links:
        for part in (link.question, link.answer):
            borders[part.ordinal] |= {part.start, part.end}
    return borders


def _stands_in(time: TimeReference, passage: Passage) -> bool:
    return passage.start <= time.start and time.end <= passage.end


class _Counter:
    """Adds up what an embedder reports batch by batch."""

    def __init__(self, progress: Progress, done: int, total: int) -> None:
        self._progress, self._done, self._total = progress, done, total

    def __call__(self, texts: int) -> None:
        self._done += texts
        self._progress("embed", self._done, self._total)


def _origin(path: Path) -> _Origin:
    """A file and the hash of its content.

    Raises:
        InaccessibleSource: it is no regular file, may not be read, or has a name that is no text.
    """
    try:
        str(path).encode("utf-8")
        if path.is_dir():  # given as a file only where it may not be looked into
            os.scandir(path).close()
        if not path.is_file():  # a pipe would never end
            raise InaccessibleSource(path=path, detail="not a regular file")
        with path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        return _Origin(path, path, sha256, path.stat().st_size)
    except UnicodeEncodeError as error:
        # Names in Shift_JIS, as old archives unpack them, can be neither stored nor shown as they are.
        printable = os.fsencode(path).decode("utf-8", "backslashreplace")
        raise InaccessibleSource(path=printable, detail="name is not UTF-8") from error
    except OSError as error:
        raise InaccessibleSource(path=path, detail=error.strerror or error) from error

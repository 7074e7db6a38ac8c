"""Files come into a library, change and leave it; nothing that goes wrong harms what is there."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index import build, generation
from index.build import FileReport, Indexer, IngestionReport, find_files
from index.embedding import in_context
from index.errors import (
    DamagedSource,
    EmptySource,
    GenerationDamaged,
    GenerationMismatch,
    InaccessibleSource,
    LibraryEmpty,
    LibraryUnwritable,
    ReaderCrashed,
    ReaderTimedOut,
    SourceMissing,
    UnreadableSource,
)
from index.generation import GenerationReader, GenerationSpec
from index.library import Library
from index.meeting import Meeting, MeetingId
from index.minutes import parse_minutes, parser
from index.passages import PassageSizes
from index.readers import read_source
from index.readers.isolated import IsolatedReader, ReadingLimits
from index.records import PassageRecord
from index.source import SourceDocument
from index.transaction import LibraryTransaction
from tests.fakes import HashingEmbedder
from tests.index.builders import ANALYZER, BUDGET, FLOOD, indexer, minutes, silent
from tests.index.readers import misbehaving
from tests.index.readers.processes import children

_MINUTES = """第{number}回青葉町図書館検討会 会議録

日時：令和８年{month}月４日 10:00～11:30
場所：青葉町役場 第一会議室
出席者：瀬戸内 杏子（町長）、髙橋 一郎（委員）

○髙橋委員　{question}
○瀬戸内町長　{answer}
"""
_QUESTION = "新しい図書館の予算はいくらですか。開館はいつになりますか。"
_ANSWER = "図書館の建設費は三億二千万円です。開館は令和九年四月を予定しています。"


def _write(path: Path, number: int = 1, answer: str = _ANSWER) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = _MINUTES.format(number=number, month=number, question=_QUESTION, answer=answer)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the minutes of two meetings."""
    _write(tmp_path / "minutes" / "first.txt", 1)
    _write(tmp_path / "minutes" / "second.txt", 2, "図書館の駐車場は五十台分です。")
    return tmp_path / "minutes"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.create(tmp_path / "library")


class OtherEmbedder(HashingEmbedder):
    """Another model: the same vectors, mirrored."""

    model_id = "mirrored-64"

    def embed_query(self, text: str) -> NDArray[np.float32]:
        return -super().embed_query(text)


def _spec(embedder: HashingEmbedder | None = None) -> GenerationSpec:
    embedder = embedder or HashingEmbedder()
    return GenerationSpec(embedder.model_id, embedder.dimension, ANALYZER.id)


def _add(library: Library, *paths: Path, rebuild: bool = False) -> IngestionReport:
    return indexer(library).add(paths, silent, rebuild=rebuild)


def _statuses(report: IngestionReport) -> dict[str, str]:
    return {file.path.name: file.status for file in report.files}


def _texts(library: Library) -> list[str]:
    reader = GenerationReader.open(library, _spec())
    reader.verify()
    return [passage.text for passage in reader.fetch(range(len(reader)))]


def _titles(library: Library) -> list[str]:
    return sorted(meeting.title for meeting in library.meetings())


# -- which files are meant --------------------------------------------------------------------


def test_folders_are_searched_and_hidden_files_left_out(folder: Path) -> None:
    for name in ("sub/third.md", ".hidden.txt", ".git/a.txt", "~$open.docx", "photo.xyz"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("x", encoding="utf-8")
    found, others = find_files([folder, folder / "first.txt", folder / "photo.xyz"])
    names = [path.relative_to(folder.resolve()).as_posix() for path in found]
    assert names == ["first.txt", "second.txt", "sub/third.md", "photo.xyz"]
    assert others == {".xyz": 1}


def test_a_path_that_does_not_exist(library: Library, folder: Path) -> None:
    with pytest.raises(SourceMissing, match="nowhere"):
        _add(library, folder, folder / "nowhere")
    assert library.generation is None


# -- what changed -----------------------------------------------------------------------------


def test_files_are_read_and_told_of(library: Library, folder: Path) -> None:
    stages: list[tuple[str, int, int]] = []
    report = indexer(library).add(
        [folder], lambda stage, done, total: stages.append((stage, done, total))
    )
    assert _statuses(report) == {"first.txt": "read", "second.txt": "read"}
    assert (report.generation, report.passages, report.reused) == (1, 4, 0)
    assert report.embedded == library.embedding_count(HashingEmbedder.model_id) > 0
    assert [len(file.meetings) for file in report.of("read")] == [1, 1]
    assert ("read", 2, 2) in stages
    assert ("embed", report.embedded, report.embedded) in stages
    assert stages[-1] == ("publish", 1, 1)
    assert _ANSWER in _texts(library)


def test_the_original_is_kept(library: Library, folder: Path) -> None:
    _add(library, folder / "first.txt")
    (record,) = (library.meeting(m.id) for m in library.meetings())
    kept = library.source_path(Path(record.path), record.sha256)
    assert kept.read_bytes() == (folder / "first.txt").read_bytes()
    assert record.document.text == kept.read_text(encoding="utf-8")


def test_running_again_changes_nothing(library: Library, folder: Path) -> None:
    _add(library, folder)
    before = library.files()
    report = _add(library, folder)
    assert _statuses(report) == {"first.txt": "unchanged", "second.txt": "unchanged"}
    assert report.generation == library.generation == 1
    assert library.files() == before


def test_a_changed_file_replaces_its_meeting_in_one_flip(library: Library, folder: Path) -> None:
    _add(library, folder)
    _write(folder / "first.txt", 1, "図書館の建設費は四億円に増えました。")
    report = _add(library, folder)
    assert _statuses(report) == {"first.txt": "read", "second.txt": "unchanged"}
    assert report.generation == 2
    assert report.reused > 0
    assert len(library.meetings()) == 2
    texts = _texts(library)
    assert "図書館の建設費は四億円に増えました。" in texts
    assert _ANSWER not in texts


def test_other_sizes_are_another_way_to_read_a_file(library: Library, folder: Path) -> None:
    _add(library, folder)
    smaller = indexer(library, sizes=PassageSizes(target=30, shortest_unit=1))
    assert _statuses(smaller.add([folder], silent)) == {"first.txt": "read", "second.txt": "read"}


# -- duplicates -------------------------------------------------------------------------------


def test_the_same_content_under_two_paths_is_one_meeting(library: Library, folder: Path) -> None:
    _write(folder / "copy.txt", 1)
    report = _add(library, folder)
    assert _statuses(report) == {"copy.txt": "read", "first.txt": "duplicate", "second.txt": "read"}
    (duplicate,) = report.of("duplicate")
    assert duplicate.detail in {m.id for m in library.meetings()}
    assert len(library.meetings()) == 2

    again = _add(library, folder)
    assert _statuses(again)["first.txt"] == "duplicate"
    assert again.generation == library.generation == 1, "a duplicate alone must publish nothing"

    indexer(library).remove([MeetingId(duplicate.detail)], silent)
    assert _statuses(_add(library, folder / "first.txt")) == {"first.txt": "read"}
    assert len(library.meetings()) == 2


# -- refusals ---------------------------------------------------------------------------------


def test_refused_files_do_not_stop_the_others(library: Library, folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 cut short")
    report = _add(library, folder)
    assert _statuses(report) == {
        "broken.pdf": "refused",
        "empty.txt": "refused",
        "first.txt": "read",
        "second.txt": "read",
    }
    errors = {file.path.name: file.error for file in report.of("refused")}
    assert isinstance(errors["empty.txt"], EmptySource)
    assert all(isinstance(error, UnreadableSource) for error in errors.values())
    assert len(library.meetings()) == 2
    assert _statuses(_add(library, folder))["empty.txt"] == "refused", "it is told of each time"
    assert library.generation == 1


def test_a_library_of_refused_files_only(library: Library, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    assert _add(library, tmp_path / "empty.txt").generation is None
    with pytest.raises(LibraryEmpty):
        GenerationReader.open(library, _spec())


def test_a_file_that_becomes_unreadable_keeps_its_earlier_meeting(
    library: Library, folder: Path
) -> None:
    _add(library, folder)
    (folder / "first.txt").write_bytes(b"")
    report = _add(library, folder)
    assert _statuses(report) == {"first.txt": "refused", "second.txt": "unchanged"}
    assert len(library.meetings()) == 2
    assert _ANSWER in _texts(library)


def test_a_pipe_is_refused_and_not_waited_for(library: Library, folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    report = _add(library, folder / "pipe", folder / "first.txt")
    assert _statuses(report) == {"pipe": "refused", "first.txt": "read"}
    assert isinstance(report.of("refused")[0].error, InaccessibleSource)


def test_a_file_name_that_is_no_text(library: Library, folder: Path) -> None:
    name = os.fsencode(folder) + b"/" + "議事録".encode("shift_jis") + b".txt"
    Path(os.fsdecode(name)).write_bytes((folder / "first.txt").read_bytes())
    report = _add(library, folder)
    (refused,) = report.of("refused")
    assert "\\x8b" in str(refused.path)
    str(refused.error).encode("utf-8")
    assert len(library.meetings()) == 2


def test_a_character_that_no_text_can_have(library: Library, folder: Path) -> None:
    record = {
        "meetingRecord": [
            {
                "issueID": "1", "session": 1, "nameOfHouse": "青葉院", "nameOfMeeting": "本会議",
                "issue": "第1号", "date": "2026-03-04",
                "speechRecord": [
                    {"speechOrder": 1, "speaker": "髙橋一郎", "speech": "○髙橋一郎君　予算は\ud800。"}
                ],
            }
        ]
    }  # fmt: skip
    (folder / "diet.json").write_text(json.dumps(record), encoding="ascii")
    report = _add(library, folder)
    assert set(_statuses(report).values()) == {"read"}
    assert any("予算は\ufffd" in text for text in _texts(library))


def test_a_file_that_vanishes_while_others_are_read(library: Library, folder: Path) -> None:

    def read_and_delete(path: Path, *, max_bytes: int) -> list[SourceDocument]:
        (folder / "second.txt").unlink(missing_ok=True)
        return read_source(path, max_bytes=max_bytes)

    report = indexer(library, read=read_and_delete).add([folder], silent)
    assert _statuses(report) == {"first.txt": "read", "second.txt": "refused"}


# -- all meetings of a file or none ------------------------------------------------------------


def _indexer_apart(library: Library, embedder: HashingEmbedder | None = None) -> Indexer:
    """An indexer that reads in another process, by a reader that fails where a file's name says so."""
    limits = ReadingLimits(seconds=1.0, memory_bytes=128 * 2**20)

    def open_reader() -> IsolatedReader:
        return IsolatedReader(limits, f"{misbehaving.__name__}:read")

    return Indexer(
        library,
        embedder or HashingEmbedder(),
        ANALYZER,
        PassageSizes(),
        10 * 2**20,
        open_reader=open_reader,
    )


def test_readers_that_fail_cost_their_file_and_no_other(library: Library, folder: Path) -> None:
    for name in ("crash.txt", "hang.txt", "err.txt"):
        _write(folder / name, 3)
    report = _indexer_apart(library).add([folder], silent)
    assert {f.path.name: type(f.error) for f in report.of("refused")} == {
        "crash.txt": ReaderCrashed,
        "hang.txt": ReaderTimedOut,
        "err.txt": ReaderCrashed,
    }
    assert [f.path.name for f in report.of("read")] == ["first.txt", "second.txt"]
    assert len(library.meetings()) == len(_titles(library)) == 2
    refused = {Path(s.path).name for s in library.files().values() if s.status == "refused"}
    assert refused == {"crash.txt", "hang.txt", "err.txt"}


def test_a_file_that_no_longer_can_be_read_keeps_its_meetings(
    library: Library, folder: Path
) -> None:
    path = _write(folder / "crash.txt", 3)
    _add(library, path)
    before = (_titles(library), _texts(library), library.generation)
    _write(path, 3, "図書館の駐輪場は百台分です。")
    report = _indexer_apart(library).add([path], silent)
    assert _statuses(report) == {"crash.txt": "refused"}
    assert (_titles(library), _texts(library), library.generation) == before


def _two_meetings(folder: Path, second: list[dict[str, str]]) -> Path:
    first = [{"Speaker": "髙橋一郎", "Utterance": "第1の議案に賛成です。"}]
    both = [
        {
            "ProceedingTitle": f"青葉町議会 第{number}回定例会",
            "Date": f"2026-03-0{number}",
            "Proceeding": speeches,
        }
        for number, speeches in enumerate((first, second), 1)
    ]
    path = folder / "both.json"
    path.write_text(json.dumps(both), encoding="utf-8")
    return path


def test_a_file_with_one_meeting_that_is_damaged_gives_none(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two meetings in one file; the second is refused when the first was already understood."""
    path = _two_meetings(folder, [{"Speaker": "髙橋一郎", "Utterance": "第2の議案に賛成です。"}])
    understood = []

    def refuse_second(document: SourceDocument) -> Meeting:
        if document.part == 1:
            raise DamagedSource(path=document.name, detail="1")
        understood.append(document)
        return parse_minutes(document)

    with monkeypatch.context() as patched:
        patched.setattr(parser, "parse_minutes", refuse_second)
        assert _statuses(_add(library, path)) == {"both.json": "refused"}
    assert len(understood) == 1
    assert library.meetings() == []
    assert _statuses(_add(library, path)) == {"both.json": "read"}
    assert len(library.meetings()) == 2


def test_a_meeting_without_remarks_does_not_cost_the_others_of_its_file(
    library: Library, folder: Path
) -> None:
    report = _add(library, _two_meetings(folder, [{"Utterance": "目次"}]))
    (meeting,) = report.files[0].meetings
    assert meeting.title == "青葉町議会 第1回定例会"
    assert any("left out" in warning.render("en") for warning in meeting.warnings)


def test_the_reader_is_gone_before_vectors_are_made(library: Library, folder: Path) -> None:
    """Both take memory."""
    before = children()

    class Watching(HashingEmbedder):
        def embed_passages(
            self, texts: Sequence[str], progress: Callable[[int], None] | None = None
        ) -> NDArray[np.float32]:
            assert children() <= before
            return super().embed_passages(texts, progress)

    report = _indexer_apart(library, Watching()).add([folder], silent)
    assert report.embedded > 0


# -- interruptions ----------------------------------------------------------------------------


class _Interrupted(HashingEmbedder):
    """Fails in its second batch."""

    def __init__(self, error: BaseException) -> None:
        self._error, self._batches = error, 0

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        self._batches += 1
        if self._batches == 2:
            raise self._error
        return super().embed_passages(texts, progress)


_STAGES: dict[str, tuple[object, str]] = {
    "reading": (parser, "parse_minutes"),
    "keeping the original": (Library, "keep_source"),
    "writing the generation": (generation, "_write_manifest"),
    "syncing": (generation, "_sync_entry"),
    "storing a meeting": (LibraryTransaction, "add_meeting"),
    "just before the commit": (LibraryTransaction, "publish"),
}


@pytest.mark.parametrize("stage", _STAGES)
@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_an_interruption_leaves_the_library_as_it_was(
    library: Library,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    stage: str,
    error: BaseException,
) -> None:
    _add(library, folder)
    before = (library.generation, library.meetings(), library.files(), _texts(library))
    _write(folder / "first.txt", 1, "図書館の建設費は四億円に増えました。")
    _write(folder / "third.txt", 3)

    def interrupt(*_: object, **__: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(*_STAGES[stage], interrupt)
        if stage == "reading" and isinstance(error, OSError):
            assert {f.status for f in _add(library, folder).files} == {"refused", "unchanged"}
        else:
            with pytest.raises((KeyboardInterrupt, LibraryUnwritable, OSError)) as caught:
                _add(library, folder)
            assert caught.type in (KeyboardInterrupt, LibraryUnwritable) or stage.startswith("keep")
    if stage != "reading":
        assert (library.generation, library.meetings(), library.files()) == before[:3]
    assert _texts(library) == before[3]
    assert _leftovers(library) == []

    report = _add(library, folder)
    assert report.embedded == 0 or stage == "reading", "vectors already made are used"
    assert (report.generation, len(library.meetings())) == (2, 3)
    assert "図書館の建設費は四億円に増えました。" in _texts(library)


def _leftovers(library: Library) -> list[str]:
    return [path.name for path in library.directory.rglob("*.new*")]


@pytest.mark.parametrize("error", [KeyboardInterrupt(), RuntimeError("the model failed")])
def test_an_interruption_while_embedding_keeps_the_vectors_made(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    monkeypatch.setattr(build, "_EMBED_AT_ONCE", 2)
    with pytest.raises(type(error)):
        indexer(library, _Interrupted(error)).add([folder], silent)
    assert (library.generation, library.meetings(), library.files()) == (None, [], {})
    report = _add(library, folder)
    assert report.reused == 2
    assert report.embedded == library.embedding_count(HashingEmbedder.model_id) - 2


# -- removing ---------------------------------------------------------------------------------


def test_removing_meetings_until_none_is_left(library: Library, folder: Path) -> None:
    _add(library, folder)
    first, second = library.meetings()
    assert indexer(library).remove([first.id], silent).generation == 2
    assert [m.id for m in library.meetings()] == [second.id]
    assert len(_texts(library)) == 2
    indexer(library).remove([second.id], silent)
    assert library.meetings() == []
    with pytest.raises(LibraryEmpty):
        GenerationReader.open(library, _spec())
    assert _statuses(_add(library, folder)) == {"first.txt": "read", "second.txt": "read"}


def test_removing_what_is_not_there_publishes_nothing(library: Library, folder: Path) -> None:
    _add(library, folder)
    assert indexer(library).remove([MeetingId("unknown")], silent).generation == 1


# -- another model ----------------------------------------------------------------------------


def test_another_model_is_refused_without_rebuilding(library: Library, folder: Path) -> None:
    _add(library, folder)
    other = indexer(library, OtherEmbedder())
    (meeting, _) = library.meetings()
    attempts: list[Callable[[], object]] = [
        lambda: other.add([folder], silent),
        lambda: other.remove([meeting.id], silent),
        lambda: other.add_meetings([minutes("防災会議", FLOOD)], silent),
    ]
    for attempt in attempts:
        with pytest.raises(GenerationMismatch, match=r"hashing-64.*mirrored-64.*--rebuild"):
            attempt()
    assert library.generation == 1
    assert len(library.meetings()) == 2


def test_rebuilding_for_another_model(library: Library, folder: Path) -> None:
    _add(library, folder)
    (folder / "second.txt").unlink()  # read again from its kept original
    report = indexer(library, OtherEmbedder()).add([], silent, rebuild=True)
    assert (report.generation, report.passages) == (2, 4)
    assert _statuses(report) == {"first.txt": "read", "second.txt": "read"}
    reader = GenerationReader.open(library, _spec(OtherEmbedder()))
    passage = reader.fetch([0])[0]
    assert reader.dense(_vector(passage), 1).tolist() == [0]
    with pytest.raises(GenerationMismatch):
        GenerationReader.open(library, _spec())


def _vector(passage: PassageRecord) -> NDArray[np.float32]:
    """The vector of the first unit of a passage by the other model."""
    embed = OtherEmbedder().embed_query
    return in_context(embed(passage.unit_texts()[0]), embed(passage.header))


def test_rebuilding_keeps_what_can_no_longer_be_read(library: Library, folder: Path) -> None:
    _add(library, folder)
    indexer(library).add_meetings([minutes("防災会議", FLOOD), minutes("予算", BUDGET)], silent)
    (folder / "first.txt").write_bytes(b"")
    before = _titles(library)
    report = indexer(library, OtherEmbedder()).add([folder], silent, rebuild=True)
    assert _statuses(report) == {"first.txt": "refused", "second.txt": "read"}
    assert _titles(library) == before
    reader = GenerationReader.open(library, _spec(OtherEmbedder()))
    assert len(reader) == report.passages == 9
    for row in range(9):
        passage = reader.fetch([row])[0]
        scores, _ = reader.unit_scores(_vector(passage), np.array([row]))
        assert scores[0] == pytest.approx(1, abs=1e-5)
    assert library.embedding_count(OtherEmbedder.model_id) > 0


def test_rebuilding_mends_an_index_without_files(library: Library) -> None:
    indexer(library).add_meetings([minutes("防災会議", FLOOD)], silent)
    library.generation_directory(1).joinpath("vectors.faiss").unlink()
    assert _add(library, rebuild=True).generation == 2
    assert len(_texts(library)) == 3


def test_rebuilding_mends_a_damaged_index(library: Library, folder: Path) -> None:
    _add(library, folder)
    library.generation_directory(1).joinpath("manifest.json").unlink()
    with pytest.raises(GenerationDamaged):
        _add(library, folder)
    assert _add(library, rebuild=True).generation == 2
    assert len(_texts(library)) == 4


def test_a_report_lists_files_by_status() -> None:
    files = [FileReport(Path("a"), "read"), FileReport(Path("b"), "refused")]
    assert IngestionReport(files=files).of("refused") == files[1:]


def test_a_folder_that_may_not_be_looked_into_is_refused(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever runs the tests may be allowed everything: the system's answer is put in its place."""
    closed = folder / "closed"
    closed.mkdir()
    scandir = os.scandir

    def refuse(path: str | Path) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    report = _add(library, folder)
    (refused,) = report.of("refused")
    assert refused.path == closed
    assert isinstance(refused.error, InaccessibleSource)

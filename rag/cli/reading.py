"""`rag index` and `rag inspect`: files → the library, or only what is understood of one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index.build import FileReport, IngestionReport, find_files
from index.library import Library
from index.meeting import Meeting
from index.minutes import parse_documents
from index.readers import READABLE_SUFFIXES
from index.records import MeetingRecord
from rag.cli.progress import stage_bars
from rag.cli.screen import Screen
from rag.errors import NothingReadable, PathMissing
from rag.meeting_json import meeting_json
from rag.rendering import file_rows, ingestion_lines, meeting_lines
from rag.settings import Settings
from rag.wiring import make_indexer, make_reader

__all__ = ["index_files", "inspect_file"]


def index_files(
    settings: Settings, screen: Screen, paths: Sequence[Path], rebuild: bool, as_json: bool
) -> int:
    """Read files into the library; 1 when one of them was refused.

    Raises:
        PathMissing: nothing was named, and it is no rebuild.
        NothingReadable: what was named holds no file that could be read.
    """
    if not paths and not rebuild:
        raise PathMissing
    if paths and not find_files(paths)[0]:
        named = ", ".join(str(path) for path in paths)
        raise NothingReadable(paths=named, suffixes=" ".join(sorted(READABLE_SUFFIXES)))
    library = Library.create(settings.library) if paths else Library.open(settings.library)
    with stage_bars(screen, "prepare") as progress:
        report = make_indexer(settings, library).add(paths, progress, rebuild=rebuild)
    if as_json:
        screen.show_json(_report_json(report, settings.library))
    else:
        if any(file.meetings for file in report.files):
            screen.show_columns(file_rows(report, screen.language))
        screen.show_lines(ingestion_lines(report, settings.library, screen.language))
    return 1 if report.of("refused") else 0


def _report_json(report: IngestionReport, library: Path) -> dict[str, Any]:
    return {
        "library": str(library),
        "generation": report.generation,
        "passages": report.passages,
        "embedded": report.embedded,
        "reused": report.reused,
        "files": [_file_json(file) for file in report.files],
        "other_formats": dict(report.others),
    }


def _file_json(file: FileReport) -> dict[str, Any]:
    return {
        "path": str(file.path),
        "status": file.status,
        "meetings": [_meeting_json(meeting) for meeting in file.meetings],
        "error": {
            "type": type(file.error).__name__,
            "ja": file.error.line("ja"),
            "en": file.error.line("en"),
        }
        if file.error
        else None,
        "detail": file.detail,
    }


def _meeting_json(meeting: Meeting) -> dict[str, Any]:
    return {
        "id": meeting.id,
        "title": meeting.title,
        "date": meeting.date.isoformat() if meeting.date else None,
        "kind": meeting.kind,
        "remarks": len(meeting.remarks),
        "speakers": len({r.speaker.label for r in meeting.remarks if r.speaker}),
        "warnings": [{"ja": w.ja, "en": w.en} for w in meeting.warnings],
    }


def inspect_file(settings: Settings, screen: Screen, path: Path, as_json: bool) -> int:
    """Show what is understood of a file; one that holds several meetings gives one after another."""
    with make_reader(settings) as read:
        documents = read(path, max_bytes=settings.max_file_mb * 2**20)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    for document, meeting in parse_documents(documents):
        record = MeetingRecord(meeting, document, str(path), sha256)
        if as_json:
            screen.show_json(meeting_json(record))
        else:
            screen.show_lines(meeting_lines(record, screen.language))
    return 0

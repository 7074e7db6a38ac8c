"""`rag meetings`, `show`, `remove` and `gc`: what is in the library, and what shall be there no more."""

from __future__ import annotations

from collections.abc import Sequence

from index.library import Library
from index.records import MeetingSummary
from rag.cli.screen import Screen
from rag.errors import ConfirmationMissing
from rag.meeting_json import meeting_json
from rag.rendering import meeting_lines, meeting_rows
from rag.settings import Settings

__all__ = ["collect_garbage", "list_meetings", "remove_meetings", "show_meeting"]


def list_meetings(settings: Settings, screen: Screen, as_json: bool) -> int:
    """List the meetings, newest first."""
    summaries = Library.open(settings.library).meetings()
    if as_json:
        screen.show_json([_summary_json(summary) for summary in summaries])
    elif summaries:
        screen.show_columns(meeting_rows(summaries, screen.language))
    else:
        screen.note(screen.word("no_meetings"))
    return 0


def _summary_json(summary: MeetingSummary) -> dict[str, object]:
    return {
        "id": summary.id,
        "title": summary.title,
        "date": summary.date.isoformat() if summary.date else None,
        "kind": summary.kind,
        "language": summary.language,
        "path": summary.path,
        "remarks": summary.remarks,
        "speakers": summary.speakers,
        "warnings": summary.warnings,
    }


def show_meeting(settings: Settings, screen: Screen, name: str, as_json: bool) -> int:
    """Show one meeting whole."""
    library = Library.open(settings.library)
    record = library.meeting(library.find_meeting(name))
    if as_json:
        screen.show_json(meeting_json(record))
    else:
        screen.show_lines(meeting_lines(record, screen.language))
    return 0


def remove_meetings(settings: Settings, screen: Screen, names: Sequence[str], yes: bool) -> int:
    """Take meetings out of the library, once the person has agreed.

    Raises:
        ConfirmationMissing: nobody is there to agree.
    """
    library = Library.open(settings.library)
    ids = list(dict.fromkeys(library.find_meeting(name) for name in names))
    if not yes and not _agreed(library, screen, ids):
        screen.note(screen.word("kept"))
        return 1
    from rag.wiring import make_indexer

    make_indexer(settings, library).remove(ids, lambda _stage, _done, _total: None)
    screen.note(screen.word("removed", count=len(ids)))
    return 0


def _agreed(library: Library, screen: Screen, ids: Sequence[str]) -> bool:
    if not screen.is_conversation:
        raise ConfirmationMissing(count=len(ids))
    titles = {m.id: m.title for m in library.meetings()}
    named = " / ".join(titles[i] for i in titles if i in ids)
    return screen.confirm(screen.word("yes_or_no", count=len(ids), titles=named))


def collect_garbage(settings: Settings, screen: Screen) -> int:
    """Delete what no longer shows."""
    given_back = Library.open(settings.library).collect_garbage()
    screen.note(screen.word("given_back", size=f"{max(given_back, 0) / 2**20:,.1f} MB"))
    return 0

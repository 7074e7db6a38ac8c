"""What the wording of every error must be, in whichever half it is raised."""

from __future__ import annotations

from index.errors import AskTheMinutesError
from index.wording import UiLanguage

__all__ = ["assert_well_worded"]


def assert_well_worded(kind: type[AskTheMinutesError]) -> None:
    """Both languages carry the same values, on one line with what is wrong and what to do."""
    for wording in (kind.problem, kind.remedy):
        japanese, english = wording.slots()
        assert wording.ja
        assert wording.en
        # MeetingNotFound has no use for the directory; other slots are in both languages.
        assert japanese == english
    slots = kind.problem.slots()[0] | kind.remedy.slots()[0]
    error = kind(**{slot: f"<{slot}>" for slot in slots})
    languages: tuple[UiLanguage, ...] = ("ja", "en")
    for language in languages:
        line = error.line(language)
        assert "\n" not in line
        assert all(f"<{slot}>" in line for slot in slots)
        assert error.what(language) in line
        assert error.mend(language) in line
    assert str(error) == error.line("en")

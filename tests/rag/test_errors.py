"""Every error of the online half says what is wrong and what to do, in both languages, on one line."""

from __future__ import annotations

import pytest

from index.errors import AskTheMinutesError
from rag import errors
from tests.wordings import assert_well_worded

_OURS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type)
    and issubclass(kind, AskTheMinutesError)
    and kind.__module__ == errors.__name__
]
_WORDED = [kind for kind in _OURS if hasattr(kind, "problem")]


def test_the_drawing_and_the_exports_name_every_class() -> None:
    names = {kind.__name__ for kind in _OURS}
    assert set(errors.__all__) == names
    drawn = set((errors.__doc__ or "").split())
    assert names <= drawn


def test_only_the_groups_have_no_words() -> None:
    groups = {kind.__name__ for kind in _OURS} - {kind.__name__ for kind in _WORDED}
    assert groups == {
        "FeedbackError", "QuestionError", "ReportError", "RequestError", "RunError", "ServiceError",
        "SettingsError", "TestSetError",
    }  # fmt: skip


@pytest.mark.parametrize("kind", _WORDED, ids=lambda kind: str(kind.__name__))
def test_both_languages_carry_the_same_values(kind: type[AskTheMinutesError]) -> None:
    assert_well_worded(kind)

"""Every error says what is wrong and what to do, in both languages, on one line."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index import errors
from index.errors import AskTheMinutesError, EmptySource, GenerationMismatch, UnreadableSource
from index.wording import Wording
from tests.wordings import assert_well_worded


def _tree(kind: type[AskTheMinutesError]) -> Iterator[type[AskTheMinutesError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _tree(child)


_OURS = [kind for kind in _tree(AskTheMinutesError) if kind.__module__ == errors.__name__]
_WORDED = [kind for kind in _OURS if hasattr(kind, "problem")]


def test_the_drawing_and_the_exports_name_every_class() -> None:
    names = sorted(kind.__name__ for kind in _OURS)
    assert sorted(errors.__all__) == names
    drawn = (errors.__doc__ or "").split("Each class")[0]
    assert all(f"{name} " in f"{drawn.replace(chr(10), ' ')} " for name in names)


def test_only_the_groups_have_no_words() -> None:
    groups = {kind.__name__ for kind in _OURS} - {kind.__name__ for kind in _WORDED}
    assert groups == {
        "AskTheMinutesError", "GenerationError", "LibraryError", "ModelError", "UnreadableSource",
            "WordListError",
    }  # fmt: skip


@pytest.mark.parametrize("kind", _WORDED, ids=lambda kind: str(kind.__name__))
def test_both_languages_carry_the_same_values(kind: type[AskTheMinutesError]) -> None:
    assert_well_worded(kind)


def test_a_line_in_each_language() -> None:
    error = EmptySource(path="会議録.txt")
    assert isinstance(error, UnreadableSource)
    assert error.line("ja") == (
        "会議録.txt：ファイルが空です。元のファイルを確かめて、保存し直してください。"
    )
    assert str(error) == "会議録.txt: the file is empty. Check the original and save it again."


def test_a_value_may_have_words_of_its_own() -> None:
    what = Wording(ja="形式", en="format")
    error = GenerationMismatch(what=what, found=1, expected=2)
    assert error.what("ja") == "索引の形式は 1 ですが、いまの設定は 2 です。"
    assert error.what("en") == "The index was made with format 1, but the current setting is 2."


def test_a_missing_value_is_a_mistake_of_the_program() -> None:
    with pytest.raises(KeyError, match="path"):
        EmptySource()


def test_values_with_line_breaks_stay_on_one_line() -> None:
    assert "\n" not in str(EmptySource(path="two\nlines"))

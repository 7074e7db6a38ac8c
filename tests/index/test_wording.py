"""A message is chosen by language and filled with values."""

from __future__ import annotations

import pytest

from index.wording import Wording

_WORDING = Wording(ja="{path}を{count}件読みました。", en="Read {count} from {path}.")


def test_each_language_is_filled() -> None:
    assert _WORDING.render("ja", path="会議録", count=3) == "会議録を3件読みました。"
    assert _WORDING.render("en", path="minutes", count=3) == "Read 3 from minutes."


def test_braces_in_a_value_are_left_alone() -> None:
    assert _WORDING.render("en", path="{count}", count=1) == "Read 1 from {count}."


def test_a_value_that_is_missing() -> None:
    with pytest.raises(KeyError, match="count"):
        _WORDING.render("ja", path="会議録")


def test_slots_of_both_languages() -> None:
    assert [sorted(names) for names in _WORDING.slots()] == [["count", "path"]] * 2
    assert [set(n) for n in Wording(ja="なし", en="{x!r} {{y}}").slots()] == [set(), {"x"}]

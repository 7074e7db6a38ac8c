from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.meeting import RecordKind, Role
from index.wording import Wording
from rag import messages


def wordings() -> Iterator[tuple[str, Wording]]:
    for name, value in vars(messages).items():
        if isinstance(value, Wording):
            yield name, value
        elif isinstance(value, dict) and name.isupper():
            yield from ((f"{name}[{key}]", wording) for key, wording in value.items())


@pytest.mark.parametrize(("name", "wording"), [pytest.param(*w, id=w[0]) for w in wordings()])
def test_both_languages_have_the_same_slots(name: str, wording: Wording) -> None:
    japanese, english = wording.slots()
    assert japanese == english, name
    assert wording.ja.strip()
    assert wording.en.strip()


def test_every_kind_and_role_has_its_words() -> None:
    assert set(messages.KINDS) == set(messages.SHORT_KINDS) == set(RecordKind)
    assert set(messages.ROLES) == set(Role)

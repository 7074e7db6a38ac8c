"""What is said in its order → exchanges: questions that follow one another and the answers to them.

It reads roles and sections, and gives none; it serves remarks and the rows of an index alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

from index.meeting import Role

__all__ = ["Said", "exchanges"]


class Said(Protocol):
    """What has a role and stands in a section."""

    @property
    def role(self) -> Role | None:
        """What it does in the meeting."""

    @property
    def section_id(self) -> str | None:
        """The section that it stands in."""


_S = TypeVar("_S", bound=Said)


def exchanges(said: Iterable[_S]) -> Iterator[tuple[list[_S], list[_S]]]:
    """Questions that follow one another and the answers to them, up to the next question.

    Questions that nobody answers in between share their answers. A change of section ends an exchange.

    Args:
        said: of one meeting, in order.
    """
    asked: list[_S] = []
    answered: list[_S] = []
    section: str | None = None
    for one in said:
        if one.section_id != section or (one.role is Role.QUESTION and answered):
            if asked and answered:
                yield asked, answered
            asked, answered, section = [], [], one.section_id
        if one.role is Role.QUESTION:
            asked.append(one)
        elif one.role is Role.ANSWER and asked:
            answered.append(one)
    if asked and answered:
        yield asked, answered

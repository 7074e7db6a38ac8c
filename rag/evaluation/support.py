"""Support quotes and the passages of a library → the quotes that stand nowhere, and where they come from.

Such a quote is an error of the test set, or of minutes that are missing; scoring it 0 would hide both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rag.errors import UnlocatedQuotes

from .gold import SupportQuotes, find_unlocated
from .question_set import QuestionSet

__all__ = ["UnlocatedQuote", "refuse_unlocated", "unlocated_quotes"]

_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class UnlocatedQuote:
    """A quote that no passage carries; `line` is where it stands in the file of the test set."""

    question_id: str
    quote: str
    line: int | None


def unlocated_quotes(
    question_set: QuestionSet, passages: Iterable[str]
) -> tuple[UnlocatedQuote, ...]:
    """The quotes that no passage carries, in the order of the questions.

    Args:
        question_set: one without quotes is not looked for, and `passages` not drawn.
        passages: texts of all passages of the library.
    """
    asked = [
        UnlocatedQuote(question.id, quote, line)
        for question in question_set.answerable
        if isinstance(question.gold, SupportQuotes)
        for quote, line in zip(
            question.gold.quotes, question.lines or [None] * len(question.gold.quotes), strict=True
        )
    ]
    missing = set(find_unlocated({each.quote for each in asked}, passages)) if asked else set()
    return tuple(each for each in asked if each.quote in missing)


def refuse_unlocated(question_set: QuestionSet, missing: Sequence[UnlocatedQuote]) -> None:
    """Refuse a test set with quotes that stand nowhere.

    Raises:
        UnlocatedQuotes: names the first few with their questions.
    """
    if missing:
        named = [f"{each.question_id}「{each.quote}」" for each in missing[:_NAMED]]
        more = ["…"] if len(missing) > len(named) else []
        raise UnlocatedQuotes(
            path=question_set.name, count=len(missing), quotes=" ".join(named + more)
        )

"""Questions with their gold, as values, whatever file they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import JsonValue

from index.text import Language

from .gold import Gold

__all__ = ["Document", "Form", "Question", "QuestionSet"]

Form = Literal["quotes", "beir"]


@dataclass(frozen=True, slots=True)
class Document:
    """A document that a test set brings along. `metadata` are all other keys of its line."""

    id: str
    title: str
    text: str
    metadata: Mapping[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a test set.

    Attributes:
        gold: None exactly when the minutes do not answer it.
        lines: where each support quote stands in the file; of no account when questions are compared.
    """

    id: str
    text: str
    gold: Gold | None
    language: Language
    answers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    split: str | None = None
    meeting: str | None = None
    lines: tuple[int, ...] = field(default=(), compare=False)

    @property
    def answerable(self) -> bool:
        """Whether the minutes answer it."""
        return self.gold is not None


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions with their gold, and the documents to search if the set brings its own.

    `sha256` is over the bytes of the files that were read. `transcript` holds the whole remarks that
    documents were cut from, where the set brings them. `field` is the query field of a BEIR folder that
    was taken for the question.
    """

    name: str
    form: Form
    sha256: str
    questions: tuple[Question, ...]
    documents: tuple[Document, ...] = ()
    transcript: tuple[Document, ...] = ()
    field: str | None = None

    @property
    def answerable(self) -> tuple[Question, ...]:
        """The questions that the minutes answer: those that retrieval is measured on."""
        return tuple(q for q in self.questions if q.answerable)

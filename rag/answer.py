"""The Answer: what the command line, the HTTP API and the page all show.

Values only; their field names are the keys of the JSON. Nothing here searches or writes prose.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from rag.question import Words

__all__ = [
    "Abstention",
    "Answer",
    "AnswerSentence",
    "AskedPassage",
    "Citation",
    "CitedMeeting",
    "CitedSpan",
    "CitedSpeaker",
    "CitedTime",
    "FoundPassage",
    "NarrowedBy",
    "RepeatedPassage",
]


@dataclass(frozen=True, slots=True)
class CitedMeeting:
    """The meeting that a quote stands in. `kind` is "summary", "verbatim" or "unknown"."""

    id: str
    title: str
    date: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class CitedSpeaker:
    """Who said it, as far as the minutes say so; `name` is the office where only that is printed.

    `person` is the same in every meeting, None where no name is known.
    """

    name: str
    role: str | None
    affiliation: str | None
    person: str | None = None


@dataclass(frozen=True, slots=True)
class CitedSpan:
    """Characters `start` to `end` (exclusive) of the source text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CitedTime:
    """Words of a quote whose time depends on the day of the meeting (来年度), and the days they mean."""

    text: str
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a quote stands.

    Attributes:
        n: the number by which sentences name it, from 1.
        quote: verbatim: the source's characters in `spans`, joined.
        span: from the first of them to the last; `spans` has more than one piece where the source
            breaks a line or a page within the quote.
        times: what 来年度 and the like mean, said on that day.
    """

    n: int
    quote: str
    passage_id: str
    meeting: CitedMeeting
    speaker: CitedSpeaker | None
    section: str | None
    page: int | None
    span: CitedSpan
    spans: tuple[CitedSpan, ...]
    remark: int
    times: tuple[CitedTime, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence of the answer and the numbers of its citations."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Abstention:
    """Why there is no answer: `reason` for programs, `message` for people."""

    reason: Literal["empty_library", "outside_filters", "nothing_near", "near_but_not_it"]
    message: str


@dataclass(frozen=True, slots=True)
class AskedPassage:
    """The passage of the question that a found passage answers; it stands in the same meeting."""

    passage_id: str
    text: str
    speaker: CitedSpeaker | None
    page: int | None
    span: CitedSpan


@dataclass(frozen=True, slots=True)
class RepeatedPassage:
    """A passage elsewhere that says the same as a found one, word for word."""

    passage_id: str
    meeting: CitedMeeting
    page: int | None
    span: CitedSpan


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage that was considered, with its scores; `score` is comparable within one question.

    Attributes:
        asked: the question that it answers, None where none is known.
        repeated: where the same words stand besides; they are no results of their own.
    """

    passage_id: str
    text: str
    score: float
    dense: float
    words: float
    bigrams: float
    meeting: CitedMeeting
    speaker: CitedSpeaker | None
    section: str | None
    role: str | None
    page: int | None
    span: CitedSpan
    asked: AskedPassage | None = None
    repeated: tuple[RepeatedPassage, ...] = ()


@dataclass(frozen=True, slots=True)
class NarrowedBy:
    """What words of the question narrowed the search to, without anybody giving it by hand.

    Attributes:
        values: what a person could have given instead, by the names that `filters` has.
        lifted: nothing is there, so the search was not narrowed after all.
        message: the same for people, in the language of the question.
    """

    field: Literal["meeting", "date", "speaker"]
    values: dict[str, Any]
    words: Words
    lifted: bool
    message: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the minutes say to a question, or that they do not say.

    Attributes:
        confidence: the estimated probability that the minutes answer the question, 0 to 1.
        filters: what the search was narrowed to, as given.
        narrowed: what the question's own words narrowed it to besides.
        timings_ms: milliseconds by stage.
    """

    status: Literal["answered", "abstained"]
    question: str
    language: str
    text: str
    short_answer: str | None
    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]
    confidence: float
    abstention: Abstention | None
    filters: dict[str, Any]
    passages: tuple[FoundPassage, ...]
    versions: dict[str, Any]
    timings_ms: dict[str, float] = field(default_factory=dict)
    narrowed: tuple[NarrowedBy, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The Answer as plain JSON values."""
        return asdict(self)
